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
    least: int | None = None
    for field in fields:
        if not (ones := spans(one, field)) or not (others := spans(other, field)):
            continue
        for befores, afters in ((ones, others), (others, ones)):
            starts = [start for start, _ in afters]
            for _, end in befores:
                # From an occurrence to the next one of the other run, where that is nearer than any so far.
                at = bisect_left(starts, end)
                if at < len(starts) and (least is None or starts[at] - end < least):
                    least = least if _BLOCK_END in field[end : starts[at]] else starts[at] - end
    return least
