"""The catalogue of the base, column by column, as browsers read it; and what has changed in it since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

#: As ``index.catalogue_as_json`` gives it: kind -> id -> [Simplified, Traditional, parent, other names].
Stored: TypeAlias = Mapping[str, Mapping[str, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Base:
    """The catalogue that a base was written with.

    Attributes:
        ids: those of each kind, in the order in which columns number them.
        data: all of it as JSON; read only when it is needed, for there may be many people.
    """

    ids: Mapping[str, Sequence[str]]
    data: bytes

    @classmethod
    def of(cls, data: bytes) -> Self:
        """From a catalogue as the index stores it."""
        return cls({kind: sorted(entries) for kind, entries in json.loads(data).items()}, data)

    @property
    def catalogue(self) -> Stored:
        """The entries of each kind."""
        found: Stored = json.loads(self.data)
        return found


def packed(entries: Mapping[str, Sequence[Any]]) -> list[list[Any]]:
    """The entries of one kind as columns: ids, names in both scripts ("" where they are one), parents, other names."""
    rows = sorted(entries.items())
    return [
        [id_ for id_, _ in rows],
        [hans for _, (hans, *_) in rows],
        [hant if hant != hans else "" for _, (hans, hant, *_) in rows],
        [parent for _, (_, _, parent, *_) in rows],
        [list(names) for _, (_, _, _, names) in rows],
    ]


def differences(base: Stored, now: Stored) -> dict[str, dict[str, Any]]:
    """New and other entries of each kind, and None for those that are gone; nothing where nothing differs."""
    found = {
        kind: {
            id_: now[kind].get(id_)
            for id_ in sorted({*base[kind], *now[kind]})
            if base[kind].get(id_) != now[kind].get(id_)
        }
        for kind in now
    }
    return found if any(found.values()) else {}
