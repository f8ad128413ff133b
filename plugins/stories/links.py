"""Where the links of stories lead: to a story, a paragraph, a page of an edition; what leads nowhere, and what to write instead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from plugins.faults import Fault
from plugins.vocabulary.nearest import nearest

Facts = Mapping[str, Any]

_ELSEWHERE = re.compile(r"(?:https?:)?//|https?:|mailto:", re.IGNORECASE)
_TO_STORY = re.compile(r"story:([a-z0-9-]+)(?:#(.*))?")
_OF_EDITION = re.compile(r"(?P<before>(?:/[\w.~-]+)*?/zh-han[st]/)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<anchor>#.*)?")
#: Below an edition, pages that nothing but a build can tell the existence of.
_UNTOLD = ("dates/", "search/")
_HELP = "链接到故事写 story: 加那篇的 id，到别的网站写完整的 https://…"
_FEW = 3


def _anything(_path: str) -> bool:
    return True


def _same(path: str) -> str:
    return path


def _unknown(_path: str) -> None:
    return None


@dataclass(frozen=True)
class Ways:
    """What links may lead to beside stories.

    Attributes:
        exists: whether an address below an edition's folder ("places/hubei/") has a page.
        now: where an address below an edition's folder stands now, if it moved.
        anchors: the anchors on the page of the story of a file; None where they are not known.
    """

    exists: Callable[[str], bool] = _anything
    now: Callable[[str], str] = _same
    anchors: Callable[[str], Collection[str] | None] = _unknown


def is_inner(href: str) -> bool:
    """Whether a link stays in the archive and is none to a whole story, so that it needs a closer look."""
    return not _ELSEWHERE.match(href) and ("#" in href or not _TO_STORY.fullmatch(href))


def story_of(href: str) -> str | None:
    """The id of the story that a ``story:ID`` link leads to."""
    found = _TO_STORY.fullmatch(href)
    return found[1] if found else None


def faults_of(files: Iterable[Facts], everyone: Collection[Facts], ways: Ways) -> Iterator[Fault]:
    """Every link that leads nowhere, or not where it should.

    Args:
        files: the facts of the stories and pages whose links are looked at.
        everyone: id, path and status of all stories, those first that keep an id that two have.
        ways: what there is beside them.
    """
    finder = _Finder(everyone, ways)
    for file in files:
        for text in filter(None, (file, file.get("twin"))):
            for target, line, column in text["links"]:
                yield from finder.story(text["path"], file["status"], target, line, column)
            for href, line, column in text["hrefs"]:
                yield from finder.inner(text["path"], file["status"], href, line, column)


class _Finder:
    def __init__(self, everyone: Collection[Facts], ways: Ways) -> None:
        self._stories: dict[str, Facts] = {}
        for one in everyone:
            self._stories.setdefault(one["id"], one)
        self._ids = {one["path"]: one["id"] for one in everyone}
        self._ways = ways

    def story(self, path: str, status: str, target: str, line: int, column: int) -> Iterator[Fault]:
        """A link to a story."""
        if target in self._stories:
            if self._stories[target]["status"] == "draft" and status == "published":
                message = f"「{target}」还是草稿，读者看不到"
                yield Fault(path, line, column, "draft-link", message, "先发表那篇故事，或去掉这个链接")
            return
        now = self._moved(f"stories/{target}/")
        if now and (new := _id_in(now)) in self._stories:
            yield _moved_link(path, line, column, f"story:{target}", f"story:{new}")
            return
        near = "、".join(f"story:{one}" for one in nearest(target, self._stories, _FEW))
        help_text = (f"是否 {near}？" if near else "") + "查对那篇故事的 id，或去掉这个链接"
        yield Fault(path, line, column, "dead-link", f"没有 id 为「{target}」的故事", help_text)

    def inner(self, path: str, status: str, href: str, line: int, column: int) -> Iterator[Fault]:
        """A link to a paragraph, to a page of an edition, or to what is no address at all."""
        if found := _TO_STORY.fullmatch(href):
            yield from self._paragraph(path, found[1], found[2], line, column)
        elif found := _OF_EDITION.fullmatch(href):
            yield from self._page(path, status, found, line, column)
        elif not href.startswith(("#", "/")):
            yield self._relative(path, href, line, column)

    def _paragraph(self, path: str, target: str, anchor: str, line: int, column: int) -> Iterator[Fault]:
        story = self._stories.get(target)
        known = self._ways.anchors(story["path"]) if story and story["status"] != "withdrawn" else None
        if known is not None and unquote(anchor) not in known:
            yield dead_anchor(path, line, column, f"「{target}」里没有锚点为 {anchor} 的段落")

    def _page(self, path: str, status: str, found: re.Match[str], line: int, column: int) -> Iterator[Fault]:
        target = found["path"].removesuffix("index.html")
        if target and not target.endswith("/") and "." not in target.rpartition("/")[2]:
            target += "/"
        now = self._moved(target) or target
        anchor = found["anchor"] or ""
        if (story := _id_in(now)) in self._stories:
            if self._stories[story]["status"] == "draft" and status == "published":
                yield from self.story(path, status, story, line, column)
                return
            message = "这样链接，读另一种字形的人会被带离他读的版本"
            new = f"story:{story}{anchor}"
            yield Fault(
                path, line, column, "edition-link", message, f"写成 {new}", "warning", was=found[0], instead=new
            )
        elif now.startswith(_UNTOLD) or "." in now.rpartition("/")[2] or (self._ways.exists(now) and now == target):
            return
        elif self._ways.exists(now):
            new = found["before"] + now + (found["query"] or "") + anchor
            yield _moved_link(path, line, column, found[0], new)
        else:
            yield Fault(path, line, column, "dead-link", f"没有「{found[0]}」这个网页", _HELP)

    def _relative(self, path: str, href: str, line: int, column: int) -> Fault:
        where, _, anchor = href.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(where.partition("?")[0])))
        original = re.sub(r"\.han[st](?=\.md$)", "", file)
        if story := self._ids.get(file) or self._ids.get(original):
            new = f"story:{story}" + (f"#{anchor}" if anchor else "")
            message = f"「{href}」是文件名，网页上打不开"
            return Fault(path, line, column, "file-link", message, f"写成 {new}", was=href, instead=new)
        stem = posixpath.basename(original).removesuffix(".md")
        if href.endswith(".md") and (near := nearest(stem, self._stories, _FEW)):
            help_text = f"是否 {'、'.join(f'story:{one}' for one in near)}？"
        elif re.match(r"(?:\.{0,2}/)*images/", href):
            help_text = "图片用 ![说明](images/文件名) 放进正文"
        elif re.match(r"[\w-]+(?:\.[\w-]+)+(?:/|$)", where) and not where.endswith(".md"):
            help_text = f"是否 https://{href}？"
        else:
            help_text = _HELP
        return Fault(path, line, column, "dead-link", f"「{href}」读者打不开" if href else "链接没有写地址", help_text)

    def _moved(self, path: str) -> str | None:
        now = self._ways.now(path)
        return now if now != path else None


def dead_anchor(path: str, line: int, column: int, message: str) -> Fault:
    """A link to a paragraph that is not there; the page opens nonetheless."""
    help_text = "打开那一页，指着那一段复制它现在的链接；或删去 # 和后面的字"
    return Fault(path, line, column, "dead-anchor", message, help_text, "warning")


def _moved_link(path: str, line: int, column: int, old: str, new: str) -> Fault:
    message = f"「{old}」搬到了别处，要转一道才到"
    return Fault(path, line, column, "moved-link", message, f"写成 {new}", "warning", was=old, instead=new)


def _id_in(path: str) -> str:
    """The story whose page an address below an edition's folder is; empty where it is none."""
    found = re.fullmatch(r"stories/([a-z0-9-]+)/", path)
    return found[1] if found else ""
