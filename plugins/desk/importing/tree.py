"""HTML as a tree: read whatever the bytes are, take out what no reader sees, swap lazily loaded images in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from plugins.desk.importing.findings import Refused

_UNSEEN = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "form", "button", "input",
    "select", "textarea", "dialog", "audio", "video", "link", "meta", "title", "base",
)  # fmt: skip
_AROUND = ("nav", "footer", "aside", "menu")
Element: TypeAlias = HtmlElement

#: Of what a part of a page is, in class and id.
_NOT_ARTICLE = re.compile(
    r"(?:^|[\s_-])(?:bd)?share(?:d|s|bar|box|btn|_?tools?)?(?:$|[\s_-])|(?:^|[\s_-])(?:nav|navbar|breadcrumbs?|"
    r"crumbs?|menu|sidebar|side|footer|foot|copyright|"
    r"comments?|related?|recommend\w*|hot\w*list|advert\w*|ads?|banner|qrcode|erweima|toolbar|pagination|pager|"
    r"social|subscribe|login|popup|modal)(?:$|[\s_-])|"
    r"bdsharebuttonbox|jiathis|share-?tool|相关阅读",
    re.IGNORECASE,
)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-echo", "data-url", "original")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLOCKS = frozenset((
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "dt", "dd", "blockquote", "section", "article", "header",
    "figcaption", "td", "th", "pre", "br", "address", "center", "main",
))  # fmt: skip
#: Deeper than this no page is; a bomb of nested elements is.
_DEEPEST, _MOST = 300, 200_000


def parse(text: str) -> Element:
    """The tree of a page or of a piece of one, under one element.

    Raises:
        Refused: there is nothing in it, or it is nested or large beyond reason.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", printable(text))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Refused("empty", "网页里没有内容") from None
    count = deepest = 0
    depth = {root: 0}
    for element in root.iter():
        here = depth[element] = depth.get(element.getparent(), 0) + 1
        count, deepest = count + 1, max(deepest, here)
    if deepest > _DEEPEST or count > _MOST:
        raise Refused("too-complex", "网页的结构太深或太大，读不了；请只复制正文，粘贴成文字再导入")
    return root


def printable(text: str) -> str:
    """A text without control characters, which a tree may be given by entities and does not take back."""
    return _CONTROL.sub("", text)


def cleaned(root: Element) -> Element:
    """Take out of a tree what no reader sees and what is plainly not the article; the tree itself is changed."""
    for element in list(root.iter(*_UNSEEN, *_AROUND)):
        _drop(element)
    for element in list(root.iter()):
        inner = isinstance(element.tag, str) and element.tag not in {"html", "body"} and element.getparent() is not None
        if inner and _is_around(element):
            _drop(element)
    for image in root.iter("img"):
        lazy = next((value for name in _LAZY if (value := image.get(name))), None)
        if lazy:
            image.set("src", printable(lazy))
    return root


def _is_around(element: Element) -> bool:
    """Whether an element is hidden, or is called what is no part of an article and is not long enough to be one all the same."""
    if element.tag != "img" and _HIDDEN.search(element.get("style", "")):
        return True
    named = _NOT_ARTICLE.search(f"{element.get('class', '')} {element.get('id', '')}")
    return bool(named or element.get("aria-hidden") == "true") and not _long(element)


def _drop(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _long(element: Element) -> bool:
    """Whether an element holds so many sentences that it is the article, whatever it is called."""
    text = element.text_content()
    return len(text) > 400 and len(re.findall("[。！？!?；;]", text)) > 6  # noqa: PLR2004


def lines_of(root: Element) -> list[str]:
    """The lines of text that a page shows, in order."""
    return [line for raw in "".join(_pieces(root)).split("\n") if (line := " ".join(raw.split()))]


def _pieces(root: Element) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element.tag in _BLOCKS:
                yield "\n"
            if element.text:
                yield element.text.replace("\n", " ")
        else:
            if element.tag in _BLOCKS:
                yield "\n"
            if element.tail and element is not root:
                yield element.tail.replace("\n", " ")


def shown(root: Element) -> str:
    """The text that a page shows, without any white space."""
    return "".join("".join(lines_of(cleaned(root))).split())


def plain(element: Element) -> str:
    """The text of an element without any white space, for measuring and comparing."""
    return "".join("".join(element.itertext()).split())
