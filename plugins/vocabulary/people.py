"""People whose names the editors have settled in both scripts, from ``people.yaml``."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.faults import Fault
from plugins.vocabulary.entries import EntryFile
from plugins.vocabulary.model import Person
from plugins.vocabulary.register import Register


class People:
    """The register of people. Most people of the stories are not in it, so an unknown name is no fault."""

    def __init__(self, people: Register[Person] | None = None) -> None:
        self._people = people or _Register()

    def find(self, name: str) -> Person | None:
        """The person with this name (either script), alias or id; None for somebody who is not registered.

        Raises:
            AmbiguousName: two registered people bear the name; with their ids, one of which must be given.
        """
        return self._people.lookup(name)

    def get(self, person_id: str) -> Person:
        """The person with this id.

        Raises:
            KeyError: there is none.
        """
        return self._people.get(person_id)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)


class _Register(Register[Person]):
    kind = "person"


def read(text: str, path: str = "vocabulary/people.yaml") -> tuple[People, list[Fault]]:
    """The people of the editors' file, ``- {id, hans, hant, aliases}``, and what is wrong with it.

    Args:
        text: the file's text.
        path: the file, as faults name it.
    """
    file = EntryFile(text, path)
    people: dict[str, Person] = {}
    for entry in file:
        entry.only("id", "hans", "hant", "aliases")
        slug, forms, aliases = entry.slug(), entry.forms(), entry.texts("aliases")
        if slug in people:
            entry.fault("duplicate-id", f"人物 id “{slug}” 写了两次", "请换一个 id，或合并这两项", "id")
        elif slug and forms:
            people[slug] = Person(slug, forms, aliases)
    return People(_Register(people.values())), file.faults
