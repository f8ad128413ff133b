"""The four kinds of the vocabulary at the desk: the file of each, its fields, its addresses, and how a name is looked up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from plugins.desk.vocabulary_edits.spelling import Kind
from plugins.hanzi.fold import fold
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.model import Outlet, Person, Place, Role
from plugins.vocabulary.naming import short
from plugins.vocabulary.vocabulary import Vocabulary

Entry = Place | Role | Person | Outlet

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind.

    Attributes:
        file: the name of its file in ``content/vocabulary/``.
        folder: where its pages stand in an edition.
        chinese: what editors call it.
        fields: what an entry says, in order.
    """

    file: str
    folder: str
    chinese: str
    fields: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its file, relative to the content folder."""
        return f"vocabulary/{self.file}.yaml"


SHAPES: Mapping[Kind, Shape] = {
    "place": Shape("places", "places", "地点", ("id", "hans", "hant", "level", "parent", "aliases", "former", "note")),
    "role": Shape("roles", "roles", "角色", ("id", "hans", "hant", "parent", "aliases", "general", "note")),
    "person": Shape("people", "people", "人物", ("id", "hans", "hant", "aliases")),
    "source": Shape("sources", "sources", "来源", ("id", "hans", "hant", "aliases", "url")),
}


def find(vocabulary: Vocabulary, kind: Kind, name: str) -> Entry:
    """The entry that a name means.

    Raises:
        UnknownName, AmbiguousName: as everywhere.
    """
    if kind == "place":
        return vocabulary.places.find(name)
    if kind == "role":
        return vocabulary.roles.find(name)
    if kind == "source":
        return vocabulary.outlets.find(name)
    person = vocabulary.people.find(name)
    if person is None:
        raise UnknownName("person", name)
    return person


def id_of(vocabulary: Vocabulary, kind: Kind, name: str) -> str | None:
    """The id of what a name means; None where that is nothing, or not clear."""
    try:
        return find(vocabulary, kind, name).id
    except (UnknownName, AmbiguousName):
        return None


def get(vocabulary: Vocabulary, kind: Kind, entry_id: str) -> Entry:
    """The entry with an id; KeyError where there is none."""
    if kind == "place":
        return vocabulary.places.get(entry_id)
    if kind == "person":
        return vocabulary.people.get(entry_id)
    return vocabulary.roles.get(entry_id) if kind == "role" else vocabulary.outlets.get(entry_id)


def entries_of(vocabulary: Vocabulary, kind: Kind) -> Iterable[Entry]:
    """All entries of a kind."""
    books: Mapping[Kind, Iterable[Entry]] = {
        "place": vocabulary.places,
        "role": vocabulary.roles,
        "person": vocabulary.people,
        "source": vocabulary.outlets,
    }
    return books[kind]


def ids(vocabulary: Vocabulary, kind: Kind) -> Container[object]:
    """All ids of a kind."""
    if kind == "place":
        return vocabulary.places
    return frozenset(one.id for one in entries_of(vocabulary, kind))


def names(entry: Entry) -> tuple[str, ...]:
    """Every name that is written for an entry, forms first."""
    former = entry.former if isinstance(entry, Place) else ()
    return tuple(dict.fromkeys((entry.forms.hans, entry.forms.hant, *entry.aliases, *former)))


def keys(entry: Entry) -> frozenset[str]:
    """What a text holds, folded, that may mean an entry: its names, a place's short one, its id."""
    brief = short(entry.forms.hans) if isinstance(entry, Place) else None
    return frozenset(map(fold, (*names(entry), *([brief] if brief else []), entry.id.rpartition("/")[2])))
