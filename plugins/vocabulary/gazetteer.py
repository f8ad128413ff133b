"""Look places up: by full path, leaf, alias or former name in either script, or by id; never by guessing.

Order of trust: a full name beats an alias or a short name, which beats a former name. Among short names a province
beats what is below a city, a city beats towns (襄阳 is 襄阳市, though towns bear the name too), and a district beats its
own towns (余杭 is 余杭区, which is true of 余杭街道 as well); everything else that several places bear is ambiguous and
refused with all candidates. An editor's own place is a place like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Forms, Script
from plugins.vocabulary import atlas as shipped
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.model import Level, Place
from plugins.vocabulary.naming import SUFFIXES
from plugins.vocabulary.nearest import nearest

if TYPE_CHECKING:
    from plugins.vocabulary.custom import CustomEntry

#: Where a custom place without a parent stands.
UNPLACED = "unplaced"

_SLUGS = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
_ENDINGS = tuple(fold(suffix) for suffix in SUFFIXES)
#: Where a path written without strokes may be cut: 湖北省襄阳市樊城区.
_STROKES = re.compile(rf"\s+|(?<=[{fold('省市区县州盟旗')}])(?=..)")
#: A towns' table code has nine digits; a zone of that table with so short a name is never meant by the name alone.
_TOWN_CODE, _COMMON = 9, 4
_RANK: dict[Level, int] = {"province": 0, "city": 1, "district": 2, "zone": 3, "town": 3, "village": 4}


class Gazetteer:
    """The shipped places, the editors' own, and the editors' corrections, ready for lookup.

    Make one with :meth:`load`; it never changes afterwards.
    """

    def __init__(self) -> None:
        self._atlas = shipped.atlas()
        self._own: dict[str, Place] = {}
        self._added: dict[str, dict[str, list[str]]] = {"name": {}, "alias": {}, "former": {}}
        self._confirmed: set[str] = set()
        self._places: dict[str, Place] = {}
        self._found: dict[str, Place] = {}
        self._below: dict[str, tuple[str, ...]] | None = None
        self._keys: dict[str, frozenset[str]] = {}

    @classmethod
    def load(cls, custom: Sequence[CustomEntry] = (), path: str = "vocabulary/places.yaml") -> Gazetteer:
        """The gazetteer with the editors' entries.

        Args:
            custom: what :func:`plugins.vocabulary.custom.read` gave.
            path: the file they come from, for faults.

        Raises:
            ContentError: an unknown or ambiguous parent, a circle of parents, an id that is taken; all faults at once.
        """
        from plugins.vocabulary.custom import settle  # custom.py knows this module's types

        gazetteer = cls()
        settle(gazetteer, custom, path)
        return gazetteer

    # --- lookup -----------------------------------------------------------------------------------------------------

    def find(self, text: str) -> Place:
        """The one place that a text names.

        Args:
            text: a path from above (湖北省/襄阳市/樊城区, 湖北/樊城), a leaf (樊城区), an alias (樊城) or a former name
                (襄樊市) in either script, or an id (hubei/xiangyang/fancheng).

        Raises:
            UnknownName: no place bears the name; with the nearest ones.
            AmbiguousName: several do; with all of them.
        """
        if text in self._found:
            return self._found[text]
        typed = fold(text).strip().strip("/")
        parts = [part for piece in typed.split("/") if (part := piece.strip())]
        found = self._by_id(typed) or self._by_name(text, parts or [""])
        self._found[text] = found
        return found

    def get(self, place_id: str) -> Place:
        """The place with this id.

        Raises:
            KeyError: there is none.
        """
        known = self._own.get(place_id) or self._places.get(place_id)
        if known is None:
            known = self._places[place_id] = shipped.place(self._atlas.row(self._atlas.ids[place_id]))
        return known

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """The places above one, from the province down, without itself.

        Raises:
            KeyError: there is no place with this id.
        """
        above: list[Place] = []
        parent = self.get(place_id).parent
        while parent:
            above.append(self.get(parent))
            parent = above[-1].parent
        return tuple(reversed(above))

    def children(self, place_id: str | None = None) -> tuple[Place, ...]:
        """The places right below one, the editors' own last; the provinces for None. KeyError as :meth:`get`."""
        if self._below is None:
            below: dict[str, list[str]] = {}
            for one in (*self._atlas.ids, *(own for own in self._own if own not in self._atlas.ids)):
                parent = one.rpartition("/")[0] if one in self._atlas.ids else self._own[one].parent
                below.setdefault(parent or "", []).append(one)
            self._below = {parent: tuple(ids) for parent, ids in below.items()}
        if place_id is not None:
            self.get(place_id)
        return tuple(self.get(child) for child in self._below.get(place_id or "", ()))

    def path_name(self, place_id: str, script: Script = "hans") -> str:
        """The full readable path, as an editor can type it: 湖北省/襄阳市/樊城区.

        Raises:
            KeyError: there is no place with this id.
        """
        return "/".join(one.forms.in_script(script) for one in (*self.ancestors(place_id), self.get(place_id)))

    def unsure(self, place_id: str) -> str:
        """The characters of a name whose Traditional form nobody has confirmed; empty where all is well.

        An entry ``{place: …, hant: …}`` in the editors' places confirms it.

        Raises:
            KeyError: there is no place with this id.
        """
        if place_id in self._confirmed or place_id not in self._atlas.ids:
            self.get(place_id)
            return ""
        return shipped.unsure(self._atlas.row(self._atlas.ids[place_id]))

    @property
    def own(self) -> tuple[Place, ...]:
        """The editors' own places, and the shipped ones that they have corrected."""
        return tuple(self._own.values())

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._own or place_id in self._atlas.ids

    def __iter__(self) -> Iterator[Place]:
        """All places, the shipped ones first."""
        yield from map(self.get, self._atlas.ids)
        yield from (place for one, place in self._own.items() if one not in self._atlas.ids)

    def __len__(self) -> int:
        return len(self._atlas.ids) + sum(one not in self._atlas.ids for one in self._own)

    # --- the editors' entries (custom.py calls these while it settles them) -------------------------------------------

    def add(self, place: Place) -> None:
        """Add one of the editors' own places."""
        self._own[place.id] = place
        self._learn("name", {place.forms.hans, place.forms.hant}, place.id)
        self._learn("alias", place.aliases, place.id)
        self._learn("former", place.former, place.id)

    def correct(
        self, place_id: str, hant: str | None, aliases: Iterable[str], former: Iterable[str], note: Forms | None
    ) -> None:
        """Confirm a Traditional form, or give a shipped place more names or a note."""
        old = self.get(place_id)
        aliases, former = tuple(aliases), tuple(former)
        if hant:
            self._confirmed.add(place_id)
            self._learn("name", [hant], place_id)
        self._learn("alias", aliases, place_id)
        self._learn("former", former, place_id)
        self._own[place_id] = replace(
            old,
            forms=Forms(old.forms.hans, hant or old.forms.hant),
            aliases=tuple(dict.fromkeys((*old.aliases, *aliases))),
            former=tuple(dict.fromkeys((*old.former, *former))),
            note=note or old.note,
        )

    def _learn(self, kind: str, names: Iterable[str], place_id: str) -> None:
        self._found.clear()
        self._below = None
        self._keys.pop(place_id, None)
        for name in dict.fromkeys(map(fold, names)):
            ids = self._added[kind].setdefault(name, [])
            if place_id not in ids:
                ids.append(place_id)

    # --- how a name is found ------------------------------------------------------------------------------------------

    def _by_id(self, typed: str) -> Place | None:
        return self.get(typed) if _SLUGS.fullmatch(typed) and typed in self else None

    def _by_name(self, text: str, parts: list[str]) -> Place:
        *above, leaf = parts
        for tier in (self._full(leaf), self._short(leaf), self._known(self._atlas.former, "former", leaf)):
            fitting = [one for one in tier if (self._stands_below(one, above) if above else not self._common(one))]
            if len(fitting) > 1 and above:
                fitting = [one for one in fitting if above[-1] in self._names(one.rpartition("/")[0])] or fitting
            if len(fitting) == 1:
                return self.get(fitting[0])
            if fitting:
                raise AmbiguousName("place", text, map(self.path_name, self._sorted(fitting)))
        raise UnknownName("place", text, self._suggest(above, leaf))

    def _sorted(self, ids: Iterable[str]) -> list[str]:
        """The widest places first."""
        return sorted(ids, key=lambda one: (_RANK[self.get(one).level], self.path_name(one)))

    def _common(self, place_id: str) -> bool:
        """Whether a name alone is too common to mean this place: a county's 林业局, 开发区, 红旗农场."""
        one = self.get(place_id)
        return one.level == "zone" and len(one.code or "") == _TOWN_CODE and len(one.forms.hans) <= _COMMON

    def _known(self, table: shipped.Index, kind: str, name: str) -> list[str]:
        """The ids that one table and the editors give a name."""
        ids = [self._atlas.id(index) for index in table.rows(name)]
        return ids + [one for one in self._added[kind].get(name, ()) if one not in ids]

    def _full(self, name: str) -> list[str]:
        return self._known(self._atlas.names, "name", name)

    def _short(self, name: str) -> list[str]:
        """Who bears a name as an alias or without its ending; who bore it counts only where no more than towns do now."""
        found = self._known(self._atlas.aliases, "alias", name)
        longer = [name + ending for ending in _ENDINGS] if len(name) > 1 else []
        found += [one for full in longer for one in self._full(full)]
        if all(_RANK[self.get(one).level] >= _RANK["town"] for one in found):
            found += [one for full in longer for one in self._known(self._atlas.former, "former", full)]
        return self._weightiest(found)

    def _weightiest(self, found: Iterable[str]) -> list[str]:
        """A province drives out what is below a city, a city what is below a district, a district its own towns."""
        ranks = {one: _RANK[self.get(one).level] for one in found}
        reach = {0: 1, 1: 2}.get(min(ranks.values(), default=9), 9)
        districts = tuple(f"{one}/" for one, rank in ranks.items() if rank == _RANK["district"])
        return [one for one, rank in ranks.items() if rank <= reach and not one.startswith(districts)]

    def _names(self, place_id: str) -> frozenset[str]:
        """All folded names of one place."""
        if place_id not in self._keys:
            one = self.get(place_id)
            names = (one.forms.hans, one.forms.hant, *one.aliases, *one.former)
            self._keys[place_id] = frozenset(map(fold, names))
        return self._keys[place_id]

    def _stands_below(self, place_id: str, above: Sequence[str]) -> bool:
        """Whether the places above one bear these names in this order; levels may be skipped."""
        if not above:
            return True
        wanted = list(above)
        for ancestor in reversed(self.ancestors(place_id)):
            if wanted and wanted[-1] in self._names(ancestor.id):
                wanted.pop()
        return not wanted

    def _suggest(self, above: Sequence[str], leaf: str, limit: int = 5) -> list[str]:
        """Full paths of what may have been meant: the same leaf elsewhere, a path without strokes, else names like it."""
        if _SLUGS.fullmatch(leaf):
            return [one for one in (*self._atlas.ids, *self._own) if one.rpartition("/")[2] == leaf][:limit]
        found = self._full(leaf) or self._short(leaf)
        if not found and (strokes := [part for part in _STROKES.split(leaf) if part])[1:]:
            *outer, last = strokes
            found = [one for one in self._full(last) or self._short(last) if self._stands_below(one, outer)]
        found = self._sorted(found) or self._like(leaf)
        if above:
            found.sort(key=lambda one: -sum(part in self._names(a.id) for a in self.ancestors(one) for part in above))
        return [self.path_name(one) for one in dict.fromkeys(found)][:limit]

    def _like(self, leaf: str) -> list[str]:
        """Places whose name is like a mistyped one, likeliest first: those that go on as it does before those that are wider.

        A short name is tried with the common endings.
        """
        names = nearest(leaf, self._all_names(), 40)
        for ending in _ENDINGS if not names and len(leaf) > 1 else ():
            names += tuple(name for name in nearest(leaf + ending, self._atlas.names, 5) if name[0] == leaf[0])
        found = [one for name in names for one in dict.fromkeys(self._full(name) + self._short(name))]
        order = {one: index for index, one in enumerate(dict.fromkeys(found))}

        def likely(one: str) -> tuple[bool, int, int]:
            place = self.get(one)
            return not fold(place.forms.hans).startswith(leaf), min(_RANK[place.level], _RANK["town"]), order[one]

        return sorted(order, key=likely)

    def _all_names(self) -> Iterator[str]:
        yield from self._atlas.names
        yield from self._atlas.aliases
        yield from self._added["name"]
        yield from self._added["alias"]
