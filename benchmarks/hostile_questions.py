"""Questions that cost the most, each with what a plain look at a story's text says of it. For ``hostile.py``."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search import Generator

from plugins.hanzi.fold import HAN, fold
from plugins.search.documents import Document, Text

Test = Callable[["Story"], bool]

_HAN = re.compile(rf"[{HAN}]+")
_DEEPEST = 12
_ALTERNATIVES = 30
_LONGEST, _MOST_TERMS, _MOST_WILD = 256, 32, 4  # of a query (docs/search.md)
# fmt: off
_PIECES = (
    "或", "OR", "AND", "NOT", "-", "非", "(", ")", "（", "）", "“", "”", "「", "」", '"', "?", "？", "NEAR/3", "NEAR/100", ":",
    "：", "/", "..",
    "*", " ", " ", "　", "place:", "地点：", "role:", "角色:", "person:", "title:", "标题：", "date:", "日期：", "exact:",
    "原字：", "source:",
    "plase:",
    "x:", "2020-02", "*-02-14", "2020-02..2021", "p1/c1", "湖北", "\x00", "𠮷", "ﬁ", "İ", "\u202e", "4.5", "365",
)
# fmt: on


@dataclass(frozen=True)
class Story:
    """What the scan looks at: the blocks of each edition folded, the original as written, the tags."""

    id: str
    editions: tuple[tuple[str, ...], ...]
    everything: str
    written: str
    day: str
    tags: frozenset[str]


def told(document: Document) -> Story:
    """A document for the scan."""
    editions = tuple(tuple(str(fold(part)) for part in _parts(text)) for text in document.texts.values())
    place = document.places[0].split("/")
    above = ("/".join(place[: size + 1]) for size in range(len(place)))
    return Story(
        id=document.id,
        editions=editions,
        everything="\n".join("\n".join(blocks) for blocks in editions),
        written="\n".join(_parts(document.texts[document.script])),
        day=document.first,
        tags=frozenset((*above, *document.roles, *document.people, *filter(None, (document.source,)))),
    )


def _parts(text: Text) -> tuple[str, ...]:
    return text.title, text.summary, *(block.text for block in text.blocks)


@dataclass(frozen=True)
class Question:
    """What to type, whether a story is a hit, and how many terms that has."""

    text: str
    test: Test
    terms: int = 1


class Questions:
    """Makes questions out of the archive's own text, the same ones for the same chooser."""

    def __init__(self, generator: Generator) -> None:
        catalogue = generator.catalogue
        kinds = (catalogue.places, catalogue.roles, catalogue.people, catalogue.sources)
        self._tags = list(zip(("place", "role", "person", "source"), map(list, kinds), strict=True))
        chooser = random.Random(5)
        texts = [generator.story(chooser.randrange(generator.count)).texts for _ in range(60)]
        parts = [part for editions in texts for text in editions.values() for part in _parts(text)]
        self._stretches = [stretch for part in parts for stretch in _HAN.findall(part) if len(stretch) > 1]
        often: dict[str, int] = {}
        for ch in "".join(self._stretches):
            often[ch] = often.get(ch, 0) + 1
        self._characters = sorted(often, key=lambda ch: (-often[ch], ch))[:60]
        self.pieces = [*_PIECES, *self._characters, *self._stretches[:40]]

    def one(self, chooser: random.Random) -> Question:
        """Any kind that a query may be."""
        while True:
            found = self.costly(chooser) if chooser.random() < 0.5 else self._node(chooser, 2)
            if found.terms <= _MOST_TERMS and found.text.count("?") <= _MOST_WILD and len(found.text) <= _LONGEST:
                return found

    def costly(self, chooser: random.Random) -> Question:
        """One of the kinds that take longest."""
        kinds = (self._alternatives, self._chain, self._wild, self._exact, self._long, self._nested, self._without)
        return chooser.choice(kinds)(chooser)

    def _node(self, chooser: random.Random, depth: int) -> Question:
        kinds = (
            self._run,
            self._run,
            self._long,
            self._wild,
            self._chain,
            self._title,
            self._exact,
            self._tag,
            self._date,
        )
        if not depth or chooser.random() < 0.3:
            return chooser.choice(kinds)(chooser)
        some = [self._node(chooser, depth - 1) for _ in range(chooser.choice((2, 2, 3)))]
        return _any(some) if chooser.random() < 0.5 else _all(some, chooser.random() < 0.4)

    def _cut(self, chooser: random.Random, least: int, most: int) -> str:
        stretch = chooser.choice(self._stretches)
        start = chooser.randrange(len(stretch))
        cut = stretch[start : start + chooser.randint(least, most)]
        return cut if len(cut) >= least else str(stretch[:most])

    def _run(self, chooser: random.Random) -> Question:
        run = chooser.choice(self._characters) if chooser.random() < 0.4 else self._cut(chooser, 1, 6)
        return _holds(f"“{run}”", run)

    def _long(self, chooser: random.Random) -> Question:
        run = self._cut(chooser, 2, 40)
        return _holds(f"「{run}」", run)

    def _wild(self, chooser: random.Random) -> Question:
        run = list(self._cut(chooser, 3, 8).ljust(3, chooser.choice(self._characters)))
        for at in chooser.sample(range(1, len(run) - 1), min(len(run) - 2, chooser.randint(1, 4))):
            run[at] = "?"
        pattern = re.compile("".join(f"[{HAN}?？]" if ch == "?" else fold(ch) for ch in run))
        return Question(f"“{''.join(run)}”", lambda story: pattern.search(story.everything) is not None)

    def _title(self, chooser: random.Random) -> Question:
        run = chooser.choice(self._characters) if chooser.random() < 0.5 else self._cut(chooser, 2, 2)
        folded = fold(run)
        return Question(f"title:“{run}”", lambda story: any(folded in blocks[0] for blocks in story.editions))

    def _exact(self, chooser: random.Random) -> Question:
        run = chooser.choice(self._characters) if chooser.random() < 0.5 else self._cut(chooser, 1, 4)
        return Question(f"exact:“{run}”", lambda story: run in story.written)

    def _tag(self, chooser: random.Random) -> Question:
        field, among = chooser.choice(self._tags)
        value = chooser.choice(among)
        return Question(f"{field}:“{value}”", lambda story: value in story.tags)

    def _date(self, chooser: random.Random) -> Question:
        first, last = sorted(f"202{chooser.randrange(3)}-{chooser.randrange(1, 13):02}" for _ in range(2))
        return Question(f"date:{first}..{last}", lambda story: first <= story.day[:7] <= last)

    def _alternatives(self, chooser: random.Random) -> Question:
        some = [self._character(ch) for ch in chooser.sample(self._characters, _ALTERNATIVES)]
        return _any(some) if chooser.random() < 0.7 else _all(some, nothing=False)

    @staticmethod
    def _character(ch: str) -> Question:
        return _holds(ch, ch)

    def _chain(self, chooser: random.Random) -> Question:
        runs = chooser.sample(self._characters, chooser.randint(2, 8))
        steps = [chooser.choice((0, 1, 10, 100)) for _ in runs[1:]]
        text = runs[0] + "".join(f" NEAR/{step} {run}" for step, run in zip(steps, runs[1:], strict=True))
        folded = [fold(run) for run in runs]
        return Question(f"({text})", lambda story: _is_near(story, folded, steps), len(runs))

    def _nested(self, chooser: random.Random) -> Question:
        found = self._run(chooser)
        for _ in range(_DEEPEST - 1):
            inner, more = found, self._run(chooser)
            found = _any([more, inner]) if chooser.random() < 0.5 else _all([more, inner], chooser.random() < 0.5)
        return found

    def _without(self, chooser: random.Random) -> Question:
        some = [self._character(ch) for ch in chooser.sample(self._characters, 20)]
        text = " ".join(f"-{one.text}" for one in some)
        return Question(f"({text})", lambda story: not any(one.test(story) for one in some), len(some))


