"""What a text points to, and where in its file it does: links to stories, images, marks, anchors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

from plugins.faults import Fault
from plugins.stories import links, removed, wording
from plugins.stories.body import Body

_ID = re.compile(r'\sid="([^"]+)"')
_PART = re.compile(r"[\w-]", re.ASCII)
#: What stands around the target of a link.
_OPENS, _CLOSES = frozenset("(<\"'"), frozenset(")>\"'")
_ELSEWHERE = ("http:", "https:", "//")


def references(text: str, first: int, rendered: Body) -> dict[str, Any]:
    """The stories, other places of the archive and our own images that a text names, each with line and column, as facts.

    Args:
        text: the Markdown.
        first: the line of the file at which it begins.
        rendered: the same, rendered.
    """
    plain = wording.without_code(text)
    stories = [[target, *_where(text, f"story:{target}", first)] for target in rendered.links]
    ours = [image for image, _ in rendered.images if not image.startswith(_ELSEWHERE)]
    hrefs = [[href, *at] for href in rendered.hrefs for at in _everywhere(plain, href, first)]
    return {
        "links": stories,
        "hrefs": hrefs,
        "images": [[image, *_where(text, image, first)] for image in dict.fromkeys(ours)],
    }


def faults_of(path: str, text: str, first: int, rendered: Body) -> Iterator[Fault]:
    """Everything that readers would not get as it was meant: images, HTML, links within the text. All are warnings."""
    yield from images_at_fault(path, text, first, rendered)
    yield from html_at_fault(path, text, first, rendered)
    yield from anchors_dead(path, text, first, rendered)


def html_at_fault(path: str, text: str, first: int, rendered: Body) -> Iterator[Fault]:
    """Warnings: HTML and links that readers will not get."""
    if rendered.removed:
        yield from removed.faults_of(path, wording.without_code(text), first, rendered.removed)


def images_at_fault(path: str, text: str, first: int, rendered: Body) -> Iterator[Fault]:
    """Warnings: images without a description, and those that stand on other sites, where readers would not see them."""
    for image, description in rendered.images:
        line, column = _where(text, image, first)
        if not description.strip():
            help_text = "在方括号里写一句图中有什么：![说明](…)"
            yield Fault(path, line, column, "image-description", f"图片 {image} 没有说明", help_text, "warning")
        if image.startswith(_ELSEWHERE):
            help_text = "把图片存进 content/images/，写成 images/文件名"
            yield Fault(
                path, line, column, "outside-image", f"图片 {image} 在别的网站，读者看不到", help_text, "warning"
            )


def anchors_dead(path: str, text: str, first: int, rendered: Body) -> Iterator[Fault]:
    """Warnings: links to a paragraph of the same text that is not there."""
    inside = [href for href in rendered.hrefs if href.startswith("#")]
    known = set(_ID.findall(rendered.html)) if inside else set()
    for href in inside:
        if unquote(href[1:]) not in known:
            for line, column in _everywhere(wording.without_code(text), href, first):
                yield links.dead_anchor(path, line, column, f"这一页没有锚点为 {href[1:]} 的段落")


def anchors_lost(path: str, text: str, rendered: Body) -> Iterator[Fault]:
    """Warnings: old anchors of the front matter that lead to no paragraph; ``text`` is the whole file."""
    for anchor in rendered.lost:
        line, column = _where(text, anchor, 1)
        message = f"旧锚点 {anchor} 没有指向现有的段落"
        yield Fault(path, line, column, "lost-anchor", message, "写上那一段现在的锚点，或删去这一行", "warning")


def unread(path: str, text: str, first: int, rendered: Body) -> Iterator[Fault]:
    """Errors: a conversion mark with Markdown inside, which is in pieces by the time it is read."""
    if rendered.unread:
        line, column = _where(text, rendered.unread.split("}-")[0].rstrip(), first)
        message = "转换标记 -{ 里面有别的格式，读不出来"
        yield Fault(path, line, column, "open-mark", message, "标记里只写文字：**-{后}-**，不写 -{**后**}-")


def _where(text: str, what: str, first: int) -> tuple[int, int]:
    """Line and column of the first place where something stands as a whole; the beginning where it is written otherwise."""
    for written in (what, quote(what)):
        whole = (at for at in _found(text, written) if _is_whole(text, at, at + len(written)))
        if (at := next(whole, text.find(written))) >= 0:
            return _place(text, at, first)
    return first, 1


def _everywhere(text: str, href: str, first: int) -> list[tuple[int, int]]:
    """Line and column of every place where a link is written; the beginning where it is written otherwise."""
    for written in dict.fromkeys((href, html.escape(href), quote(href, safe="/#?&=%:"))):
        if found := [at for at in _found(text, written) if _is_target(text, at, at + len(written))]:
            return [_place(text, at, first) for at in found]
    return [(first, 1)]


def _found(text: str, what: str) -> Iterator[int]:
    """Every place where something stands; a plain search, for a pattern with a look behind is tried at each character."""
    at = text.find(what)
    while at >= 0:
        yield at
        at = text.find(what, at + 1)


def _is_whole(text: str, begin: int, end: int) -> bool:
    return not (_PART.match(text[begin - 1 : begin]) or _PART.match(text[end : end + 1]))


def _is_target(text: str, begin: int, end: int) -> bool:
    opened = text[begin - 1 : begin] in _OPENS or text[max(0, begin - 3) : begin] == "]: "
    return opened and (end == len(text) or text[end] in _CLOSES or text[end].isspace())


def _place(text: str, at: int, first: int) -> tuple[int, int]:
    return first + text.count("\n", 0, at), at - text.rfind("\n", 0, at)
