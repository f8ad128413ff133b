"""The pages of sources: the list of outlets, each with its stories, and the stories whose source is no outlet or not known."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.archive.recipe import Page
from plugins.pages.cards import Cards, Link
from plugins.pages.collection import OTHERS, UNKNOWN
from plugins.pages.lists import list_pages
from plugins.pages.site import frame


def source_link(cards: Cards, key: str) -> Link:
    """A link to the page of an outlet, or of the sources that are none."""
    if key in (OTHERS, UNKNOWN):
        label = cards.edition.t[f"source_{key}"]
    else:
        label = cards.label(cards.collection.vocabulary.outlets.get(key).forms)
    return {"label": label, "url": cards.edition.url(f"sources/{key}/")}


def source_pages(cards: Cards) -> Iterator[Page]:
    """The list of sources, most stories first, and a page for each that stories come from."""
    edition, groups = cards.edition, cards.collection.by_source
    outlets = sorted(set(groups) - {OTHERS, UNKNOWN}, key=lambda key: (-len(groups[key]), key))
    rest = [key for key in (OTHERS, UNKNOWN) if key in groups]
    data = frame(edition, "sources", "sources/", edition.t["sources"])
    data |= {
        "outlets": [{**source_link(cards, key), "count": len(groups[key])} for key in outlets],
        "rest": [{**source_link(cards, key), "count": len(groups[key])} for key in rest],
    }
    yield Page(edition.file("sources/"), "sources.html", data)
    top = {"label": edition.t["sources"], "url": edition.url("sources/")}
    for key in (*outlets, *rest):
        title = source_link(cards, key)["label"]
        outlet = cards.collection.vocabulary.outlets.get(key) if key in outlets else None
        thing = {
            "url": outlet.url if outlet else None,
            "aliases": cards.names(outlet.aliases, outlet.forms) if outlet else [],
            "other": cards.other_form(outlet.forms) if outlet else None,
            "note": None if outlet else edition.t[f"source_{key}_note"],
        }
        yield from list_pages(
            cards, "source", f"sources/{key}/", title, cards.collection.by_source[key], crumbs=[top], thing=thing
        )
