"""Which segments are written again as one when stories are new, so that they stay few and no edit writes many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: The most stories of a segment after the base, level by level; there is at most one of each level, the smallest last.
LEVELS: Final = (6, 32, 200)
#: The highest level is this part of the archive, and no more of its stories may be dead before all is written anew.
PART: Final = 16
#: Up to so many stories all is written anew each time.
WHOLE: Final = 64


def merged_from(living: Sequence[int], dead: int, fresh: int) -> int:
    """From which segment on all that is alive is written as one new segment, together with what is new.

    What is new goes into the lowest level that holds it together with all that is on this level and below ("leveled" merging
    of a log-structured merge-tree, O'Neil and others 1996). So each story is written again a few times for each level, and of
    thirty-two edits one writes more than thirty-two stories.

    Args:
        living: how many stories of each segment are alive, the base first.
        dead: how many of all segments' are not.
        fresh: how many stories are new, or other than they were.

    Returns:
        the number of that segment; that of all segments where they all stay.
    """
    total = sum(living) + fresh
    if dead * PART > total or (fresh and total <= WHOLE):
        return 0
    if not fresh:
        return len(living)
    at, size, highest = len(living), fresh, total // PART
    for most in (*(level for level in LEVELS if level < highest), highest):
        while at > 1 and living[at - 1] <= most:
            at -= 1
            size += living[at]
        if size <= most:
            return at
    return 0
