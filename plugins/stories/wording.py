"""Check what a story says: that it says something, in the script that it declares, with its conversion marks closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plugins.faults import Fault
from plugins.hanzi.controls import control_characters, control_references
from plugins.hanzi.detect import script_of
from plugins.hanzi.marks import MarkError, scan
from plugins.hanzi.scripts import Script, other
from plugins.stories import code
from plugins.stories.front_matter import Parts

#: Each stops where the next would begin: what has no end is not looked for past all the others.
_NO_TEXT = re.compile(r"<[^<>]*>|\]\([^\])]*\)|-\{(?:(?!-\{).)*?\}-", re.DOTALL)
_SEEN = re.compile(r"[^\n]")
_SCRIPT_NAME: Mapping[Script, str] = {"hans": "简体", "hant": "繁体"}
#: So many characters that only the other script has are no slip of the hand, where the declared script's own are fewer …
_MANY = 5
#: … and so many where there are none of its own at all.
_SOME = 2


def faults_of(path: str, parts: Parts, title: str, script: Script | None) -> Iterator[Fault]:
    """What is wrong with the words of a story or a twin.

    Args:
        path: the file, relative to the content folder.
        parts: the file taken apart.
        title: its title.
        script: the script it should be in; None where that is not known.
    """
    prose = without_code(parts.body)
    if not parts.body.strip():
        yield Fault(path, parts.body_line, 1, "empty-body", "没有正文", "在第二个 --- 之后写正文")
    yield from faults_of_front(path, parts, f"{title}\n{prose}", script)
    for number, written in enumerate(parts.body.split("\n"), parts.body_line):
        yield from _controls(path, control_characters(written), number)
    for number, line_of_prose in enumerate(prose.split("\n"), parts.body_line):
        yield from _controls(path, control_references(line_of_prose), number)
        yield from _open_marks(path, line_of_prose, number, 1)


def faults_of_front(path: str, parts: Parts, words: str, script: Script | None) -> Iterator[Fault]:
    """What is wrong with the script that a file declares, and with the words of its front matter.

    Args:
        path: the file, relative to the content folder.
        parts: the file taken apart.
        words: what should be in that script.
        script: the script that it should be in; None where that is not known.
    """
    if script is not None and _is_other(words, script):
        line, column = parts.front.where("script")
        written = _SCRIPT_NAME[other(script)]
        message = f"应是{_SCRIPT_NAME[script]}，正文却是{written}"
        yield Fault(
            path,
            line,
            column,
            "wrong-script",
            message,
            f"写 script: {other(script)}，或换成{_SCRIPT_NAME[script]}的正文",
        )
    yield from _open_marks_in_front(path, parts)


def _controls(path: str, found: Sequence[tuple[int, str]], number: int) -> Iterator[Fault]:
    for at, character in found:
        message = f"有看不见的控制字符 U+{ord(character):04X}，多半是从 Word 或 PDF 粘贴来的"
        yield Fault(path, number, at + 1, "control-character", message, "删去它")


def without_code(text: str) -> str:
    """Markdown with what stands in code made blank; everything else stays where it is."""
    parts, done = [], 0
    for begin, end in code.spans(text):
        parts += [text[done:begin], _SEEN.sub(" ", text[begin:end])]
        done = end
    return "".join([*parts, text[done:]])


def _is_other(text: str, script: Script) -> bool:
    evidence = script_of(_NO_TEXT.sub("", text))
    mine, theirs = evidence.against(other(script)), evidence.against(script)
    return theirs > mine and theirs >= (_MANY if mine else _SOME)


def _open_marks_in_front(path: str, parts: Parts) -> Iterator[Fault]:
    """Marks may stand in every text of the front matter; an open one is a fault wherever it stands."""
    stack: list[tuple[tuple[str | int, ...], object]] = [((), parts.front.data)]
    while stack:
        where, value = stack.pop()
        if isinstance(value, dict):
            stack += [((*where, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            stack += [((*where, number), item) for number, item in enumerate(value)]
        elif isinstance(value, str):
            yield from _open_marks(path, value, *parts.front.where(*where))


def _open_marks(path: str, text: str, line: int, column: int) -> Iterator[Fault]:
    try:
        for _ in scan(text):
            pass
    except MarkError as error:
        help_text = "写成 -{保持}- 或 -{简|繁}-"
        yield Fault(path, line, column + error.position, "open-mark", error.message, help_text)
