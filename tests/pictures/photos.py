"""Pictures made up for tests: photographs, drawings, moving ones, with all that cameras write into them."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw

#: What a telephone notes in a photograph and no reader may ever be sent.
SECRETS = ("SecretCamera", "Secret Photographer", "secret comment", "<x:xmpmeta")
_MAKE, _ARTIST, _GPS, _ORIENTATION = 0x010F, 0x013B, 0x8825, 0x0112


def photo(width: int = 1600, height: int = 1200, seed: int = 1) -> Image.Image:
    """Soft shapes with some grain: what compresses like a photograph."""
    chooser = random.Random(seed)
    whole = Image.new("RGB", (width, height))
    for size in (4, 24, 60):
        layer = Image.frombytes("RGB", (size, size), chooser.randbytes(size * size * 3))
        whole = Image.blend(whole, layer.resize((width, height), Image.Resampling.BICUBIC), 0.4)
    return whole


def noted(orientation: int = 1) -> Image.Exif:
    """EXIF as a telephone writes it, with the place where it stood."""
    exif = Image.Exif()
    exif[_MAKE], exif[_ARTIST], exif[_ORIENTATION] = "SecretCamera", "Secret Photographer", orientation
    exif[_GPS] = {1: "N", 2: (32.0, 1.0, 2.5), 3: "E", 4: (112.0, 8.0, 3.5)}
    return exif


def jpeg(image: Image.Image | None = None, *, orientation: int = 1, **more: Any) -> bytes:
    """A JPEG with everything noted in it that can be."""
    settings = {"quality": 90, "exif": noted(orientation), "comment": b"secret comment", "xmp": b"<x:xmpmeta/>"} | more
    return encoded(image or photo(), "JPEG", **settings)


def drawing(width: int = 900, height: int = 500) -> Image.Image:
    """A few lines on white, as of a table."""
    image = Image.new("RGB", (width, height), "white")
    pencil = ImageDraw.Draw(image)
    for step in range(0, height, 40):
        pencil.line((0, step, width, step), fill="black", width=2)
        pencil.text((20, step + 8), f"row {step}", fill="darkred")
    return image


def moving(width: int = 1000, height: int = 400, frames: int = 4) -> bytes:
    """A GIF of a square that walks."""
    steps = []
    for step in range(frames):
        image = Image.new("RGB", (width, height), "white")
        ImageDraw.Draw(image).rectangle((step * 90, 50, step * 90 + 200, 250), fill="navy")
        steps.append(image)
    return encoded(
        steps[0], "GIF", save_all=True, append_images=steps[1:], duration=[200, 10, 300, 400][:frames], loop=0
    )


def encoded(image: Image.Image, kind: str, **settings: Any) -> bytes:
    """A picture as the bytes of a file."""
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture that some bytes hold."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
