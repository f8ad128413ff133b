"""Which stories a query's tree matches, on one snapshot. Exact: what the postings offer is verified in the texts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce

from plugins.search.analysis import WILD, contains, covering_terms, han_length, is_term, spans, split_by_words
from plugins.search.corpus import Corpus
from plugins.search.dates import overlaps, overlaps_any_year
from plugins.search.naming import resolve
from plugins.search.syntax import And, AnyYear, Dates, Everything, Named, Near, Node, Not, Or, Run

#: An unquoted run of more Han characters than this is split into words.
LONGEST_UNSPLIT = 6
# At 20,000 stories the hits of a very common run take about a megabyte.
_RUNS_KEPT = 128
_NODES_KEPT = 32

Numbers = frozenset[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """A run as it is searched for: itself, or, where it was split, the words that must all match in its place."""

    run: Run
    words: tuple[Run, ...] = ()


class Matcher:
    """Answers which stories match, on one snapshot; remembers the runs it has verified."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.holding = lru_cache(maxsize=_RUNS_KEPT)(self._holding)
        self.matches = lru_cache(maxsize=_NODES_KEPT)(self._matches)

    def _matches(self, node: Node) -> Numbers:  # noqa: PLR0911 - one return for each kind of node
        """The stories that a tree matches."""
        corpus = self.corpus
        match node:
            case Everything():
                return corpus.everything
            case Run():
                plan = self.plan(node)
                return self._all(plan.words) if plan.words else self.holding(plan.run)
            case Named():
                return resolve(corpus, node).stories
            case Dates():
                return frozenset(card.number for card in corpus.cards if overlaps(node, card.first, card.last))
            case AnyYear():
                return frozenset(c.number for c in corpus.cards if overlaps_any_year(node, c.first, c.last))
            case Near():
                return self._near(node)
            case And():
                return self._and(node)
            case Or():
                return frozenset().union(*map(self.matches, node.parts))
            case Not():
                return corpus.everything - self.matches(node.part)

    def plan(self, run: Run) -> Plan:
        """Whether a run is searched for as it is, or in words."""
        plain = replace(run, quoted=True)  # from here on quotation marks make no difference
        if run.quoted or run.spelling is not None or WILD in run.text or han_length(run.text) <= LONGEST_UNSPLIT:
            return Plan(plain)
        words = split_by_words(run.text, self.corpus.words, self.corpus.longest_word)
        if words == (run.text,):
            return Plan(plain)
        return Plan(plain, tuple(replace(plain, text=word) for word in words))

    def _and(self, node: And) -> Numbers:
        found: Numbers | None = None
        for part in node.parts:
            if not isinstance(part, Not):
                found = self.matches(part) if found is None else found & self.matches(part)
        found = self.corpus.everything if found is None else found
        for part in node.parts:
            if isinstance(part, Not):
                found -= self.matches(part.part)
        return found

    def _all(self, runs: tuple[Run, ...]) -> Numbers:
        return reduce(frozenset.__and__, map(self.holding, runs))

    def _holding(self, run: Run) -> Numbers:
        """The stories that hold a run: those that have all its terms, verified in their texts where that is not proof."""
        candidates = self.candidates(run.text)
        if run.spelling is not None:
            return frozenset(number for number in candidates if self._spells(run.spelling, number))
        if run.title:
            return frozenset(number for number in candidates if self._titled(run.text, number))
        if is_term(run.text):
            return candidates
        return frozenset(number for number in candidates if self._holds(run.text, number))

    def candidates(self, text: str) -> Numbers:
        """The stories that have every term of a run, found rarest first."""
        having = sorted((self.corpus.having(term) for term in covering_terms(text)), key=len)
        return reduce(frozenset.__and__, having) if having else frozenset()

    def _holds(self, text: str, number: int) -> bool:
        folded = self.corpus.folded(number)
        return any(contains(text, field) for field in (*folded.original, *folded.twin) if field)

    def _titled(self, text: str, number: int) -> bool:
        folded = self.corpus.folded(number)
        return contains(text, folded.original[0]) or contains(text, folded.twin[0])

    def _spells(self, spelling: str, number: int) -> bool:
        original = self.corpus.texts(number)[self.corpus.cards[number].script]
        texts = (original.title, original.summary, *(block.text for block in original.blocks))
        return any(contains(spelling, text) for text in texts)

    def _near(self, node: Near) -> Numbers:
        candidates = reduce(frozenset.__and__, (self.candidates(run.text) for run in node.runs))
        return frozenset(number for number in candidates if any(_is_near(node, b) for b in self._blocks(number, node)))

    def _blocks(self, number: int, node: Near) -> Iterator[str]:
        folded = self.corpus.folded(number)
        only_title = any(run.title for run in node.runs)
        for fields in (folded.original, folded.twin):
            yield fields[0]
            if not only_title:
                yield fields[1]
                yield from fields[2].split("\n")


def _is_near(node: Near, block: str) -> bool:
    """Whether the runs stand in the block, each near enough to an occurrence of the one before, without overlap."""
    reached = spans(node.runs[0].text, block)
    for run, distance in zip(node.runs[1:], node.distances, strict=True):
        starts, ends = [start for start, _ in reached], [end for _, end in reached]  # both ascending
        reached = [span for span in spans(run.text, block) if _reaches(span, starts, ends, distance)]
    return bool(reached)


def _reaches(span: tuple[int, int], starts: Sequence[int], ends: Sequence[int], distance: int) -> bool:
    """Whether the nearest that ends before the span, or the nearest that starts after it, is near enough."""
    before, after = bisect_right(ends, span[0]), bisect_left(starts, span[1])
    return (before > 0 and span[0] - ends[before - 1] <= distance) or (
        after < len(starts) and starts[after] - span[1] <= distance
    )
