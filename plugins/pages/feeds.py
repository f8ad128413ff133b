"""Atom feeds and the sitemap. Their times are those of the stories, never of the build, so that a build changes nothing by itself."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence

from plugins.archive.recipe import Page, Sealed
from plugins.hanzi.scripts import SCRIPTS
from plugins.pages.cards import Cards
from plugins.pages.collection import Facts
from plugins.pages.site import Edition, Site

#: How many stories a feed holds, newest change first.
FEED_LENGTH = 40
#: How many addresses a sitemap may hold (sitemaps.org allows 50,000).
SITEMAP_LENGTH = 40_000
#: The address that crawlers are told.
SITEMAP = "sitemap.xml"
#: When a feed without stories changed last.
NEVER = "2020-01-01"


def changed(story: Facts) -> str:
    """The day a story was added, updated or corrected last."""
    return max(str(day) for day in (story["added"], story["updated"], *story["corrections"]) if day)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


class Feeds:
    """Makes the feeds of one edition; every story's entry is made once and carries its digest."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self._entries: dict[str, Sealed] = {}
        newest = sorted(cards.collection.stories, key=lambda story: (changed(story), story["first"], story["id"]))
        self._rank = {story["id"]: rank for rank, story in enumerate(newest)}

    def feed(self, path: str, page: str, title: str, stories: Sequence[Facts]) -> Page:
        """One Atom feed.

        Args:
            path: the feed's own path below the edition.
            page: the path of the page that lists the same stories.
            title: its title.
            stories: the stories, in any order.
        """
        edition = self.cards.edition
        newest = heapq.nlargest(FEED_LENGTH, stories, key=lambda story: self._rank[story["id"]])
        data = {
            "edition": edition.shared,
            "feed": {
                "title": title,
                "id": edition.absolute(page),
                "url": edition.absolute(page),
                "self": edition.absolute(path),
                "updated": _moment(changed(newest[0]) if newest else NEVER),
                "entries": [self._entry(story) for story in newest],
            },
        }
        return Page(edition.file(path), "atom.xml", data)

    def _entry(self, story: Facts) -> Sealed:
        known = self._entries.get(story["id"])
        if known is not None:
            return known
        edition = self.cards.edition
        own = story["editions"][edition.script]
        address = edition.absolute(f"stories/{story['id']}/")
        card = self.cards.card(story)
        entry = {
            "title": own["title"],
            "id": address,
            "url": address,
            "updated": _moment(changed(story)),
            "published": _moment(story["added"]),
            "summary": own["summary"],
            "authors": [self.cards.label(edition.site.name)],
            "categories": [link["label"] for link in (*card["places"], *card["roles"])],
        }
        return self._entries.setdefault(story["id"], Sealed(entry))


def feeds(cards: Cards) -> Iterator[Page]:
    """The feeds of an edition: all stories, and those of each place and role."""
    edition, collection, make = cards.edition, cards.collection, Feeds(cards)
    name = cards.label(edition.site.name)
    yield make.feed("feeds/all.atom.xml", "", name, collection.stories)
    for part, link, groups in (("places", cards.place, collection.by_place), ("roles", cards.role, collection.by_role)):
        for key, stories in groups.items():
            path = f"{part}/{key}/"
            yield make.feed(f"{path}feed.atom.xml", path, f"{name} · {link(key)['label']}", stories)


def sitemaps(site: Site, pages: Iterable[Page], changes: dict[str, str]) -> Iterator[Page]:
    """The sitemap, and ``robots.txt`` which names it. Where there are too many addresses for one, it is an index of its parts.

    Args:
        site: the site.
        pages: every page; those of the two editions with an address of their own are listed.
        changes: the day of the last change of a page, by its canonical address.
    """
    urls = []
    for page in pages:
        about = page.data.get("page")
        if about is None or about["kind"] == "404" or not page.path.endswith("index.html"):
            continue
        address = about["canonical"]
        urls.append({"loc": address, "lastmod": changes.get(address), "alternates": about["alternates"]})
    urls.sort(key=lambda url: url["loc"])
    parts = [urls[start : start + SITEMAP_LENGTH] for start in range(0, len(urls), SITEMAP_LENGTH)]
    if len(parts) == 1:
        yield Page(SITEMAP, "sitemap.xml", {"urls": urls})
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield Page(name, "sitemap.xml", {"urls": part})
        yield Page(SITEMAP, "sitemapindex.xml", {"sitemaps": [f"{site.url}/{name}" for name in names]})
    yield Page("robots.txt", "robots.txt", {"sitemap": f"{site.url}/{SITEMAP}"})


def changes_of(site: Site, stories: Iterable[Facts]) -> dict[str, str]:
    """The last change of every story's page, by canonical address."""
    editions = [Edition(site, script) for script in SCRIPTS]
    return {edition.absolute(f"stories/{story['id']}/"): changed(story) for story in stories for edition in editions}
