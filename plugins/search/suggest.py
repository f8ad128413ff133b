"""Completion while typing: the names and titles that go on as the reader has begun, in characters, pinyin or initials.

The order: names that begin with what was typed; then those with an alias that does; then those that hold it; then
those that are read so. Within each, what more stories stand under comes first, then ids. No story is searched here, and what
is read so never becomes a hit.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, Protocol

from plugins.hanzi.fold import HAN, fold
from plugins.hanzi.scripts import PREFIX, SCRIPTS, Forms, Script
from plugins.search.analysis import tokens, trim
from plugins.search.corpus import Card, Corpus, Names
from plugins.search.messages import say
from plugins.search.naming import resolve_values
from plugins.search.pages import search_url
from plugins.search.query import LONGEST_QUERY, MOST_WILD
from plugins.search.results import Request
from plugins.search.suggest_keys import initials, spelled, typed

Kind = Literal["place", "role", "person", "source", "title"]

LONGEST_TYPED = 64
MOST_SUGGESTIONS = 20
DEFAULT_SUGGESTIONS = 8

#: A name that stands in a field as it is; others are quoted.
_PLAIN = re.compile(f"[{HAN}·/]{{2,}}")
_LONGEST_QUOTED = LONGEST_QUERY - len('title:""')


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be suggested.

    Attributes:
        kind, id: what it is.
        forms: its name or title.
        count: how many stories it leads to.
        query: what to search for to find them.
        url: a story's address without the edition; None where the search itself is the address.
        names, aliases: folded.
        readings: pinyin, syllables parted by spaces.
    """

    kind: Kind
    id: str
    forms: Forms
    count: int
    query: Forms
    url: str | None
    names: Sequence[str]
    aliases: Sequence[str] = ()
    readings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list under a search box."""

    text: str
    kind: Kind
    query: str
    url: str
    count: int

    def as_json(self) -> dict[str, object]:
        """As ``/api/suggest`` gives it."""
        return {"text": self.text, "kind": self.kind, "query": self.query, "url": self.url, "count": self.count}


class _Lines:
    """Keys joined into one text, a key a line, so that one search in it looks through all of them at once.

    Lines stand in the order of their candidates, so that matches are found best first.
    """

    def __init__(self, keys: Iterable[tuple[str, int]]) -> None:
        self._starts: list[int] = []
        self._numbers: list[int] = []
        parts, at = ["\n"], 1
        for key, number in keys:
            self._starts.append(at)
            self._numbers.append(number)
            parts += (key, "\n")
            at += len(key) + 1
        self._text = "".join(parts)

    def holding(self, text: str) -> Iterator[int]:
        """The candidates with a key that holds the text, in order, perhaps several times."""
        at = self._text.find(text)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield self._numbers[line]
            at = self._text.find(text, self._text.find("\n", at))

    def beginning(self, text: str) -> Iterator[int]:
        """The candidates with a key that begins with the text, in order, perhaps several times."""
        at = self._text.find(f"\n{text}")
        while at >= 0:
            yield self._numbers[bisect_right(self._starts, at + 1) - 1]
            at = self._text.find(f"\n{text}", at + 1)


class Keys(Protocol):
    """What something is found by: folded names and aliases; pinyin, syllables parted by spaces."""

    @property
    def names(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def aliases(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def readings(self) -> Sequence[str]: ...  # noqa: D102


class Finder:
    """Finds what goes on as typed; may be used by several threads.

    Args:
        keys: what each is found by; of two that are found alike the earlier comes first.
    """

    def __init__(self, keys: Iterable[Keys]) -> None:
        each = list(enumerate(keys))
        self._names = _Lines((key, n) for n, one in each for key in one.names)
        self._aliases = _Lines((key, n) for n, one in each for key in one.aliases)
        self._all = _Lines((key, n) for n, one in each for key in (*one.names, *one.aliases))
        self._spaced = _Lines((key, n) for n, one in each for key in one.readings)
        self._joined = _Lines((key.replace(" ", ""), n) for n, one in each for key in one.readings)
        self._initials = _Lines((key, n) for n, one in each for key in dict.fromkeys(map(initials, one.readings)))

    def find(self, query: str, limit: int) -> list[int]:
        """The numbers of those that go on as typed, best first, at most so many."""
        found: dict[int, None] = {}
        for number in self._ranked(query):
            found[number] = None
            if len(found) == limit:
                break
        return list(found)

    def _ranked(self, query: str) -> Iterator[int]:
        text = typed(query)
        if not text:
            return
        yield from self._names.beginning(text)
        yield from self._aliases.beginning(text)
        yield from self._all.holding(text)
        if pinyin := spelled(query):
            syllables = self._spaced if " " in pinyin else self._joined
            yield from heapq.merge(syllables.beginning(pinyin), self._initials.beginning(pinyin.replace(" ", "")))


class Suggester:
    """Completion over the candidates of one snapshot; may be used by several threads."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = sorted(candidates, key=lambda one: (-one.count, one.id, one.kind))
        self._finder = Finder(self.candidates)

    def suggest(self, query: str, script: Script, limit: int = DEFAULT_SUGGESTIONS) -> list[Suggestion]:
        """What may be meant, best first.

        Args:
            query: what was typed so far.
            script: the script of the suggestions; what was typed may be in either.
            limit: how many at most.
        """
        return [_suggestion(one, script) for one in self.find(query, limit)]

    def find(self, query: str, limit: int) -> list[Candidate]:
        """The candidates that go on as typed, best first, at most so many."""
        return [self.candidates[number] for number in self._finder.find(query, limit)]


