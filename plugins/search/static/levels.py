"""Which segments are written again as one when stories are new, so that they stay few and no edit writes many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: The levels of segments after the base, the lowest last: how many stories one holds at most, and how many of its kind there are.
#: Each question asks every segment, and of a higher level all are written again when it is full; so there is one of each, but for
#: the level whose next one would be more than an editor waits for.
LEVELS: Final = ((6, 1), (32, 4), (200, 1))
#: The highest level is this part of the archive, and no more of its stories may be dead before all is written anew.
PART: Final = 16
#: Up to so many stories all is written anew each time.
WHOLE: Final = 64


def merged_from(living: Sequence[int], dead: int, fresh: int) -> int:
    """From which segment on all that is alive is written as one new segment, together with what is new.

    What is new joins the youngest segment of the lowest level that has room, or stands beside it; a level that is full is written
    again as a segment of the next one ("tiered" and "leveled" merging of a log-structured merge-tree, O'Neil and others 1996). So
    each story is written again a few times for each level, and of a hundred edits one writes more than thirty-two stories.

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
    end, size, highest = len(living), fresh, total // PART
    for most, many in (*(level for level in LEVELS if level[0] < highest), (highest, 1)):
        start = end
        while start > 1 and living[start - 1] <= most:
            start -= 1
        if size <= most:
            if start < end and living[end - 1] + size <= most:
                return end - 1
            if end - start < many:
                return end
        size += sum(living[start:end])
        end = start
    return 0
