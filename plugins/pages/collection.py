"""The archive as a whole: its stories in order, and which of them belong to each place, role, person, month and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from plugins.hanzi.scripts import Forms
from plugins.vocabulary.gazetteer import UNPLACED
from plugins.vocabulary.model import Place, Role
from plugins.vocabulary.vocabulary import Vocabulary

Facts = Mapping[str, Any]

#: Where stories stand whose source is no outlet of the vocabulary, and those whose source nobody knows.
OTHERS, UNKNOWN = "others", "unknown"


@dataclass(frozen=True, slots=True)
class Individual:
    """A person across the archive: id, both forms of the name, other names in use."""

    id: str
    forms: Forms
    names: tuple[Forms, ...]

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names in either script, each once."""
        return tuple(dict.fromkeys(form for name in self.names for form in (name.hans, name.hant)))


@dataclass
class Collection:
    """The stories that the site shows, from the oldest to the newest.

    Attributes:
        stories: the facts of each (``plugins.stories.facts``), sorted by their first day, then last day, then id.
        vocabulary: names and ancestors of places and roles.
        withdrawn: the facts of stories that were taken down (``plugins.stories.tombstone``), sorted by id; only their addresses remain.
    """

    stories: Sequence[Facts]
    vocabulary: Vocabulary
    withdrawn: Sequence[Facts] = ()
    _place_lines: dict[str, tuple[Place, ...]] = field(default_factory=dict, init=False, repr=False)
    _role_lines: dict[str, tuple[Role, ...]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, facts: Iterable[Facts], vocabulary: Vocabulary) -> Collection:
        """Sort the facts of all stories."""
        stories: list[Facts] = []
        withdrawn: list[Facts] = []
        for one in facts:
            (withdrawn if one["status"] == "withdrawn" else stories).append(one)
        stories.sort(key=lambda story: (story["first"], story["last"], story["id"]))
        return cls(stories, vocabulary, sorted(withdrawn, key=lambda story: str(story["id"])))

    @cached_property
    def by_id(self) -> dict[str, Facts]:
        """Every story by its id."""
        return {story["id"]: story for story in self.stories}

    def _group(self, keys: Callable[[Facts], Iterable[str]]) -> dict[str, list[Facts]]:
        groups: dict[str, list[Facts]] = {}
        for story in self.stories:
            for key in dict.fromkeys(keys(story)):
                groups.setdefault(key, []).append(story)
        return groups

    @cached_property
    def by_place(self) -> dict[str, list[Facts]]:
        """The stories of each place and all its parts, each story once."""
        return self._group(lambda story: self._with_ancestors(story["places"], self.place_line))

    @cached_property
    def by_role(self) -> dict[str, list[Facts]]:
        """The stories of each role and all narrower ones, each story once."""
        return self._group(lambda story: self._with_ancestors(story["roles"], self.role_line))

    @cached_property
    def by_person(self) -> dict[str, list[Facts]]:
        """The stories that list each person."""
        return self._group(lambda story: (person["id"] for person in story["people"]))

    @cached_property
    def by_month(self) -> dict[str, list[Facts]]:
        """The stories of each month ("2020-02") that their date reaches into."""
        return self._group(lambda story: story["months"])

    @cached_property
    def by_year(self) -> dict[str, list[Facts]]:
        """The stories of each year that their date reaches into."""
        return self._group(
            lambda story: (f"{year:04}" for year in range(int(story["first"][:4]), int(story["last"][:4]) + 1))
        )

    @cached_property
    def by_source(self) -> dict[str, list[Facts]]:
        """The stories of each outlet, of other sources, and of unknown ones."""
        return self._group(lambda story: [source_key(story)])

    @cached_property
    def people(self) -> dict[str, Individual]:
        """Everybody whom a story lists, by id, in order of id."""
        found: dict[str, Forms] = {}
        names: dict[str, set[Forms]] = {}
        for story in self.stories:
            for person in story["people"]:
                found.setdefault(person["id"], Forms(person["hans"], person["hant"]))
                names.setdefault(person["id"], set()).update(Forms(*forms) for forms in person["aliases"])
        return {key: Individual(key, found[key], tuple(sorted(names[key]))) for key in sorted(found)}

    def place_line(self, place_id: str) -> tuple[Place, ...]:
        """A place with its ancestors before it, from the root down."""
        line = self._place_lines.get(place_id)
        if line is None:
            gazetteer = self.vocabulary.places
            line = self._place_lines[place_id] = (*gazetteer.ancestors(place_id), gazetteer.get(place_id))
        return line

    def role_line(self, role_id: str) -> tuple[Role, ...]:
        """A role with the broader ones before it, from the root down."""
        line = self._role_lines.get(role_id)
        if line is None:
            thesaurus = self.vocabulary.roles
            line = self._role_lines[role_id] = (*thesaurus.ancestors(role_id), thesaurus.get(role_id))
        return line

    @staticmethod
    def _with_ancestors(ids: Iterable[str], line: Callable[[str], Iterable[Place | Role]]) -> Iterator[str]:
        for one in ids:
            for node in line(one):
                yield node.id

    @cached_property
    def place_children(self) -> dict[str | None, list[str]]:
        """The places with stories directly below each place (None: the roots), most stories first."""
        return _children({place_id: self.place_line(place_id)[-1].parent for place_id in self.by_place}, self.by_place)

    @cached_property
    def place_siblings(self) -> dict[str | None, list[str]]:
        """As :attr:`place_children`, in the order of the gazetteer, which no new story changes."""
        order = self.vocabulary.places.children
        known = {parent: [place.id for place in order(parent)] for parent in self.place_children}
        known[None] += [place for place in self.unplaced if place not in known[None]]
        return {parent: [place for place in places if place in self.by_place] for parent, places in known.items()}

    @cached_property
    def provinces(self) -> list[str]:
        """The roots of the tree of places, most stories first."""
        return [place for place in self.place_children.get(None, []) if not _is_unplaced(place)]

    @cached_property
    def unplaced(self) -> list[str]:
        """The places whose parents nobody knows, most stories first."""
        return [place for place in self.place_children.get(None, []) if _is_unplaced(place)]

    @cached_property
    def role_children(self) -> dict[str | None, list[str]]:
        """The roles with stories directly below each role (None: the roots), most stories first."""
        return _children({role_id: self.role_line(role_id)[-1].parent for role_id in self.by_role}, self.by_role)


def source_key(story: Facts) -> str:
    """Under which of the sources a story stands: its outlet's id, or what stands for none."""
    source = story["source"]
    return source["outlet"] or (OTHERS if source["known"] else UNKNOWN)


def _is_unplaced(place_id: str) -> bool:
    return place_id.startswith(f"{UNPLACED}/")


def _children(parents: Mapping[str, str | None], stories: Mapping[str, Sequence[Facts]]) -> dict[str | None, list[str]]:
    children: dict[str | None, list[str]] = {}
    for node in sorted(parents, key=lambda node: (-len(stories[node]), node)):
        children.setdefault(parents[node], []).append(node)
    return children