def _suggestion(one: Candidate, script: Script) -> Suggestion:
    query = one.query.in_script(script)
    url = f"/{PREFIX[script]}/{one.url}" if one.url is not None else search_url("", Request(query, script))
    return Suggestion(one.forms.in_script(script), one.kind, query, url, one.count)


def suggester_of(corpus: Corpus) -> Suggester:
    """Completion over the names of one snapshot that some story carries, and over the titles of its stories."""
    kinds: dict[Kind, Names] = {
        "place": corpus.place,
        "role": corpus.role,
        "person": corpus.person,
        "source": corpus.source,
    }
    named = chain.from_iterable(_named(kind, names, corpus.readings) for kind, names in kinds.items())
    return Suggester(chain(named, map(_titled, corpus.cards)))


def _named(kind: Kind, names: Names, readings: Mapping[str, Sequence[str]]) -> Iterator[Candidate]:
    known = Counter(name for all_names in names.folded.values() for name in all_names)
    for value, stories in names.stories.items():
        if (entry := names.entries.get(value)) is None:
            continue
        own = dict.fromkeys(fold(entry.forms.in_script(script)) for script in SCRIPTS)
        query = {script: _field_query(kind, names, value, script, known) for script in SCRIPTS}
        yield Candidate(
            kind,
            value,
            entry.forms,
            len(stories),
            Forms(query["hans"], query["hant"]),
            None,
            names=tuple(map(typed, own)),
            aliases=tuple(typed(name) for name in names.folded[value] if name not in own),
            readings=(*readings[entry.forms.hans], *_slug(kind, value)),
        )


def _slug(kind: Kind, value: str) -> tuple[str, ...]:
    """How editors and the gazetteer spell a place or a person in addresses: shaanxi is Shaanxi, whatever 陕 reads as."""
    return (value.rpartition("/")[2].replace("-", " "),) if kind in {"place", "person"} else ()


def _field_query(kind: Kind, names: Names, value: str, script: Script, known: Counter[str]) -> str:
    """The query that finds just these stories: by name, by name after its ancestors', or by id."""
    name, field = names.label(value, script), say(f"facet-{kind}", script)
    if known[fold(name)] == 1 and "/" not in name and '"' not in name:
        return f"{field}:{name if _PLAIN.fullmatch(name) else _quoted(name)}"
    path = "/".join([names.label(above, script) for above in reversed(names.above(value))] + [name])
    alone = resolve_values(names, fold(path)) == (value,) and _PLAIN.fullmatch(path)
    return f"{field}:{path if alone else value}"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _title_query(title: str) -> str:
    """The query that finds a title: all of it, or its longest stretch where it can't be quoted; empty if it has no characters."""
    folded = fold(title)
    if trim(folded) == (0, 0):
        return ""
    wild = sum(title.count(mark) for mark in "?？")
    if not set(title) & set('"＂') and len(title) <= _LONGEST_QUOTED and wild <= MOST_WILD:
        return f"title:{_quoted(title)}"
    longest = max((token.text for token in tokens(folded)), key=len)
    return f"title:{longest[:_LONGEST_QUOTED]}"


def _titled(card: Card) -> Candidate:
    forms = Forms(*card.titles)
    return Candidate(
        "title",
        card.id,
        forms,
        1,
        Forms(*map(_title_query, card.titles)),
        card.url,
        names=tuple(dict.fromkeys(map(typed, card.titles))),
        readings=(card.reading,) if card.reading else (),
    )
