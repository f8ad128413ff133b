"""Where a place, a role and a month cross: which stories stand there, which crossings get a page, where the others lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import chain, product
from typing import NamedTuple

from plugins.pages.collection import Collection, Facts
from plugins.vocabulary.model import Place

#: A crossing of fewer stories has no page: it leads to the story itself.
LEAST = 2
#: Below the county there are too few stories to choose among. Of the zones only the archive's own are so large.
_WIDE = frozenset({"province", "city", "district"})


def is_wide(place: Place) -> bool:
    """Whether a place is wide enough to be crossed with roles and months."""
    return place.level in _WIDE or (place.level == "zone" and place.code is None)


class Crossing(NamedTuple):
    """A choice of a place, a role and a month; one of them alone is the page of that place, role or month."""

    place: str | None = None
    role: str | None = None
    month: str | None = None

    @property
    def path(self) -> str:
        """Where its page stands below an edition: ``places/hubei/roles/volunteer/2020-02/``."""
        place, role, month = self
        if place and role:
            return f"places/{place}/roles/{role}/{f'{month}/' if month else ''}"
        if month and (place or role):
            return f"{f'places/{place}' if place else f'roles/{role}'}/months/{month}/"
        if month:
            return f"dates/{month.replace('-', '/')}/"
        return f"places/{place}/" if place else f"roles/{role}/"

    @property
    def alone(self) -> bool:
        """Whether it is one place, role or month, which crosses nothing."""
        return self.count(None) == len(self) - 1

    def wider(self) -> Iterator[Crossing]:
        """What it is with one of its parts taken away; the place is kept longest, then the role."""
        place, role, month = self
        if month and (place or role):
            yield Crossing(place, role, None)
        if role and (place or month):
            yield Crossing(place, None, month)
        if place and (role or month):
            yield Crossing(None, role, month)


class Crossings:
    """All crossings of an archive.

    A crossing has a page where at least two stories stand in it, fewer than in each wider choice, and not all in one part of
    its place or in one narrower role: no page repeats the list of one that it narrows or that narrows it. A page that exists
    stays, however many stories come.
    """

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        #: Where a crossing leads (:meth:`_lead`), found once for both editions.
        self.lead: Callable[[Crossing], Crossing | Facts] = cache(self._lead)

    def stories(self, crossing: Crossing) -> list[Facts]:
        """The stories of a crossing, or of one place, role or month, from the oldest to the newest; each once."""
        return self._stories.get(crossing, [])

    @cached_property
    def _stories(self) -> dict[Crossing, list[Facts]]:
        collection = self.collection
        found = {Crossing(place): stories for place, stories in collection.by_place.items()}
        found |= {Crossing(None, role): stories for role, stories in collection.by_role.items()}
        found |= {Crossing(None, None, month): stories for month, stories in collection.by_month.items()}
        for story in collection.stories:
            for crossing in self._crossings_of(story):
                found.setdefault(crossing, []).append(story)
        return found

    def _crossings_of(self, story: Facts) -> Iterator[Crossing]:
        line, above = self.collection.place_line, self.collection.role_line
        places = dict.fromkeys(node.id for one in story["places"] for node in line(one) if is_wide(node))
        roles = dict.fromkeys(node.id for one in story["roles"] for node in above(one))
        months = dict.fromkeys(story["months"])
        yield from (Crossing(place, role) for place, role in product(places, roles))
        yield from (Crossing(place, None, month) for place, month in product(places, months))
        yield from (Crossing(None, role, month) for role, month in product(roles, months))
        yield from (Crossing(*parts) for parts in product(places, roles, months))

    @cached_property
    def parts(self) -> dict[Crossing, list[Crossing]]:
        """The same choice in the parts of its place, or in provinces and zones where it has none; most stories first."""
        parts: dict[Crossing, list[Crossing]] = {}
        for crossing in sorted(self._stories, key=lambda one: (-len(self._stories[one]), one.place or "")):
            if crossing.place and not crossing.alone:
                parent = self.collection.place_line(crossing.place)[-1].parent
                parts.setdefault(crossing._replace(place=parent), []).append(crossing)
        return parts

    @cached_property
    def pages(self) -> dict[Crossing, list[Facts]]:
        """The crossings that have a page, with their stories."""
        return {
            crossing: stories
            for crossing, stories in self._stories.items()
            if len(stories) >= LEAST and not crossing.alone and self._same(crossing) is None
        }

    def _lead(self, crossing: Crossing) -> Crossing | Facts:
        """Where a crossing that has stories leads: to its page, to another with the same list, or to its only story."""
        if crossing in self.pages or crossing.alone:
            return crossing
        stories, same = self.stories(crossing), self._same(crossing)
        return stories[0] if same is None or len(stories) < LEAST else self.lead(same)

    def _same(self, crossing: Crossing) -> Crossing | None:
        """A choice next to a crossing that has the same stories: a wider one, else one of a part or of a narrower role."""
        count = len(self.stories(crossing))
        roles = self.collection.role_children.get(crossing.role, ()) if crossing.role else ()
        narrower = (crossing._replace(role=role) for role in roles)
        beside = chain(crossing.wider(), self.parts.get(crossing, ()) if crossing.place else (), narrower)
        return next((one for one in beside if len(self.stories(one)) == count), None)
