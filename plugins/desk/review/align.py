"""Which characters of a converted text come from which of the original, although names and rules may change lengths."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from plugins.hanzi.fold import fold


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the original and what became of it; the two are of the same length except where a word was changed."""

    start: int
    end: int
    to_start: int
    to_end: int

    @property
    def even(self) -> bool:
        """Whether character stands against character."""
        return self.end - self.start == self.to_end - self.to_start


class Alignment:
    """The two texts of one block, character against character.

    Folding makes the two scripts' forms of a character one, so that only other words are left to be found different.
    """

    def __init__(self, source: str, result: str) -> None:
        self.source, self.result = source, result
        if len(source) == len(result):
            self.steps: tuple[Step, ...] = (Step(0, len(source), 0, len(result)),)
        else:
            matcher = SequenceMatcher(None, fold(source), fold(result), autojunk=False)
            self.steps = tuple(Step(*numbers) for _, *numbers in matcher.get_opcodes())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the original stands in the result."""
        touched = [one for one in self.steps if one.start < end and start < one.end]
        if not touched:
            return 0, 0
        first, last = touched[0], touched[-1]
        low = first.to_start + (start - first.start if first.even else 0)
        high = last.to_end - (last.end - end if last.even else 0)
        return low, max(low, high)

    def text(self, start: int, end: int) -> str:
        """What a stretch of the original became."""
        low, high = self.span(start, end)
        return self.result[low:high]
