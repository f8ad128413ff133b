"""Answer a question from one snapshot of the index: read the query, match, narrow, rank, show."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from plugins.hanzi.lines import cut
from plugins.hanzi.scripts import PREFIX, SCRIPTS
from plugins.search.corpus import Corpus
from plugins.search.deadline import TimeIsUp
from plugins.search.facets import Facet, facets, filtered
from plugins.search.faults import IndexUnusable
from plugins.search.folders import current_version
from plugins.search.matching import Matcher
from plugins.search.notes import note
from plugins.search.offers import Offer, fewer_facets, other_queries
from plugins.search.query import parse
from plugins.search.ranking import Ranker
from plugins.search.results import Hit, Request, Results
from plugins.search.snippets import snippet
from plugins.search.store import Store
from plugins.search.syntax import Node, Run, wanted_runs

__all__ = ["Engine", "IndexUnusable", "Request", "Results"]


class Engine:
    """Answers from the index as it was when opened. May be used by several threads.

    Use ``Engine.open``. ``engine.is_current()`` says whether the folder still answers with this snapshot.
    """

    def __init__(self, directory: Path, store: Store) -> None:
        self._directory = directory
        self._store = store
        self._corpus = Corpus(store)
        self._matcher = Matcher(self._corpus)
        self._ranker = Ranker(self._matcher)

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open the last good index of a folder.

        Raises:
            IndexUnusable: there is none, or it is stale, broken or not ours; its reason says which.
        """
        store = Store.open(directory)
        try:
            return cls(directory, store)
        except Exception as error:
            raise IndexUnusable(f"the index cannot be read: {error!r}") from error

    def is_current(self) -> bool:
        """Whether the folder still answers with this snapshot. Cheap enough to ask before every search."""
        return current_version(self._directory) == self._store.version

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    @property
    def corpus(self) -> Corpus:
        """The stories of this snapshot, for what is not a search: completion."""
        return self._corpus

    def search(self, request: Request) -> Results:
        """Answer one question.

        Raises:
            QueryError: the query cannot be read; told in the request's script.
            IndexUnusable: the index turned out to be broken.
            TimeIsUp: it took longer than ``deadline.time_limit`` allows.
        """
        started = time.perf_counter()
        node = parse(request.query, request.script)
        try:
            return self._answer(node, request, started)
        except (RecursionError, MemoryError, TimeIsUp):
            raise
        except Exception as error:
            raise IndexUnusable(f"the index cannot be read: {error!r}") from error

    def _answer(self, node: Node, request: Request, started: float) -> Results:
        matched = self._matcher.matches(node)
        hits, base = filtered(self._corpus, matched, request.chosen)
        last = request.page * request.size
        best = self._ranker.best(node, hits, last) if last - request.size < len(hits) else []
        runs = self._shown_runs(node)
        page = tuple(self._hit(n, score, request, runs) for n, score in best[last - request.size :])
        counted = facets(self._corpus, base, request.chosen, request.script)
        return Results(
            query=request.query,
            total=len(hits),
            page=request.page,
            size=request.size,
            hits=page,
            facets=counted.values,
            more=counted.more,
            note=note(self._matcher, node, matched, request),
            offers=() if hits else self._offers(matched, base, request),
            took_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _offers(
        self, matched: frozenset[int], base: Mapping[Facet, frozenset[int]], request: Request
    ) -> tuple[Offer, ...]:
        """What to try where nothing was found."""
        chosen = [name for name, values in request.chosen.items() if values]
        if matched:
            return fewer_facets(request.query, matched, base, chosen)
        return other_queries(self._matcher, request.query, request.script, chosen)

    def _shown_runs(self, node: Node) -> Sequence[Run]:
        """What snippets mark: each run, and the words that it was split into."""
        plans = [self._matcher.plan(run) for run in wanted_runs(node)]
        return tuple(dict.fromkeys(run for plan in plans for run in (plan.run, *plan.words)))

    def _hit(self, number: int, score: float, request: Request, runs: Sequence[Run]) -> Hit:
        card, script = self._corpus.cards[number], request.script
        texts = self._corpus.texts(number)
        shown = snippet(texts, script, runs, self._corpus.common_folds(number))
        return Hit(
            id=card.id,
            title=texts[script].title,
            pieces=tuple(cut(texts[script].title, card.ends[SCRIPTS.index(script)])),
            url=f"/{PREFIX[script]}/{card.url}",
            anchor=shown.anchor,
            date=card.date,
            places=tuple(self._corpus.place.label(value, script) for value in card.places),
            roles=tuple(self._corpus.role.label(value, script) for value in card.roles),
            people=tuple(self._corpus.person.label(value, script) for value in card.people),
            score=score,
            snippet=shown.html,
        )
