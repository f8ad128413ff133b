"""What is known of a picture before it is published, and the forms in which it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, Self

#: More pixels than this fill the memory of a small computer: in one picture, and in all frames of one that moves.
MOST_PIXELS: Final = 100_000_000
MOST_MOVING: Final = 60_000_000
#: More bytes than this make everything slow that carries them, from the first build to every copy of the archive: in a picture,
#: and in one that moves, of which readers get every frame.
MOST_BYTES: Final = 20_000_000
MOST_MOVING_BYTES: Final = 5_000_000

Problem = Literal["broken-picture", "picture-kind", "picture-size"]


@dataclass(frozen=True, slots=True)
class Look:
    """A picture as it was found: read once, to its end.

    Attributes:
        width, height: in pixels, as it is seen (a camera may have noted that it was held upright).
        drawn: it comes from a format that loses nothing (PNG, GIF): lines and letters rather than a photograph.
        clear: some of it can be seen through.
        frames: more than one where it moves.
        problem: why it cannot be shown; None where all is well.
        weight: how many bytes its file has.
    """

    width: int = 0
    height: int = 0
    drawn: bool = False
    clear: bool = False
    frames: int = 1
    problem: Problem | None = None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a published picture.

    Attributes:
        name: its name in the picture's folder ("800.avif").
        kind: its media type.
        width, height: in pixels.
        digest: of its bytes.
        size: how many they are.
    """

    name: str
    kind: str
    width: int
    height: int
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """The forms of one picture.

    Attributes:
        plain: what every browser shows, and what other sites are told of.
        better: the smaller ones, format by format, the best format first, narrow before wide.
        moving: the better ones move, and the plain one stands still.
    """

    plain: Form
    better: tuple[tuple[Form, ...], ...] = ()
    moving: bool = False

    def files(self) -> tuple[Form, ...]:
        """Every file."""
        return self.plain, *(form for forms in self.better for form in forms)

    def as_json(self) -> dict[str, Any]:
        """Plain data, for a file beside the forms and for digests."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What :meth:`as_json` gave."""
        better = tuple(tuple(Form(**form) for form in forms) for forms in data["better"])
        return cls(Form(**data["plain"]), better, data["moving"])


def is_too_large(width: int, height: int, frames: int = 1) -> bool:
    """Whether a picture of so many pixels fills the memory of a small computer."""
    return width * height > MOST_PIXELS or (frames > 1 and width * height * frames > MOST_MOVING)


def is_too_heavy(weight: int, frames: int = 1) -> bool:
    """Whether a picture's file has too many bytes."""
    return weight > (MOST_MOVING_BYTES if frames > 1 else MOST_BYTES)
