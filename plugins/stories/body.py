"""Markdown to clean HTML whose paragraphs have anchors, and HTML back to the blocks of text that search reads."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

import nh3
from markdown import Markdown

#: Elements that hold a paragraph's worth of text of their own.
BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "figcaption", "pre"})

_VOID = frozenset({"br", "hr", "img", "wbr"})

#: What may stand in a story. Anything else that an editor or a pasted page brings is dropped, its text kept.
_ALLOWED: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "span": {"data-zh", "data-hans", "data-hant"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
} | {
    tag: set()
    for tag in (
        *(
            "p",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "li",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "pre",
            "code",
            "em",
            "strong",
            "del",
        ),
        *(
            "sub",
            "sup",
            "br",
            "hr",
            "table",
            "thead",
            "tbody",
            "tr",
            "figure",
            "figcaption",
            "q",
            "cite",
            "abbr",
            "mark",
        ),
    )
}

_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f\u2018-\u201d\u2014\u2026\U00020000-\U0003ffff]"
#: A line end between two wide characters, with or without inline tags around it: browsers would show it as a space.
_SOFT_BREAK = re.compile(rf"({_WIDE}(?:</?[a-z][^>]*>)*)\n((?:<[^>]+>)*)(?={_WIDE})")
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_MARK = re.compile(r"-\{([^{}|]*)(?:\|([^{}|]*))?\}-")
_STORY_LINK = re.compile(r'href="story:([a-z0-9-]+)"')


@dataclass(frozen=True, slots=True)
class Body:
    """A story's body as HTML.

    Attributes:
        html: clean HTML; conversion marks stand as ``<span data-zh>``, links to stories as ``story:ID``.
        links: the ids of the stories that it links to.
        images: (source, description) of each image; the source is relative to ``content/`` where it is ours.
        open_mark: whether a conversion mark ``-{`` was left open.
    """

    html: str
    links: tuple[str, ...]
    images: tuple[tuple[str, str], ...]
    open_mark: bool


@dataclass(slots=True)
class _Frame:
    """An open block: where its start tag stands in the output, and its own text."""

    position: int
    tag: str
    text: list[str] = field(default_factory=list)


class _Rewriter(HTMLParser):
    """One pass over clean HTML: give every block its anchor, turn conversion marks into elements, point images to the site."""

    def __init__(self, anchors: Mapping[str, str], fixed: Sequence[str], base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.links: list[str] = []
        self.images: list[tuple[str, str]] = []
        self.open_mark = False
        self._frames: list[_Frame] = []
        self._code = 0
        self._seen: dict[str, int] = {}
        self._old: dict[str, list[str]] = {}
        for old, new in anchors.items():
            self._old.setdefault(new, []).append(old)
        self._fixed = list(fixed)
        self._base = base

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href", "").startswith("story:"):
            self.links.append(values["href"].removeprefix("story:"))
        if tag == "img":
            values = self._image(values)
        if tag in BLOCKS:
            self._frames.append(_Frame(len(self.out), tag))
        if tag in {"code", "pre"}:
            self._code += 1
        self.out.append("<" + tag + "".join(f' {name}="{html.escape(value)}"' for name, value in values.items()) + ">")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"code", "pre"}:
            self._code -= 1
        if tag in BLOCKS:
            self._close(self._frames.pop())
        if tag not in _VOID:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._frames:
            self._frames[-1].text.append(data)
        if self._code:
            self.out.append(html.escape(data, quote=False))
            return
        end = 0
        for match in _MARK.finditer(data):
            self.out.append(html.escape(data[end : match.start()], quote=False))
            first, second = match[1], match[2]
            if second is not None:
                sides = f'data-hans="{html.escape(first)}" data-hant="{html.escape(second)}"'
                self.out.append(f'<span data-zh="say" {sides}></span>')
            else:
                self.out.append(f'<span data-zh="keep">{html.escape(first, quote=False)}</span>')
            end = match.end()
        rest = data[end:]
        self.open_mark |= "-{" in rest
        self.out.append(html.escape(rest, quote=False))

    def _image(self, values: dict[str, str]) -> dict[str, str]:
        source = values.get("src", "")
        if not re.match(r"[a-z]+:|/", source):
            source = re.sub(r"^(?:\.{1,2}/)+", "", source)
            values["src"] = f"{self._base}/{source}"
        self.images.append((source, values.get("alt", "")))
        return {**values, "alt": values.get("alt", ""), "loading": "lazy"}

    def _close(self, frame: _Frame) -> None:
        text = " ".join("".join(frame.text).split())
        if not text:
            return
        anchor = self._fixed.pop(0) if self._fixed else self._anchor(text)
        kept = "".join(f'<span id="{html.escape(old)}"></span>' for old in self._old.get(anchor, []))
        tag = self.out[frame.position]
        self.out[frame.position] = f'<{frame.tag} id="{anchor}"{tag[len(frame.tag) + 1 :]}{kept}'

    def _anchor(self, text: str) -> str:
        """A short digest of the paragraph: it stays when others are added before it."""
        anchor = "p-" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
        self._seen[anchor] = count = self._seen.get(anchor, 0) + 1
        return anchor if count == 1 else f"{anchor}-{count}"


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=["tables", "sane_lists", "def_list"], output_format="html")


def _clean(text: str) -> str:
    # The page's own heading is the story's title, so a heading in the text is never the first level.
    dirty = re.sub(r"<(/?)h1\b", r"<\1h2", _markdown().reset().convert(text))
    schemes = {"http", "https", "mailto", "story"}
    clean = nh3.clean(
        dirty, tags=set(_ALLOWED), attributes=_ALLOWED, url_schemes=schemes, link_rel=None, strip_comments=True
    )
    return "".join(part if part.startswith("<pre>") else _SOFT_BREAK.sub(r"\1\2", part) for part in _PRE.split(clean))


def render(text: str, *, anchors: Mapping[str, str] | None = None, fixed: Sequence[str] = (), base: str = "") -> Body:
    """Render a story's Markdown.

    Args:
        text: the Markdown.
        anchors: old anchors to keep alive, each with the anchor that took its place.
        fixed: anchors to give to the blocks in order, instead of digests of their text (for a twin: the original's).
        base: what stands before the path of our own images ("" or "/repo").
    """
    rewriter = _Rewriter(anchors or {}, fixed, base)
    rewriter.feed(_clean(text))
    rewriter.close()
    links = tuple(dict.fromkeys(rewriter.links))
    return Body("".join(rewriter.out), links, tuple(rewriter.images), rewriter.open_mark)


def link_stories(source: str, address: str) -> str:
    """Point ``story:ID`` links to an edition; ``address`` is where its stories stand ("/zh-hans/stories/")."""
    return _STORY_LINK.sub(lambda match: f'href="{address}{match[1]}/"', source)


class _Reader(HTMLParser):
    """Collects the text of each anchored block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, list[str]]] = []
        self._open: list[list[str] | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            anchor = dict(attrs).get("id")
            parts: list[str] | None = [] if anchor else None
            self._open.append(parts)
            if anchor and parts is not None:
                self.blocks.append((anchor, parts))
        elif tag == "br" and self._open and self._open[-1] is not None:
            self._open[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] is not None:
            self._open[-1].append(data)


def blocks(source: str) -> list[tuple[str, str]]:
    """(anchor, text) of every block of rendered HTML, in reading order."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return [(anchor, " ".join("".join(parts).split())) for anchor, parts in reader.blocks]
