"""The engine: converts exactly as opencc-python-reimplemented does, over its own dictionaries, many times faster.

The library's rule for one dictionary of phrases is: the longest phrase anywhere in the text wins, the leftmost among
equals; then the same again in what is left on both sides. That is the same as collecting every match, and accepting
within each group of overlapping ones by (longest, leftmost) whatever overlaps nothing accepted before. Two points make
it exact: the library first splits at separators, so a key that contains one never matches; and an earlier dictionary
of a group wins even over a longer match of a later one. Characters in no accepted phrase go through the character
tables of the same group. The groups of a configuration run one after the other.

``tests/hanzi/test_engine.py`` holds this module against ``OpenCC(config).convert``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

import opencc

from plugins.hanzi import library

#: Below this number of different first two characters a regular expression looks for them.
FEW = 1000


@dataclass(frozen=True, slots=True)
class Match:
    """A key found in a text, in code points, and what it becomes."""

    start: int
    end: int
    value: str

    def overlaps(self, other: Match) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Phrases:
    """Keys to find in texts: the longest first, then the leftmost, none overlapping.

    Args:
        entries: each key, of one character or more, with what it becomes.
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = dict(entries)
        heads: dict[str, set[int]] = {}
        for key in self._entries:
            heads.setdefault(key[:2], set()).add(len(key))
        self._heads = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items() if len(head) > 1}
        self._ones = frozenset(head for head in heads if len(head) == 1)
        self.longest = max(map(len, self._entries), default=0)
        self._hint: re.Pattern[str] | None = None
        if len(self._heads) < FEW and not self._ones:
            firsts, seconds = (re.escape("".join(sorted({head[at] for head in self._heads}))) for at in (0, 1))
            self._hint = re.compile(f"[{firsts}](?=[{seconds}])" if self._heads else "(?!)")

    def _starts(self, text: str) -> Iterable[int]:
        """Where a key of two characters and more may start: where its first two characters stand.

        For few keys a regular expression finds the places faster than a look at every pair of characters.
        """
        if self._hint is not None:
            return [
                found.start()
                for found in self._hint.finditer(text)
                if text[found.start() : found.end() + 1] in self._heads
            ]
        heads = self._heads
        return [at for at, head in enumerate(map(add, text, text[1:])) if head in heads]

    def candidates(self, text: str) -> Iterator[Match]:
        """Every match, overlapping ones too, by start; of those that start together the longest first."""
        heads, entries, ones, length = self._heads, self._entries, self._ones, len(text)
        for start in range(length) if ones else self._starts(text):
            for size in heads.get(text[start : start + 2], ()):
                end = start + size
                if end <= length and (value := entries.get(text[start:end])) is not None:
                    yield Match(start, end, value)
            if ones and text[start] in ones:
                yield Match(start, start + 1, entries[text[start]])

    def clusters(self, text: str) -> Iterator[list[Match]]:
        """The matches in groups: those of one group overlap one another, directly or through others."""
        cluster: list[Match] = []
        reach = 0
        for match in self.candidates(text):
            if match.start >= reach:
                if cluster:
                    yield cluster
                cluster = []
            cluster.append(match)
            reach = max(reach, match.end)
        if cluster:
            yield cluster

    def find(self, text: str) -> list[Match]:
        """The accepted matches, in order."""
        return [match for cluster in self.clusters(text) for match in accept(cluster)]

    def replace(self, text: str, around: str) -> str:
        """The text with every accepted match replaced; what lies between is taken from ``around``.

        Args:
            text: where to look.
            around: a text of the same length, with the characters outside matches already converted.
        """
        heads, entries, length = self._heads, self._entries, len(text)
        pieces: list[str] = []
        done = reach = 0
        cluster: list[tuple[int, int]] = []  # (-length, start): plain pairs, this is the hot path
        for start in self._starts(text):
            if start >= reach and cluster:
                for size, begin in _accept_pairs(cluster) if len(cluster) > 1 else cluster:
                    end = begin - size
                    pieces += around[done:begin], entries[text[begin:end]]
                    done = end
                cluster = []
            for size in heads[text[start : start + 2]]:
                end = start + size
                if text[start:end] in entries and end <= length:
                    cluster.append((-size, start))
                    reach = max(reach, end)
        for size, begin in _accept_pairs(cluster):
            end = begin - size
            pieces += around[done:begin], entries[text[begin:end]]
            done = end
        pieces.append(around[done:])
        return "".join(pieces)


