"""Mend what is mechanical: where a fault says what stands there and what to write instead, that is written, and nothing else.

What is changed are values of the front matter, targets of links, and notes that the importer left; never a word of a text.
Files are written by :mod:`plugins.desk.edits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from plugins.desk.edits import Edits
from plugins.desk.importing.notes_left import without_notes
from plugins.faults import Fault
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories.prepare import Preparer
from plugins.stories.prepared import Prepared
from plugins.stories.read import twin_path

_LINE_END = re.compile(r"\r\n|\r|\n")
#: The fault of notes that the importer left, which say nothing of what to write instead: they are taken away.
_NOTES = "import-notes"
_TWIN = re.compile(r"\.han[st](?=\.md$)")
#: A mended name of a field may show that its value can be mended too; so often at most.
_ROUNDS = 5


def can_mend(fault: Fault) -> bool:
    """Whether a fault leaves no doubt what to write."""
    return bool(fault.instead) or fault.code == _NOTES


def mend(content: Path, faults: Iterable[Fault], preparer: Preparer) -> Edits:
    """Plan to mend what can be mended of these faults; nothing is written yet.

    Args:
        content: the content folder.
        faults: what was found in it.
        preparer: tells what a file's faults are afterwards.
    """
    edits = Edits(content)
    by_story: dict[str, list[Fault]] = {}
    for fault in faults:
        if can_mend(fault):
            by_story.setdefault(_TWIN.sub("", fault.path), []).append(fault)
    for path, found in sorted(by_story.items()):
        names = [path, *(twin_path(path, script) for script in SCRIPTS)]
        try:
            texts = {name: text for name in names if (text := edits.read(name)) is not None}
        except UnicodeDecodeError:  # such a file is at fault otherwise
            continue
        if path in texts:
            if any(fault.code == _NOTES for fault in found):
                texts[path] = without_notes(path, texts[path])
                edits.write(path, texts[path])
            mechanical = [fault for fault in found if fault.instead]
            for name, text in _mended(path, texts, mechanical, preparer).items() if mechanical else ():
                edits.write(name, text)
    return edits


def replaced(text: str, faults: Iterable[Fault]) -> str:
    """A text with what its faults say instead. What does not stand where a fault says it does is left alone."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    for line, column, was, instead in sorted({(f.line, f.column, f.was, f.instead) for f in faults}, reverse=True):
        at = starts[line - 1] + column - 1 if line <= len(starts) else len(text)
        quote = text[at : at + 1]
        if quote in {"'", '"'} and text.startswith(was + quote, at + 1):
            at += 1
        if was and text.startswith(was, at):
            text = text[:at] + instead + text[at + len(was) :]
    return text


def _mended(path: str, texts: Mapping[str, str], found: Sequence[Fault], preparer: Preparer) -> dict[str, str]:
    """The files of one story, mended until nothing is left that can be; never with more faults than before."""
    now, before = dict(texts), _prepared(path, texts, preparer)
    for _ in range(_ROUNDS):
        one_by_one = ([fault] for fault in sorted(found, reverse=True))
        changed = False
        for together in (list(found), *one_by_one):
            new = {name: replaced(text, (f for f in together if f.path == name)) for name, text in now.items()}
            after = _prepared(path, new, preparer) if new != now else before
            if new != now and _no_worse(before, after):
                now, before, changed = new, after, True
                if together == list(found):
                    break
        if not changed:
            break
        found = [fault for fault in before.faults if fault.instead]
    return now


def _prepared(path: str, texts: Mapping[str, str], preparer: Preparer) -> Prepared:
    twin = next(((name, text) for name, text in texts.items() if name != path), None)
    return preparer.prepare_text(path, texts[path], twin)


def _no_worse(before: Prepared, after: Prepared) -> bool:
    """Fewer errors, or as many with no more warnings. What could not be read before may show warnings that it had all along."""
    was, now = (sum(fault.severity == "error" for fault in one.faults) for one in (before, after))
    return now < was or (now == was and len(after.faults) <= len(before.faults))
