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

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from plugins.search.analysis import WILD, count
from plugins.search.corpus import Corpus
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
_RUNS_KEPT = 32


class Ranker:
    """Scores stories for queries on one snapshot."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._corpus: Corpus = matcher.corpus
        self._weights = lru_cache(maxsize=_RUNS_KEPT)(self._no_weights)
        self._distances = lru_cache(maxsize=_RUNS_KEPT)(self._no_distances)

    def scores(self, node: Node, hits: frozenset[int]) -> dict[int, float]:
        """The score of each hit."""
        totals = dict.fromkeys(hits, 0.0)
        plans = tuple(dict.fromkeys(map(self._matcher.plan, wanted_runs(node))))
        for plan in plans:
            self._add(plan, totals)
        runs = dict.fromkeys(run for plan in plans for run in plan.words or (plan.run,) if run.spelling is None)
        for one, other in pairwise(runs):
            self._add_nearness(one, other, totals)
        return {number: math.floor(total * _UNIT + 0.5) / _UNIT for number, total in totals.items()}

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
        self._weigh_all(run, numbers - weights.keys(), weights)
        for number in numbers:
            weight = weights[number]
            totals[number] += idf * weight / (K1 + weight) + bonus

    def _add_nearness(self, one: Run, other: Run, totals: dict[int, float]) -> None:
        numbers = self._matcher.holding(one) & self._matcher.holding(other) & totals.keys()
        most = NEAR * min(self._idf(one), self._idf(other))
        distances = self._distances(one, other)
        for number in numbers:
            if number not in distances:
                distances[number] = distance(one, other, self._corpus.folded(number))
            apart = distances[number]
            if apart is not None:
                totals[number] += most / (1 + apart / NEAR_HALF)

    @staticmethod
    def _no_distances(_one: Run, _other: Run) -> dict[int, int | None]:
        """Where the distances of two runs are kept, as weights are."""
        return {}

    @staticmethod
    def _no_weights(_: Run) -> dict[int, float]:
        """Where the weights of a run are kept once they are worked out: paging and facets ask again."""
        return {}

    def _weigh_all(self, run: Run, numbers: frozenset[int], weights: dict[int, float]) -> None:
        """Work out a run's weights (tf' of the formula) in some stories."""
        if not numbers:
            return
        words = self._corpus.with_word(run.text) if run.spelling is None else frozenset()
        named = self._names_with(run)
        for number in numbers:
            weight = self._counts(run, number) + NAMES * named.get(number, 0)
            weights[number] = weight * WORD_BONUS if number in words else weight

    def _idf(self, run: Run) -> float:
        df = len(self._matcher.holding(run))
        return math.log(1 + (len(self._corpus.cards) - df + 0.5) / (df + 0.5))

    def _counts(self, run: Run, number: int) -> float:
        """The run's weighted counts in title, summary and body, each set off against the field's length."""
        folded = self._corpus.folded(number)
        text = run.text
        return self._weigh(text, folded.original, number, title=run.title) or self._weigh(
            text, folded.twin, number, title=run.title
        )

    def _weigh(self, text: str, fields: tuple[str, str, str], number: int, *, title: bool) -> float:
        lengths, averages = self._corpus.cards[number].lengths, self._corpus.average_lengths
        weight = 0.0
        if n := count(text, fields[0]):
            weight += TITLE * n / (1 - B_TITLE + B_TITLE * lengths[0] / averages[0])
        if title:
            return weight
        if n := count(text, fields[1]):
            weight += SUMMARY * n / (1 - B_SUMMARY + B_SUMMARY * lengths[1] / averages[1])
        if n := count(text, fields[2]):
            weight += BODY * n / (1 - B_BODY + B_BODY * lengths[2] / averages[2])
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
