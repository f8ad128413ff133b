"""Atom feeds and the sitemap. Their times are those of the stories, never of the build, so that a build changes nothing by itself."""

from __future__ import annotations

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


def changed(story: Facts) -> str:
    """The day a story was added, updated or corrected last."""
    return max(str(day) for day in (story["added"], story["updated"], *story["corrections"]) if day)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _entry(cards: Cards, story: Facts) -> Sealed:
    edition = cards.edition
    own = story["editions"][edition.script]
    address = edition.absolute(f"stories/{story['id']}/")
    card = cards.card(story)
    return Sealed(
        {
            "title": own["title"],
            "id": address,
            "url": address,
            "updated": _moment(changed(story)),
            "published": _moment(story["added"]),
            "summary": own["summary"],
            "authors": [cards.label(edition.site.name)],
            "categories": [link["label"] for link in (*card["places"], *card["roles"])],
        }
    )


def feed(cards: Cards, path: str, page: str, title: str, stories: Sequence[Facts]) -> Page:
    """One Atom feed.

    Args:
        cards: the edition.
        path: the feed's own path below the edition.
        page: the path of the page that lists the same stories.
        title: its title.
        stories: the stories, in any order.
    """
    edition = cards.edition
    newest = sorted(stories, key=lambda story: (changed(story), story["first"], story["id"]), reverse=True)
    data = {
        "edition": edition.shared,
        "feed": {
            "title": title,
            "id": edition.absolute(page),
            "url": edition.absolute(page),
            "self": edition.absolute(path),
            "updated": _moment(changed(newest[0]) if newest else "2020-01-01"),
            "entries": [_entry(cards, story) for story in newest[:FEED_LENGTH]],
        },
    }
    return Page(edition.file(path), "atom.xml", data)


def feeds(cards: Cards) -> Iterator[Page]:
    """The feeds of an edition: all stories, and those of each place and role."""
    edition, collection = cards.edition, cards.collection
    name = edition.site.name.in_script(edition.script)
    yield feed(cards, "feeds/all.atom.xml", "", name, collection.stories)
    for place_id, stories in collection.by_place.items():
        title = f"{name} · {cards.label(collection.place_line(place_id)[-1].forms)}"
        yield feed(cards, f"places/{place_id}/feed.atom.xml", f"places/{place_id}/", title, stories)
    for role_id, stories in collection.by_role.items():
        title = f"{name} · {cards.label(collection.role_line(role_id)[-1].forms)}"
        yield feed(cards, f"roles/{role_id}/feed.atom.xml", f"roles/{role_id}/", title, stories)


def sitemaps(site: Site, pages: Iterable[Page], changes: dict[str, str]) -> Iterator[Page]:
    """The sitemaps, and ``robots.txt`` which names them.

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
    names = ["sitemap.xml" if number == 0 else f"sitemap-{number + 1}.xml" for number in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        yield Page(name, "sitemap.xml", {"urls": part})
    yield Page("robots.txt", "robots.txt", {"sitemaps": [f"{site.url}/{name}" for name in names]})


def changes_of(site: Site, stories: Iterable[Facts]) -> dict[str, str]:
    """The last change of every story's page, by canonical address."""
    editions = [Edition(site, script) for script in SCRIPTS]
    return {edition.absolute(f"stories/{story['id']}/"): changed(story) for story in stories for edition in editions}
