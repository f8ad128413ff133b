"""Which parts of an index are written again as one when something changes, so that they stay few and no edit waits for many.

A change writes its stories as a segment of their own; every segment is asked by every question.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Small segments are gathered when there are so many of them …
FAN: Final = 8
#: … that together hold at most so many stories: as many as an editor does not wait for.
SMALL: Final = 32
#: No index has more segments than this.
MOST: Final = 24


def gathered(sizes: Sequence[tuple[int, int]]) -> set[int]:
    """The segments whose living stories are written again, as one, by the change that is under way.

    Each time that a story is written again it is in a segment that holds several times as many as before, so that the work for
    an edit grows with the logarithm of the archive (the "logarithmic method", Bentley and Saxe 1980).

    Args:
        sizes: how many living and how many dead documents each segment holds.

    Returns:
        their numbers in ``sizes``; those that hold more dead than living ones are always among them.
    """
    wasteful = {number for number, (living, dead) in enumerate(sizes) if dead > living}
    ascending = sorted(set(range(len(sizes))) - wasteful, key=lambda number: sizes[number][0])
    sums = [0]
    for number in ascending:
        sums.append(sums[-1] + sizes[number][0])
    if len(ascending) >= MOST:
        few = max(at + 1 for at, number in enumerate(ascending) if at < FAN or sizes[number][0] <= 2 * sums[at])
    else:
        few = sum(total <= SMALL for total in sums[1:])
        few = few if few >= FAN else 0
    return wasteful | set(ascending[:few])
