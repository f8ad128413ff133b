"""The editors' places: read ``content/vocabulary/places.yaml`` and settle each place under its parent.

Two kinds of entries::

    - {id: houzhang-cun, hans: 后张村, hant: 後張村, level: village, parent: 商务中心区, aliases: [], former: []}
    - {place: 湖北省/武汉市/某区/某镇, hant: …}

The first is a new place (``parent`` a name, a path or null), the second confirms or adds to a shipped one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from plugins.faults import ContentError, Fault
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Forms
from plugins.vocabulary.entries import EntryFile
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.model import Level, Place

if TYPE_CHECKING:
    from plugins.vocabulary.gazetteer import Gazetteer

#: What stands below a place's address beside its parts: numbered pages, and what it crosses with roles and months.
RESERVED = frozenset({"page", "roles", "months"})

_LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that the editors add; ``at`` and ``parent_at`` are where the entry and its parent stand in the file."""

    slug: str
    forms: Forms
    level: Level
    parent: str | None
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    note: Forms | None
    at: tuple[int, int]
    parent_at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """A confirmed Traditional form, more names, or a note for a shipped place."""

    place: str
    hant: str | None
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    note: Forms | None
    at: tuple[int, int]


CustomEntry = NewPlace | Correction
#: Takes where, code, message and help.
_Report = Callable[[tuple[int, int], str, str, str], None]


def read(text: str, path: str = "vocabulary/places.yaml") -> tuple[list[CustomEntry], list[Fault]]:
    """The entries of the editors' file, and what is wrong with it.

    Args:
        text: the file's text.
        path: the file, as faults name it.
    """
    file = EntryFile(text, path)
    entries: list[CustomEntry] = []
    for entry in file:
        more = (entry.texts("aliases"), entry.texts("former"), entry.note())
        if "place" in entry.data:
            entry.only("place", "hant", "aliases", "former", "note")
            place = entry.text("place", needed=True)
            if place:
                entries.append(Correction(place, entry.text("hant"), *more, entry.where("place")))
            continue
        entry.only("id", "hans", "hant", "level", "parent", "aliases", "former", "note")
        slug, forms, level = entry.slug(RESERVED), entry.forms(), entry.text("level", needed=True)
        known = next((one for one in _LEVELS if one == level), None)
        if level and not known:
            entry.fault("bad-level", f"没有级别“{level}”", f"可用的级别：{'、'.join(_LEVELS)}", "level")
        if "parent" not in entry.data:
            entry.fault("missing-field", "缺少字段 parent", "写上级地点；没有可靠的上级就写 parent: null", "parent")
        parent = entry.text("parent")
        if slug and forms and known:
            entries.append(NewPlace(slug, forms, known, parent, *more, entry.where(), entry.where("parent")))
    return entries, file.faults


def settle(gazetteer: Gazetteer, entries: Sequence[CustomEntry], path: str) -> None:
    """Put every entry in its place in the gazetteer, parents before children whatever their order in the file.

    Raises:
        ContentError: unknown or ambiguous parents, circles, ids that are taken; all at once.
    """
    faults: list[Fault] = []

    def fault(at: tuple[int, int], code: str, message: str, help_: str) -> None:
        faults.append(Fault(path, *at, code, message, help_))

    waiting = [entry for entry in entries if isinstance(entry, NewPlace)]
    while waiting:
        ready = [entry for entry in waiting if not _waits(entry, waiting)]
        if not ready:
            for entry in waiting:
                message = f"“{entry.forms.hans}”的上级“{entry.parent}”绕成了一圈，或它自己没有上级可依"
                fault(entry.parent_at, "parent-circle", message, "请改正 parent，或写 parent: null")
            break
        for entry in ready:
            waiting.remove(entry)
            _add(gazetteer, entry, fault)
    for correction in (entry for entry in entries if isinstance(entry, Correction)):
        found = _find(gazetteer, correction.place, correction.at, fault)
        if found:
            gazetteer.correct(found.id, correction.hant, correction.aliases, correction.former, correction.note)
    if faults:
        raise ContentError(faults)


def _waits(entry: NewPlace, waiting: Sequence[NewPlace]) -> bool:
    """Whether the parent that an entry names may be another entry that has no place yet."""
    if entry.parent is None:
        return False
    named = {fold(part.strip()) for part in entry.parent.split("/")}
    for other in waiting:
        names = {fold(name) for name in (other.slug, other.forms.hans, other.forms.hant, *other.aliases)}
        if other is not entry and names & named:
            return True
    return False


def _add(gazetteer: Gazetteer, entry: NewPlace, fault: _Report) -> None:
    from plugins.vocabulary.gazetteer import UNPLACED

    parent = _parent(gazetteer, entry, fault) if entry.parent else None
    if entry.parent and not parent:
        return
    place_id = f"{parent.id if parent else UNPLACED}/{entry.slug}"
    if place_id in gazetteer:
        taken = gazetteer.path_name(place_id)
        fault(entry.at, "duplicate-id", f"地点 id “{place_id}” 已经是“{taken}”", "请换一个 id，或删去这一项")
        return
    above = parent.id if parent else None
    gazetteer.add(Place(place_id, entry.level, entry.forms, above, None, entry.aliases, entry.former, entry.note))


def _parent(gazetteer: Gazetteer, entry: NewPlace, fault: _Report) -> Place | None:
    """The parent by name, or by the last slug of another entry."""
    own = [place for place in gazetteer.own if place.id.rpartition("/")[2] == entry.parent]
    return own[0] if len(own) == 1 else _find(gazetteer, entry.parent or "", entry.parent_at, fault)


def _find(gazetteer: Gazetteer, name: str, at: tuple[int, int], fault: _Report) -> Place | None:
    try:
        return gazetteer.find(name)
    except UnknownName as error:
        fault(at, "unknown-place", error.message, error.help or "请写全路径，如 湖北省/襄阳市/樊城区")
    except AmbiguousName as error:
        fault(at, "ambiguous-place", error.message, error.help)
    return None
