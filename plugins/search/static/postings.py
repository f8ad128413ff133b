"""The postings of a segment: for each term its stories, its counts by field, its places, and what follows them.

Stories are added in the order of their numbers, so every posting is written by appending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeAlias

from plugins.hanzi.fold import HAN
from plugins.search.analysis import WILD, tokens
from plugins.search.static.packing import put, put_all, put_bytes, put_gaps
from plugins.search.static.shards import Shards

#: Folded fields: title, summary and body of the original, then what differs in the other edition (``folded.folded_fields``).
Fields: TypeAlias = tuple[str, str, str, str, str, str]
#: One place: ``block << 20 | offset``.
Places: TypeAlias = list[int]

_OFFSET: Final = 20
_OFFSETS: Final = (1 << _OFFSET) - 1
_BODY: Final = 2
_ONCE: Final = [0, 0, 1, 0, 0, 0]
_MOST_FOLLOWING: Final = 4  # a query has at most so many ``?``
_FOLLOWING = re.compile(rf"[{HAN}{WILD}]{{0,{_MOST_FOLLOWING}}}")

#: How many bytes of one posting may stand in a shard.
LARGEST_INLINE: Final = 4_096
#: About how many bytes of places a file of their own holds.
CHUNK: Final = 12_288

#: The bits of what a term's entry has: stories, stories that have it as a word, a file of its own, people with it in their names.
_KINDS: Final = (1, 2, 4, 8)


class _Posting:
    """What is known of one term so far. ``chunks``: where files of their own would begin, as (posting, byte, byte)."""

    __slots__ = ("chunks", "counts", "follow", "last", "names_people", "places", "stories", "words")

    def __init__(self) -> None:
        self.last = 0
        self.stories = 0
        self.counts = bytearray()
        self.places = bytearray()
        self.follow = bytearray()
        self.chunks: list[tuple[int, int, int]] = [(0, 0, 0)]
        self.words: list[int] = []
        self.names_people = False


class Postings:
    """The postings of one segment, made story by story and written at the end."""

    def __init__(self) -> None:
        self._terms: dict[str, _Posting] = {}

    def add(self, number: int, fields: Fields, words: Iterable[str]) -> None:
        """Add a story. ``words``: those that jieba found in its original."""
        places, ends = _places(fields)
        for term, where in places.items():
            posting = self._posting(term)
            _put_counts(posting.counts, number - posting.last, _counts(term, where))
            posting.last = number
            posting.stories += 1
            if len(posting.places) - posting.chunks[-1][1] > CHUNK:
                posting.chunks.append((posting.stories - 1, len(posting.places), len(posting.follow)))
            _put_places(posting.places, where)
            posting.follow += bytes(ends[place + len(term)] for place in where)
        for word in words:
            self._posting(word).words.append(number)

    def mark_names(self, terms: Iterable[str]) -> None:
        """Say of these terms that people have them in their names."""
        for term in terms:
            self._posting(term).names_people = True

    def _posting(self, term: str) -> _Posting:
        posting = self._terms.get(term)
        if posting is None:
            posting = self._terms[term] = _Posting()
        return posting

    def write(self, folder: Path, shard: int) -> dict[str, int]:
        """Write shards of about so many bytes and give the number of each kind, as the manifest has it."""
        terms, places, follow = (Shards(folder / kind, shard) for kind in ("terms", "places", "follow"))
        for number, (term, posting) in enumerate(sorted(self._terms.items())):
            terms.add(term, _terms_entry(posting, terms, number))
            if posting.stories:
                places_entry, follow_entry = _places_entries(posting, places, follow, number)
                places.add(term, places_entry)
                follow.add(term, follow_entry)
        return {"terms": terms.write(), "places": places.write(), "follow": follow.write()}


def _places(fields: Fields) -> tuple[dict[str, Places], Mapping[int, int]]:
    """The places of every term in order; and for the end of each how many Han characters (or ``?``) follow there."""
    found: dict[str, Places] = {}
    ends: dict[int, int] = {}
    for block, text in _blocks(fields):
        at = block << _OFFSET
        for token in tokens(text):
            start, word = at + token.start, token.text
            end = token.start + len(word)
            beyond = _following(text, end)
            if not token.han:
                found.setdefault(word, []).append(start)
                ends[at + end] = beyond
                continue
            before = ""
            for place, ch in enumerate(word, start):
                found.setdefault(ch, []).append(place)
                if before:
                    found.setdefault(before + ch, []).append(place - 1)
                before = ch
                ends[place + 1] = _MOST_FOLLOWING
            for left in range(min(_MOST_FOLLOWING, len(word))):
                ends[at + end - left] = min(_MOST_FOLLOWING, left + beyond)
    return found, ends


def _following(text: str, at: int) -> int:
    return len(match.group()) if (match := _FOLLOWING.match(text, at)) else 0


def _blocks(fields: Fields) -> Iterator[tuple[int, str]]:
    """Each block with its number: twice its place among the edition's, and one more where the edition is the other."""
    found = []
    for other in (0, 1):
        title, summary, body = fields[3 * other : 3 * other + 3]
        found += [(2 * place + other, text) for place, text in enumerate((title, summary, *body.split("\n")))]
    return iter(sorted(found))


