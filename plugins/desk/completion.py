"""Completion at the desk: every place, role, person and outlet that the vocabulary knows, as an editor begins to type it.

Characters of either script, pinyin or initials; what the archive's own stories use most comes first. The comparing is search's
(:class:`plugins.search.suggest.Finder`), which completes only what stories already carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from plugins.desk.place_keys import place_keys, readings_of
from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.search.suggest import Finder, Keys
from plugins.search.suggest_keys import typed
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.model import Level, Outlet, Person, Role
from plugins.vocabulary.thesaurus import Thesaurus
from plugins.vocabulary.vocabulary import Vocabulary

Kind = Literal["place", "role", "person", "source"]

#: How wide a place is: of two that stories use alike, the wider one is likelier.
_LEVELS: Mapping[Level, int] = {"province": 5, "city": 4, "district": 3, "zone": 2, "town": 1, "village": 1}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list under a field.

    Attributes:
        kind, id: what it is.
        value: what to write into the front matter, without doubt: 湖北省/襄阳市/樊城区, 志愿者.
        label: its name.
        detail: what tells it from others of that name: the places above it, the broader role, other names; may be empty.
    """

    kind: Kind
    id: str
    value: str
    label: str
    detail: str = ""


class Completion:
    """Completion over one vocabulary; may be used by several threads. Each kind is made ready when it is first asked for."""

    def __init__(self, vocabulary: Vocabulary, used: Callable[[], Mapping[tuple[Kind, str], int]] = dict) -> None:
        """Take a vocabulary.

        Args:
            vocabulary: what there is.
            used: tells how many stories use an entry, by kind and id; asked when a kind is made ready.
        """
        self._vocabulary = vocabulary
        self._used = used

    def places(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The places that go on as typed."""
        gazetteer = self._vocabulary.places
        return [_place(gazetteer, one, script) for one in self._places.find(text, limit)]

    def roles(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The roles that go on as typed."""
        thesaurus = self._vocabulary.roles
        return [_role(thesaurus, one, script) for one in self._roles.find(text, limit)]

    def people(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The people of the register that go on as typed; namesakes are told apart by their ids."""
        return [_person(self._vocabulary.people.get(one), script) for one in self._people.find(text, limit)]

    def sources(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The outlets that go on as typed."""
        return [_outlet(self._vocabulary.outlets.get(one), script) for one in self._outlets.find(text, limit)]

    def warm(self) -> None:
        """Make every kind ready now."""
        for kind in (self.places, self.roles, self.people, self.sources):
            kind("a", 1)

    @cached_property
    def _places(self) -> _Ready:
        found = ((_LEVELS[one.place.level], one.place.id, one) for one in place_keys(self._vocabulary.places))
        return _Ready("place", found, self._used())

    @cached_property
    def _roles(self) -> _Ready:
        return _Ready("role", map(_named, self._vocabulary.roles), self._used())

    @cached_property
    def _people(self) -> _Ready:
        return _Ready("person", map(_named, self._vocabulary.people), self._used())

    @cached_property
    def _outlets(self) -> _Ready:
        return _Ready("source", map(_named, self._vocabulary.outlets), self._used())


class _Ready:
    """One kind, ready to be asked: what stories use most comes first, then what is wider."""

    def __init__(
        self, kind: Kind, entries: Iterable[tuple[int, str, Keys]], used: Mapping[tuple[Kind, str], int]
    ) -> None:
        best = sorted(entries, key=lambda one: (-used.get((kind, one[1]), 0), -one[0], one[1]))
        self._ids = [id_ for _, id_, _ in best]
        self._finder = Finder(keys for _, _, keys in best)

    def find(self, text: str, limit: int) -> list[str]:
        """The ids of the entries that go on as typed, best first, at most so many."""
        return [self._ids[number] for number in self._finder.find(text, limit)]


class _EntryKeys(NamedTuple):
    """What a role, a person or an outlet is found by."""

    names: Sequence[str]
    aliases: Sequence[str]
    readings: Sequence[str]


def _named(one: Role | Person | Outlet) -> tuple[int, str, Keys]:
    """An entry of a vocabulary with its keys; none is wider than another."""
    own = tuple(dict.fromkeys(typed(one.forms.in_script(script)) for script in SCRIPTS))
    others = tuple(name for name in dict.fromkeys(map(typed, one.aliases)) if name not in own)
    return 0, one.id, _EntryKeys(own, others, readings_of(one.forms.hans, one.id))


def _place(gazetteer: Gazetteer, place_id: str, script: Script) -> Choice:
    path = gazetteer.path_name(place_id, script)
    above, _, label = path.rpartition("/")
    return Choice("place", place_id, path, label, above)


def _role(thesaurus: Thesaurus, role_id: str, script: Script) -> Choice:
    role = thesaurus.get(role_id)
    above = "/".join(one.forms.in_script(script) for one in thesaurus.ancestors(role_id))
    name = role.forms.in_script(script)
    return Choice("role", role_id, name, name, above or "、".join(role.aliases))


def _person(person: Person, script: Script) -> Choice:
    name = person.forms.in_script(script)
    return Choice("person", person.id, name, name, "、".join((person.id, *person.aliases)))


def _outlet(outlet: Outlet, script: Script) -> Choice:
    name = outlet.forms.in_script(script)
    return Choice("source", outlet.id, name, name, "、".join(outlet.aliases))
