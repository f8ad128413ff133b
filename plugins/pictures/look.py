"""Look at a picture: what it is, how large, and whether all of it can be read."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from PIL import Image, ImageSequence, UnidentifiedImageError

from plugins.pictures.records import Look, is_too_large

#: What browsers show and what runs nothing: no SVG, which may hold scripts, and no HEIC.
KINDS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
#: What Pillow raises for a file that is none in earnest.
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error)
#: How files of these kinds begin: one that begins so and cannot be read is broken, whatever else is missing from its head.
_HEADS: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF....WEBP", b"....ftypavi[fs]")
#: Formats that lose nothing, and so are chosen for drawings and for pictures of a screen.
_DRAWN: Final = frozenset({"PNG", "GIF"})
#: EXIF's orientation, and those of its values that lay a picture on its side.
_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = frozenset({5, 6, 7, 8})


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """A picture of a kind that is published. Nothing but its head has been read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow has to say of size and of odd heads, :func:`look` says to editors
        with Image.open(io.BytesIO(data), formats=KINDS) as image:
            yield image


def frames_of(image: Image.Image) -> int:
    """How many frames a picture moves through; those of an MPO, as many telephones write a JPEG, are pictures of their own."""
    return 1 if image.format in {"JPEG", "MPO"} else int(getattr(image, "n_frames", 1))


def look(data: bytes) -> Look:
    """What a picture is. Reads all of it, for a picture that came over half a line looks well at its head."""
    return replace(_look(data), weight=len(data))


def _look(data: bytes) -> Look:
    try:
        with opened(data) as image:
            return _looked(image)
    except (Image.DecompressionBombError, MemoryError):
        return Look(problem="picture-size")
    except UnidentifiedImageError:
        known = any(re.match(head, data, re.DOTALL) for head in _HEADS)
        return Look(problem="broken-picture" if known else "picture-kind")
    except _BROKEN:
        return Look(problem="broken-picture")


def _looked(image: Image.Image) -> Look:
    width, height = image.size
    frames = frames_of(image)
    if is_too_large(width, height, frames):
        return Look(width, height, frames=frames, problem="picture-size")
    drawn = image.format in _DRAWN
    if image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:
        width, height = height, width
    image.draft("RGB", (width // 8, height // 8))  # a JPEG is read whole but unpacked small
    clear = False
    for frame in ImageSequence.Iterator(image) if frames > 1 else [image]:
        frame.load()
        clear = clear or see_through(frame)
    return Look(width, height, drawn, clear, frames)


def see_through(image: Image.Image) -> bool:
    """Whether any of it can be seen through: a channel for that may be there and full."""
    if not image.has_transparency_data:
        return False
    return image.convert("RGBA").getchannel("A").getextrema() != (255, 255)