def _accept_pairs(cluster: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Accept overlapping (-length, start) pairs longest first, then leftmost; in the order of the text."""
    taken: list[tuple[int, int]] = []
    for size, start in sorted(cluster):
        end = start - size
        if all(end <= other or start >= other - other_size for other_size, other in taken):
            taken.append((size, start))
    return sorted(taken, key=lambda pair: pair[1])


def accept(cluster: Sequence[Match]) -> list[Match]:
    """Of overlapping matches those that the library takes: the longest first, then the leftmost; in text order."""
    taken: list[Match] = []
    for match in sorted(cluster, key=lambda match: (match.start - match.end, match.start)):
        if not any(match.overlaps(other) for other in taken):
            taken.append(match)
    return sorted(taken, key=lambda match: match.start)


class Characters(dict[int, str]):
    """A character table for ``str.translate``; characters it does not name are remembered as themselves."""

    def __missing__(self, code: int) -> str:
        self[code] = ch = chr(code)
        return ch


@dataclass(frozen=True, slots=True)
class Step:
    """One group of a configuration: phrases, then characters."""

    phrases: Phrases
    characters: Characters

    def convert(self, text: str) -> str:
        """The text after this step; the length is kept."""
        return self.phrases.replace(text, text.translate(self.characters))


class Engine:
    """One configuration of the library, such as ``s2tw``.

    Every conversion keeps the length of the text: the library's dictionaries have no key that changes it, and an
    engine over a dictionary that had one is refused.

    Args:
        config: the name of one of the library's configurations.

    Raises:
        library.LibraryError: the installed library is not the one we expect, or a dictionary has a shape we cannot do.
    """

    def __init__(self, config: str) -> None:
        self.config = config
        self.digest = library.digest(config)
        self.steps = tuple(_steps([_group(names) for names in library.chain(config)]))

    def convert(self, text: str) -> str:
        """The text converted, character for character as the library would."""
        for step in self.steps:
            text = step.convert(text)
        return text


@cache
def engine(config: str) -> Engine:
    """The engine of a configuration, built once a process."""
    return Engine(config)


def _group(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The phrases and the characters of one group of dictionaries."""
    separator: re.Pattern[str] = opencc.OpenCC().split_chars_re
    phrases: dict[str, str] = {}
    characters: dict[str, str] = {}
    for name in names:
        long_keys = False
        for key, values in library.dictionary(name).items():
            if len(key) != len(values[0]):
                raise library.LibraryError(f"{name} changes the length of {key}; the engine cannot do that")
            if separator.search(key):
                continue
            if len(key) == 1:
                characters.setdefault(key, values[0])
            elif characters:
                raise library.LibraryError(f"{name} has phrases after characters; the engine cannot do that")
            else:
                long_keys = True
                phrases.setdefault(key, values[0])
        if long_keys and characters:
            raise library.LibraryError(f"{name} has phrases and characters; the engine cannot do that")
    return phrases, characters


def _steps(groups: Iterable[tuple[dict[str, str], dict[str, str]]]) -> Iterator[Step]:
    """The steps of a configuration; a step of characters alone is taken into the step before it."""
    pending: tuple[dict[str, str], dict[str, str]] | None = None
    for phrases, characters in groups:
        if pending is not None and not phrases:
            after = {ord(key): value for key, value in characters.items()}
            earlier_phrases, earlier = pending
            pending = (
                {key: value.translate(after) for key, value in earlier_phrases.items()},
                characters | {key: value.translate(after) for key, value in earlier.items()},
            )
            continue
        if pending is not None:
            yield _step(*pending)
        pending = (phrases, characters)
    if pending is not None:
        yield _step(*pending)


def _step(phrases: dict[str, str], characters: dict[str, str]) -> Step:
    """A step ready for use."""
    return Step(Phrases(phrases), Characters({ord(key): value for key, value in characters.items()}))
