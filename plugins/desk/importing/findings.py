"""What an importer finds out: a value, where it came from, how sure it is. And why a text is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sure = Literal["certain", "likely", "guess"]

_WORDS: dict[Sure, str] = {"certain": "很有把握", "likely": "较有把握，请核对", "guess": "只是猜测，请核对"}


@dataclass(frozen=True, slots=True)
class Found:
    """One value that the input gives.

    Attributes:
        value: as it goes into the front matter.
        origin: where it came from, in Chinese ("网页的发布日期").
        sure: how sure it is.
    """

    value: str
    origin: str
    sure: Sure = "likely"

    @property
    def note(self) -> str:
        """What the draft says beside the value."""
        return f"来自{self.origin}；{_WORDS[self.sure]}"


class Refused(Exception):  # noqa: N818  (a verdict, not an error of ours)
    """An input that makes no draft.

    Attributes:
        code: a stable short name of the reason.
        reason: the reason in plain Chinese words.
        twin: the file of the text that is here already; empty for other reasons.
    """

    def __init__(self, code: str, reason: str, twin: str = "") -> None:
        super().__init__(reason)
        self.code, self.reason, self.twin = code, reason, twin
