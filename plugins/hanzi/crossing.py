"""Phrases of the library that go over the border of two words: 提出|了|解决 holds no 瞭解, 判断|发生 no 斷髮.

The library takes the longest phrase wherever it stands and knows no words around it. Where jieba cuts a word inside such
a phrase that goes on after it, the phrase is an accident of two neighbours, and the text is converted in two pieces.

Measured on a month of a newspaper (docs/conversion.md): 306 of 1.8 million characters come out otherwise, eight of them
wrongly. The other half of the rule, a word that begins before the phrase and ends in it, was tried and left out: there
one in three would come out wrong (心|系灾区, 看|看表).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plugins.hanzi import library
from plugins.hanzi.engine import Taken
from plugins.hanzi.words import is_word, words

#: The longest word that is looked for behind a border; jieba's dictionary has longer ones, which begin with shorter.
_LONGEST = 4


def cuts(text: str, phrases: Iterable[Taken]) -> list[int]:
    """Where a text should be cut before the library converts it.

    Args:
        text: a Simplified text.
        phrases: the phrases that the library would take in it, where that changes something.

    Returns:
        offsets, ascending; nearly always none.
    """
    found: list[int] = []
    for start, end, _ in phrases:
        inner = [at for at in range(start + 1, end) if _goes_on(text, at, end)]
        if inner:
            borders = _borders(text, start, end)
            found += [at for at in inner if at in borders][:1]
    return sorted(set(found))


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether some word begins at an offset and goes on after another one."""
    return any(is_word(text[start:stop]) for stop in range(end + 1, min(start + _LONGEST, len(text)) + 1))


def _borders(text: str, start: int, end: int) -> Sequence[int]:
    """Where jieba's words that go on after a phrase begin, in the clause that the phrase stands in."""
    separator = library.separator()
    low = max((found.end() for found in separator.finditer(text, 0, start)), default=0)
    close = separator.search(text, end)
    at, borders = low, []
    for word in words(text[low : close.start() if close else len(text)]):
        if start < at < end < at + len(word):
            borders.append(at)
        at += len(word)
    return borders
