"""A text as its sentences, so that every proposal can show the one that it stands on."""

from __future__ import annotations

import re
from bisect import bisect_right

from plugins.hanzi.fold import fold

_ENDS = re.compile(r"[。！？!?；;\n]+[”’」』）)]*|…+")
_LONGEST = 60


class Passages:
    """The plain text of an article, folded too; offsets are the same in both.

    Attributes:
        text: as written.
        folded: the same, folded.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._starts = [0, *(found.end() for found in _ENDS.finditer(text))]
        self._paragraphs = [0, *(found.end() for found in re.finditer("\n+", text))]

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that an offset lies in."""
        return bisect_right(self._paragraphs, at) - 1

    def sentence(self, start: int, end: int) -> str:
        """The sentence around a stretch, cut to what can be read in a comment."""
        first = self._starts[bisect_right(self._starts, start) - 1]
        after = bisect_right(self._starts, max(end - 1, start))
        last = self._starts[after] if after < len(self._starts) else len(self.text)
        before, behind = self.text[first:start], self.text[end:last]
        room = max(10, (_LONGEST - (end - start)) // 2)
        shown = (f"…{before[-room:]}" if len(before) > room else before) + self.text[start:end]
        shown += f"{behind[:room]}…" if len(behind) > room else behind
        return " ".join(shown.split())
