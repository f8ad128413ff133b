"""Make the forms in which a picture is published: upright, in sRGB, at a few widths, and with nothing in them but the picture.

What cameras write into a file (where it was taken, when, by whom) goes into none of them. The same picture gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import PIL
from PIL import Image, ImageCms, ImageOps, ImageSequence, features

from plugins.pictures.look import frames_of, opened, see_through

#: How wide the forms are; none is wider than the picture.
WIDTHS: Final = (480, 800, 1200)
#: A picture that moves is made in one width: each of its frames weighs as much as a picture.
MOVING_WIDTH: Final = 800
#: No two forms are nearer than this: the wider one serves both.
_APART: Final = 1.15
#: The longest side that each format can hold.
_LONGEST: Final = {"AVIF": 65_535, "WEBP": 16_383, "JPEG": 65_500, "PNG": 2**31 - 1}
#: The formats by media type, best first. A Pillow that was built without AVIF makes WebP only.
_MODERN: Final = {"image/avif": "AVIF", "image/webp": "WEBP"}
_ENDS: Final = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg", "PNG": "png"}
_TYPES: Final = {"AVIF": "image/avif", "WEBP": "image/webp", "JPEG": "image/jpeg", "PNG": "image/png"}

#: One thread an encoder: pictures are shared out among processes, and threads could cut one otherwise on another machine.
_PHOTO: Final[Mapping[str, Mapping[str, Any]]] = {
    "AVIF": {"quality": 55, "speed": 6, "codec": "aom", "max_threads": 1},
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}
#: Lines and letters show what compression takes away: more is kept, and colours at full size.
_DRAWN: Final[Mapping[str, Mapping[str, Any]]] = {
    **_PHOTO,
    "AVIF": {**_PHOTO["AVIF"], "quality": 68, "subsampling": "4:4:4"},
    "WEBP": {"quality": 86, "method": 4},
}
_LOSSLESS: Final[Mapping[str, Any]] = {"lossless": True, "method": 4, "exact": False}
#: What browsers take for a frame that names no time, or one too short to be seen.
_LEAST_MS, _USUAL_MS = 20, 100


def modern() -> tuple[str, ...]:
    """The formats that this Pillow can write, best first."""
    return tuple(name for name in _MODERN.values() if features.check(name.lower()))


def made_by() -> list[str]:
    """What else than the picture decides about the bytes."""
    versions = [
        f"{name} {features.version(name)}" for name in ("avif", "webp", "jpg", "libjpeg_turbo", "zlib", "littlecms2")
    ]
    return [PIL.__version__, *versions, *modern()]


def widths(width: int) -> tuple[int, ...]:
    """How wide the forms of a picture are, narrow before wide: none wider than itself, none nearly as wide as the next."""
    widest = min(width, WIDTHS[-1])
    return (*(one for one in WIDTHS if one * _APART <= widest), widest)


def forms(data: bytes, *, drawn: bool) -> Iterator[tuple[str, str, int, int, bytes]]:
    """The forms of a picture that stands still.

    Args:
        data: the picture.
        drawn: lines and letters rather than a photograph.

    Yields:
        (name, media type, width, height, bytes): first the plain form, then each modern format, narrow before wide. A format that
        saves nothing at the full width is left out.
    """
    with opened(data) as image:
        whole = _upright(image)
    sizes = [_scaled(whole, width) for width in widths(whole.width)]
    plain = "PNG" if drawn or whole.mode == "RGBA" else "JPEG"
    widest = _written(sizes[-1], plain, drawn=drawn)
    yield _named(sizes[-1], plain, widest)
    for kind in modern():
        if max(sizes[-1].size) > _LONGEST[kind]:
            continue
        best = _written(sizes[-1], kind, drawn=drawn)
        if len(best) < len(widest):
            yield from (_named(one, kind, _written(one, kind, drawn=drawn)) for one in sizes[:-1])
            yield _named(sizes[-1], kind, best)


def moving_forms(data: bytes) -> Iterator[tuple[str, str, int, int, bytes]]:
    """The forms of a picture that moves: its first frame for those who want nothing to move, then all of it as WebP."""
    with opened(data) as image:
        frames, times = [], []
        for frame in ImageSequence.Iterator(image):
            given = int(frame.info.get("duration", 0))
            times.append(given if given >= _LEAST_MS else _USUAL_MS)
            frames.append(_scaled(_upright(frame.copy()), min(frame.width, MOVING_WIDTH)))
        loop = int(image.info.get("loop", 1))
    if any(one.mode == "RGBA" for one in frames):
        frames = [one.convert("RGBA") for one in frames]
    plain = "PNG" if frames[0].mode == "RGBA" else "JPEG"
    yield _named(frames[0], plain, _written(frames[0], plain, drawn=True))
    out = io.BytesIO()
    frames[0].save(
        out, "WEBP", save_all=True, append_images=frames[1:], duration=times, loop=loop, quality=72, method=4
    )
    yield _named(frames[0], "WEBP", out.getvalue())


def _upright(image: Image.Image) -> Image.Image:
    """The picture as it is seen, in sRGB, RGB or (where it can be seen through) RGBA, without anything that was noted in its file."""
    if frames_of(image) == 1:
        # A JPEG of many pixels is unpacked at half its size or less, but never below twice what is wanted.
        image.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I"):  # 16 bits of grey
        turned = turned.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if see_through(turned) else "RGB"
    result = (_in_srgb(turned, profile, mode) if profile else None) or turned.convert(mode)
    bare = Image.new(mode, result.size)
    bare.paste(result)
    return bare


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    """The picture in the colours of the web; None where its profile cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ready = image if image.mode in {"RGB", "RGBA", "CMYK", "L"} else image.convert(mode)
        if ready.mode == "RGBA":
            seen = ImageCms.profileToProfile(ready.convert("RGB"), source, _srgb(), outputMode="RGB")
            if seen is not None:
                seen.putalpha(ready.getchannel("A"))
            return seen
        return ImageCms.profileToProfile(ready, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _srgb() -> Any:
    return ImageCms.createProfile("sRGB")


def _scaled(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _written(image: Image.Image, kind: str, *, drawn: bool) -> bytes:
    written = _saved(image, kind, (_DRAWN if drawn else _PHOTO)[kind])
    if drawn and kind == "WEBP":
        return min(written, _saved(image, kind, _LOSSLESS), key=len)
    return written


def _saved(image: Image.Image, kind: str, settings: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def _named(image: Image.Image, kind: str, data: bytes) -> tuple[str, str, int, int, bytes]:
    return f"{image.width}.{_ENDS[kind]}", _TYPES[kind], image.width, image.height, data
