"""Why a generated text says what it says: for every character that is not a plain one-to-one conversion, who decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from plugins.desk.review.collect import places_of
from plugins.desk.review.decisions import Decision
from plugins.desk.review.items import Item, accepting, place_name
from plugins.desk.review.subject import Passage, Subject
from plugins.hanzi import library
from plugins.hanzi.engine import engine
from plugins.hanzi.fold import is_han
from plugins.hanzi.glossary import Glossary
from plugins.hanzi.phrases import Phrases
from plugins.hanzi.protect import Overlay

Kind = Literal["undecided", "decided", "dictionary"]
_LAYERS = {
    "name": "人名地名，照 people、places 和词汇表", "rule": "这一篇的 convert", "glossary": "本站词表",
    "person": "看前后文认出的人名，people 里没有", "pattern": "照前后的字断定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Who decided a stretch of a passage's plain text."""

    start: int
    end: int
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reason as it stands below a paragraph, with its number."""

    number: int
    kind: Kind
    source: str
    result: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the generated text; ``note`` tells why it is not plain."""

    text: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage in both editions; ``place`` is what an editor calls it, empty for a paragraph."""

    where: str
    place: str
    original: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


class Explainer:
    """Explains the passages of one story.

    Args:
        subject: the story.
        items: what nobody decided in it.
        decisions: what somebody did.
        glossary: the site's.
    """

    def __init__(
        self, subject: Subject, items: Iterable[Item], decisions: Iterable[Decision], glossary: Glossary
    ) -> None:
        self._subject = subject
        self._items = tuple(items)
        story = subject.story
        self._engine = engine(subject.converter.config)
        lines = Phrases(glossary.entries(story.script))
        self._overlay = Overlay(subject.names, story.convert, lines, story.script, self._engine)
        self._candidates = library.dictionary("STCharacters" if story.script == "hans" else "TSCharacters")
        again = {item.key for item in self._items}
        self._accepted = [
            (passage.unit.where, Reason(start, end, "decided", f"{decision.day} 确认过"))
            for decision in decisions
            if decision.key not in again
            for passage, start, end in places_of(subject, decision)
        ]

    def pairs(self) -> Iterator[Pair]:
        """Every passage that was generated."""
        for passage in self._subject.passages:
            if passage.generated:
                yield self._pair(passage)

    def _pair(self, passage: Passage) -> Pair:
        text, result = passage.unit.plain, passage.result
        pieces: list[Piece] = []
        notes: dict[tuple[str, str, str], Note] = {}
        done = 0
        for reason in self._runs(passage):
            low, high = passage.alignment.span(reason.start, reason.end)
            low = max(low, done)
            if high <= low:
                continue
            if low > done:
                pieces.append(Piece(result[done:low]))
            source, said = text[reason.start : reason.end], result[low:high]
            new = Note(len(notes) + 1, reason.kind, source, said, reason.words)
            note = notes.setdefault((source, said, reason.words), new)
            pieces.append(Piece(said, note))
            done = high
        pieces.append(Piece(result[done:]))
        where, shown = passage.unit.where, tuple(piece for piece in pieces if piece.text)
        return Pair(where, place_name(where), text, shown, tuple(notes.values()))

    def _runs(self, passage: Passage) -> list[Reason]:
        """The stretches to mark, in order, none overlapping: the first of the reasons for a character holds."""
        owner: dict[int, Reason] = {}
        for reason in self._reasons(passage):
            stretch = range(reason.start, reason.end)
            may_be_plain = reason.kind == "dictionary" or reason.words in _LAYERS.values()
            if may_be_plain and all(self._is_plain(passage, at) for at in stretch):
                continue
            for at in stretch:
                owner.setdefault(at, reason)
        runs: list[Reason] = []
        for at in sorted(owner):
            reason = owner[at]
            if runs and runs[-1].end == at and owner[at - 1] is reason:
                last = runs[-1]
                runs[-1] = Reason(last.start, at + 1, last.kind, last.words)
            else:
                runs.append(Reason(at, at + 1, reason.kind, reason.words))
        return runs

    def _is_plain(self, passage: Passage, at: int) -> bool:
        """Whether a character has one counterpart only, and became that."""
        ch = passage.unit.plain[at]
        if not is_han(ch):
            return True
        alone = len(self._candidates.get(ch, ())) < 2  # noqa: PLR2004 - two are a choice
        return alone and passage.alignment.text(at, at + 1) == self._engine.convert(ch)

    def _reasons(self, passage: Passage) -> Iterator[Reason]:
        """Every reason, the weightiest first."""
        where, text = passage.unit.where, passage.unit.plain
        for item in self._items:
            if item.where == where:
                others = f"；也可能是 {'、'.join(item.alternatives)}" if item.alternatives else ""
                cure = "；{}：{}".format(*item.write[0]) if item.write else ""
                words = f"没有决定：{item.message}{others}{cure}；现在这样就对，运行：{accepting(item.key)}"
                yield Reason(item.start, item.start + len(item.source), "undecided", words)
        yield from (reason for place, reason in self._accepted if place == where)
        for start, end, free in passage.unit.stretches():
            if not free:
                yield Reason(start, end, "decided", "正文里的标记")
                continue
            part = text[start:end]
            spans = self._overlay.spans(part)
            for span in spans:
                yield Reason(start + span.start, start + span.end, "decided", _LAYERS[span.layer])
            for low, high in self._subject.converter.stretches(part, spans):
                yield from self._by_dictionary(part[low:high], start + low)
        for step in passage.alignment.steps:
            if not step.even:
                yield Reason(step.start, step.end, "decided", "换成了别的词")

    def _by_dictionary(self, text: str, offset: int) -> Iterator[Reason]:
        """The characters that have several counterparts, with the phrase that chose, or none."""
        before, words = text, dict[int, str]()
        for step in self._engine.steps:
            for match in step.phrases.find(before):
                word = text[match.start : match.end]
                words |= dict.fromkeys(range(match.start, match.end), f"照词典里的“{word}”")
            before = step.convert(before)
        for at in range(len(text)):
            yield Reason(offset + at, offset + at + 1, "dictionary", words.get(at, "照最常见的写法"))
