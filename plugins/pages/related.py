"""Which stories stand close to one another: the same people, the same place, the same role, the same words."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from plugins.pages.collection import Collection, Facts

#: How many related stories a story shows.
MOST = 4
#: What a shared term counts. A person counts most; a place the more, the smaller it is.
WEIGHTS = {"person": 8, "village": 6, "zone": 5, "town": 5, "district": 4, "city": 2, "role": 2, "word": 1}
#: A term that more stories share than this says little, and would make one new story touch the pages of many.
COMMON = 60

#: The rule by which stories are related: what was worked out by another one is not taken over.
RULE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
#: Stands among the remembered terms for the story's first day, which decides ties.
_FIRST = ""


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
    sharing = _sharing(own)
    known = known if known is not None and known.get("rule") == RULE else None
    stale = set(own) if known is None else _touched(collection, own, sharing, known["terms"])
    days = {story["id"]: _day(story["first"]) for story in collection.stories}
    kept = {} if known is None else known["result"]
    return {
        story_id: kept[story_id] if story_id not in stale else _nearest(story_id, weights, sharing, days)
        for story_id, weights in own.items()
    }


def _sharing(own: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The stories that have each term."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for story_id, weights in own.items():
        for term in weights:
            sharing[term].append(story_id)
    return sharing


def _nearest(
    story_id: str, weights: Mapping[str, int], sharing: Mapping[str, Sequence[str]], days: Mapping[str, int]
) -> list[str]:
    scores: dict[str, int] = defaultdict(int)
    for term, weight in weights.items():
        if len(sharing[term]) <= COMMON:
            for candidate in sharing[term]:
                scores[candidate] += weight
    scores.pop(story_id, None)
    here = days[story_id]
    return heapq.nsmallest(MOST, scores, key=lambda one: (-scores[one], abs(days[one] - here), one))


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _touched(
    collection: Collection,
    own: Mapping[str, Mapping[str, int]],
    sharing: Mapping[str, Sequence[str]],
    before: Mapping[str, Mapping[str, Any]],
) -> set[str]:
    """The stories whose list may differ from the known one, given what was remembered of every story's terms."""
    now = {story_id: _remembered(collection.by_id[story_id], weights) for story_id, weights in own.items()}
    changed = [story_id for story_id in {*before, *now} if before.get(story_id) != now.get(story_id)]
    touched = {story_id for story_id in changed if story_id in own}
    counts = Counter(term for weights in before.values() for term in weights)
    for term in {term for story_id in changed for one in (before, now) for term in one.get(story_id, ())}:
        if min(counts[term], len(sharing.get(term, ()))) <= COMMON:  # what was and is common counted and counts nothing
            touched.update(sharing.get(term, ()))
    return touched


def _remembered(story: Facts, weights: Mapping[str, int]) -> dict[str, Any]:
    return {**weights, _FIRST: story["first"]}


def remember(collection: Collection, result: Mapping[str, list[str]]) -> dict[str, Any]:
    """What a later call needs to work out only what changed, as plain data."""
    return {
        "rule": RULE,
        "result": dict(result),
        "terms": {story["id"]: _remembered(story, terms(story, collection)) for story in collection.stories},
    }
