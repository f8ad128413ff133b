"""The archive as a whole: its stories in order, and which of them belong to each place, role, person, month and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from plugins.hanzi.scripts import Forms
from plugins.vocabulary.model import Place, Role
from plugins.vocabulary.vocabulary import Vocabulary

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Individual:
    """A person across the archive: id, both forms of the name, other names in use."""

    id: str
    forms: Forms
    aliases: tuple[str, ...]


@dataclass
class Collection:
    """The stories that the site shows, from the oldest to the newest.

    Attributes:
        stories: the facts of each (``plugins.stories.facts``), sorted by their first day, then last day, then id.
        vocabulary: names and ancestors of places and roles.
        withdrawn: the facts of stories that were taken down; only their addresses remain.
    """

    stories: Sequence[Facts]
    vocabulary: Vocabulary
    withdrawn: Sequence[Facts] = ()

    @classmethod
    def of(cls, facts: Iterable[Facts], vocabulary: Vocabulary) -> Collection:
        """Sort the facts of all stories."""
        ordered = sorted(facts, key=lambda story: (story["first"], story["last"], story["id"]))
        shown = [story for story in ordered if story["status"] != "withdrawn"]
        return cls(shown, vocabulary, [story for story in ordered if story["status"] == "withdrawn"])

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
        return self._group(lambda story: map(str, range(int(story["first"][:4]), int(story["last"][:4]) + 1)))

    @cached_property
    def people(self) -> dict[str, Individual]:
        """Everybody whom a story lists, by id, in order of id."""
        found: dict[str, Individual] = {}
        aliases: dict[str, set[str]] = {}
        for story in self.stories:
            for person in story["people"]:
                found.setdefault(person["id"], Individual(person["id"], Forms(person["hans"], person["hant"]), ()))
                aliases.setdefault(person["id"], set()).update(person["aliases"])
        return {key: Individual(key, found[key].forms, tuple(sorted(aliases[key]))) for key in sorted(found)}

    @cached_property
    def _place_lines(self) -> dict[str, tuple[Place, ...]]:
        return {}

    def place_line(self, place_id: str) -> tuple[Place, ...]:
        """A place with its ancestors before it, from the root down."""
        line = self._place_lines.get(place_id)
        if line is None:
            gazetteer = self.vocabulary.places
            line = self._place_lines[place_id] = (*gazetteer.ancestors(place_id), gazetteer.get(place_id))
        return line

    def role_line(self, role_id: str) -> tuple[Role, ...]:
        """A role with the broader ones before it, from the root down."""
        return (*self.vocabulary.roles.ancestors(role_id), self.vocabulary.roles.get(role_id))

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
    def role_children(self) -> dict[str | None, list[str]]:
        """The roles with stories directly below each role (None: the roots), most stories first."""
        return _children({role_id: self.role_line(role_id)[-1].parent for role_id in self.by_role}, self.by_role)


def _children(parents: Mapping[str, str | None], stories: Mapping[str, Sequence[Facts]]) -> dict[str | None, list[str]]:
    children: dict[str | None, list[str]] = {}
    for node in sorted(parents, key=lambda node: (-len(stories[node]), node)):
        children.setdefault(parents[node], []).append(node)
    return children
