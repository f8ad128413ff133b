"""Facets: how many of the hits carry each value, and which hits remain when values are chosen.

Several values of one facet widen, facets narrow one another. A facet's counts leave its own choice aside, so that a
value which may still be added never shows a misleading 0. Years hold their months; ``original`` is the script that the
editor wrote in. Of a long list (the people of a large archive) the first are shown, and it is said how many there are
beyond them: all of them would be more than a phone should fetch.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal, get_args

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.search.corpus import Corpus, Names
from plugins.search.naming import resolve_values

Facet = Literal["place", "role", "person", "year", "source", "original"]
FACETS: tuple[Facet, ...] = get_args(Facet)

#: How many values a facet shows at most, not counting those chosen and what stands below a value.
MOST_SHOWN: Final = 100

Chosen = Mapping[Facet, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of an answer.

    Attributes:
        values: the values of each, as trees: most hits first, years newest first, equals by id.
        more: how many more values each has that some hit carries.
    """

    values: Mapping[Facet, tuple[FacetValue, ...]]
    more: Mapping[Facet, int]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet.

    Attributes:
        value: its id, which the parameter takes.
        label: its name in the script asked for.
        count: the hits that carry it or something below it.
        children: what stands below it.
        chosen: the values of the parameter that chose it, by id or by name; none where it was not chosen.
    """

    value: str
    label: str
    count: int
    children: tuple[FacetValue, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether it was chosen."""
        return bool(self.chosen)


def facet_names(corpus: Corpus, facet: Facet) -> Names:
    """The values of one facet and the stories that carry them."""
    by_facet: Mapping[Facet, Names] = {
        "place": corpus.place,
        "role": corpus.role,
        "person": corpus.person,
        "year": corpus.year,
        "source": corpus.source,
        "original": corpus.original,
    }
    return by_facet[facet]


def narrow(corpus: Corpus, facet: Facet, values: Sequence[str]) -> frozenset[int]:
    """The stories that carry any of the values of one facet, given as ids or names."""
    names = facet_names(corpus, facet)
    ids = chain.from_iterable(chosen_ids(names, value) for value in values)
    return frozenset().union(*(names.stories.get(id_, frozenset()) for id_ in ids))


def chosen_ids(names: Names, value: str) -> tuple[str, ...]:
    """The ids that a facet value stands for: itself, or what has that name; itself too where nobody knows it."""
    if value in names.entries or value in names.stories:
        return (value,)
    return resolve_values(names, fold(value)) or (value,)


def filtered(
    corpus: Corpus, hits: frozenset[int], chosen: Chosen
) -> tuple[frozenset[int], dict[Facet, frozenset[int]]]:
    """The hits that every facet's choice leaves, and for each facet those that the other facets' choices leave."""
    kept = {facet: narrow(corpus, facet, values) for facet, values in chosen.items() if values}
    base: dict[Facet, frozenset[int]] = {}
    for facet in FACETS:
        rest = hits
        for other, numbers in kept.items():
            if other != facet:
                rest &= numbers
        base[facet] = rest
    for numbers in kept.values():
        hits &= numbers
    return hits, base


def facets(corpus: Corpus, base: Mapping[Facet, frozenset[int]], chosen: Chosen, script: Script) -> Facets:
    """Every facet's values that some hit carries, and those chosen, as far as they are shown."""
    values: dict[Facet, tuple[FacetValue, ...]] = {}
    more: dict[Facet, int] = {}
    for facet in FACETS:
        names = facet_names(corpus, facet)
        counts = _counted(corpus, names, base[facet])
        chosen_as: dict[str, list[str]] = {}
        for value in chosen.get(facet, ()):
            for id_ in chosen_ids(names, value):
                chosen_as.setdefault(id_, []).append(value)
        kept = set(_with_ancestors(names, chosen_as))
        found = {*counts, *kept}
        hidden = _beyond([id_ for id_ in found if not names.above(id_)], counts, facet) - kept
        order: list[str] = sorted(found - hidden, reverse=facet == "year")
        if facet != "year":
            order.sort(key=lambda id_: -counts[id_])
        values[facet] = _tree(names, order, counts, chosen_as, script)
        more[facet] = len(hidden)
    return Facets(values, more)


def _beyond(ids: Sequence[str], counts: Counter[str], facet: Facet) -> set[str]:
    """Those that a list leaves out for its length."""
    if len(ids) <= MOST_SHOWN:
        return set()
    if facet == "year":
        return set(ids) - set(heapq.nlargest(MOST_SHOWN, ids))
    first = heapq.nsmallest(MOST_SHOWN, ids, key=lambda id_: (-counts[id_], id_))
    return set(ids) - set(first)


def _counted(corpus: Corpus, names: Names, numbers: frozenset[int]) -> Counter[str]:
    """How many of these stories carry each value; where they are most of the archive, all without the rest."""
    if 2 * len(numbers) <= len(corpus.everything):
        return _sums(names, numbers)
    rest = _sums(names, corpus.everything - numbers)
    left = ((value, len(stories) - rest[value]) for value, stories in names.stories.items())
    return Counter({value: count for value, count in left if count})


def _sums(names: Names, numbers: frozenset[int]) -> Counter[str]:
    """How many of these stories carry each value: those with all values alike are counted first, which is much less work."""
    counts = Counter[str]()
    for group, count in Counter(map(names.group.__getitem__, numbers)).items():
        for value in names.combined[group]:
            counts[value] += count
    return counts


def _with_ancestors(names: Names, ids: Iterable[str]) -> Iterator[str]:
    for id_ in ids:
        yield id_
        yield from names.above(id_)


def _tree(
    names: Names, order: Sequence[str], counts: Counter[str], chosen_as: Mapping[str, Sequence[str]], script: Script
) -> tuple[FacetValue, ...]:
    """The values in this order, each below its parent."""
    below: dict[str | None, list[str]] = {}
    for id_ in order:
        above = names.above(id_)
        below.setdefault(above[0] if above else None, []).append(id_)

    def values(parent: str | None) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(
                id_,
                names.label(id_, script),
                counts[id_],
                values(id_) if id_ in below else (),
                tuple(chosen_as.get(id_, ())),
            )
            for id_ in below.get(parent, ())
        )

    return values(None)