def _holds(text: str, run: str) -> Question:
    folded = fold(run)
    return Question(text, lambda story: folded in story.everything)


def _any(some: Sequence[Question]) -> Question:
    text = " 或 ".join(one.text for one in some)
    return Question(f"({text})", lambda story: any(one.test(story) for one in some), _terms(some))


def _all(some: Sequence[Question], nothing: bool) -> Question:
    """All of them; the last one not, if ``nothing``."""
    *wanted, last = some
    text = " ".join([*(one.text for one in wanted), f"NOT {last.text}" if nothing else last.text])
    return Question(
        f"({text})",
        lambda story: all(one.test(story) for one in wanted) and last.test(story) is not nothing,
        _terms(some),
    )


def _terms(some: Sequence[Question]) -> int:
    return sum(one.terms for one in some)


def _is_near(story: Story, runs: Sequence[str], steps: Sequence[int]) -> bool:
    return any(_chained(block, runs, steps) for blocks in story.editions for block in blocks)


def _chained(block: str, runs: Sequence[str], steps: Sequence[int]) -> bool:
    reached = [match.span() for match in re.finditer(runs[0], block)]
    for run, step in zip(runs[1:], steps, strict=True):
        reached = [
            (start, end)
            for start, end in (match.span() for match in re.finditer(run, block))
            if any(0 <= start - other <= step or 0 <= first - end <= step for first, other in reached)
        ]
    return bool(reached)
