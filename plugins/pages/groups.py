"""The pages of what stories are tagged with: places, roles, people, months and years, and where they cross; each a list of stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from plugins.archive.recipe import Page
from plugins.pages.cards import Cards, Link
from plugins.pages.collection import Facts
from plugins.pages.crossings import Crossing, is_wide
from plugins.pages.lists import list_pages
from plugins.pages.site import frame
from plugins.pages.ways import Ways

#: How many places before and after it, in the order of the gazetteer, a place shows of those in the same place.
NEAREST = 20
#: How many places the tree of places shows down to the last village. Beyond, it ends with the cities, of which there are some 500
#: everywhere: the page of a province has its counties, that of a county its towns.
WHOLE_TREE = 400


def _top(cards: Cards, part: str) -> Link:
    return {"label": cards.edition.t[part], "url": cards.edition.url(f"{part}/")}


def _feed(cards: Cards, path: str, title: str) -> dict[str, str]:
    return {"title": title, "url": cards.edition.url(f"{path}feed.atom.xml")}


def place_pages(ways: Ways) -> Iterator[Page]:
    """The tree of places, and a page for every place in whose parts something happened."""
    cards = ways.cards
    edition, collection = cards.edition, cards.collection
    data = frame(edition, "places", "places/", edition.t["places"])
    whole = len(collection.by_place) <= WHOLE_TREE
    data |= {
        "whole": whole,
        "tree": [cards.place_tree(place, whole=whole) for place in collection.provinces],
        "unplaced": [cards.place_tree(place) for place in collection.unplaced],
    }
    yield Page(edition.file("places/"), "places.html", data)
    for place_id, stories in collection.by_place.items():
        *above, place = collection.place_line(place_id)
        title, path = cards.label(place.forms), f"places/{place_id}/"
        here, crossed = Crossing(place_id), is_wide(place)
        yield from list_pages(
            cards,
            "place",
            path,
            title,
            stories,
            crumbs=[_top(cards, "places"), *(cards.place(node.id) for node in above)],
            feed=_feed(cards, path, title),
            thing={
                "level": edition.t[f"level_{place.level}"],
                "former": cards.names(place.former, place.forms),
                "aliases": [alias for alias in cards.names(place.aliases, place.forms) if not title.startswith(alias)],
                "note": cards.label(place.note) if place.note else None,
                "other": cards.other_form(place.forms),
            },
            more={
                "own": sum(place_id in story["places"] for story in stories),
                "children": [cards.place_node(child) for child in collection.place_children.get(place_id, [])],
                "counties": list(_counties(cards, place_id)) if place.level == "province" else [],
                "months": ways.months(here) if crossed else [],
                "siblings": [cards.place(one) for one in _beside(collection.place_siblings[place.parent], place_id)],
                "roles": ways.roles(here) if crossed else cards.counted(stories, lambda one: one["roles"], cards.role),
                "people": cards.counted(stories, lambda story: (one["id"] for one in story["people"]), cards.person),
            },
        )


def _counties(cards: Cards, province: str) -> Iterator[dict[str, Any]]:
    """The cities of a province with their counties; a county that lies in no city stands among the parts of the province."""
    collection = cards.collection
    for city in collection.place_children.get(province, []):
        inner = collection.place_children.get(city, [])
        if counties := [one for one in inner if collection.place_line(one)[-1].level == "district"]:
            yield {**cards.place_node(city), "children": [cards.place_node(county) for county in counties]}


def _beside(places: Sequence[str], here: str) -> list[str]:
    """The places next to one of them, as many before as after it where there are many."""
    at = places.index(here)
    first = max(0, min(at - NEAREST, len(places) - 2 * NEAREST - 1))
    return [place for place in places[first : first + 2 * NEAREST + 1] if place != here]


def role_pages(ways: Ways) -> Iterator[Page]:
    """The tree of roles, and a page for every role that a story has."""
    cards = ways.cards
    edition, collection = cards.edition, cards.collection
    data = frame(edition, "roles", "roles/", edition.t["roles"])
    data |= {"tree": [cards.role_tree(role) for role in collection.role_children.get(None, [])]}
    yield Page(edition.file("roles/"), "roles.html", data)
    for role_id, stories in collection.by_role.items():
        *above, role = collection.role_line(role_id)
        title, path = cards.label(role.forms), f"roles/{role_id}/"
        yield from list_pages(
            cards,
            "role",
            path,
            title,
            stories,
            crumbs=[_top(cards, "roles"), *(cards.role(node.id) for node in above)],
            feed=_feed(cards, path, title),
            thing={
                "aliases": cards.names(role.aliases, role.forms),
                "note": cards.label(role.note) if role.note else None,
                "other": cards.other_form(role.forms),
            },
            more={
                "own": sum(role_id in story["roles"] for story in stories),
                "children": [cards.role_node(child) for child in collection.role_children.get(role_id, [])],
                "months": ways.months(Crossing(role=role_id)),
                "places": ways.places(Crossing(role=role_id)),
            },
        )


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
        yield from list_pages(
            cards,
            "person",
            f"people/{person_id}/",
            title,
            stories,
            crumbs=[_top(cards, "people")],
            thing={
                "label": title,
                "lang": cards.foreign(title),
                "aliases": [name for name in dict.fromkeys(map(cards.label, person.names)) if name != title],
                "other": cards.other_form(person.forms),
            },
            aside=partial(_mention, cards, person_id),
        )


def _role_of(cards: Cards, person_id: str, story: Facts) -> str | None:
    role: str | None = story["editions"][cards.edition.script]["notes"].get(f"role-{person_id}")
    return role


def _note(cards: Cards, person_id: str, stories: Sequence[Facts]) -> str:
    """What the first story that says so calls the person."""
    return next((role for story in stories if (role := _role_of(cards, person_id, story))), "")


def _mention(cards: Cards, person_id: str, story: Facts) -> dict[str, Any]:
    """What a story says of a person's role and place."""
    place = next(one["place"] for one in story["people"] if one["id"] == person_id)
    has_page = place in cards.collection.by_place
    return {
        "role": _role_of(cards, person_id, story),
        "place": cards.place(place) if has_page else None,
    }


