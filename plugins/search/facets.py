"""Facets: how many of the hits carry each value, and which hits remain when values are chosen.

Several values of one facet widen, facets narrow one another. A facet's counts leave its own choice aside, so that a
value which may still be added never shows a misleading 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.search.corpus import Corpus, Names
from plugins.search.naming import facet, resolve_values

Facet = Literal["place", "role", "person", "year", "source"]
FACETS: tuple[Facet, ...] = get_args(Facet)

Chosen = Mapping[Facet, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: its id, its label in the script asked for, the number of hits, and what stands below it."""

    value: str
    label: str
    count: int
    active: bool
    children: tuple[FacetValue, ...] = ()


def narrow(corpus: Corpus, facet_: Facet, values: Sequence[str]) -> frozenset[int]:
    """The stories that carry any of the values of one facet, given as ids or names."""
    if facet_ == "year":
        wanted = set(values)
        return frozenset(number for number, years in enumerate(corpus.years) if not wanted.isdisjoint(years))
    names = facet(corpus, facet_)
    ids = chain.from_iterable(chosen_ids(names, value) for value in values)
    return frozenset().union(*(names.stories.get(id_, frozenset()) for id_ in ids))


def chosen_ids(names: Names, value: str) -> tuple[str, ...]:
    """The ids that a facet value stands for: itself, or what has that name."""
    return (value,) if value in names.entries or value in names.stories else resolve_values(names, fold(value))


def filtered(
    corpus: Corpus, hits: frozenset[int], chosen: Chosen
) -> tuple[frozenset[int], dict[Facet, frozenset[int]]]:
    """The hits that every facet's choice leaves, and for each facet those that the other facets' choices leave."""
    kept = {facet_: narrow(corpus, facet_, values) for facet_, values in chosen.items() if values}
    base: dict[Facet, frozenset[int]] = {}
    for facet_ in FACETS:
        rest = hits
        for other_, numbers in kept.items():
            if other_ != facet_:
                rest &= numbers
        base[facet_] = rest
    for numbers in kept.values():
        hits &= numbers
    return hits, base


def facets(
    corpus: Corpus, base: Mapping[Facet, frozenset[int]], chosen: Chosen, script: Script
) -> dict[Facet, tuple[FacetValue, ...]]:
    """Every facet's values that some hit carries, and those chosen: places and roles as trees, most hits first."""
    found: dict[Facet, tuple[FacetValue, ...]] = {}
    for facet_ in FACETS:
        values = set(chosen.get(facet_, ()))
        if facet_ == "year":
            counts = Counter(chain.from_iterable(corpus.years[number] for number in base[facet_]))
            years = sorted({*counts, *values}, reverse=True)
            found[facet_] = tuple(FacetValue(year, year, counts[year], year in values) for year in years)
        else:
            names = facet(corpus, facet_)
            counts = Counter(chain.from_iterable(names.values[number] for number in base[facet_]))
            active = {id_ for value in values for id_ in chosen_ids(names, value)}
            found[facet_] = _tree(names, counts, active, script)
    return found


def _tree(names: Names, counts: Counter[str], active: set[str], script: Script) -> tuple[FacetValue, ...]:
    shown = set(counts)
    for id_ in active:
        shown.update((id_, *names.above(id_)))
    below: dict[str | None, list[str]] = {}
    for id_ in shown:
        above = names.above(id_)
        below.setdefault(above[0] if above else None, []).append(id_)

    def values(parent: str | None) -> tuple[FacetValue, ...]:
        ids = sorted(below.get(parent, ()), key=lambda id_: (-counts[id_], id_))
        return tuple(FacetValue(id_, names.label(id_, script), counts[id_], id_ in active, values(id_)) for id_ in ids)

    return values(None)
