"""Redact a name or a passage of a story: another word stands in its place, in both scripts and in all that the story left around."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from plugins.desk.edits import Edits
from plugins.desk.files import StoryFile
from plugins.desk.takedown import traces
from plugins.desk.takedown.around import Around
from plugins.desk.takedown.withdraw import EDITIONS, Takedown, find, finished, people_of, refused
from plugins.desk.vocabulary_edits.entry_list import EntryList
from plugins.desk.vocabulary_edits.kinds import SHAPES
from plugins.faults import ContentError, Fault
from plugins.hanzi.fold import fold
from plugins.stories.editions import PLAIN_STYLE, Style
from plugins.stories.front_matter import FaultyFileError
from plugins.stories.prepare import Preparer

#: So many characters must be given to be redacted.
LEAST = 2
#: What may stand between two characters of a passage and is not seen by readers.
_BETWEEN = r"(?:\s|<[^<>]*>|[*_])*"


def redact(
    content: Path, story_id: str, what: str, why: str, *, instead: str, day: str, style: Style = PLAIN_STYLE
) -> Takedown:
    """Plan to redact.

    Args:
        content: the content folder.
        story_id: the story's id.
        what: the name or the passage, in either script.
        why: the note of the correction, which may not say it.
        instead: what stands there then.
        day: today.
        style: how generated editions are written.

    Raises:
        RefusedError: there is no such story, it does not say this, or the note says it.
        ContentError: the story could not be read any more.
    """
    edits = Edits(content)
    path, text = find(edits, story_id)
    words = re.compile(_BETWEEN.join(map(re.escape, fold("".join(what.split())))))
    for said in (why, instead):
        if words.search(fold(said)):
            message = f"原因和替换的字里不能有“{what}”，读者会看到"
            raise refused("why", Fault(path, 1, 1, "redaction-told", message, "换一种说法"))
    twins, raw = traces.twins(edits, path), traces.raw_inputs(content, ids := traces.former_ids(edits, story_id))
    own = [path, *twins]
    if not any(words.search(fold((edits.read_bytes(one) or b"").decode("utf-8", "replace"))) for one in [*own, *raw]):
        message = f"「{story_id}」里没有“{what}”"
        raise refused("what", Fault(path, 1, 1, "nothing-to-redact", message, "照正文里的字写，简繁都行"))
    before = (twins[0], (edits.read_bytes(twins[0]) or b"").decode("utf-8", "replace")) if twins else None
    for one in twins:
        edits.write(one, _without((edits.read_bytes(one) or b"").decode("utf-8", "replace"), words, instead))
    edits.write(path, _story(path, text, words, instead, {"date": day, "note": why, "redacted": "yes"}))
    people = _people(edits, words) | _checked(edits, path, (text, before), words, style)
    for one in raw:
        _raw(edits, one, words, instead)
    around = Around.of(content, [*own, *raw])
    traces.drop_decisions(edits, set(ids), words)
    traces.drop_people(edits, people, around)
    traces.drop_sentences(edits, lambda cell: words.search(fold(cell)) is not None)
    plan = finished(edits, path, story_id, {fold(what)})
    return Takedown(edits, path, plan.leftovers, (), plan.remains, is_whole=False)


def is_enough(what: str) -> bool:
    """Whether words are long enough to be looked for: a single character stands everywhere."""
    return len("".join(what.split())) >= LEAST


def _without(text: str, words: re.Pattern[str], instead: str) -> str:
    """A text with other words in the place of some, found folded: offsets are the same."""
    parts, at = [], 0
    for found in words.finditer(fold(text)):
        parts += [text[at : found.start()], instead]
        at = found.end()
    return "".join([*parts, text[at:]])


def _story(path: str, text: str, words: re.Pattern[str], instead: str, correction: dict[str, str]) -> str:
    """A story file without the words; whom they name is no longer listed, for an id tells a name too.

    Raises:
        ContentError: the file can't be read, so nobody can say what would be left in it.
    """

    def says(value: Any) -> bool:
        if isinstance(value, dict):
            return any(says(one) for pair in value.items() for one in pair)
        return isinstance(value, str) and words.search(fold(value)) is not None

    try:
        file = StoryFile(path, text)
        people = file.get("people")
        listed = people if isinstance(people, list) else [people] if people else []
        names = [one if isinstance(one, str) else [one.get(key) for key in ("name", "hans", "hant")] for one in listed]
        kept = [
            one
            for one, said in zip(listed, names, strict=True)
            if not any(map(says, said if isinstance(said, list) else [said]))
        ]
        if kept != listed:
            file.set("people", kept)
        convert = file.get("convert")
        if isinstance(convert, dict) and says(convert):
            file.set("convert", {word: target for word, target in convert.items() if not (says(word) or says(target))})
        file = StoryFile(path, _without(file.text(), words, instead))
        file.set("corrections", [*(file.get("corrections") or []), correction])
    except FaultyFileError as error:
        raise ContentError(error.faults) from error
    return file.text()


def _checked(
    edits: Edits, path: str, before: tuple[str, tuple[str, str] | None], words: re.Pattern[str], style: Style
) -> dict[str, tuple[str, ...]]:
    """Whom the words name among the people of the story as it was; refuses to write one that could be shown and can no longer.

    Raises:
        ContentError: with what would be wrong.
    """
    preparer = Preparer(edits.content, "", EDITIONS, style=style)
    twin = next(iter(traces.twins(edits, path)), None)
    after = preparer.prepare_text(path, edits.read(path) or "", (twin, edits.read(twin) or "") if twin else None)
    facts = preparer.prepare_text(path, *before).facts
    if facts is None:
        return {}
    if after.facts is None:
        raise ContentError(fault for fault in after.faults if fault.severity == "error")
    named = people_of(facts).items()
    return {one: names for one, names in named if any(words.search(fold(name)) for name in names[:2])}


def _raw(edits: Edits, path: str, words: re.Pattern[str], instead: str) -> None:
    """What was imported, without the words; where they can't be taken out for certain, it goes as a whole."""
    try:
        changed = _without((edits.read_bytes(path) or b"").decode("utf-8"), words, instead)
    except UnicodeDecodeError:
        edits.delete(path)
        return
    if "\0" in changed or words.search(fold(html.unescape(changed))):
        edits.delete(path)
    elif changed != edits.read(path):
        edits.write(path, changed)


def _people(edits: Edits, words: re.Pattern[str]) -> dict[str, tuple[str, ...]]:
    """The registered people whom the words name."""
    path = SHAPES["person"].path
    found = {}
    for entry in EntryList(path, edits.read(path) or "").entries:
        names = tuple(str(entry[key]) for key in ("hans", "hant") if entry.get(key))
        if any(words.fullmatch(fold(name)) for name in names):
            found[str(entry.get("id"))] = names
    return found
