"""Ten thousand runs out of the stories, in both scripts and with variant characters, against a plain scan of the texts.

The scan shares nothing with the index but folding: it looks at every character of every text, and works out scores from
the formula in docs/search.md.
"""

from __future__ import annotations

import html
import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from plugins.hanzi.fold import HAN, classes, fold
from plugins.hanzi.scripts import SCRIPTS, other
from plugins.search.corpus import Corpus
from plugins.search.documents import Text
from plugins.search.engine import Request

RUNS = 10_000
QUOTES = set('“”「」『』"＂?？')
HAN_OR_WORD = re.compile(rf"[{HAN}]|[^\W_]")
WORD = re.compile(rf"[^\W_{HAN}]")
MARK = re.compile(r"<mark>(.*?)</mark>")


def line(text: str) -> str:
    return "".join(max(ch, " ") for ch in fold(text))


def lines(text: Text) -> tuple[str, str, list[str]]:
    return line(text.title), line(text.summary), [line(block.text) for block in text.blocks]


def ends_at(run: str, text: str, start: int, end: int) -> bool:
    """Whether a run that stands there is whole: 65 is not whole in 365, nor 45 in 4.45."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if (
        WORD.match(run[0])
        and before
        and (WORD.match(before[-1]) or (run[0].isdigit() and re.search(r"\d[.:]$", before)))
    ):
        return False
    return not (
        WORD.match(run[-1]) and after and (WORD.match(after) or (run[-1].isdigit() and re.match(r"[.:]\d", after)))
    )


def occurrences(run: str, text: str) -> list[tuple[int, int]]:
    """Every place where the run stands whole, from the left, none in the characters of the one before."""
    found: list[tuple[int, int]] = []
    start = text.find(run)
    while start >= 0:
        end = start + len(run)
        whole = ends_at(run, text, start, end)
        if whole:
            found.append((start, end))
        start = text.find(run, end if whole else start + 1)
    return found


@dataclass(frozen=True)
class Story:
    """What the scan looks at: both editions line by line, the names of its tags, its words."""

    id: str
    date: tuple[str, str]
    original: tuple[str, str, list[str]]
    twin: tuple[str, str, list[str]]
    names: list[list[str]]

    @cached_property
    def everything(self) -> str:
        return "\n".join((*self.original[:2], *self.original[2], *self.twin[:2], *self.twin[2]))


def size(texts: Sequence[str]) -> int:
    return sum(len(re.findall(rf"[{HAN}]|(?:[^\W_{HAN}]|(?<=\d)[.:](?=\d))+", text)) for text in texts)


class Scan:
    """Answers a quoted run by looking through all stories."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.stories = [self._story(number) for number in range(len(corpus.cards))]
        sizes = [(size([s.original[0]]), size([s.original[1]]), size(s.original[2])) for s in self.stories]
        self.sizes = sizes
        self.average = [sum(own[i] for own in sizes) / len(sizes) for i in range(3)]

    def _story(self, number: int) -> Story:
        card, texts = self.corpus.cards[number], self.corpus.texts(number)
        tags = ((self.corpus.place, card.places), (self.corpus.role, card.roles), (self.corpus.person, card.people))
        own = [(names, value) for names, values in tags for tag in values for value in (tag, *names.above(tag))]
        entries = [names.entries[value] for names, value in dict.fromkeys(own)]
        return Story(
            card.id,
            (card.first, card.last),
            lines(texts[card.script]),
            lines(texts[other(card.script)]),
            [[fold(name) for name in (entry.forms.hans, entry.forms.hant, *entry.names)] for entry in entries],
        )

    def answer(self, run: str) -> list[tuple[str, float]]:
        """The stories that hold a run, with their scores, in order."""
        holding = [
            number for number, story in enumerate(self.stories) if run in story.everything and self._weight(run, number)
        ]
        df = len(holding)
        idf = math.log(1 + (len(self.stories) - df + 0.5) / (df + 0.5))
        found = []
        for number in holding:
            story = self.stories[number]
            weight = self._weight(run, number)
            weight += 2 * sum(any(occurrences(run, name) for name in names) for names in story.names)
            if number in self.corpus.with_word(run):
                weight *= 1.25
            found.append((story, math.floor(idf * weight / (1.2 + weight) * 1e6 + 0.5) / 1e6))
        found.sort(key=lambda pair: pair[0].id)
        found.sort(key=lambda pair: (pair[1], *pair[0].date), reverse=True)
        return [(story.id, score) for story, score in found]

    def _weight(self, run: str, number: int) -> float:
        story = self.stories[number]
        return self._of(run, number, story.original) or self._of(run, number, self._differing(story))

    @staticmethod
    def _differing(story: Story) -> tuple[str, str, list[str]]:
        """What of the other edition is not the same as in the original."""
        (title, summary, blocks), twin = story.original, story.twin
        return (
            twin[0] if twin[0] != title else "",
            twin[1] if twin[1] != summary else "",
            [block for block in twin[2] if block not in blocks],
        )

    def _of(self, run: str, number: int, fields: tuple[str, str, list[str]]) -> float:
        weight = 0.0
        texts = ([fields[0]], [fields[1]], fields[2])
        for i, (most, b) in enumerate(((5, 0.3), (3, 0.5), (1, 0.75))):
            count = sum(len(occurrences(run, text)) for text in texts[i])
            weight += most * count / (1 - b + b * self.sizes[number][i] / self.average[i])
        return weight


