"""Markdown to clean HTML whose paragraphs have anchors, and HTML back to the blocks of text that search reads."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote

import nh3
from markdown import Markdown
from markdown.extensions.tables import TableExtension

from plugins.hanzi import marks
from plugins.stories import limits, removed
from plugins.stories.links import is_inner, story_of

#: Elements that hold a paragraph's worth of text of their own.
BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "figcaption", "pre"})

_VOID = frozenset({"br", "hr", "img", "wbr"})

_PLAIN_TAGS = (
    "p h2 h3 h4 h5 h6 ul li dl dt dd blockquote pre code em strong del sub sup br hr table thead tbody tr figure figcaption "
    "q cite abbr mark"
)
#: What may stand in a story. Anything else that an editor or a pasted page brings is dropped, its text kept.
_ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in _PLAIN_TAGS.split()},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "span": {"data-zh", "data-hans", "data-hant"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
}

#: What a link may begin with.
_SCHEMES = frozenset({"http", "https", "mailto", "story"})

_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f\u2018-\u201d\u2014\u2026\U00020000-\U0003ffff]"
#: A line end between two wide characters, with or without inline tags around it: browsers would show it as a space.
_INLINE = r"</?(?:a|em|strong|code|span|del|sub|sup|q|cite|abbr|mark)\b[^>]*>"
_SOFT_BREAK = re.compile(rf"({_WIDE}(?:{_INLINE})*)\n((?:{_INLINE})*)(?={_WIDE})")
#: An address written out in the text, and where it may break over lines; a justified line before it would gape.
_ADDRESS = re.compile(r"https?://[!-~]{20,}")
_JOINTS = re.compile(r"([/?=._-])(?=[0-9A-Za-z])")
#: Where the text of a cell stands, as Markdown's tables say it; HTML has no such attribute any more.
_ALIGN = re.compile(r'(<t[dh]) align="([^"]*)"')
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
#: The bar of a conversion mark, which would otherwise end a cell of a table; a noncharacter stands for it meanwhile.
_BAR = re.compile(r"(-\{[^{}|\n]*)\|([^{}|\n]*\}-)")
_BAR_MEANWHILE = "\ufdd1"
_OURS = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)[./]*")
_STORY_LINK = re.compile(r'(<a\b[^>]*?\s)href="story:([a-z0-9-]+)(#[^"]*)?"')


@dataclass(frozen=True, slots=True)
class Body:
    """A story's body as HTML.

    Attributes:
        html: clean HTML; conversion marks stand as ``<span data-zh>``, links to stories as ``story:ID``.
        links: the ids of the stories that it links to.
        hrefs: its other links that stay in the archive; see :func:`plugins.stories.links.is_inner`.
        images: (source, description) of each image; the source is relative to ``content/`` where it is ours.
        unread: the text from the first conversion mark on that cannot be read, or empty.
        lost: old anchors whose new anchor is not there.
        removed: what the cleaning took out; see :func:`plugins.stories.removed.removed`.
    """

    html: str
    links: tuple[str, ...]
    hrefs: tuple[str, ...]
    images: tuple[tuple[str, str], ...]
    unread: str
    lost: tuple[str, ...]
    removed: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Frame:
    """A block: where its start tag stands in the output, and its own text."""

    position: int
    tag: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class _Rewriter(HTMLParser):
    """One pass over clean HTML: turn conversion marks into elements, point images to the site, give blocks their anchors."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.hrefs: list[str] = []
        self.images: list[tuple[str, str]] = []
        self.unread = ""
        self._out: list[str] = []
        self._open: list[_Frame] = []
        self._blocks: list[_Frame] = []
        self._code = 0
        self._base = base

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self._link(values["href"])
        if tag == "img":
            values = self._image(values)
        if tag in BLOCKS:
            frame = _Frame(len(self._out), tag)
            self._open.append(frame)
            self._blocks.append(frame)
        if tag in {"code", "pre"}:
            self._code += 1
        if tag == "table":  # wider than a phone, it scrolls by itself, for the keyboard as well
            self._out.append('<div class="wide" tabindex="0">')
        self._out.append("<" + tag + "".join(f' {name}="{html.escape(value)}"' for name, value in values.items()) + ">")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"code", "pre"}:
            self._code -= 1
        if tag in BLOCKS:
            self._open.pop()
        if tag not in _VOID:
            self._out.append(f"</{tag}>")
        if tag == "table":
            self._out.append("</div>")

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].parts.append(data)
        if self._code:
            self._out.append(html.escape(data, quote=False))
            return
        done = len(self._out)
        try:
            self._out += (_marked(part) for _, part in marks.scan(data))
        except marks.MarkError as error:
            del self._out[done:]
            self._out.append(html.escape(data, quote=False))
            self.unread = self.unread or data[error.position :]

    def _link(self, href: str) -> None:
        if story := story_of(href):
            self.links.append(story)
        if is_inner(href):
            self.hrefs.append(href)

    def _image(self, values: dict[str, str]) -> dict[str, str]:
        source = values.get("src", "")
        if ours := _OURS.match(source):
            source = source[ours.end() :]
            values["src"] = f"{self._base}/{source}"
        self.images.append((unquote(source) if ours else source, values.get("alt", "")))
        return {**values, "alt": values.get("alt", ""), "loading": "lazy"}

    def finish(self, anchors: Mapping[str, str], fixed: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """The whole with its anchors, and the old anchors that lead nowhere."""
        given = iter(fixed)
        counts: Counter[str] = Counter()
        named: dict[str, _Frame] = {}
        for frame in self._blocks:
            if text := frame.text:
                anchor = next(given, None) or anchor_of(text)
                counts[anchor] += 1
                named[anchor if counts[anchor] == 1 else f"{anchor}-{counts[anchor]}"] = frame
        old: dict[str, list[str]] = {}
        lost: list[str] = []
        for one in anchors:
            target = _follow(anchors, one, named)
            if target is None:
                lost.append(one)
            elif target != one:
                old.setdefault(target, []).append(one)
        for anchor, frame in named.items():
            kept = "".join(f'<span id="{html.escape(one)}"></span>' for one in old.get(anchor, []))
            tag = self._out[frame.position]
            self._out[frame.position] = f'<{frame.tag} id="{anchor}"{tag[len(frame.tag) + 1 :]}{kept}'
        return "".join(self._out), tuple(lost)


def anchor_of(text: str) -> str:
    """The anchor of a paragraph: a short digest of its text, which stays when others are added before it."""
    return "p-" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def _follow(anchors: Mapping[str, str], old: str, named: Container[str]) -> str | None:
    """Where an old anchor leads now, over any number of edits; None where the paragraph is gone."""
    passed: set[str] = set()
    while old not in named:
        if old in passed or old not in anchors:
            return None
        passed.add(old)
        old = anchors[old]
    return old


def _marked(part: marks.Part) -> str:
    """Text, or a conversion mark as an element."""
    if isinstance(part, str):
        return _ADDRESS.sub(lambda found: _JOINTS.sub(r"\1<wbr>", found[0]), html.escape(part, quote=False))
    if isinstance(part, marks.Say):
        return f'<span data-zh="say" data-hans="{html.escape(part.hans)}" data-hant="{html.escape(part.hant)}"></span>'
    kept = part.text if isinstance(part, marks.Keep) else ""
    return f'<span data-zh="keep">{html.escape(kept, quote=False)}</span>'


@cache
def _markdown() -> Markdown:
    tables = TableExtension(use_align_attribute=True)  # a style would not get past nh3; _aligned makes a class of it
    return Markdown(extensions=[tables, "fenced_code", "sane_lists", "def_list"], output_format="html")


def _aligned(cell: re.Match[str]) -> str:
    side = {"center": "to-center", "right": "to-end"}.get(cell[2])
    return f'{cell[1]} class="{side}"' if side else cell[1]


def _clean(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Clean HTML, and what was taken out to make it so."""
    # The page's own heading is the story's title, so a heading in the text is never the first level.
    text = _BAR.sub(rf"\1{_BAR_MEANWHILE}\2", text.replace(_BAR_MEANWHILE, ""))
    try:
        dirty = _markdown().reset().convert(text).replace(_BAR_MEANWHILE, "|")
    except RecursionError:
        _markdown.cache_clear()  # it stopped in the midst of a list, and would go on there with the next story
        help_text = "减少列表的缩进层数；诗行或代码放在两行 ``` 之间"
        raise limits.TooMuchError(0, "too-deep", "列表或引文套得太深", help_text) from None
    dirty = re.sub(r"<(/?)h1\b", r"<\1h2", dirty)
    clean = nh3.clean(
        dirty, tags=set(_ALLOWED), attributes=_ALLOWED, url_schemes=set(_SCHEMES), link_rel=None, strip_comments=True
    )
    clean = _ALIGN.sub(_aligned, clean)
    whole = "".join(part if part.startswith("<pre>") else _SOFT_BREAK.sub(r"\1\2", part) for part in _PRE.split(clean))
    return whole, removed.removed(text, dirty, _ALLOWED, _SCHEMES)


def render(text: str, *, anchors: Mapping[str, str] | None = None, fixed: Sequence[str] = (), base: str = "") -> Body:
    """Render a story's Markdown.

    Args:
        text: the Markdown.
        anchors: old anchors to keep alive, each with the anchor that took its place.
        fixed: anchors to give to the blocks in order, instead of digests of their text (for a twin: the original's).
        base: what stands before the path of our own images ("" or "/repo").

    Raises:
        TooMuchError: it asks more than anybody's text does.
    """
    limits.check(text)
    rewriter = _Rewriter(base)
    clean, taken = _clean(text)
    rewriter.feed(clean)
    rewriter.close()
    whole, lost = rewriter.finish(anchors or {}, fixed)
    links, hrefs = (tuple(dict.fromkeys(found)) for found in (rewriter.links, rewriter.hrefs))
    limits.check_links(len(links) + len(hrefs) + len(set(rewriter.images)))
    return Body(whole, links, hrefs, tuple(rewriter.images), rewriter.unread, lost, taken)


def link_stories(source: str, address: str) -> str:
    """Point ``story:ID`` links to an edition; ``address`` is where its stories stand ("/zh-hans/stories/")."""
    return _STORY_LINK.sub(lambda match: f'{match[1]}href="{address}{match[2]}/{match[3] or ""}"', source)


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
