"""The pages that stand alone: home, search, the editors' own pages such as about, not found, and the door at ``/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from plugins.archive.recipe import Blob, Page
from plugins.hanzi.scripts import LANG, SCRIPTS
from plugins.pages.cards import Cards
from plugins.pages.collection import Facts
from plugins.pages.labels import labels
from plugins.pages.site import EDITION_NAME, Edition, Site, frame

#: How many stories the home page shows.
LATEST = 8
#: A story that leads to so many others or more is an overview.
OVERVIEW_LINKS = 3
_MOST_OVERVIEWS = 6


def is_overview(story: Facts) -> bool:
    """Whether a story gathers others: its text links to several of them."""
    return len(story["links"]) >= OVERVIEW_LINKS


def home_page(cards: Cards) -> Page:
    """The home page of an edition."""
    edition, collection = cards.edition, cards.collection
    stories = collection.stories
    latest = sorted(stories, key=lambda story: (story["added"], story["first"], story["id"]), reverse=True)
    overviews = list(islice(filter(is_overview, reversed(stories)), _MOST_OVERVIEWS))
    shown = {story["id"] for story in overviews}
    others = (story for story in latest if story["id"] not in shown)
    feed = {"title": edition.t["feed_all"], "url": edition.url("feeds/all.atom.xml")}
    data = frame(edition, "home", "", "", description=edition.site.subtitle.in_script(edition.script), feed=feed)
    data |= {
        "counts": {
            "stories": len(stories),
            "places": len(collection.by_place),
            "roles": len(collection.by_role),
            "people": len(collection.people),
        },
        "span": {"first": min(collection.by_year, default=""), "last": max(collection.by_year, default="")},
        "latest": cards.cards(islice(others, LATEST)),
        "provinces": [
            {**cards.place(place), "count": len(collection.by_place[place])} for place in collection.provinces
        ],
        "roles": [
            {**cards.role(role), "count": len(collection.by_role[role])}
            for role in collection.role_children.get(None, [])
        ],
        "months": [
            {**cards.month(month), "count": len(collection.by_month[month])} for month in sorted(collection.by_month)
        ],
        "overviews": cards.cards(overviews),
    }
    return Page(edition.file(""), "home.html", data)


def search_frame(edition: Edition) -> dict[str, Any]:
    """What the search page is given beside its query and results."""
    return frame(edition, "search", "search/", edition.t["search"])


def search_page(edition: Edition) -> Page:
    """The search page as it stands on a host without the search service."""
    data = search_frame(edition) | {"query": "", "results": None, "static": True}
    return Page(edition.file("search/"), "search.html", data)


def own_page(edition: Edition, page: Mapping[str, Any]) -> Page:
    """One of the editors' own pages (``content/pages/``); its facts are as for a story, without tags."""
    own = page["editions"][edition.script]
    path = f"{page['id']}/"
    data = frame(edition, "about", path, own["title"], original=page["script"])
    data |= {"title": own["title"], "body": Blob(page["path"], edition.script, page["bodies"][edition.script])}
    return Page(edition.file(path), "page.html", data)


def missing_page(edition: Edition, path: str) -> Page:
    """The page for an address that leads nowhere."""
    return Page(path, "404.html", frame(edition, "404", "", edition.t["missing"]))


def door(site: Site) -> Page:
    """The page at ``/`` that offers both editions and sends nobody anywhere."""
    editions = [
        {
            "script": script,
            "lang": LANG[script],
            "name": EDITION_NAME[script],
            "url": f"{site.base}/{Edition(site, script).shared['prefix']}/",
            "intro": site.subtitle.in_script(script),
            "labels": labels(script),
        }
        for script in SCRIPTS
    ]
    about = {"name": site.name.hans, "subtitle": site.subtitle.hans, "url": site.url, "base": site.base}
    return Page("index.html", "root.html", {"site": {**about, "rights": site.rights.hans}, "editions": editions})


def single_pages(cards: Cards, own: Sequence[Mapping[str, Any]]) -> Iterator[Page]:
    """All pages of an edition that stand alone."""
    edition = cards.edition
    yield home_page(cards)
    yield search_page(edition)
    yield missing_page(edition, edition.file("404.html"))
    for page in own:
        yield own_page(edition, page)
