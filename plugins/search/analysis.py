"""Folded text to terms, and one run of characters to what finds it in a text.

Owns what counts as a term: every Han character, every two Han characters side by side, every Latin or digit word whole.
Terms never cross punctuation or the end of a block. Everything here works on folded text (``plugins.hanzi.fold``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from plugins.hanzi.fold import HAN, fold

#: Changes whenever the terms of any text may change: an index of another version is rebuilt.
ANALYSIS_VERSION = "1"

#: Stands in a run for any one Han character (or for a question mark, so that a sentence quoted whole is found).
WILD = "?"

#: A character of a word: a letter or digit that is not Han.
WORD = rf"[^\W_{HAN}]"
_TOKEN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>(?:{WORD}|(?<=\d)[.:](?=\d))+)")
_WORD_CHARACTER = re.compile(WORD)
_ENDS = re.compile(rf"[{HAN}]|{WORD}")
_CONTROLS = dict.fromkeys(range(0x20), " ")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of Han characters, or one Latin or digit word, with its place in the text."""

    text: str
    start: int
    han: bool


def fold_line(text: str) -> str:
    """Fold one block or run; line ends and other controls inside it count as spaces. The length never changes."""
    return fold(text).translate(_CONTROLS)


def tokens(text: str) -> Iterator[Token]:
    """The stretches of Han and the words of a folded text, in order. Punctuation and spaces only part them."""
    for match in _TOKEN.finditer(text):
        yield Token(match.group(), match.start(), match.lastgroup == "han")


def terms(text: str) -> set[str]:
    """The terms that a folded text is indexed by: single Han characters, pairs of them, and words."""
    found: set[str] = set()
    for token in tokens(text):
        if token.han:
            found.update(token.text)
            found.update(map("".join, zip(token.text, token.text[1:], strict=False)))
        else:
            found.add(token.text)
    return found


def length(text: str) -> int:
    """How long a folded text is for ranking: its Han characters and its words."""
    return sum(len(token.text) if token.han else 1 for token in tokens(text))


def han_length(text: str) -> int:
    """How many Han characters a folded run has."""
    return sum(len(token.text) for token in tokens(text) if token.han)


def covering_terms(run: str) -> frozenset[str]:
    """Terms that every text with this run must have, as few as cover it: pairs 0-1, 2-3 … and the last one."""
    found: set[str] = set()
    for piece in run.split(WILD):
        for token in tokens(piece):
            if not token.han or len(token.text) == 1:
                found.add(token.text)
            else:
                pairs = [token.text[i : i + 2] for i in range(0, len(token.text) - 1, 2)]
                found.update([*pairs, token.text[-2:]])
    return frozenset(found)


def is_term(run: str) -> bool:
    """Whether the run is itself one term, so that its postings need no look at the texts."""
    return covering_terms(run) == {run}


def trim(run: str) -> tuple[int, int]:
    """Where the run begins and ends once punctuation, spaces and ``?`` at its ends are left off; (0, 0) if all is."""
    found = [match.start() for match in _ENDS.finditer(run)]
    return (found[0], found[-1] + 1) if found else (0, 0)


@lru_cache(maxsize=1024)
def pattern(run: str) -> re.Pattern[str]:
    """What finds a run in a text: the characters as they are, ``?`` any Han character, words only whole.

    ``45`` is not found in ``4.45`` nor ``65`` in ``365``, for those are words of their own.
    """
    body = "".join(f"[{HAN}?？]" if ch == WILD else re.escape(ch) for ch in run)
    before = after = ""
    if _WORD_CHARACTER.match(run[0]):
        before = f"(?<!{WORD})" + (r"(?<!\d[.:])" if run[0].isdigit() else "")
    if _WORD_CHARACTER.match(run[-1]):
        after = f"(?!{WORD})" + (r"(?![.:]\d)" if run[-1].isdigit() else "")
    return re.compile(before + body + after)


@lru_cache(maxsize=1024)
def is_plain(run: str) -> bool:
    """Whether finding the run is a plain substring search: no ``?``, and no word at either end."""
    return WILD not in run and not _WORD_CHARACTER.match(run[0]) and not _WORD_CHARACTER.match(run[-1])


def count(run: str, text: str) -> int:
    """How often the run stands in the text (a whole field, blocks parted by line ends), not counting overlaps."""
    if is_plain(run):
        return text.count(run)
    return sum(1 for _ in pattern(run).finditer(text))


def contains(run: str, text: str) -> bool:
    """Whether the run stands in the text."""
    return run in text if is_plain(run) else pattern(run).search(text) is not None


def spans(run: str, text: str) -> list[tuple[int, int]]:
    """Where the run stands in the text, as (start, end), not counting overlaps."""
    if not is_plain(run):
        return [match.span() for match in pattern(run).finditer(text)]
    found = []
    start = text.find(run)
    while start >= 0:
        end = start + len(run)
        found.append((start, end))
        start = text.find(run, end)
    return found


def split_by_words(run: str, words: frozenset[str], longest: int) -> tuple[str, ...]:
    """Split a run by longest match over a list of words, from left to right; a character in no word stands alone.

    Args:
        run: a folded run without ``?``.
        words: folded words.
        longest: the length of the longest of them.

    Returns:
        the parts, each once, in order.
    """
    parts: dict[str, None] = {}
    for token in tokens(run):
        if not token.han:
            parts[token.text] = None
            continue
        at, text = 0, token.text
        while at < len(text):
            sizes = range(min(longest, len(text) - at), 1, -1)
            size = next((size for size in sizes if text[at : at + size] in words), 1)
            parts[text[at : at + size]] = None
            at += size
    return tuple(parts)
