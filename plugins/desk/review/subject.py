"""A story on the desk: its units, what the other edition makes of each, and where each stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.desk.review.align import Alignment
from plugins.desk.review.items import NOTE
from plugins.desk.review.locate import Locator, Position
from plugins.desk.review.units import Unit, attribute_units, attributes, blocks
from plugins.hanzi.convert import Converter
from plugins.hanzi.names import risky
from plugins.hanzi.scripts import Forms, Script, other
from plugins.stories import body
from plugins.stories.editions import Edition, Writer, notes_of
from plugins.stories.front_matter import Parts
from plugins.stories.story import Mention, Story
from plugins.vocabulary.errors import AmbiguousName
from plugins.vocabulary.vocabulary import Vocabulary

PEOPLE = "people"
#: The fields of a story's source, by the key of the note that each becomes.
_SOURCE = {"source-name": "name", "source-title": "title", "source-reason": "reason", "source-rights": "rights"}


@dataclass(frozen=True)
class Passage:
    """A unit beside what the other edition says.

    Attributes:
        generated: whether a machine says it; what stands in a hand-written twin is not reviewed.
    """

    unit: Unit
    result: str
    line: int
    column: int
    generated: bool = True

    @cached_property
    def alignment(self) -> Alignment:
        """Which character became which."""
        return Alignment(self.unit.plain, self.result)


class Subject:
    """One story.

    Args:
        story: the story.
        text: its file.
        parts: the file taken apart.
        writer: writes its editions.
        vocabulary: tells which names are settled.
    """

    def __init__(self, story: Story, text: str, parts: Parts, writer: Writer, vocabulary: Vocabulary) -> None:
        self.story = story
        self._parts = parts
        self._vocabulary = vocabulary
        self._locator = Locator(text, story.body, story.body_line)
        self._original = body.render(story.body, anchors=story.anchors)
        self._twin: body.Body | None = None
        if story.twin is not None:
            fixed = [anchor for anchor, _ in body.blocks(self._original.html)]
            self._twin = body.render(story.twin.body, anchors=story.anchors, fixed=fixed)
        self.names: tuple[Forms, ...] = writer.protected(story)
        self.converter: Converter = writer.converter(story.script, story.hant_style)
        self.editions: Mapping[Script, Edition] = writer.editions(story, self._original, self._twin)

    @property
    def is_whole(self) -> bool:
        """Whether every conversion mark in its texts can be read."""
        return not (self._original.unread or (self._twin and self._twin.unread))

    @property
    def generated(self) -> bool:
        """Whether a machine wrote the other edition's title, summary and body; a hand-written twin leaves only notes."""
        return self.editions[other(self.story.script)].converted

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Title, summary, the blocks of the body, the descriptions in it, and the notes, beside the other edition's."""
        story, edition = self.story, self.editions[other(self.story.script)]
        texts = {"title": edition.title, "summary": edition.summary, **dict(edition.blocks)}
        heads = [Unit("title", story.title, story.script), Unit("summary", story.summary, story.script)]
        units = [unit for unit in heads if unit.text] + list(blocks(self._original.html, story.script))
        pairs = [(unit, texts[unit.where]) for unit in units if unit.where in texts]
        pairs += self._attributes() if self.generated else ()
        written = (Passage(unit, result, *self._at(unit, 0), self.generated) for unit, result in pairs)
        notes = (Passage(unit, result, *self._at(unit, 0)) for unit, result in self._notes())
        return (*written, *notes)

    def _attributes(self) -> Iterator[tuple[Unit, str]]:
        """The image descriptions and titles of the body, the same text once."""
        units = attribute_units(self._original.html, self.story.script)
        results = attributes(self.editions[other(self.story.script)].html)
        found = {unit: result for unit, (_, result) in zip(units, results, strict=True) if unit}
        yield from ((unit, result or "") for unit, result in found.items())

    def _notes(self) -> Iterator[tuple[Unit, str]]:
        """The story's other words. An outlet that the vocabulary knows has its name from there, not by conversion."""
        source, results = self.story.source, self.editions[other(self.story.script)].notes
        outlet = self._vocabulary.outlets.get(source.outlet) if source.outlet else None
        known = outlet is not None and source.name in {outlet.forms.hans, outlet.forms.hant}
        for key, text in notes_of(self.story).items():
            if not (known and key == "source-name"):
                yield Unit(f"{NOTE}{key}", text, self.story.script), results[key]

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
                    (
                        mention,
                        Passage(unit, f"人物：{mention.forms.in_script(other(script))}", mention.line, mention.column),
                    )
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

    def position(self, passage: Passage, offset: int) -> Position:
        """Line and column of an offset of a passage's plain text."""
        if passage.unit.where == PEOPLE:
            return passage.line, passage.column
        return self._at(passage.unit, passage.unit.text_offset(offset))

    def field(self, where: str) -> tuple[str | int, ...]:
        """The field of the front matter that a text stands in; empty for a text of the body."""
        if where in {"title", "summary"}:
            return (where,)
        key = where.removeprefix(NOTE)
        if key == where:
            return ()
        if key in _SOURCE:
            return "source", _SOURCE[key]
        kind, _, name = key.partition("-")
        if kind == "correction":
            return "corrections", int(name), "note"
        return "people", [mention.id for mention in self.story.people].index(name), "role"

    def _at(self, unit: Unit, offset: int) -> Position:
        """Line and column of an offset of a unit's text, marks counted."""
        if field := self.field(unit.where):
            return self._locator.in_front(self._parts.front.where(*field), unit.text, offset)
        kind, _, is_attribute = unit.where.partition(":")
        if is_attribute:
            return self._locator.in_attribute(kind, unit.text, offset)
        return self._locator.in_body(unit.text, offset) or (self.story.body_line, 1)


def all_passages(subject: Subject) -> Iterator[Passage]:
    """Everything of a story that a decision may be about."""
    yield from subject.passages
    for _, passage in subject.people:
        yield passage
