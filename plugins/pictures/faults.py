"""What is wrong with the pictures that texts show, told where the text names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.faults import Fault
from plugins.pictures.records import Look


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
            case "picture-size":
                message = f"图片 {picture} 太大，打开它要占满内存"
                yield Fault(*where, "picture-size", message, "缩小到一亿像素以内；动图截短，或换一张不动的")
