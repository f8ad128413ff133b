"""The pages of what stories are tagged with: places, roles, people, months and years; each with its list of stories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.archive.recipe import Page
from plugins.pages.cards import Cards, Link
from plugins.pages.collection import Facts
from plugins.pages.listing import address, chunks, pager
from plugins.pages.site import frame


def _pages(
    cards: Cards,
    kind: str,
    path: str,
    title: str,
    crumbs: list[Link],
    stories: list[Facts],
    data: dict[str, Any],
    *,
    feed: bool,
) -> Iterator[Page]:
    """The pages of one list of stories: its own data on each, the stories cut into chunks."""
    edition = cards.edition
    parts = chunks(stories)
    feed_link = {"title": title, "url": edition.url(f"{path}feed.atom.xml")} if feed else None
    links = [{"label": crumb["label"], "url": crumb["url"]} for crumb in crumbs]
    for part in parts:
        here = address(path, part.number)
        page = frame(edition, kind, here, title, crumbs=links, feed=feed_link)
        page |= data
        page |= {
            "stories": cards.cards(part.items),
            "pager": pager(path, part.number, len(parts) - 1, edition.t["page_n"], edition.url),
        }
        yield Page(edition.file(here), f"{kind}.html", page)


def _top(cards: Cards, part: str) -> Link:
    return {"label": cards.edition.t[part], "url": cards.edition.url(f"{part}/")}


def place_pages(cards: Cards) -> Iterator[Page]:
    """The tree of places, and a page for every place in whose parts something happened."""
    edition, collection = cards.edition, cards.collection
    roots = collection.place_children.get(None, [])
    data = frame(edition, "places", "places/", edition.t["places"])
    data |= {
        "tree": [cards.place_node(place) for place in roots if not place.startswith("unplaced/")],
        "unplaced": [cards.place_node(place) for place in roots if place.startswith("unplaced/")],
    }
    yield Page(edition.file("places/"), "places.html", data)
    for place_id, stories in collection.by_place.items():
        *above, place = collection.place_line(place_id)
        title = cards.label(place.forms)
        own = {
            "place": {
                "label": title,
                "level": edition.t[f"level_{place.level}"],
                "former": list(place.former),
                "aliases": [alias for alias in place.aliases if not title.startswith(alias)],
                "note": cards.label(place.note) if place.note else None,
                "other": cards.other_form(place.forms),
            },
            "count": len(stories),
            "own": sum(place_id in story["places"] for story in stories),
            "children": [cards.place_node(child) for child in collection.place_children.get(place_id, [])],
            "roles": cards.counted(stories, lambda story: story["roles"], cards.role),
            "people": cards.counted(stories, lambda story: (one["id"] for one in story["people"]), cards.person),
        }
        crumbs = [_top(cards, "places"), *(cards.place(node.id) for node in above)]
        yield from _pages(cards, "place", f"places/{place_id}/", title, crumbs, stories, own, feed=True)


def role_pages(cards: Cards) -> Iterator[Page]:
    """The tree of roles, and a page for every role that a story has."""
    edition, collection = cards.edition, cards.collection
    data = frame(edition, "roles", "roles/", edition.t["roles"])
    data |= {"tree": [cards.role_node(role) for role in collection.role_children.get(None, [])]}
    yield Page(edition.file("roles/"), "roles.html", data)
    for role_id, stories in collection.by_role.items():
        *above, role = collection.role_line(role_id)
        title = cards.label(role.forms)
        own = {
            "role": {
                "label": title,
                "aliases": list(role.aliases),
                "note": cards.label(role.note) if role.note else None,
                "other": cards.other_form(role.forms),
            },
            "count": len(stories),
            "own": sum(role_id in story["roles"] for story in stories),
            "children": [cards.role_node(child) for child in collection.role_children.get(role_id, [])],
            "places": cards.counted(stories, lambda story: story["places"], cards.place),
        }
        crumbs = [_top(cards, "roles"), *(cards.role(node.id) for node in above)]
        yield from _pages(cards, "role", f"roles/{role_id}/", title, crumbs, stories, own, feed=True)


def people_pages(cards: Cards) -> Iterator[Page]:
    """The list of people by the first letter of their address, and a page for each."""
    edition, collection = cards.edition, cards.collection
    groups: dict[str, list[Link]] = {}
    for person_id in collection.people:
        stories = collection.by_person[person_id]
        entry = {**cards.person(person_id), "count": len(stories), "note": _note(cards, person_id, stories)}
        groups.setdefault(person_id[0].upper(), []).append(entry)
    data = frame(edition, "people", "people/", edition.t["people"])
    data |= {"groups": [{"letter": letter, "people": people} for letter, people in sorted(groups.items())]}
    yield Page(edition.file("people/"), "people.html", data)
    for person_id, person in collection.people.items():
        stories = collection.by_person[person_id]
        title = cards.label(person.forms)
        page = frame(edition, "person", f"people/{person_id}/", title, crumbs=[_top(cards, "people")])
        page |= {
            "person": {
                "label": title,
                "aliases": list(person.aliases),
                "other": cards.other_form(person.forms),
                "mentions": [_mention(cards, person_id, story) for story in reversed(stories)],
            },
            "stories": cards.cards(reversed(stories)),
        }
        yield Page(edition.file(f"people/{person_id}/"), "person.html", page)


def _role_of(cards: Cards, person_id: str, story: Facts) -> str | None:
    role: str | None = story["editions"][cards.edition.script]["notes"].get(f"role-{person_id}")
    return role


def _note(cards: Cards, person_id: str, stories: list[Facts]) -> str:
    """What the first story that says so calls the person."""
    return next((role for story in stories if (role := _role_of(cards, person_id, story))), "")


def _mention(cards: Cards, person_id: str, story: Facts) -> dict[str, Any]:
    place = next(one["place"] for one in story["people"] if one["id"] == person_id)
    has_page = place in cards.collection.by_place
    return {
        "role": _role_of(cards, person_id, story),
        "place": cards.place(place) if place and has_page else None,
        "story": cards.story(story),
    }


def date_pages(cards: Cards) -> Iterator[Page]:
    """The years with their months, and a page for every year and month with stories."""
    edition, collection = cards.edition, cards.collection
    years = sorted(collection.by_year)
    months = sorted(collection.by_month)

    def counted_months(year: str) -> list[Link]:
        return [
            {**cards.month(month), "count": len(collection.by_month[month])} for month in months if month[:4] == year
        ]

    data = frame(edition, "dates", "dates/", edition.t["dates"])
    data["years"] = [
        {**cards.year(year), "count": len(collection.by_year[year]), "months": counted_months(year)}
        for year in reversed(years)
    ]
    yield Page(edition.file("dates/"), "dates.html", data)
    for keys, groups, link in ((years, collection.by_year, cards.year), (months, collection.by_month, cards.month)):
        for number, key in enumerate(keys):
            here = link(key)
            is_year = groups is collection.by_year
            own = {
                "date": {"label": here["label"]},
                "count": len(groups[key]),
                "months": counted_months(key) if is_year else [],
                "older": link(keys[number - 1]) if number else None,
                "newer": link(keys[number + 1]) if number + 1 < len(keys) else None,
            }
            crumbs = [_top(cards, "dates")] + ([] if is_year else [cards.year(key[:4])])
            path = f"dates/{key.replace('-', '/')}/"
            yield from _pages(cards, "date", path, here["label"], crumbs, groups[key], own, feed=False)
