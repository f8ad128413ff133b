"""Quotation marks follow the edition: “ ” ‘ ’ in Simplified, 「 」 『 』 in Traditional.

Outer “ ” is outer 「 」 and inner ‘ ’ is inner 『 』, so a text goes there and back unchanged. Marks are paired within one
block of text. A mark without its partner, an apostrophe in a Latin word (don’t) and half-width marks stay as they are.
One code point becomes one, so offsets hold.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from plugins.hanzi.scripts import Script

#: Each opening mark with its closing one.
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』"}
#: What each mark becomes in an edition.
MARKS: dict[Script, dict[str, str]] = {
    "hant": {"“": "「", "”": "」", "‘": "『", "’": "』"},
    "hans": {"「": "“", "」": "”", "『": "‘", "』": "’"},
}

_SHAPES = str.maketrans(MARKS["hant"])
_OPENING = {close: opening for opening, close in PAIRS.items()}
#: A mark; ’ between Latin letters is an apostrophe and no mark.
_MARK = re.compile("[“”‘「」『』]|(?<![A-Za-zÀ-ɏ])’|’(?![A-Za-zÀ-ɏ])")


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A quotation mark without its partner.

    Attributes:
        position: its code point in the text.
        mark: the mark.
    """

    position: int
    mark: str


def follow(text: str, target: Script) -> str:
    """The text of one block with the paired quotation marks of an edition; length and everything else are kept.

    Args:
        text: plain text of one paragraph, heading, item or attribute.
        target: the script of the edition.
    """
    marks = MARKS[target]
    if not any(mark in text for mark in marks):
        return text
    # Paired by what a mark is, not by its shape: else a text in both shapes would be paired otherwise the next time.
    pairs, _ = _pair(text.translate(_SHAPES))
    characters = list(text)
    for at in (at for pair in pairs for at in pair):
        characters[at] = marks.get(text[at], text[at])
    return "".join(characters)


def unpaired(text: str) -> tuple[Unpaired, ...]:
    """The quotation marks of one block that have no partner, in order; ``follow`` leaves them alone."""
    return tuple(Unpaired(at, text[at]) for at in _pair(text)[1])


def _pair(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The positions of paired marks, and those of marks without a partner.

    A closing mark closes the nearest mark of its kind that is open; what was opened in between has no partner.
    """
    open_marks: list[int] = []
    waiting: Counter[str] = Counter()
    pairs: list[tuple[int, int]] = []
    alone: list[int] = []
    for found in _MARK.finditer(text):
        at, mark = found.start(), found[0]
        if mark in PAIRS:
            open_marks.append(at)
            waiting[mark] += 1
            continue
        if not waiting[_OPENING[mark]]:
            alone.append(at)
            continue
        while text[opened := open_marks.pop()] != _OPENING[mark]:
            alone.append(opened)
            waiting[text[opened]] -= 1
        waiting[_OPENING[mark]] -= 1
        pairs.append((opened, at))
    return pairs, sorted([*alone, *open_marks])
