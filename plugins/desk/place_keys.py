"""What places are completed by: all 45,000 at once, for an editor waits for it. One long text is folded faster than many short ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import SCRIPTS
from plugins.search.suggest_keys import title_reading
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.model import Place
from plugins.vocabulary.readings import shipped_readings


class PlaceKeys(NamedTuple):
    """A place, and what it is found by; see :class:`plugins.search.suggest.Keys`."""

    place: Place
    names: Sequence[str]
    aliases: Sequence[str]
    readings: Sequence[str]


def place_keys(gazetteer: Gazetteer) -> Iterator[PlaceKeys]:
    """Every place with its keys: its name in both scripts, other names, and its whole path, so that 湖北省襄阳市樊城 leads there."""
    places = list(gazetteer)
    paths: dict[str, str] = {}
    rows: list[str] = []
    for one in places:
        # Whoever stands above comes earlier, but not always among the editors' own.
        path = paths.get(one.parent or "", "") + one.forms.hans
        if one.parent and one.parent not in paths:
            path = gazetteer.path_name(one.id).replace("/", "")
        paths[one.id] = path
        names = (one.forms.in_script(script) for script in SCRIPTS)
        rows.append("\t".join((*names, *one.aliases, *one.former, *([path] if one.parent else []))))
    known = shipped_readings()
    for one, row in zip(places, fold("\n".join(rows)).split("\n"), strict=True):
        cells = row.split("\t")
        own = tuple(dict.fromkeys(cells[: len(SCRIPTS)]))
        others = tuple(name for name in dict.fromkeys(cells[len(SCRIPTS) :]) if name not in own)
        yield PlaceKeys(one, own, others, known.get(one.id) or readings_of(one.forms.hans, one.id))


def readings_of(name: str, id_: str) -> tuple[str, ...]:
    """The ways to read a name: by words, and as its address spells it (漯河 is luohe, 陕西 shaanxi), where the first is no such way.

    Args:
        name: in Simplified.
        id_: of a place or an entry; its last part is its spelling in addresses.
    """
    reading, slug = title_reading(name), id_.rpartition("/")[2].replace("-", " ")
    other = _respelled(reading.split(), slug) or slug
    return (reading,) if f"{reading} ".startswith(f"{other} ") else (reading, other)


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