def variants() -> dict[str, list[str]]:
    """For each character of a class of the fold all of its class."""
    return {ch: sorted(members) for members in classes() for ch in members}


def typed_runs(corpus: Corpus, count: int) -> Iterator[str]:
    """Runs of 1 to 6 characters, as somebody may type them: from either edition, half the characters as variants."""
    chooser = random.Random(2026)
    same = variants()
    blocks = [
        block
        for number in range(len(corpus.cards))
        for text in (corpus.texts(number)[script] for script in SCRIPTS)
        for block in (text.title, text.summary, *(block.text for block in text.blocks))
        if block
    ]
    while count:
        block = chooser.choice(blocks)
        start = chooser.randrange(len(block))
        run = block[start : start + chooser.randint(1, 6)]
        if QUOTES.isdisjoint(run) and HAN_OR_WORD.search(run):
            count -= 1
            yield "".join(chooser.choice(same.get(ch, [ch])) if chooser.random() < 0.5 else ch for ch in run)


def trimmed(run: str) -> str:
    found = [match.start() for match in HAN_OR_WORD.finditer(run)]
    return run[found[0] : found[-1] + 1]


def test_ten_thousand_runs_give_what_a_plain_scan_gives_in_the_same_order_with_the_same_marks(archive):
    scan = Scan(archive.corpus)
    numbers = {card.id: card.number for card in archive.corpus.cards}
    for at, typed in enumerate(typed_runs(archive.corpus, RUNS)):
        script = SCRIPTS[at % 2]
        run = trimmed(line(typed))
        size = 100 if at % 10 == 0 else 10
        results = archive.search(Request(f"『{typed}』", script, size=size))
        expected = scan.answer(run)
        assert results.total == len(expected), typed
        assert [(hit.id, hit.score) for hit in results.hits] == expected[:size], typed
        for hit in results.hits[:3]:
            check_marks(hit.snippet, run, archive.corpus.texts(numbers[hit.id])[script])


def check_marks(snippet: str, run: str, text: Text) -> None:
    """Every mark is a stretch of the run's occurrences, and where a block shown holds the run there is a mark."""
    marked = [fold(html.unescape(mark)) for mark in MARK.findall(snippet)]
    blocks = [line(text.summary), *(line(block.text) for block in text.blocks)]
    stretches = {stretch for block in blocks for stretch in merged(run, block)}
    assert set(marked) <= stretches
    assert bool(marked) == bool(stretches)


def merged(run: str, block: str) -> Iterator[str]:
    """The stretches of a block that occurrences of the run cover without a gap."""
    covered = {at for start, end in occurrences(run, block) for at in range(start, end)}
    for start in sorted(covered):
        if start - 1 not in covered:
            end = start
            while end in covered:
                end += 1
            yield block[start:end]
