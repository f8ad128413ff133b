"""Where code stands in Markdown: between fences and between backticks. Found in one pass, however many marks have no partner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

_RUN = re.compile(r"`+|^~~~+", re.MULTILINE)
#: So many marks at the start of a line begin and end a fence.
_FENCE = 3


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each stretch of code begins and ends in a text, its marks among it, in order."""
    runs = [found.span() for found in _RUN.finditer(text)]
    fences = [
        n for n, (start, end) in enumerate(runs) if end - start >= _FENCE and text[start - 1 : start] in {"", "\n"}
    ]
    ticks: dict[int, list[int]] = defaultdict(list)
    for number, (start, end) in enumerate(runs):
        if text[start] == "`":
            ticks[end - start].append(number)
    at = 0
    while at < len(runs):
        close = _closing_fence(text, runs, fences, at)
        if close is None and text[runs[at][0]] == "`":
            same = ticks[runs[at][1] - runs[at][0]]
            after = bisect_right(same, at)
            close = (same[after], runs[same[after]][1]) if after < len(same) else None
        if close is None:
            at += 1
        else:
            yield runs[at][0], close[1]
            at = close[0] + 1


def _closing_fence(text: str, runs: list[tuple[int, int]], fences: list[int], at: int) -> tuple[int, int] | None:
    """Which run ends the fence that a run begins, and where; None where it begins none.

    Few fences can be looked through in vain: those that nothing ends grow shorter from one to the next.
    """
    begin = bisect_right(fences, at)
    if not begin or fences[begin - 1] != at:
        return None
    start, end = runs[at]
    for number in fences[begin:]:
        first, last = runs[number]
        if text[first] == text[start] and last - first >= end - start:
            return number, first + end - start
    return None
