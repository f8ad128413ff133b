"""Which stories stand close to one another: the same people, the same place, the same role, the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plugins.pages.collection import Collection, Facts

#: How many related stories a story shows.
MOST = 4
#: What a shared term counts. A person counts most; a place the more, the smaller it is.
WEIGHTS = {"person": 8, "village": 6, "zone": 5, "town": 5, "district": 4, "city": 2, "role": 2, "word": 1}
#: A term that more stories share than this says little, and would make one new story touch the pages of many.
COMMON = 60


def terms(story: Facts, collection: Collection) -> dict[str, int]:
    """What links a story to others, with its weight: its people, its places below the province, its roles, its own words."""
    found: dict[str, int] = {}
    for person in story["people"]:
        found[f"person:{person['id']}"] = WEIGHTS["person"]
    for place_id in story["places"]:
        for place in collection.place_line(place_id):
            if place.level != "province":
                found[f"place:{place.id}"] = WEIGHTS[place.level]
    for role in story["roles"]:
        found[f"role:{role}"] = WEIGHTS["role"]
    for word in story["keywords"]:
        found[f"word:{word}"] = WEIGHTS["word"]
    return found


def related(collection: Collection, known: Mapping[str, Any] | None = None) -> dict[str, list[str]]:
    """The related stories of every story, best first.

    A pure function of the front matter and of each story's own keywords: stories are scored by the weights of the terms that
    they share; ties go to the nearer date, then to the id. Only stories that share a term can be related, so a change of one
    story touches only those that share a term with it, before or after.

    Args:
        collection: the archive.
        known: the ``result`` and the ``terms`` of an earlier call (:func:`remember`); stories that no change can have touched
            are taken from it.
    """
    own = {story["id"]: terms(story, collection) for story in collection.stories}
    sharing: dict[str, list[str]] = defaultdict(list)
    for story_id, weights in own.items():
        for term in weights:
            sharing[term].append(story_id)
    stale = _touched(collection, own, sharing, known)
    result = (
        {} if known is None else {key: ids for key, ids in known["result"].items() if key in own and key not in stale}
    )
    for story_id in stale:
        result[story_id] = _nearest(collection.by_id[story_id], own[story_id], sharing, collection)
    return result


def _nearest(
    story: Facts, weights: Mapping[str, int], sharing: Mapping[str, Sequence[str]], collection: Collection
) -> list[str]:
    scores: dict[str, int] = defaultdict(int)
    for term, weight in weights.items():
        if len(sharing[term]) <= COMMON:
            for candidate in sharing[term]:
                scores[candidate] += weight
    scores.pop(story["id"], None)

    def order(candidate: str) -> tuple[int, int, str]:
        twin = collection.by_id[candidate]
        return -scores[candidate], abs(_days(twin["first"]) - _days(story["first"])), candidate

    return sorted(scores, key=order)[:MOST]


def _days(day: str) -> int:
    year, month, date = map(int, day.split("-"))
    return (year * 12 + month) * 31 + date


def _touched(
    collection: Collection,
    own: Mapping[str, Mapping[str, int]],
    sharing: Mapping[str, Iterable[str]],
    known: Mapping[str, Any] | None,
) -> set[str]:
    """The stories whose list may differ from the known one."""
    if known is None:
        return set(own)
    before: Mapping[str, Any] = known["terms"]
    now = {story_id: _remembered(collection.by_id[story_id], weights) for story_id, weights in own.items()}
    changed = [story_id for story_id in {*before, *now} if before.get(story_id) != now.get(story_id)]
    touched = {story_id for story_id in changed if story_id in own}
    for story_id in changed:
        for term in {*before.get(story_id, {}), *now.get(story_id, {})}:
            touched.update(sharing.get(term, ()))
    return touched


def _remembered(story: Facts, weights: Mapping[str, int]) -> dict[str, Any]:
    return {**weights, "": story["first"]}


def remember(collection: Collection, result: Mapping[str, list[str]]) -> dict[str, Any]:
    """What a later call needs to work out only what changed, as plain data."""
    return {
        "result": dict(result),
        "terms": {story["id"]: _remembered(story, terms(story, collection)) for story in collection.stories},
    }
