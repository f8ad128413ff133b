"""What a page says of itself in its head and around its article: title, date, outlet, authors, address."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any

from plugins.desk.importing import surroundings
from plugins.desk.importing.bylines import byline, date_in
from plugins.desk.importing.findings import Found
from plugins.desk.importing.surroundings import Around
from plugins.desk.importing.tree import Element, plain
from plugins.hanzi.fold import HAN
from plugins.stories.addresses import is_address, without_personal

_TITLES = ("og:title", "twitter:title", "articletitle", "title", "dc.title", "citation_title")
_DATES = (
    "article:published_time", "publishdate", "pubdate", "publish_time", "publishtime", "og:release_date", "dc.date", "dc.date.issued",
    "datepublished", "weibo:article:create_at", "parsely-pub-date", "citation_publication_date", "date", "og:time",
)  # fmt: skip
_OUTLETS = (
    "source",
    "contentsource",
    "mediaid",
    "article:source",
    "dc.publisher",
    "publisher",
    "og:site_name",
    "sitename",
    "application-name",
)
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "citation_author",
    "authors",
    "parsely-author",
    "og:article:author",
)
_CANONICAL = ("og:url", "weibo:article:url", "mobile-agent-url")
_SAVED = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(https?://\S{4,2000}?)\s*-->", re.IGNORECASE)
_SINGLEFILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S{4,2000})", re.IGNORECASE)
_SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]{1,2}\s|[-–—]{2})\s*")
_PERSON = re.compile(f"[{HAN}]{{2,4}}(?:[·•・][{HAN}]{{1,6}})*")
_HAN_START = re.compile(f"[{HAN}]")
#: So many lines before and after the article may tell of it.
_BEFORE, _AFTER = 12, 8


class Head:
    """The head of a page, and its lines; each method gives what they say, the surest first, or None."""

    def __init__(self, text: str, tree: Element) -> None:
        self._text, self._tree = text, tree
        self._meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
            content = " ".join((element.get("content") or "").split())
            if name and content:
                self._meta.setdefault(name, []).append(content)
        self._linked = list(_linked_data(tree))

    def _first(self, names: tuple[str, ...]) -> tuple[str, str] | None:
        return next(((name, self._meta[name][0]) for name in names if name in self._meta), None)

    def title(self) -> Found | None:
        """The title of the article: its heading where that is part of the page's title, else the latter without the site's name."""
        heads = [text for one in self._tree.iter("h1") if 3 < len(text := " ".join(one.text_content().split())) <= 100]  # noqa: PLR2004
        element = next(self._tree.iter("title"), None)
        page = " ".join(element.text_content().split()) if element is not None else ""
        meta = self._first(_TITLES)
        said = " ".join([page, meta[1] if meta else ""])
        for heading in heads:
            if heading in said or not said.strip():
                return Found(heading, "网页的大标题（h1）", "certain")
        headline = next((one["headline"] for one in self._linked if isinstance(one.get("headline"), str)), None)
        if headline and headline.strip():
            return Found(" ".join(headline.split()), "网页的结构化数据", "certain")
        if meta:
            return Found(
                _without_site(meta[1]),
                f"网页的 {meta[0]}",
                "certain" if page.startswith(_without_site(meta[1])) else "likely",
            )
        if len(heads) == 1:
            return Found(heads[0], "网页的大标题（h1）", "likely")
        return Found(_without_site(page), "网页的 <title>", "likely") if page else None

    def published(self) -> Found | None:
        """The day on which the article appeared."""
        for name in _DATES:
            for content in self._meta.get(name, ()):
                if day := date_in(content):
                    return Found(day, f"网页的 {name}", "certain")
        for one in self._linked:
            if day := date_in(str(one.get("datePublished", ""))):
                return Found(day, "网页的结构化数据", "certain")
        return None

    def guessed(self) -> Found | None:
        """The day that htmldate works out, where nothing says it."""
        from htmldate import find_date

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                day = find_date(self._tree, extensive_search=False, original_date=True, max_date=_today())
        except Exception:  # noqa: BLE001 (a library's stumble over a broken page)
            return None
        return Found(day, "网页里的日期（推算）", "guess") if day else None

    def outlet(self) -> Found | None:
        """Who published the article, as the head of the page has it."""
        found = self._first(_OUTLETS)
        if found and len(found[1]) <= 40:  # noqa: PLR2004
            sure = "likely" if found[0] in {"og:site_name", "sitename", "application-name"} else "certain"
            return Found(found[1], f"网页的 {found[0]}", sure)  # type: ignore[arg-type]
        return None

    def authors(self) -> dict[str, Found]:
        """Those whom the head names, where these are people's names."""
        found: dict[str, Found] = {}
        for name in _AUTHORS:
            for content in self._meta.get(name, ()):
                said = byline(content)
                names = said.authors if said else tuple(re.split(r"[\s、,，;；/]+", content))
                if names and all(_PERSON.fullmatch(one) for one in names):
                    found |= {one: Found(one, f"网页的 {name}", "likely") for one in names if one not in found}
        return found

    def address(self) -> Found | None:
        """Where the page stands."""
        for saved in (_SAVED, _SINGLEFILE):
            if said := saved.search(self._text[:20000]):
                return Found(without_personal(said[1]), "保存网页时浏览器写下的网址", "certain")
        for link in self._tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower() and is_address(link.get("href") or ""):
                return Found(without_personal(link.get("href") or ""), "网页的 canonical", "certain")
        found = self._first(_CANONICAL)
        if found and is_address(found[1]):
            return Found(without_personal(found[1]), f"网页的 {found[0]}", "certain")
        for one in self._linked:
            said_url = one.get("mainEntityOfPage") or one.get("url")
            said_url = said_url.get("@id") if isinstance(said_url, dict) else said_url
            if isinstance(said_url, str) and is_address(said_url):
                return Found(without_personal(said_url), "网页的结构化数据", "likely")
        return None


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 (the editor's own day)


def _without_site(title: str) -> str:
    """A page's title without the site's name at its end."""
    parts = [part for part in _SITE.split(title) if part]
    while len(parts) > 1 and len(parts[-1]) <= max(14, len(parts[0])):
        parts.pop()
    rest = title[: title.find(parts[-1]) + len(parts[-1])] if parts else title
    return rest.strip() or title


def _linked_data(tree: Element) -> Iterator[dict[str, Any]]:
    """The records of the page's JSON-LD that may be of the article."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        listed = data if isinstance(data, list) else [data]
        for one in listed[:20]:
            graph = one.get("@graph") if isinstance(one, dict) else None
            for record in graph[:50] if isinstance(graph, list) else [one]:
                if isinstance(record, dict):
                    yield record


def beside(lines: list[str], title: str, article: Element) -> Around:
    """What the lines of a page say between the title and the article, and right after it.

    Args:
        lines: the lines that the page shows.
        title: the article's title.
        article: the article.
    """
    around = Around([])
    text = plain(article)
    inside = [at for at, line in enumerate(lines) if len(line) > 12 and "".join(line.split()) in text]  # noqa: PLR2004
    first, last = (inside[0], inside[-1]) if inside else (len(lines), len(lines))
    titled = max(
        (at for at, line in enumerate(lines[:first]) if title and title in line), default=max(0, first - _BEFORE)
    )
    near = [*lines[max(titled + 1, first - _BEFORE) : first], *lines[last + 1 : last + 1 + _AFTER]]
    for line in near:
        for piece in (line, *re.split(r"\s{1,}[|｜]\s{0,}|\s{2,}", line)):
            if surroundings.is_meta(piece):
                surroundings.read_line(around, piece)
    for line in lines[last + 1 :]:
        if not around.rights and surroundings.tells_rights(line):
            around.rights = line[:120]
    return around
