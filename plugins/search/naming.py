"""What a name in a field means: which values of the catalogue it stands for, and what was near if it stands for none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.hanzi.fold import fold
from plugins.search.corpus import Corpus, Names
from plugins.search.syntax import Named, NameField

#: What a place's full name may end in beyond the short name that people type: 湖北 for 湖北省.
PLACE_ENDINGS = frozenset(
    fold(
        "省 市 区 县 旗 镇 乡 村 街道 社区 新区 自治区 自治县 自治州 特别行政区 壮族自治区 回族自治区 维吾尔自治区"
    ).split(" ")
)
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """The values that a name stands for (none if it is unknown), and their stories, those below included."""

    values: tuple[str, ...]
    stories: frozenset[int]


def facet(corpus: Corpus, field: NameField) -> Names:
    """The names of one field."""
    by_field: Mapping[NameField, Names] = {
        "place": corpus.place,
        "role": corpus.role,
        "person": corpus.person,
        "source": corpus.source,
    }
    return by_field[field]


def resolve(corpus: Corpus, named: Named) -> Resolved:
    """What a name in a field stands for.

    An id, a name in either script, an alias or former name; a place also without its ending (湖北), and after its
    ancestors (湖北省/襄阳市/樊城区, 湖北/樊城). Several values of one name all count.
    """
    names = facet(corpus, named.field)
    values = resolve_values(names, named.name)
    return Resolved(values, frozenset().union(*(names.stories.get(value, frozenset()) for value in values)))


def resolve_values(names: Names, name: str) -> tuple[str, ...]:
    """The ids that a folded name stands for; see ``resolve``."""
    if name in names.entries:
        return (name,)
    steps = [step for step in name.split("/") if step]
    if not steps:
        return ()
    found = _called(names, steps[-1])
    above = steps[:-1]
    return tuple(value for value in found if all(_under(names, value, step) for step in above))


def nearest(corpus: Corpus, named: Named) -> tuple[str, ...]:
    """Values with a name like the one that nobody knows, most alike first."""
    names = facet(corpus, named.field)
    last = named.name.rsplit("/", 1)[-1]
    by_name = {name: value for value, known in names.folded.items() for name in known if value in names.stories}
    alike = difflib.get_close_matches(last, by_name, n=_NEAREST * 2, cutoff=0.4)
    inside = [name for name in by_name if last and (last in name or name in last)]
    return tuple(dict.fromkeys(by_name[name] for name in (*inside, *alike)))[:_NEAREST]


def _called(names: Names, name: str) -> list[str]:
    exact = [value for value, known in names.folded.items() if name in known]
    if exact:
        return exact
    return [
        value
        for value, known in names.folded.items()
        if any(other.startswith(name) and other[len(name) :] in PLACE_ENDINGS for other in known)
    ]


def _under(names: Names, value: str, step: str) -> bool:
    return any(
        step == other or (other.startswith(step) and other[len(step) :] in PLACE_ENDINGS)
        for ancestor in names.above(value)
        for other in names.folded.get(ancestor, ())
    )
