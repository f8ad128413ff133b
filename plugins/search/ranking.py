"""How well a story answers a query: BM25F over title, summary, names and body, with exact statistics of live stories.

After Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), 3.6, simple BM25F:

    tf'(d, t) = sum over fields f of  w_f * tf(d, t, f) / (1 - b_f + b_f * len(d, f) / avglen(f))
    score(d)  = sum over runs t of    idf(t) * tf'(d, t) / (k1 + tf'(d, t))
    idf(t)    = ln(1 + (N - df(t) + 0.5) / (df(t) + 0.5))

``df`` of a run is the number of stories that hold it, verified; ``N`` and the average lengths are those of the stories
in the snapshot. Nothing is taken from Whoosh, whose own statistics go on counting replaced documents. Counts are the
original's; a story that holds a run only in its other edition has the counts there. The names that a story is tagged
with raise it, but never make it a hit.

Nearness is added for each two neighbours of the query's runs (the words of a run that was split, else the run itself),
each run once, those with ``exact:`` left out:

    score(d) += NEAR * min(idf(t), idf(u)) / (1 + distance(d, t, u) / NEAR_HALF)

The browser computes the same: sums are taken in the order of the query, left to right, and a score is
``floor(score * 1e6 + 0.5) / 1e6``, so that it does not depend on who computed it.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from plugins.search.analysis import WILD, count, is_term
from plugins.search.corpus import Corpus
from plugins.search.counts import BODY_ONLY, UNKNOWN, decoded
from plugins.search.matching import Matcher, Plan
from plugins.search.nearness import distance
from plugins.search.syntax import Node, Run, wanted_runs

K1: Final = 1.2
TITLE: Final = 5.0
SUMMARY: Final = 3.0
BODY: Final = 1.0
NAMES: Final = 2.0
B_TITLE: Final = 0.3
B_SUMMARY: Final = 0.5
B_BODY: Final = 0.75  # names have no length that means anything: b = 0

#: A run that is one of the story's words counts for more than the same characters across a word boundary.
WORD_BONUS: Final = 1.25

#: What two runs side by side add, as a part of the rarer one's idf; and the distance that halves it, in characters.
NEAR: Final = 1.0
NEAR_HALF: Final = 8.0

_UNIT = 1e6
_MARGIN = 2 / _UNIT  # beyond what rounding may add to a bound
_RUNS_KEPT = 32


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two runs whose nearness counts: the hits that hold both, the most that it gives, and the distances known so far."""

    one: Run
    other: Run
    numbers: frozenset[int]
    most: float
    distances: dict[int, int | None]


