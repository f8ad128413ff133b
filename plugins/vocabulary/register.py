"""A small register of things with a form in both scripts and aliases: roles, people, outlets all look up alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Forms
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.nearest import nearest


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def forms(self) -> Forms: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=_Named)


class Register(Generic[T]):
    """Entries by id, and by every name in either script."""

    #: What an entry is called in messages, a key of ``errors.KINDS``.
    kind = "role"

    def __init__(self, entries: Iterable[T] = ()) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._full: dict[str, list[T]] = {}
        self._alias: dict[str, list[T]] = {}
        for entry in self._entries.values():
            for name in dict.fromkeys(map(fold, (entry.forms.hans, entry.forms.hant))):
                self._full.setdefault(name, []).append(entry)
            for name in dict.fromkeys(map(fold, entry.aliases)):
                self._alias.setdefault(name, []).append(entry)

    def get(self, entry_id: str) -> T:
        """The entry with this id.

        Raises:
            KeyError: there is none.
        """
        return self._entries[entry_id]

    def find(self, name: str) -> T:
        """The one entry that a name means: a form in either script, an alias, or an id.

        Raises:
            UnknownName: no entry bears the name; with the nearest ones.
            AmbiguousName: several do; with their ids.
        """
        found = self.lookup(name)
        if found is None:
            keys = nearest(fold(name).strip(), (*self._full, *self._alias))
            likely = [entry.forms.hans for key in keys for entry in self._full.get(key) or self._alias[key]]
            raise UnknownName(self.kind, name, dict.fromkeys(likely))
        return found

    def lookup(self, name: str) -> T | None:
        """As :meth:`find`, but None where no entry bears the name.

        Raises:
            AmbiguousName: several do; with their ids.
        """
        if name in self._entries:
            return self._entries[name]
        key = fold(name).strip()
        found = self._full.get(key) or self._alias.get(key) or ()
        if len(found) > 1:
            raise AmbiguousName(self.kind, name, [entry.id for entry in found])
        return found[0] if found else None

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)