def _counts(term: str, where: Sequence[int]) -> list[int]:
    """How often the term stands in each of the six fields, not counting overlaps (哈哈 in 哈哈哈)."""
    if len(where) == 1 and where[0] >> _OFFSET >= 2 * _BODY and not where[0] >> _OFFSET & 1:
        return _ONCE  # mostly
    counts = [0] * 6
    free = 0
    size = len(term) if len(term) == 2 and term[0] == term[1] else 0  # noqa: PLR2004 - only such a pair overlaps itself
    for place in where:
        if place >= free:
            block = place >> _OFFSET
            counts[3 * (block & 1) + min(block >> 1, _BODY)] += 1
            free = place + size
    return counts


def _put_counts(out: bytearray, gap: int, counts: list[int]) -> None:
    """Mostly a term stands once or twice in the body and nowhere else; else say in which fields, and how often."""
    body = counts[_BODY]
    if counts is _ONCE or (1 <= body <= 2 and sum(counts) == body):  # noqa: PLR2004
        put(out, gap << 2 | body)
        return
    put(out, gap << 2)
    put(out, sum(1 << field for field, count in enumerate(counts) if count))
    put_all(out, filter(None, counts))


def _put_places(out: bytearray, where: Sequence[int]) -> None:
    """The number of places; then each as a step within its block, or (odd) as a step to another block and an offset."""
    put(out, len(where))
    before = -1
    for place in where:
        if before >= 0 and place >> _OFFSET == before >> _OFFSET:
            put(out, place - before << 1)
        else:
            put(out, ((place >> _OFFSET) - (max(before, 0) >> _OFFSET)) << 1 | 1)
            put(out, place & _OFFSETS)
        before = place


def _terms_entry(posting: _Posting, shards: Shards, number: int) -> bytearray:
    payload = bytearray()
    if posting.stories:
        put(payload, posting.stories)
        put_bytes(payload, posting.counts)
    if posting.words:
        put(payload, len(posting.words))
        put_gaps(payload, posting.words)
    own_file = len(payload) > LARGEST_INLINE
    out = bytearray()
    kinds = (bool(posting.stories), bool(posting.words), own_file, posting.names_people)
    put(out, sum(kind for kind, is_so in zip(_KINDS, kinds, strict=True) if is_so))
    if own_file:
        put(out, number)
        shards.own_file(str(number), payload)
        return out
    return out + payload


def _places_entries(
    posting: _Posting, places: Shards, follow: Shards, number: int
) -> tuple[bytearray, bytes | bytearray]:
    """The entries in both kinds of shards: the bytes, or where files of their own begin."""
    out = bytearray()
    if len(posting.places) <= LARGEST_INLINE:
        put(out, 0)
        return out + posting.places, posting.follow
    put(out, len(posting.chunks))
    put(out, number)
    put_gaps(out, (first for first, _, _ in posting.chunks))
    bounds = [*posting.chunks, (posting.stories, len(posting.places), len(posting.follow))]
    for chunk, ((_, place, follows), (_, place_end, follows_end)) in enumerate(pairwise(bounds)):
        places.own_file(f"{number}-{chunk}", posting.places[place:place_end])
        follow.own_file(f"{number}-{chunk}", posting.follow[follows:follows_end])
    return out, b""
