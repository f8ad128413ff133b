"""One snapshot of the index in memory, as far as queries have needed it: cards, names, folded texts, postings.

Stories are numbered here by the order in which equals are shown: newest first, then by id. Those numbers do not depend
on how the index came about.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, compress

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import SCRIPTS, Forms, Script
from plugins.search.analysis import spans
from plugins.search.deadline import check
from plugins.search.documents import Block, Catalogue, Entry, Text
from plugins.search.folded import FIELD_END
from plugins.search.index import catalogue_from_json
from plugins.search.store import Store
from plugins.stories.dates import parse

_ORIGINALS = {"hans": Entry(Forms("简体原文", "簡體原文")), "hant": Entry(Forms("繁体原文", "繁體原文"))}
_YEAR_LENGTH = 4
_DEAD = -1
# At 20,000 stories what is kept of a very common term takes a quarter of a megabyte, and the set of its stories one.
_POSTINGS_KEPT = 128
_SETS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Card:
    """What facets, order, statistics and completion need of a story.

    Attributes:
        lengths: of title, summary and body of the original.
        titles: in both scripts, Simplified first.
        ends: where a line of each title may end (``documents.Text``).
        reading: the title's pinyin.
        differing: the parts (title, summary, blocks) of the other edition that fold to something else than the same part
            of the original; None where its blocks are not the same ones.
    """

    number: int
    id: str
    url: str
    script: Script
    date: str
    first: str
    last: str
    places: tuple[str, ...]
    roles: tuple[str, ...]
    people: tuple[str, ...]
    source: str | None
    lengths: tuple[int, int, int]
    titles: tuple[str, str]
    ends: tuple[Sequence[int], Sequence[int]]
    reading: str
    differing: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Folded:
    """A story's folded texts: the original's fields, and what of the other edition folds to something else."""

    original: tuple[str, str, str]
    twin: tuple[str, str, str]


class Names:
    """One kind of facet: its entries, who stands under whom, and which stories carry what."""

    def __init__(self, entries: Mapping[str, Entry], tags: Sequence[Sequence[str]]) -> None:
        self.entries = entries
        self._above: dict[str, tuple[str, ...]] = {}
        #: For each story its values, ancestors included, each once.
        self.values: list[tuple[str, ...]] = [
            tuple(dict.fromkeys(value for tag in own for value in (tag, *self.above(tag)))) for own in tags
        ]
        groups: dict[tuple[str, ...], int] = {}
        #: For each story the number of its values, all of them together; ``combined`` has them.
        self.group: Sequence[int] = [groups.setdefault(values, len(groups)) for values in self.values]
        self.combined: Sequence[tuple[str, ...]] = list(groups)
        stories: defaultdict[str, set[int]] = defaultdict(set)
        for number, values in enumerate(self.values):
            for value in values:
                stories[value].add(number)
        #: For each value the stories that carry it or something below it.
        self.stories: Mapping[str, frozenset[int]] = {value: frozenset(found) for value, found in stories.items()}

    def above(self, value: str) -> tuple[str, ...]:
        """The ancestors of a value, nearest first."""
        if value not in self._above:
            found: list[str] = []
            entry = self.entries.get(value)
            while entry is not None and entry.parent is not None and entry.parent not in (*found, value):
                found.append(entry.parent)
                entry = self.entries.get(entry.parent)
            self._above[value] = tuple(found)
        return self._above[value]

    def label(self, value: str, script: Script) -> str:
        """A value's name in one script; its id if the catalogue does not know it."""
        entry = self.entries.get(value)
        return entry.forms.in_script(script) if entry else value

    @cached_property
    def folded(self) -> Mapping[str, tuple[str, ...]]:
        """Every name of each value, folded: both forms, aliases, former names."""
        return {
            value: tuple(dict.fromkeys(map(fold, (*map(entry.forms.in_script, SCRIPTS), *entry.names))))
            for value, entry in self.entries.items()
        }

    def holding(self, run: str) -> set[str]:
        """The values that a run is part of a name of."""
        text, starts, values = self._lines
        return {values[bisect_right(starts, start) - 1] for start, _ in spans(run, text)}

    @cached_property
    def _lines(self) -> tuple[str, list[int], list[str]]:
        """Every folded name, a line each, with where it begins and whose it is."""
        lines = [(value, name) for value, names in self.folded.items() for name in names]
        starts = [0, *accumulate(len(name) + 1 for _, name in lines)]
        return "\n".join(name for _, name in lines), starts, [value for value, _ in lines]


