"""How much Markdown may ask of whoever reads it.

What reads Markdown looks for the end of each bracket, tag and backtick, to the end of the paragraph or of the text where there is
none: thousands of such marks take minutes, where each is looked for past all the others. So the steps are counted first, in one pass,
and a text that would take too many is a fault with its place. Limits are about ten times above the longest feature that anybody writes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from plugins.faults import Fault
from plugins.stories.front_matter import FaultyFileError

#: Characters of a text.
LONGEST = 300_000
#: Characters that are passed in looking for the ends of all marks of one kind.
MOST_STEPS = 3_000_000
#: Characters that are moved when headings, rules and definitions are taken out of their paragraphs, one by one.
MOST_MOVED = 30_000_000
#: Cells of all tables of a text.
MOST_CELLS = 20_000
#: Links within the archive and pictures, each counted once.
MOST_LINKS = 1_000

_BRACKET = re.compile(r"\\[^\n]|\]\(|[\[\]()]")
_QUOTES = "\"'"
_TAG = re.compile(r"<[A-Za-z!/?]|>")
_RUN = re.compile(r"`+")
_BLANK = re.compile(r"\n[ \t]*\n")
_FENCE = re.compile(r"^(?P<fence>~{3,}|`{3,})(?P<rest>[^\n]*)$", re.MULTILINE)
#: With any of these in a text Markdown may see other fences: it takes some characters out first, and makes spaces of tabs.
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef]|^(?:~{3,}|`{3,})[^\n]*\t", re.MULTILINE)
_LANGUAGE = re.compile(r"[ ]*\.?[\w#.+-]*[ ]*")
_SEPARATOR = re.compile(r"^[> \t]*(?:\|[ \t]*)?:?-[-:| \t]*$", re.MULTILINE)
#: What stands in a line of its own, and is taken out of the paragraph that it stands in: # a heading, --- or ===, [a definition]:
#: (but footnotes are taken out all at once)
_LINE = re.compile(r"^ {0,3}(?:#|\[(?!\^)[^\]\n]*\]:|(?:[-=*_][ \t]*)+$)", re.MULTILINE)

#: How many steps marks of each kind may ask.
_MOST = {"bracket": MOST_STEPS, "tag": MOST_STEPS, "tick": MOST_STEPS, "line": MOST_MOVED, "cell": MOST_CELLS}
_AS_CODE = "要照原样显示，就放在两行 ``` 之间"
_BRACKETS = ("tangled-marks", "这里的 [ 或 ( 没有另一半，这样的太多，读不下去", f"补上 ] 或 )，或者删去；{_AS_CODE}")
_TAGS = ("tangled-marks", "这里的 < 没有 > 来结束，这样的太多，读不下去", f"补上 >，或者删去；{_AS_CODE}")
_TICKS = ("tangled-marks", "这里的 ` 没有另一半，这样的太多，读不下去", "补上另一半，或者删去")
_LINES = (
    "tangled-marks",
    "从这里起的标题、横线或 […]: 太多，中间没有空行，读不下去",
    "在它们上下各空一行，或者删去一些",
)
_TABLES = ("large-table", f"正文里的表格一共不能超过 {MOST_CELLS} 格，这里的这张最大", "分成几篇，或者删去一些行、列")
#: Code, message and help where marks of a kind ask more than that.
_TOLD = {"bracket": _BRACKETS, "tag": _TAGS, "tick": _TICKS, "line": _LINES, "cell": _TABLES}


class TooMuchError(Exception):
    """A text asks more than anybody's text does.

    Attributes:
        at: the code point of the text at which to look.
        code: as :class:`Fault` has it; so are message and help.
    """

    def __init__(self, at: int, code: str, message: str, help_text: str) -> None:
        super().__init__(message)
        self.at = at
        self.code = code
        self.message = message
        self.help = help_text


@contextmanager
def told(path: str, text: str, first: int) -> Iterator[None]:
    """Whoever reads a text inside learns where in its file it asks too much.

    Args:
        path: the file.
        text: the Markdown in it.
        first: the line of the file at which that begins.

    Raises:
        FaultyFileError: it asks too much.
    """
    try:
        yield
    except TooMuchError as error:
        line, column = first + text.count("\n", 0, error.at), error.at - text.rfind("\n", 0, error.at)
        raise FaultyFileError(Fault(path, line, column, error.code, error.message, error.help)) from error


def check(text: str) -> None:
    """See that a text can be read in a time that nobody minds.

    Raises:
        TooMuchError: it can't.
    """
    if len(text) > LONGEST:
        message = f"正文有 {len(text)} 个字符，太长了"
        raise TooMuchError(0, "too-long", message, f"分成几篇，每篇不超过 {LONGEST} 个字符")
    fences = list(_fences(text))
    _see_to("tick", [(begin, end - begin) for begin, end, _ in fences])
    for begin, end, is_code in [] if _ODD.search(text) else reversed(fences):
        if is_code:  # nothing is looked for in it
            text = text[:begin] + re.sub(r"[^\n]", "x", text[begin:end]) + text[end:]
    asked: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for kind, at, steps in chain(_brackets(text), _tags(text), _ticks(text), _lines(text), _cells(text)):
        asked[kind].append((at, steps))
    for kind, found in asked.items():
        _see_to(kind, found)


def check_links(count: int) -> None:
    """See that a text does not lead to more places than can be looked for in it.

    Raises:
        TooMuchError: it does.
    """
    if count > MOST_LINKS:
        message = f"正文里站内的链接和图片有 {count} 个，太多了"
        raise TooMuchError(0, "too-many-links", message, f"分成几篇，每篇不超过 {MOST_LINKS} 个")


def _see_to(kind: str, asked: list[tuple[int, int]]) -> None:
    """Add up the steps that marks of a kind ask, each at its position; the one that asks most is where to look."""
    if sum(steps for _, steps in asked) > _MOST[kind]:
        at, _ = max(asked, key=lambda one: (one[1], -one[0]))
        raise TooMuchError(at, *_TOLD[kind])


def _brackets(text: str) -> Iterator[tuple[str, int, int]]:
    """(kind, position, steps to its end) of every bracket that may begin a link or a picture."""
    for start, end in _paragraphs(text):
        squares: list[int] = []
        rounds: list[int | None] = []  # None: nobody looks for its end
        for found in _BRACKET.finditer(text, start, end):
            mark, at = found[0], found.start()
            begin = squares.pop() if mark[0] == "]" and squares else None
            if begin is not None:
                yield "bracket", begin, at - begin
            if mark == "[":
                squares.append(at)
            elif mark == ")" and rounds and (opened := rounds.pop()) is not None:
                # A title that is not closed is looked for past the bracket.
                torn = text[at - 1] not in _QUOTES and any(quote in text[opened:at] for quote in _QUOTES)
                yield "bracket", opened, (end if torn else at) - opened
            elif mark[-1] == "(":
                rounds.append(None if begin is None else at)
        yield from (("bracket", begin, end - begin) for begin in (*squares, *rounds) if begin is not None)


def _tags(text: str) -> Iterator[tuple[str, int, int]]:
    """The same of everything that may begin a tag; its end is looked for over paragraphs."""
    opened: list[int] = []
    for found in _TAG.finditer(text):
        if found[0] == ">":
            yield from (("tag", begin, found.start() - begin) for begin in opened)
            opened = []
        else:
            opened.append(found.start())
    yield from (("tag", begin, len(text) - begin) for begin in opened)


def _ticks(text: str) -> Iterator[tuple[str, int, int]]:
    """The same of every run of backticks; in a row of a table each is also held against every bar."""
    for start, end in _paragraphs(text):
        runs = [(found.start(), len(found[0])) for found in _RUN.finditer(text, start, end)]
        same: dict[int, list[int]] = defaultdict(list)
        for number, (_, length) in enumerate(runs):
            same[length].append(number)
        number = 0
        while number < len(runs):
            at, length = runs[number]
            close = _next(same[length], number)
            yield "tick", at, (end if close is None else runs[close][0]) - at + length * length // 4
            number = number + 1 if close is None else close + 1
    at = 0
    for line in text.split("\n"):
        if (ticks := line.count("`")) and (bars := line.count("|")):
            yield "tick", at, ticks * (ticks + bars) // 2
        at += len(line) + 1


def _fences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Of every fence where it begins, where its end is found, and whether it is sure that code stands between."""
    fences = [(found.start(), found.end(), found["fence"], found["rest"]) for found in _FENCE.finditer(text)]
    closing: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, fence, rest) in enumerate(fences):
        if not rest.strip(" "):
            closing[fence].append(number)
    number = 0
    while number < len(fences):
        begin, _, fence, rest = fences[number]
        close = None if "hl_lines" in rest else _next(closing[fence], number)
        is_code = close is not None and _LANGUAGE.fullmatch(rest) is not None
        yield begin, len(text) if close is None else fences[close][1], is_code
        number = close + 1 if is_code and close is not None else number + 1


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    """The same of every line that is taken out of its paragraph, and what is left of that put back."""
    for start, end in _paragraphs(text):
        yield from (("line", found.start(), end - found.start()) for found in _LINE.finditer(text, start, end))


def _cells(text: str) -> Iterator[tuple[str, int, int]]:
    """The same of every table, its cells as steps: a row of one cell gets as many as the head has."""
    for start, end in _paragraphs(text):
        columns = max((found[0].count("|") for found in _SEPARATOR.finditer(text, start, end)), default=0)
        if columns:
            yield "cell", start, columns * text.count("\n", start, end)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph, list or table begins and ends."""
    start = 0
    for found in _BLANK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _next(numbers: list[int], number: int) -> int | None:
    """The first of some ascending numbers that is greater than another."""
    after = bisect_right(numbers, number)
    return numbers[after] if after < len(numbers) else None
