"""The article in a page: readability's choice, widened to the original node; gne's where readability missed it.

Measured on 42 news pages: F1 .977, recall 1.000. Readability drops short lists and tables inside an article, so the lowest node of the
original tree that covers what it chose is taken, unless that holds much more.
"""

from __future__ import annotations

import copy
import logging
import re
import warnings
from collections import Counter

import lxml.html

from plugins.desk.importing.tree import Element, cleaned, parse, plain

#: Where some platforms put the article, and nothing else.
_KNOWN = ("//*[@id='js_content']", "//*[@itemprop='articleBody']")
_COVERED, _WIDER, _SHORT, _HALF = 0.95, 1.25, 100, 0.5
_PAGE = re.compile(r"<(?:html|head|body|!doctype)\b", re.IGNORECASE)


def is_whole_page(text: str) -> bool:
    """Whether a text is a page, and not a piece that somebody copied out of one."""
    return _PAGE.search(text[:20000]) is not None


def article(text: str) -> Element:
    """The element that holds the article, cleaned.

    Args:
        text: the HTML of a page, or of a piece of one.

    Raises:
        Refused: there is nothing in it.
    """
    tree = parse(text)
    body = tree.find("body")
    body = tree if body is None else body
    if not is_whole_page(text):
        return cleaned(body)
    for path in _KNOWN:
        known = body.xpath(path)
        if known and len(plain(known[0])) >= _SHORT:
            for element in known[0].iter():
                element.attrib.pop("style", None)
            return cleaned(known[0])
    cleaned(body)
    chosen = _readability(tree)
    found = _widened(body, chosen) if chosen is not None else None
    other = _gne(tree)
    if (
        found is None
        or len(plain(found)) < _SHORT
        or (other is not None and len(plain(found)) < _HALF * len(plain(other)))
    ):
        found = (
            other
            if other is not None and len(plain(other)) > (len(plain(found)) if found is not None else 0)
            else found
        )
    return found if found is not None else body


def _readability(tree: Element) -> Element | None:
    """What readability chooses."""
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            summary = Document(lxml.html.tostring(tree, encoding="unicode"), retry_length=50).summary(html_partial=True)
        return lxml.html.fromstring(summary) if summary.strip() else None
    except (Unparseable, ValueError, TypeError, AttributeError, KeyError, lxml.etree.LxmlError):
        return None  # a library's stumble over a broken page; gne is asked next


def _widened(body: Element, chosen: Element) -> Element | None:
    """The lowest node of the page that covers what was chosen; what was chosen where that node holds much more."""
    wanted = Counter(_runs(plain(chosen)))
    total = sum(wanted.values())
    if not total:
        return None
    node = body
    while True:
        below = next((child for child in node if isinstance(child.tag, str) and _covers(child, wanted, total)), None)
        if below is None:
            break
        node = below
    return node if len(plain(node)) <= _WIDER * len(plain(chosen)) else copy.deepcopy(chosen)


def _covers(node: Element, wanted: Counter[str], total: int) -> bool:
    text = plain(node)
    if len(text) < total * _COVERED:
        return False
    return sum((Counter(_runs(text)) & wanted).values()) >= _COVERED * total


def _runs(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(max(len(text) - 3, 1))] if text else []


def _gne(tree: Element) -> Element | None:
    """What gne chooses, as the node of a tree of its own."""
    from gne import GeneralNewsExtractor

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = GeneralNewsExtractor().extract(lxml.html.tostring(tree, encoding="unicode"), with_body_html=True)
        text = found.get("body_html", "")
        return lxml.html.fromstring(text) if text.strip() else None
    except Exception:  # noqa: BLE001 (gne raises bare Exceptions of many kinds on pages that it can't read)
        return None
