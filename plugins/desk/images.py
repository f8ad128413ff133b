"""Pictures that editors bring: told by what is in them, freed of what a camera wrote into them, named so that any server takes them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from plugins.pictures.faults import TOO_HEAVY_MOVING, TOO_LARGE, megabytes
from plugins.pictures.records import is_too_heavy, is_too_large
from plugins.search.suggest_keys import title_reading
from plugins.vocabulary.entries import DEVICE

if TYPE_CHECKING:
    from PIL import Image

#: What is taken, to be made smaller: more than any camera writes.
LARGEST = 60_000_000
#: An image so small is a button or a counter.
SMALLEST = 40
#: A larger photograph is made smaller: no screen of a reader shows more.
LONGEST_EDGE = 2400
#: By what Pillow calls a kind. MPO is what telephones write: a JPEG with a second picture behind the first.
ENDINGS: Mapping[str, str] = {
    "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif",
}  # fmt: skip
TYPES: Mapping[str, str] = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif",
}  # fmt: skip
#: What browsers need to show the colours right; everything else that a camera wrote is left out.
_KEPT = ("icc_profile", "transparency")
_QUALITY = 90
_LONGEST_NAME = 48
_OTHERS = (
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b", re.DOTALL),
     "这是 SVG，里面可以藏程序，不收；请导出成 PNG"),
    (re.compile(rb"....ftyp(?:heic|heix|heim|heis|mif1|msf1)", re.DOTALL),
     "这是 iPhone 的 HEIC 照片，浏览器打不开；请先导出成 JPEG"),
    (re.compile(rb"(?:II\*\0|MM\0\*)"), "这是 TIFF 或相机的原始文件；请先导出成 JPEG"),
    (re.compile(rb"BM"), "这是 BMP；请另存为 PNG"),
)  # fmt: skip


class UnfitImageError(ValueError):
    """This is no picture that we take; the message says why, in Chinese, and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept.

    Attributes:
        data: its bytes.
        ending: of its file's name, by what is in it.
        width, height: in dots.
        freed: whether something that a camera or a program wrote beside the picture was left out.
        shrunk: whether it was made smaller.
    """

    data: bytes
    ending: str
    width: int
    height: int
    freed: bool = False
    shrunk: bool = False


def ending_of(data: bytes) -> str | None:
    """How the file of a picture must end; None where it is none that we take, or too small to be seen."""
    if len(data) > LARGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that unpacks to more than memory should hold
            with _opened(data) as image:
                return ENDINGS[image.format or ""] if min(image.size) >= SMALLEST else None
    except Exception:  # noqa: BLE001 (Pillow raises many kinds on broken images)
        return None


def ready(data: bytes) -> Picture:
    """A picture as it is kept: whole, not larger than a screen, and without place, time and owner that a camera wrote into it.

    Raises:
        UnfitImageError: it is none that we take.
    """
    if len(data) > LARGEST:
        raise UnfitImageError(
            f"有 {megabytes(len(data))}，最多收 {megabytes(LARGEST)}；请用看图软件缩小，存成 JPEG 再放"
        )
    why = next(
        (words for start, words in _OTHERS if start.match(data)), "不是能用的图片；请用 JPEG、PNG、WebP、AVIF 或 GIF"
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of size we say ourselves what is too much
            with _opened(data) as image:
                return _kept(data, image)
    except UnfitImageError:
        raise
    except Exception as error:  # (Pillow raises many kinds on broken images)
        if type(error).__name__.startswith("DecompressionBomb"):
            why = f"这张图片的点太多，展开要占满内存；{TOO_LARGE}"
        elif ending_of(data):
            why = "这张图片坏了，或没有传完"
        raise UnfitImageError(why) from error


def name_for(file: str, ending: str, taken: Collection[str]) -> str:
    """A name for a picture's file: the editor's, in pinyin and plain letters, that no other file has.

    Args:
        file: what the editor's file is called.
        ending: by what is in it.
        taken: the names that are there, in small letters.
    """
    stem = PurePosixPath(file.replace("\\", "/")).name.rpartition(".")[0] or file
    plain = "-".join(re.findall(r"[a-z0-9]+", title_reading(stem).lower()))[:_LONGEST_NAME].strip("-")
    if not plain or DEVICE.fullmatch(plain):
        plain = f"picture-{plain}".strip("-")
    name, number = f"{plain}{ending}", 2
    while name in taken:
        name, number = f"{plain}-{number}{ending}", number + 1
    return name


def _opened(data: bytes) -> Image.Image:
    from PIL import Image

    return Image.open(io.BytesIO(data), formats=[kind for kind in ENDINGS if kind != "MPO"])


def _kept(data: bytes, image: Image.Image) -> Picture:
    from PIL import ImageOps

    from plugins.pictures.look import frames_of

    kind = image.format or ""
    ending = ENDINGS[kind]
    if min(image.size) < SMALLEST:
        raise UnfitImageError(f"太小了，只有 {image.width}×{image.height} 点，看不清")
    frames = frames_of(image)
    if is_too_large(*image.size, frames):
        raise UnfitImageError(f"有 {image.width}×{image.height} 点，太大了；{TOO_LARGE}")
    image.load()
    if frames > 1:  # kept as it is
        if is_too_heavy(len(data), frames):
            raise UnfitImageError(f"会动的图片有 {megabytes(len(data))}，太大了；{TOO_HEAVY_MOVING}")
        return Picture(data, ending, *image.size)
    is_told_of = kind == "MPO" or any((image.getexif(), getattr(image, "text", None), _SAID & set(image.info)))
    is_large = max(image.size) > LONGEST_EDGE
    if not is_told_of and not is_large:
        return Picture(data, ending, *image.size)
    turned = ImageOps.exif_transpose(image)
    plain = image if turned.size == image.size and image.getexif().get(_ORIENTATION, 1) == 1 else turned
    if is_large:
        plain = plain.convert("RGBA" if "transparency" in plain.info else "RGB") if plain.mode == "P" else plain
        plain.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    plain.info = {name: plain.info[name] for name in _KEPT if name in plain.info}
    made = io.BytesIO()
    # A JPEG that only loses what was written beside it keeps its very dots.
    keep = kind == "JPEG" and plain is image and not is_large
    options = {"quality": "keep" if keep else _QUALITY} if kind != "PNG" else {"optimize": True}
    plain.save(made, "JPEG" if kind == "MPO" else kind, **options, icc_profile=plain.info.get("icc_profile"))
    return Picture(made.getvalue(), ending, *plain.size, freed=is_told_of, shrunk=is_large)


_ORIENTATION = 0x0112
#: Where Pillow keeps what stands beside the dots: place, time, camera, owner, remarks.
_SAID = frozenset(
    ("exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif", "photoshop", "comment", "Comment", "Author")
)
