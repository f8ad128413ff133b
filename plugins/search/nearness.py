"""How near to each other two runs stand in a story: what ranking adds for words that stand side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from plugins.search.analysis import spans
from plugins.search.corpus import Folded
from plugins.search.syntax import Run

_BLOCK_END = "\n"


def distance(one: Run, other: Run, folded: Folded) -> int | None:
    """The least number of characters between an occurrence of the one and one of the other, in either order.

    Both in one block (the title, the summary, or one block of the body) and without overlap; None where no block holds
    both so. The other edition counts only where the original holds not both. Occurrences are those of ``spans``.
    """
    only_title = one.title or other.title
    for fields in (folded.original, folded.twin):
        found = _least(one.text, other.text, fields[:1] if only_title else fields)
        if found is not None:
            return found
    return None


def _least(one: str, other: str, fields: Iterable[str]) -> int | None:
    found: list[int] = []
    for field in fields:
        ones, others = spans(one, field), spans(other, field)
        found += _gaps(ones, others, field)
        found += _gaps(others, ones, field)
    return min(found, default=None)


def _gaps(befores: list[tuple[int, int]], afters: list[tuple[int, int]], field: str) -> Iterable[int]:
    """From the last occurrence of the run that comes first to the next of the other, where they are in the same block."""
    starts = [start for start, _ in afters]
    nearest = {bisect_left(starts, end): end for _, end in befores}  # of several before the same one, the last
    for at, end in nearest.items():
        if at < len(starts) and _BLOCK_END not in field[end : starts[at]]:
            yield starts[at] - end
