"""Where a line of a title may end: between its words, where a part between marks is too long for one line.

A browser that keeps Han characters together ends a line after a mark, and inside a word where no mark comes in time; with these
places marked it ends one where a reader would pause. A word that leads to the next (在, 把, 一) is not left behind at the end of a
line, one character that trails after a word (门, 的, 户) does not begin one, and no name is torn apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

#: The marks after which a line may always end: they close a part.
_MARKS = re.compile(r"[：，、；。！？…]+|——|\s+")
#: Words of one character that lead to the next, in Simplified.
_LEADING = frozenset("在把被给替和与跟对向从到为以由或及兼也都就还又不没将让使按自致")
_NUMBER = re.compile(r"[第几两数]?[0-9〇零一二三四五六七八九十百千万亿两]+|[第几两数]")


def line_ends(words: Iterable[str], kept: Iterable[str] = ()) -> list[int]:
    """Where a line may end inside a text: the offsets of words that may begin one, in order.

    Args:
        words: the text in Simplified, cut into its words, marks and spaces included.
        kept: names that are not to be torn apart.
    """
    cut = list(words)
    text = "".join(cut)
    inside = {at for name in kept for start in _starts(text, name) for at in range(start + 1, start + len(name))}
    ends, at = [], 0
    for before, after in pairwise(cut):
        at += len(before)
        if at not in inside and _parts(before, after):
            ends.append(at)
    return ends


def pieces(text: str, ends: Iterable[int], most: int) -> list[str]:
    """A text cut where its lines may end beside its marks; joined, the pieces are the text again.

    Args:
        text: the text, in either script.
        ends: what :func:`line_ends` gave for it.
        most: how many characters a line holds at least; a part between marks that is no longer stays whole.
    """
    return cut(text, needed(text, ends, most))


def needed(text: str, ends: Iterable[int], most: int) -> list[int]:
    """Those ends that stand inside a part between marks of more than ``most`` characters, in order."""
    known = list(ends)
    return [end for first, last in _clauses(text) if last - first > most for end in known if first < end < last]


def cut(text: str, ends: Iterable[int]) -> list[str]:
    """A text cut at each of the ends, which stand in order inside it."""
    return [text[start:end] for start, end in pairwise((0, *ends, len(text)))]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """The parts between marks: where each begins and ends."""
    start = 0
    for mark in _MARKS.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _parts(before: str, after: str) -> bool:
    """Whether a line may end between two words."""
    if not (before[-1].isalnum() and after[0].isalnum()) or before in _LEADING or _NUMBER.fullmatch(before):
        return False
    return len(after) > 1 or after in _LEADING or after.isdigit()


def _starts(text: str, name: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(f"(?={re.escape(name)})", text)) if len(name) > 1 else iter(())