class Ranker:
    """Scores stories for queries on one snapshot."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._corpus: Corpus = matcher.corpus
        self._weights = lru_cache(maxsize=_RUNS_KEPT)(self._no_weights)
        self._distances = lru_cache(maxsize=_RUNS_KEPT)(self._no_distances)

    def best(self, node: Node, hits: frozenset[int], most: int) -> list[tuple[int, float]]:
        """The best of the hits with their scores, best first, equals in the order of their numbers.

        Nearness, the one thing that needs the texts, is worked out only for hits that may be among them.
        """
        totals = dict.fromkeys(hits, 0.0)
        plans = tuple(dict.fromkeys(map(self._matcher.plan, wanted_runs(node))))
        for plan in plans:
            self._add(plan, totals)
        runs = dict.fromkeys(run for plan in plans for run in plan.words or (plan.run,) if run.spelling is None)
        pairs = [self._pair(one, other, hits) for one, other in pairwise(runs)]
        if not pairs:
            return _first([(number, _rounded(totals[number])) for number in _leading(totals, most)], most)
        bounds = dict(totals)
        for pair in pairs:
            for number in pair.numbers:
                bounds[number] += pair.most
        found: list[tuple[int, float]] = []
        leading: list[float] = []  # a heap of the best scores
        for number in sorted(hits, key=bounds.__getitem__, reverse=True):
            if len(leading) == most and bounds[number] < leading[0] - _MARGIN:
                break
            score = _rounded(self._with_nearness(number, totals[number], pairs))
            found.append((number, score))
            if len(leading) < most:
                heapq.heappush(leading, score)
            else:
                heapq.heappushpop(leading, score)
        return _first(found, most)

    def _add(self, plan: Plan, totals: dict[int, float]) -> None:
        """Add what one run gives each hit. A whole run outweighs any counts and nearness of the words in its place."""
        bonus = 0.0
        for word in plan.words:
            idf = self._idf(word)
            self._add_run(word, totals, idf)
            bonus += (1 + NEAR) * idf
        self._add_run(plan.run, totals, self._idf(plan.run), bonus)

    def _add_run(self, run: Run, totals: dict[int, float], idf: float, bonus: float = 0.0) -> None:
        weights = self._weights(run)
        numbers = self._matcher.holding(run) & totals.keys()
        if unknown := numbers - weights.keys():
            weights.update(self._weigh_all(run, unknown))  # in one step: other threads may be asking for the same
        for number in numbers:
            weight = weights[number]
            totals[number] += idf * weight / (K1 + weight) + bonus

    def _pair(self, one: Run, other: Run, hits: frozenset[int]) -> _Pair:
        numbers = self._matcher.holding(one) & self._matcher.holding(other) & hits
        most = NEAR * min(self._idf(one), self._idf(other))
        return _Pair(one, other, numbers, most, self._distances(one, other))

    def _with_nearness(self, number: int, total: float, pairs: Sequence[_Pair]) -> float:
        for pair in pairs:
            if number not in pair.numbers:
                continue
            if number not in pair.distances:
                pair.distances[number] = distance(pair.one, pair.other, self._corpus.folded(number))
            apart = pair.distances[number]
            if apart is not None:
                total += pair.most / (1 + apart / NEAR_HALF)
        return total

    @staticmethod
    def _no_distances(_one: Run, _other: Run) -> dict[int, int | None]:
        """Where the distances of two runs are kept, as weights are."""
        return {}

    @staticmethod
    def _no_weights(_: Run) -> dict[int, float]:
        """Where the weights of a run are kept once they are worked out: paging and facets ask again."""
        return {}

    def _weigh_all(self, run: Run, numbers: frozenset[int]) -> dict[int, float]:
        """A run's weights (tf' of the formula) in some stories."""
        weights: dict[int, float] = {}
        if run.spelling is None and not run.title and is_term(run.text):
            self._weigh_term(run, numbers, weights)
        else:
            for number in numbers:
                weights[number] = self._counts(run, number)
        for number, names in self._names_with(run).items():
            if number in numbers:
                weights[number] += NAMES * names
        if run.spelling is None:
            for number in self._corpus.with_word(run.text) & numbers:
                weights[number] *= WORD_BONUS
        return weights

    def _weigh_term(self, run: Run, numbers: frozenset[int], weights: dict[int, float]) -> None:
        """The same of a run that is one term, by what its postings say of where it stands."""
        _, _, lengths = self._lengths
        for number, where in zip(*self._corpus.postings(run.text), strict=True):
            if number not in numbers:
                continue
            if 0 < where <= BODY_ONLY:
                weights[number] = BODY * where / lengths[number]
            elif where == UNKNOWN:
                weights[number] = self._counts(run, number)
            else:
                weights[number] = self._weigh(decoded(where)[1], number)

    @cached_property
    def _lengths(self) -> tuple[list[float], list[float], list[float]]:
        """Of each story's title, summary and body its length against the average: the divisors of the formula."""
        averages = self._corpus.average_lengths
        lengths = [card.lengths for card in self._corpus.cards]
        title, summary, body = (
            [1 - b + b * own[field] / averages[field] for own in lengths]
            for field, b in enumerate((B_TITLE, B_SUMMARY, B_BODY))
        )
        return title, summary, body

    def _idf(self, run: Run) -> float:
        df = len(self._matcher.holding(run))
        return math.log(1 + (len(self._corpus.cards) - df + 0.5) / (df + 0.5))

    def _counts(self, run: Run, number: int) -> float:
        """The run's weighted counts in title, summary and body, each set off against the field's length."""
        folded = self._corpus.folded(number)
        for title, summary, body in (folded.original, folded.twin):
            text = run.text
            counts = (
                (count(text, title), 0, 0)
                if run.title
                else (count(text, title), count(text, summary), count(text, body))
            )
            if any(counts):
                return self._weigh(counts, number)
        return 0.0

    def _weigh(self, counts: tuple[int, int, int], number: int) -> float:
        title, summary, body = self._lengths
        weight = 0.0
        if counts[0]:
            weight += TITLE * counts[0] / title[number]
        if counts[1]:
            weight += SUMMARY * counts[1] / summary[number]
        if counts[2]:
            weight += BODY * counts[2] / body[number]
        return weight

    def _names_with(self, run: Run) -> Mapping[int, int]:
        """For each story the number of its places, roles and people (ancestors included) that the run is part of."""
        found: Counter[int] = Counter()
        if WILD in run.text or run.spelling is not None or run.title:
            return found
        for names in (self._corpus.place, self._corpus.role, self._corpus.person):
            for value in names.holding(run.text):
                found.update(names.stories.get(value, ()))
        return found


def _leading(totals: Mapping[int, float], most: int) -> Sequence[int]:
    """Those that may be among the best once their scores are rounded."""
    if len(totals) <= most:
        return list(totals)
    least = heapq.nlargest(most, totals.values())[-1] - _MARGIN
    return [number for number, total in totals.items() if total >= least]


def _rounded(score: float) -> float:
    return math.floor(score * _UNIT + 0.5) / _UNIT


def _first(scored: list[tuple[int, float]], most: int) -> list[tuple[int, float]]:
    """The best of them in order."""
    if len(scored) > most:
        least = heapq.nlargest(most, [score for _, score in scored])[-1]
        scored = [pair for pair in scored if pair[1] >= least]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:most]
