"""Inline conversion marks: what an editor writes into a text where the converter must not decide.

=============  =====================================================================
``-{保持}-``    keep these characters as they are in both editions
``-{简|繁}-``   say the first in Simplified, the second in Traditional
``-{}-``       a word boundary: no phrase and no name crosses it; nothing is printed
=============  =====================================================================

There are no others, no nesting, and a mark does not go over the end of a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.hanzi.scripts import Script

OPEN, CLOSE = "-{", "}-"


class MarkError(ValueError):
    """A mark that cannot be read.

    Attributes:
        position: the code point at which the mark begins.
        message: what is wrong, in words for an editor.
    """

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position
        self.message = message


@dataclass(frozen=True, slots=True)
class Keep:
    """Characters that stay as they are in both editions."""

    text: str

    def in_script(self, script: Script) -> str:  # noqa: ARG002 - the same in both, as Say has it
        """What one edition prints."""
        return self.text


@dataclass(frozen=True, slots=True)
class Say:
    """What each edition says in this place."""

    hans: str
    hant: str

    def in_script(self, script: Script) -> str:
        """What one edition prints."""
        return self.hans if script == "hans" else self.hant


@dataclass(frozen=True, slots=True)
class Boundary:
    """A word boundary; prints nothing."""

    def in_script(self, script: Script) -> str:  # noqa: ARG002 - as Keep
        """What one edition prints: nothing."""
        return ""


Part = str | Keep | Say | Boundary


def scan(text: str) -> Iterator[tuple[int, Part]]:
    """The text and the marks in it, in order, each with the code point at which it begins.

    Raises:
        MarkError: a mark is not closed on its line, holds another mark, or has more than two sides.
    """
    done = 0
    while (begin := text.find(OPEN, done)) >= 0:
        if begin > done:
            yield done, text[done:begin]
        end = text.find(CLOSE, begin + len(OPEN))
        inside = text[begin + len(OPEN) : end] if end >= 0 else ""
        if end < 0 or "\n" in inside:
            raise MarkError(begin, "转换标记 -{ 没有在同一行用 }- 结束")
        if OPEN in inside:
            raise MarkError(begin + len(OPEN) + inside.index(OPEN), "转换标记里面不能再有转换标记")
        yield begin, _mark(inside, begin)
        done = end + len(CLOSE)
    if done < len(text):
        yield done, text[done:]


def _mark(inside: str, position: int) -> Part:
    """The mark with this inside."""
    if not inside:
        return Boundary()
    sides = inside.split("|")
    if len(sides) == 1:
        return Keep(inside)
    if len(sides) > 2:  # noqa: PLR2004 - two scripts
        raise MarkError(position, "转换标记只能有两边：-{简|繁}-")
    return Say(*sides)


def parse(text: str) -> list[Part]:
    """The text and the marks in it, in order.

    Raises:
        MarkError: as for scan.
    """
    return [part for _, part in scan(text)]


def resolve(text: str, script: Script) -> str:
    """The text as its own edition prints it: every mark replaced by what it says in this script.

    Raises:
        MarkError: as for scan.
    """
    if OPEN not in text:
        return text
    return "".join(part if isinstance(part, str) else part.in_script(script) for part in parse(text))
