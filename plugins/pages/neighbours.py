"""The stories before and after each, in the place where it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.pages.collection import Collection, Facts

#: A reader walks on within a county or a zone: villages hold too few stories to walk through, provinces too many.
_HOME = frozenset({"district", "zone"})


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a story stands among those of its place: the place, and the ids of the stories next to it, None at an end."""

    place: str
    earlier: str | None
    later: str | None


def neighbours(collection: Collection) -> dict[str, Neighbours]:
    """The neighbours of every story that shares its place with others.

    A story's place is the county of the first place that it names, or a wider one where the county holds no other story. A new
    story comes between two at each level of its places, so it touches the pages of these and of no others.
    """
    homes = {story["id"]: _home(collection, story) for story in collection.stories}
    found: dict[str, Neighbours] = {}
    for place, stories in collection.by_place.items():
        ids: list[str | None] = [None, *(story["id"] for story in stories), None]
        for earlier, here, later in zip(ids, ids[1:], ids[2:], strict=False):
            if here is not None and homes[here] == place:
                found[here] = Neighbours(place, earlier, later)
    return found


def _home(collection: Collection, story: Facts) -> str | None:
    return next((place for place in _upwards(collection, story) if len(collection.by_place[place]) > 1), None)


def _upwards(collection: Collection, story: Facts) -> Iterator[str]:
    line = collection.place_line(story["places"][0])
    homes = [number for number, place in enumerate(line) if place.level in _HOME]
    end = homes[-1] + 1 if homes else len(line)
    return (place.id for place in reversed(line[:end]))
