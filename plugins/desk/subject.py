"""A story on the desk: its units, what the other edition makes of each, and where each stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.desk.align import Alignment
from plugins.desk.units import Unit, blocks
from plugins.hanzi.convert import Converter
from plugins.hanzi.fold import is_han
from plugins.hanzi.names import risky
from plugins.hanzi.scripts import Forms, Script, other
from plugins.stories import body
from plugins.stories.editions import Edition, Writer
from plugins.stories.front_matter import Parts
from plugins.stories.story import Mention, Story
from plugins.vocabulary.errors import AmbiguousName
from plugins.vocabulary.vocabulary import Vocabulary

#: How many characters on each side tell one place of a text from another, tried one after the other.
_AROUND = (400, 12, 6, 3, 1, 0)
PEOPLE = "people"


@dataclass(frozen=True)
class Passage:
    """A unit beside what the other edition says."""

    unit: Unit
    result: str
    line: int
    column: int

    @cached_property
    def alignment(self) -> Alignment:
        """Which character became which."""
        return Alignment(self.unit.plain, self.result)


class Subject:
    """One story.

    Args:
        story: the story.
        parts: its file, taken apart.
        writer: writes its editions.
        vocabulary: tells which people's names are settled.
    """

    def __init__(self, story: Story, parts: Parts, writer: Writer, vocabulary: Vocabulary) -> None:
        self.story = story
        self._parts = parts
        self._vocabulary = vocabulary
        self._original = body.render(story.body, anchors=story.anchors)
        self._twin: body.Body | None = None
        if story.twin is not None:
            fixed = [anchor for anchor, _ in body.blocks(self._original.html)]
            self._twin = body.render(story.twin.body, anchors=story.anchors, fixed=fixed)
        self.names: tuple[Forms, ...] = writer.protected(story)
        self.converter: Converter = writer.converter(story.script, story.hant_style)
        self.editions: Mapping[Script, Edition] = writer.editions(story, self._original, self._twin)

    @property
    def generated(self) -> bool:
        """Whether a machine wrote the other edition; a hand-written twin leaves nothing to review."""
        return self.editions[other(self.story.script)].converted

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Title, summary and the blocks of the body, beside the other edition's."""
        story, edition = self.story, self.editions[other(self.story.script)]
        texts = {"title": edition.title, "summary": edition.summary, **dict(edition.blocks)}
        heads = [Unit("title", story.title, story.script), Unit("summary", story.summary, story.script)]
        units = [unit for unit in heads if unit.text] + list(blocks(self._original.html, story.script))
        return tuple(
            Passage(unit, texts.get(unit.where, ""), *self._start(unit)) for unit in units if unit.where in texts
        )

    @cached_property
    def people(self) -> tuple[tuple[Mention, Passage], ...]:
        """The people whose name somebody should confirm, each with both forms as a passage."""
        script = self.story.script
        found = []
        for number, mention in enumerate(self.story.people):
            name = mention.forms.in_script(script)
            if risky(name, script) and not self._confirmed(number, mention):
                unit = Unit(PEOPLE, f"人物：{name}", script)
                found.append(
                    (mention, Passage(unit, f"人物：{mention.forms.in_script(other(script))}", mention.line, 1))
                )
        return tuple(found)

    def _confirmed(self, number: int, mention: Mention) -> bool:
        """Whether the story writes the other form, or the register of people has the name."""
        front = self._parts.front.data
        listed = front.get("people") if isinstance(front, dict) else None
        entry = listed[number] if isinstance(listed, list) and number < len(listed) else listed
        if isinstance(entry, dict) and entry.get(other(self.story.script)):
            return True
        try:
            return self._vocabulary.people.find(mention.forms.in_script(self.story.script)) is not None
        except AmbiguousName:
            return True  # the story says which of them by id, or it would have been refused

    # Where a text stands in the file

    def position(self, passage: Passage, offset: int) -> tuple[int, int]:
        """Line and column of an offset of a passage's plain text."""
        unit = passage.unit
        if unit.where in {"title", "summary", PEOPLE}:
            return passage.line, passage.column + (offset if unit.where != PEOPLE else 0)
        at = unit.text_offset(offset)
        before = [ch for ch in unit.text[:at] if is_han(ch)]
        after = [ch for ch in unit.text[at:] if is_han(ch)]
        for size in _AROUND:
            left, right = before[len(before) - min(size, len(before)) :], after[: size + 1]
            found = self._letters.find("".join(left + right))
            if found >= 0 and right:
                return self._line_and_column(self._offsets[found + len(left)])
        return passage.line, 1

    def _start(self, unit: Unit) -> tuple[int, int]:
        if unit.where in {"title", "summary"}:
            return self._parts.front.where(unit.where)
        first = "".join(ch for ch in unit.text if is_han(ch))
        found = self._letters.find(first) if first else -1
        return self._line_and_column(self._offsets[found]) if found >= 0 else (self.story.body_line, 1)

    def _line_and_column(self, at: int) -> tuple[int, int]:
        text = self.story.body
        return self.story.body_line + text.count("\n", 0, at), at - text.rfind("\n", 0, at)

    @cached_property
    def _offsets(self) -> list[int]:
        """Where the Chinese characters of the body stand: markup and line ends between them do not count."""
        return [at for at, ch in enumerate(self.story.body) if is_han(ch)]

    @cached_property
    def _letters(self) -> str:
        return "".join(self.story.body[at] for at in self._offsets)


def all_passages(subject: Subject) -> Iterator[Passage]:
    """Everything of a story that a decision may be about."""
    yield from subject.passages
    for _, passage in subject.people:
        yield passage
