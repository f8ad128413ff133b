"""What the library must not decide: names, a story's own rules, the site's glossary, measure words, names that it guesses.

Each is a span of the text with a fixed result. The library converts only what lies between, each piece by itself, so
no phrase of its dictionaries crosses a name (服务长|胡源, 卢松|松了).

A name that the story lists is a name wherever its characters stand, with one exception: where dictionary words cross
both its borders and cover it (于丰 in 由于丰富), and the result would differ, the words win. Where a word crosses one
border only, the name wins. Both are doubtful, and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.hanzi import library
from plugins.hanzi.engine import Engine
from plugins.hanzi.patterns import patterns
from plugins.hanzi.persons import doubtful, persons, sounds
from plugins.hanzi.phrases import Match, Phrases
from plugins.hanzi.scripts import Forms, Script

#: A name of one character is not protected: it would break words everywhere.
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text whose result is fixed, and who fixed it."""

    start: int
    end: int
    value: str
    layer: Literal["name", "rule", "glossary", "person", "pattern"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An occurrence of a name whose border a dictionary word crosses, with the reading taken and the one refused."""

    start: int
    end: int
    taken: str
    refused: str
    is_name: bool


class Overlay:
    """The names, rules and glossary that hold for a text.

    Args:
        names: the forms of the people and places that the story lists, aliases among them.
        rules: the story's own rules, from source to result.
        glossary: the site's, from source to result.
        source: the script of the text.
        engine: the library's engine, asked for words that cross a name.
    """

    def __init__(
        self, names: Iterable[Forms], rules: Mapping[str, str], glossary: Phrases, source: Script, engine: Engine
    ) -> None:
        forms: dict[str, str] = {}
        for name in names:
            if len(form := name.in_script(source)) >= SHORTEST_NAME:
                forms.setdefault(form, name.hant if source == "hans" else name.hans)
        self._names = Phrases(forms)
        self._rules = Phrases({key: value for key, value in rules.items() if key})
        self._glossary = glossary
        self._engine = engine
        self._source = source

    @property
    def empty(self) -> bool:
        """Whether nothing can be fixed, so that the library may convert the whole text."""
        fixed = self._names.longest or self._rules.longest or self._glossary.longest
        return self._source == "hant" and not fixed

    def spans(self, text: str, doubts: list[Doubt] | None = None) -> list[Span]:
        """The fixed spans of a text, in order, none overlapping: names and rules before the glossary.

        A rule beats a name only where it contains the whole name.

        Args:
            text: a text in the source script, without marks.
            doubts: a list to which the doubtful names are added.
        """
        rules = self._rules.find(text)
        spans: list[Span] = []
        for match in self._names.find(text):
            if any(rule.start <= match.start and match.end <= rule.end for rule in rules):
                continue
            doubt = self._doubt(text, match)
            if doubt is not None and doubts is not None:
                doubts.append(doubt)
            if doubt is None or doubt.is_name:
                spans.append(Span(match.start, match.end, match.value, "name"))
        if self._rules.longest:
            spans = _between(text, spans, self._rules.find, "rule")
        if self._glossary.longest:
            spans = _between(text, spans, self._decided, "glossary")
        if self._source == "hans":
            spans += self._persons(text, _covered(spans), doubts)
            taken = _covered(spans)
            known = [*patterns(text), *sounds(text)]
            spans += [Span(one.start, one.end, one.value, "pattern") for one in known if one.start not in taken]
        return sorted(spans, key=lambda span: span.start)

    def _persons(self, text: str, taken: set[int], doubts: list[Doubt] | None) -> Iterator[Span]:
        """The names of people whom nobody listed, outside what is fixed already."""
        asked: list[Match] = []
        for person in persons(text, self._engine):
            match = person.match
            if not taken.isdisjoint(range(match.start, match.end)):
                continue
            if person.sure:
                taken.update(range(match.start, match.end))
                yield Span(match.start, match.end, match.value, "person")
            else:
                asked.append(match)
        if doubts is None:
            return
        for match in dict.fromkeys([*asked, *doubtful(text, self._engine)]):
            if taken.isdisjoint(range(match.start, match.end)):
                word = self._engine.convert(text)[match.start : match.end]
                doubts.append(Doubt(match.start, match.end, word, match.value, is_name=False))

    def _decided(self, text: str) -> Iterator[Match]:
        """Where the glossary wins over the library's phrases: they compete within what lies between separators."""
        separator, done = library.separator(), 0
        for line in self._glossary.candidates(text):
            if line.start < done:
                continue
            low = max((found.end() for found in separator.finditer(text, done, line.start)), default=done)
            end = separator.search(text, line.end)
            done = end.start() if end else len(text)
            part = text[low:done]
            lines = [(match, True) for match in self._glossary.candidates(part)]
            words = [(match, False) for match in self._words(part)]
            for match, is_line in _winners([*lines, *words]):
                if is_line:
                    yield Match(low + match.start, low + match.end, match.value)

    def _words(self, text: str) -> Iterator[Match]:
        """Every phrase of the library in a text, in all its steps; lengths never change, so neither do offsets."""
        for step in self._engine.steps:
            yield from step.phrases.candidates(text)
            text = step.convert(text)

    def _doubt(self, text: str, name: Match) -> Doubt | None:
        """Whether a dictionary word crosses a border of a name and would give another result there."""
        dictionaries = [step.phrases for step in self._engine.steps]
        longest = max(phrases.longest for phrases in dictionaries)
        low = max(0, name.start - longest + 1)
        window = text[low : name.end + longest - 1]
        start, end = name.start - low, name.end - low
        words = (word for phrases in dictionaries for word in phrases.candidates(window))
        crossing = [word for word in words if word.start < end and word.end > start]
        left = [word.end for word in crossing if word.start < start]
        right = [word.start for word in crossing if word.end > end]
        if not (left or right):
            return None
        low_edge = min((word.start for word in crossing), default=start)
        high_edge = max((word.end for word in crossing), default=end)
        low_edge, high_edge = min(low_edge, start), max(high_edge, end)
        as_words = self._engine.convert(window)[low_edge:high_edge]
        convert = self._engine.convert
        as_name = convert(window[:start])[low_edge:] + name.value + convert(window[end:])[: high_edge - end]
        if as_words == as_name:
            return None
        is_name = not (left and right and max(left) >= min(right))
        taken, refused = (as_name, as_words) if is_name else (as_words, as_name)
        return Doubt(low + low_edge, low + high_edge, taken, refused, is_name)


def _covered(spans: Iterable[Span]) -> set[int]:
    """The offsets that spans cover."""
    return {at for span in spans for at in range(span.start, span.end)}


def gaps(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """What lies between spans: start and end of each stretch that is not empty."""
    done = 0
    for span in spans:
        if span.start > done:
            yield done, span.start
        done = span.end
    if done < len(text):
        yield done, len(text)


def _winners(matches: Iterable[tuple[Match, bool]]) -> list[tuple[Match, bool]]:
    """Of overlapping matches the longest, then lines of the glossary, then the leftmost; in text order."""
    taken: list[tuple[Match, bool]] = []
    for match, is_line in sorted(matches, key=lambda one: (one[0].start - one[0].end, not one[1], one[0].start)):
        if not any(match.overlaps(other) for other, _ in taken):
            taken.append((match, is_line))
    return sorted(taken, key=lambda one: one[0].start)


def _between(
    text: str, spans: list[Span], find: Callable[[str], Iterable[Match]], layer: Literal["rule", "glossary"]
) -> list[Span]:
    """The spans with those that another layer finds between them."""
    found = [
        Span(start + match.start, start + match.end, match.value, layer)
        for start, end in gaps(text, spans)
        for match in find(text[start:end])
    ]
    return sorted([*spans, *found], key=lambda span: span.start)
