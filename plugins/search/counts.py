"""How often a term stands in each field of a story, as one number that a posting carries.

So ranking by single characters, pairs and words never reads a text. The numbers are exact in Whoosh's weights (32 bits).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from plugins.search.analysis import tokens

#: The number of a posting whose counts do not fit in it: the texts must be asked.
UNKNOWN: Final = 0

#: A number from 1 to this says how often the term stands in the body of the original, and that it stands nowhere else there.
BODY_ONLY: Final = 255
_SHIFTS: Final = (1 << 16, 1 << 8, 1)


def coded(fields: Sequence[str]) -> dict[str, int]:
    """Every term of a story with the number that says where it stands.

    Args:
        fields: title, summary and body of the original, then what of the other edition's differs (``folded.folded_fields``).
    """
    original = _coded(fields[:3])
    twin = _coded(fields[3:]) if any(fields[3:]) else {}
    return {term: -number for term, number in twin.items()} | original


def decoded(number: int) -> tuple[bool, tuple[int, int, int]]:
    """Whether the counts are the other edition's; and the counts in title, summary and body."""
    size = abs(number)
    return number < 0, (size >> 16, size >> 8 & BODY_ONLY, size & BODY_ONLY)


def _coded(fields: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    unknown: set[str] = set()
    for shift, field in zip(reversed(_SHIFTS), reversed(fields), strict=True):
        for term, count in term_counts(field).items():
            if count > BODY_ONLY:
                unknown.add(term)
            found[term] = found.get(term, 0) + count * shift
    return found | dict.fromkeys(unknown, UNKNOWN)


def term_counts(text: str) -> Counter[str]:
    """How often each term of ``analysis.terms`` stands in a folded text, not counting overlaps (哈哈 in 哈哈哈)."""
    counts: Counter[str] = Counter()
    overlapping: set[str] = set()
    for token in tokens(text):
        if not token.han:
            counts[token.text] += 1
            continue
        counts.update(token.text)
        pairs = list(map("".join, pairwise(token.text)))
        counts.update(pairs)
        overlapping.update(pair for pair in pairs if pair[0] == pair[1])
    for pair in overlapping:
        counts[pair] = text.count(pair)
    return counts