class Corpus:
    """The stories of one snapshot.

    Attributes:
        cards: by number.
        place, role, person, source: the facets that have names.
        year: the years that each story's days overlap, and below them the months, where its date says a month.
        original: the script of each story's original.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        rows = [(number, json.loads(data)) for number, data in store.cards()]
        rows.sort(key=lambda row: row[1]["id"])
        rows.sort(key=lambda row: (row[1]["first"], row[1]["last"]), reverse=True)
        self._stored_as = [number for number, _ in rows]
        self._number_of = array("l", [_DEAD]) * (max(self._stored_as, default=-1) + 1)
        for number, stored in enumerate(self._stored_as):
            self._number_of[stored] = number
        self.cards = [_card(number, card) for number, (_, card) in enumerate(rows)]
        self.everything = frozenset(range(len(self.cards)))
        catalogue: Catalogue = catalogue_from_json(store.special("catalogue"))
        self.place = Names(catalogue.places, [card.places for card in self.cards])
        self.role = Names(catalogue.roles, [card.roles for card in self.cards])
        self.person = Names(catalogue.people, [card.people for card in self.cards])
        self.source = Names(catalogue.sources, [(card.source,) if card.source else () for card in self.cards])
        times = [_times(card) for card in self.cards]
        self.year = Names(_years_and_months(set().union(*times)), times)
        self.original = Names(_ORIGINALS, [(card.script,) for card in self.cards])
        self._folded: list[Folded | None] = [None] * len(self.cards)
        self.postings = lru_cache(maxsize=_POSTINGS_KEPT)(self._postings)
        self.having = lru_cache(maxsize=_SETS_KEPT)(self._having)
        self.with_word = lru_cache(maxsize=_SETS_KEPT)(self._with_word)

    @cached_property
    def average_lengths(self) -> tuple[float, float, float]:
        """The mean lengths of title, summary and body over all stories; 1 where all are empty."""
        total = max(len(self.cards), 1)
        title, summary, body = (sum(card.lengths[i] for card in self.cards) / total or 1.0 for i in range(3))
        return title, summary, body

    @cached_property
    def readings(self) -> Mapping[str, Sequence[str]]:
        """How each name of the catalogue is read, by its Simplified form; for completion only."""
        readings: Mapping[str, Sequence[str]] = self._store.special("readings")
        return readings

    @cached_property
    def words(self) -> frozenset[str]:
        """The archive's word list, words of one character left out."""
        return frozenset(word for word in self._store.special("words") if len(word) > 1)

    @cached_property
    def longest_word(self) -> int:
        """The length of the longest word."""
        return max(map(len, self.words), default=1)

    def folded(self, number: int) -> Folded:
        """The folded texts of a story; read once."""
        check()
        found = self._folded[number]
        if found is None:
            title, summary, body, *twin = self._store.folded(self._stored_as[number]).split(FIELD_END)
            found = self._folded[number] = Folded((title, summary, body), (twin[0], twin[1], twin[2]))
        return found

    def texts(self, number: int) -> Mapping[Script, Text]:
        """Both editions of a story as written; each is read when it is first asked for."""
        return _Texts(self._store, self._stored_as[number], self.cards[number].script)

    def common_folds(self, number: int) -> list[str | None]:
        """Of the title, the summary and each block what it folds to in both editions; None where that is not one."""
        differing = self.cards[number].differing
        if differing is None:
            return []
        title, summary, body = self.folded(number).original
        folds: list[str | None] = [title, summary, *(body.split("\n") if body else ())]
        for part in differing:
            folds[part] = None
        return folds

    def _postings(self, term: str) -> tuple[array[int], array[int]]:
        """The stories that have a term of ``analysis.terms``, in no order, and for each where it stands (``counts.py``)."""
        return self._live("grams", term)

    def _having(self, term: str) -> frozenset[int]:
        """The stories that have a term of ``analysis.terms``."""
        return frozenset(self.postings(term)[0])

    def _with_word(self, word: str) -> frozenset[int]:
        """The stories whose original has this as a word, as jieba cut it."""
        return frozenset(self._live("words", word)[0])

    def _live(self, field: str, term: str) -> tuple[array[int], array[int]]:
        """A term's postings without those of stories that are no more, by our numbers."""
        check()
        stored, carried = self._store.postings(field, term)
        known = len(self._number_of)
        numbers = [self._number_of[number] if number < known else _DEAD for number in stored]
        if _DEAD in numbers:
            live = [number != _DEAD for number in numbers]
            return array("l", compress(numbers, live)), array("l", compress(carried, live))
        return array("l", numbers), carried


class _Texts(Mapping[Script, Text]):
    """The editions of a story; the original stands for one that there is not."""

    def __init__(self, store: Store, number: int, script: Script) -> None:
        self._store, self._number, self._script = store, number, script
        self._read: dict[Script, Text] = {}

    def __getitem__(self, script: Script) -> Text:
        if script not in self._read:
            check()
            found = self._store.edition(self._number, script) or self._store.edition(self._number, self._script)
            title, summary, blocks = found
            self._read[script] = Text(title, summary, tuple(Block(anchor, text) for anchor, text in blocks))
        return self._read[script]

    def __iter__(self) -> Iterator[Script]:
        return iter(SCRIPTS)

    def __len__(self) -> int:
        return len(SCRIPTS)


def _card(number: int, card: Mapping[str, object]) -> Card:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in card.items()}
    return Card(number=number, **values)  # type: ignore[arg-type] # written by index.py with these very keys


def _times(card: Card) -> tuple[str, ...]:
    """The years that a story's days overlap, and the months, unless it is dated only by year."""
    years = (f"{year:04}" for year in range(int(card.first[:4]), int(card.last[:4]) + 1))
    return (*years, *parse(card.date).months())


def _years_and_months(times: Iterable[str]) -> dict[str, Entry]:
    """Years and months as facet values, each month below its year."""
    labels = {time: parse(time).readable() for time in sorted(times)}
    return {
        time: Entry(Forms(label, label), time[:_YEAR_LENGTH] if len(time) > _YEAR_LENGTH else None)
        for time, label in labels.items()
    }
