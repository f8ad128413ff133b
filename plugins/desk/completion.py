"""Completion at the desk: every place, role, person and outlet that the vocabulary knows, as an editor begins to type it.

Characters of either script, pinyin or initials; what the archive's own stories use most comes first. The comparing is search's
(:class:`plugins.search.suggest.Suggester`), which completes only what stories already carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.search.suggest import Candidate, Suggester
from plugins.search.suggest_keys import title_reading, typed
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.model import Level, Outlet, Person, Place, Role
from plugins.vocabulary.thesaurus import Thesaurus
from plugins.vocabulary.vocabulary import Vocabulary

Kind = Literal["place", "role", "person", "source"]
Entry = TypeVar("Entry", Place, Role, Person, Outlet)

#: How much the level of a place weighs beside one story: of two that nobody used yet, the wider one is likelier.
_WEIGHT: Mapping[Level, int] = {"province": 5, "city": 4, "district": 3, "zone": 2, "town": 1, "village": 1}
_STORY = 10


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
        return [_place(gazetteer, one.id, script) for one in self._places.find(text, limit)]

    def roles(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The roles that go on as typed."""
        thesaurus = self._vocabulary.roles
        return [_role(thesaurus, one.id, script) for one in self._roles.find(text, limit)]

    def people(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The people of the register that go on as typed; namesakes are told apart by their ids."""
        return [_person(self._vocabulary.people.get(one.id), script) for one in self._people.find(text, limit)]

    def sources(self, text: str, limit: int = 10, script: Script = "hans") -> list[Choice]:
        """The outlets that go on as typed."""
        return [_outlet(self._vocabulary.outlets.get(one.id), script) for one in self._outlets.find(text, limit)]

    def warm(self) -> None:
        """Make every kind ready now."""
        for kind in (self.places, self.roles, self.people, self.sources):
            kind("a", 1)

    @cached_property
    def _places(self) -> Suggester:
        gazetteer = self._vocabulary.places
        return Suggester(self._candidates("place", gazetteer, lambda one: _paths(gazetteer, one)))

    @cached_property
    def _roles(self) -> Suggester:
        return Suggester(self._candidates("role", self._vocabulary.roles, lambda one: one.aliases))

    @cached_property
    def _people(self) -> Suggester:
        return Suggester(self._candidates("person", self._vocabulary.people, lambda one: one.aliases))

    @cached_property
    def _outlets(self) -> Suggester:
        return Suggester(self._candidates("source", self._vocabulary.outlets, lambda one: one.aliases))

    def _candidates(
        self, kind: Kind, entries: Iterable[Entry], more: Callable[[Entry], Iterable[str]]
    ) -> Iterator[Candidate]:
        used = self._used()
        for one in entries:
            own = dict.fromkeys(typed(one.forms.in_script(script)) for script in SCRIPTS)
            weight = _STORY * used.get((kind, one.id), 0)
            weight += _WEIGHT[one.level] if isinstance(one, Place) else 0
            yield Candidate(
                kind,
                one.id,
                one.forms,
                weight,
                one.forms,
                None,
                names=tuple(own),
                aliases=tuple(name for name in dict.fromkeys(map(typed, more(one))) if name not in own),
                readings=_readings(one.forms.hans, one.id.rpartition("/")[2].replace("-", " ")),
            )


def _readings(name: str, slug: str) -> tuple[str, ...]:
    """How a name is read, by words, and as its address spells it (漯河 is luohe, 陕西 shaanxi), syllable by syllable if possible."""
    reading = title_reading(name)
    return tuple(dict.fromkeys((reading, _respelled(reading.split(), slug) or slug)))


def _respelled(syllables: Sequence[str], slug: str) -> str:
    """A reading with the one syllable that the address spells otherwise: ``ta he shi`` with ``luohe`` is ``luo he shi``."""
    joined = slug.replace(" ", "")
    for end in range(len(syllables), 0, -1):
        for at in range(end):
            before, after = "".join(syllables[:at]), "".join(syllables[at + 1 : end])
            middle = joined[len(before) : len(joined) - len(after)]
            if middle and joined == before + middle + after:
                return " ".join((*syllables[:at], middle, *syllables[at + 1 :]))
    return ""


def _paths(gazetteer: Gazetteer, place: Place) -> Iterator[str]:
    """Other names of a place, and its whole path, so that 湖北樊城 leads there as it is typed."""
    yield from (*place.aliases, *place.former)
    if place.parent:
        for script in SCRIPTS:
            yield gazetteer.path_name(place.id, script).replace("/", "")


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
