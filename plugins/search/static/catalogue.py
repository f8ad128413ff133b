"""The catalogue of the base, column by column, as browsers read it; and what has changed in it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

#: As ``index.catalogue_as_json`` gives it: kind -> id -> [Simplified, Traditional, parent, other names].
Stored: TypeAlias = Mapping[str, Mapping[str, Sequence[Any]]]


def ids_of(catalogue: Stored) -> dict[str, list[str]]:
    """The ids of each kind, in the order in which columns number them."""
    return {kind: sorted(entries) for kind, entries in catalogue.items()}


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
