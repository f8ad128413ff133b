"""Find words in a text: every match, groups of overlapping ones, and those that win."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


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
        firsts, seconds = (re.escape("".join(sorted({head[at : at + 1] for head in heads}))) for at in (0, 1))
        ahead = "" if self._ones else f"(?=[{seconds}])"  # a key of one character may stand before anything
        self._firsts = re.compile(f"[{firsts}]{ahead}" if firsts else "(?!)")

    def candidates(self, text: str) -> Iterator[Match]:
        """Every match, overlapping ones too, by start; of those that start together the longest first."""
        heads, entries, ones, length = self._heads, self._entries, self._ones, len(text)
        for found in self._firsts.finditer(text):
            start = found.start()
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


def accept(cluster: Sequence[Match]) -> list[Match]:
    """Of overlapping matches those that the library takes: the longest first, then the leftmost; in text order."""
    taken: list[Match] = []
    for match in sorted(cluster, key=lambda match: (match.start - match.end, match.start)):
        if not any(match.overlaps(other) for other in taken):
            taken.append(match)
    return sorted(taken, key=lambda match: match.start)
