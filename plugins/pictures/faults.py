"""What is wrong with the pictures that texts show, told where the text names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.faults import Fault
from plugins.pictures.records import MOST_BYTES, MOST_MOVING, MOST_MOVING_BYTES, MOST_PIXELS, Look, is_too_heavy


def megabytes(weight: int) -> str:
    """How large a file is, as editors say it: 3.2 MB."""
    return f"{weight / 1_000_000:.1f}".removesuffix(".0") + " MB"


#: What to do about a picture of too many pixels.
TOO_LARGE = (
    f"用看图软件缩小到 {MOST_PIXELS // 100_000_000} 亿点以内，例如 8000×6000；"
    f"会动的，所有格加起来不过 {MOST_MOVING // 10_000} 万点：截短，或换一张不动的"
)
#: What to do about a file of too many bytes.
TOO_HEAVY = (
    f"在书桌的“图片”页再存一次，会自动缩小，换上新的；或用看图软件缩小，存成 JPEG：不要超过 {megabytes(MOST_BYTES)}，"
    "不然每次复制、备份档案都很慢"
)
TOO_HEAVY_MOVING = f"截短、缩小到 {megabytes(MOST_MOVING_BYTES)} 以内，或换一张不动的；不然读者用手机要等很久"


def named(files: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, int, int]]:
    """(file, picture, line, column) of every picture of ours that texts and their twins name."""
    for file in files:
        for text in filter(None, (file, file.get("twin"))):
            yield from ((text["path"], *image) for image in text["images"])


def faults_of(files: Iterable[Mapping[str, Any]], looks: Mapping[str, Look]) -> Iterator[Fault]:
    """A fault for every place that shows a picture which cannot be published.

    Args:
        files: the facts of stories and pages.
        looks: what was found in the pictures, by path.
    """
    for path, picture, line, column in named(files):
        look, where = looks.get(picture), (path, line, column)
        match look.problem if look else None:
            case "broken-picture":
                message = f"图片 {picture} 读不到头，文件坏了或没有传完"
                yield Fault(*where, "broken-picture", message, "换一张完好的，同名放进去")
            case "picture-kind":
                message = f"{picture} 不是 JPEG、PNG、WebP、AVIF、GIF 图片"
                help_text = "用看图软件另存为 JPEG 或 PNG；SVG 能带脚本，HEIC 多数浏览器不显示，都不收"
                yield Fault(*where, "picture-kind", message, help_text)
            case "picture-size" if look:
                dots = (
                    f"有 {look.width}×{look.height} 点{f'、{look.frames} 格' if look.frames > 1 else ''}，"
                    if look.width
                    else ""
                )
                message = f"图片 {picture} {dots}太大了，打开它要占满内存"
                yield Fault(*where, "picture-size", message, TOO_LARGE)
            case None if look and is_too_heavy(look.weight, look.frames):
                message = f"图片 {picture} 有 {megabytes(look.weight)}，太大了"
                help_text = TOO_HEAVY_MOVING if look.frames > 1 else TOO_HEAVY
                yield Fault(*where, "picture-weight", message, help_text, "warning")
