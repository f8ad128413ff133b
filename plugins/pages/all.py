"""Every page of the site, from the facts of its stories. Pure: the same facts give the same pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.archive.recipe import Page
from plugins.hanzi.scripts import SCRIPTS
from plugins.pages.cards import Cards
from plugins.pages.collection import Collection
from plugins.pages.crossings import Crossings
from plugins.pages.feeds import changes_of, feeds, sitemaps
from plugins.pages.groups import crossing_pages, date_pages, people_pages, place_pages, role_pages
from plugins.pages.moved import redirects
from plugins.pages.neighbours import neighbours
from plugins.pages.single import door, missing_page, single_pages
from plugins.pages.site import Edition, Site
from plugins.pages.sources import source_pages
from plugins.pages.stories import all_stories, story_page, withdrawn_page
from plugins.pages.ways import Ways
from plugins.vocabulary.moved import Moved


def all_pages(
    site: Site,
    collection: Collection,
    related: Mapping[str, Sequence[str]],
    own: Sequence[Mapping[str, Any]],
    moved: Moved,
) -> list[Page]:
    """Every page of the site.

    Args:
        site: its name and address.
        collection: the stories.
        related: the related stories of each, best first.
        own: the facts of the editors' own pages.
        moved: the addresses that lead on to others.
    """
    pages: list[Page] = []
    gone: list[Page] = []
    beside, crossings = neighbours(collection), Crossings(collection)
    for script in SCRIPTS:
        cards = Cards(Edition(site, script), collection)
        ways = Ways(cards, crossings)
        pages += [
            story_page(cards, story, related[story["id"]], beside.get(story["id"])) for story in collection.stories
        ]
        pages += all_stories(cards)
        pages += place_pages(ways)
        pages += role_pages(ways)
        pages += people_pages(cards)
        pages += date_pages(ways)
        pages += crossing_pages(ways)
        pages += source_pages(cards)
        pages += single_pages(cards, own)
        pages += feeds(cards)
        gone += [withdrawn_page(cards.edition, story) for story in collection.withdrawn]
    pages += sitemaps(site, pages, changes_of(site, collection.stories))
    pages += gone
    pages += [*redirects(site, pages, moved), door(site), missing_page(Edition(site, "hans"), "404.html")]
    return pages