def date_pages(ways: Ways) -> Iterator[Page]:
    """The years with their months, and a page for every year and month with stories.

    Years stand as their months do, the earliest first: a timeline is read on in the order of time, a list of stories backwards.
    """
    cards = ways.cards
    edition, collection = cards.edition, cards.collection
    months: dict[str, list[Link]] = {}
    for month in sorted(collection.by_month):
        months.setdefault(month[:4], []).append({**cards.month(month), "count": len(collection.by_month[month])})
    data = frame(edition, "dates", "dates/", edition.t["dates"])
    data["years"] = [
        {**cards.year(year), "count": len(stories), "months": months.get(year, [])}
        for year, stories in sorted(collection.by_year.items())
    ]
    yield Page(edition.file("dates/"), "dates.html", data)
    yield from _calendar(ways, collection.by_year, cards.year, months)
    yield from _calendar(ways, collection.by_month, cards.month, {})


def _calendar(
    ways: Ways,
    groups: Mapping[str, Sequence[Facts]],
    link: Callable[[str], Link],
    months: Mapping[str, list[Link]],
) -> Iterator[Page]:
    """The pages of all years ("2020") or of all months ("2020-02"), each with links to the one before and after."""
    cards, keys = ways.cards, sorted(groups)
    for number, key in enumerate(keys):
        year, _, month = key.partition("-")
        title = link(key)["label"]
        yield from list_pages(
            cards,
            "date",
            f"dates/{year}/{month}/" if month else f"dates/{year}/",
            title,
            groups[key],
            crumbs=[_top(cards, "dates"), *([cards.year(year)] if month else [])],
            thing={},
            more={
                "months": months.get(key, []),
                "places": ways.places(Crossing(month=key)) if month else [],
                "roles": ways.roles(Crossing(month=key)) if month else [],
                "older": link(keys[number - 1]) if number else None,
                "newer": link(keys[number + 1]) if number + 1 < len(keys) else None,
            },
        )


def crossing_pages(ways: Ways) -> Iterator[Page]:
    """A page for every crossing of a place, a role and a month that has one."""
    cards = ways.cards
    for here, stories in ways.crossings.pages.items():
        yield from list_pages(
            cards,
            "crossing",
            here.path,
            ways.label(here),
            stories,
            crumbs=_above(ways, here),
            thing={"parts": ways.wider(here)},
            more={
                "places": ways.places(here),
                "roles": ways.roles(here),
                "months": [] if here.month else ways.months(here),
            },
        )


def _above(ways: Ways, here: Crossing) -> list[Link]:
    """The way down to a crossing: through the place where there is one, else through the role."""
    cards, collection = ways.cards, ways.cards.collection
    if here.place is None:
        line = collection.role_line(here.role or "")
        return [_top(cards, "roles"), *(cards.role(node.id) for node in line)]
    path = [_top(cards, "places"), *cards.place_path(here.place)]
    above = here._replace(month=None)
    if here.role and here.month and above in ways.crossings.pages:
        path.append({"label": cards.role(here.role)["label"], "url": ways.url(above)})
    return path
