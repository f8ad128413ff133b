"""The names by which places may stand in a text: full ones, short ones, streets as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.hanzi.fold import fold
from plugins.vocabulary import atlas as shipped
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.model import Level, Place

#: What the name of a town ends in; others of the towns' table (林业局, 开发区) are words.
_TOWN = tuple(map(fold, ("街道", "镇", "乡", "苏木")))
_STREET = fold("街道")
#: How else a street is written: 夜明珠街办, 北郊办事处, 珞南街.
_STREETS = tuple(map(fold, ("街办", "街道办", "街道办事处", "办事处", "街")))
_TOWN_CODE, _SHORT_ZONE = 9, 4
RANK: dict[Level, int] = {"province": 0, "city": 1, "district": 2, "zone": 3, "town": 3, "village": 4}


@dataclass(frozen=True, slots=True)
class Name:
    """What a name means: in full, or as a short name that needs more."""

    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    adjacent: tuple[str, ...] = ()


class Names:
    """The names of every place of a gazetteer, by what may stand in a text, folded."""

    def __init__(self, places: Gazetteer) -> None:
        self._places = places
        self._names: dict[str, dict[str, list[str]]] = {}
        self._own = own_places(places)
        self._learn()

    def automaton(self) -> Any:
        """All names at once, as an Aho-Corasick automaton whose values are (length, Name); None where there are none."""
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for key, kinds in self._names.items():
            automaton.add_word(
                key, (len(key), Name(*(tuple(kinds.get(kind, ())) for kind in ("full", "short", "adjacent"))))
            )
        if not self._names:
            return None
        automaton.make_automaton()
        return automaton

    def _learn(self) -> None:
        table = shipped.atlas()
        for index in range(len(table.ids)):
            row = table.row(index)
            level, hans, code = row[1], row[2], row[4]
            if level in {"town", "zone"} and len(code) == _TOWN_CODE:
                if fold(hans).endswith(_TOWN) or len(hans) > _SHORT_ZONE + 1:
                    self._full(table.id(index), (hans, row[3]), row[5].split("|"))
            else:
                self._shipped(self._places.get(table.id(index)))
        for place in self._places.own:
            self._full(place.id, (place.forms.hans, place.forms.hant), (*place.aliases, *place.former))

    def _full(self, place_id: str, forms: Iterable[str], more: Iterable[str] = ()) -> None:
        for name in {fold(one) for one in (*forms, *more) if len(one) > 1}:
            if len(name) == 2 and place_id not in self._own:  # noqa: PLR2004
                continue
            self._add(name, "full", place_id)
            if name.endswith(_STREET) and len(name) > 3:  # noqa: PLR2004
                for ending in _STREETS:
                    self._add(name.removesuffix(_STREET) + ending, "full", place_id)

    def _shipped(self, place: Place) -> None:
        """A province, city or district, with the short names that are believed of it."""
        kind = "short" if RANK[place.level] < RANK["district"] else "adjacent"
        for name in {
            fold(one) for one in (place.forms.hans, place.forms.hant, *place.aliases, *place.former) if len(one) > 1
        }:
            whole = name in {fold(place.forms.hans), fold(place.forms.hant)} or name in set(map(fold, place.former))
            self._add(name, "full" if whole and len(name) > 2 else kind, place.id)  # noqa: PLR2004

    def _add(self, name: str, kind: str, place_id: str) -> None:
        ids = self._names.setdefault(name, {}).setdefault(kind, [])
        if place_id not in ids:
            ids.append(place_id)


def own_places(places: Gazetteer) -> set[str]:
    """The ids of the places that are the editors' own."""
    return {place.id for place in places.own if place.code is None}
