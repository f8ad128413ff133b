"""The front matter of a story, as pydantic reads it: which fields there are and what may stand in them.

Every scalar arrives as the text that the editor typed (see ``plugins.vocabulary.positions``), so that 2020-02 stays a month and 否
stays a word. The JSON Schema of these models is what other editors' tools can be given.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from plugins.vocabulary.entries import DEVICE


def _real_day(value: str) -> str:
    """A day of the calendar, written 2026-11-22."""
    try:
        written = date.fromisoformat(value).isoformat() == value
    except ValueError:
        written = False
    if not written:
        raise PydanticCustomError("bad_day", "not a day")
    return value


def _no_device(value: str) -> str:
    """An id that can be the name of a folder on every system."""
    if DEVICE.fullmatch(value):
        raise PydanticCustomError("device_name", "a device of Windows")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", min_length=2, max_length=64),
    AfterValidator(_no_device),
]
StoryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,64}$"), AfterValidator(_no_device)]
Day = Annotated[str, AfterValidator(_real_day)]


def _listed(value: Any) -> Any:
    """One word is short for a list of one; nothing for an empty list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _named(value: Any) -> Any:
    """A bare name is short for a mapping with that name."""
    return {"name": value} if isinstance(value, str) else value


Texts = Annotated[list[Text], BeforeValidator(_listed)]


class Strict(BaseModel):
    """Knows all its fields; one that may be left out may also be left empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
        return {name: value for name, value in data.items() if value is not None or name not in optional}


class PersonEntry(Strict):
    """A person in a story: the name as the story writes it, its other form where it must be said, and what the source tells."""

    name: Text
    hans: Text | None = None
    hant: Text | None = None
    role: Text | None = None
    place: Text | None = None
    id: Slug | None = None
    aliases: Texts = []


class SourceEntry(Strict):
    """Where a story comes from. ``name`` and ``url`` may be ``unknown``; then ``reason`` says why."""

    name: Text
    url: Text
    title: Text | None = None
    reason: Text | None = None
    archive: Text | None = None
    authors: Texts = []
    date: Text | None = None
    seen: Day | None = None
    rights: Text | None = None


class CorrectionEntry(Strict):
    """A correction: when it was made and what was wrong; ``redacted`` where the old text must stay nowhere."""

    date: Day
    note: Text
    redacted: Literal["yes"] | None = None


class FrontMatter(Strict):
    """The front matter of a story file."""

    id: StoryId
    title: Text
    date: Text
    script: Literal["hans", "hant"]
    hant_style: Literal["mainland", "tw", "hk"] = "mainland"
    kind: Literal["retold", "reproduced"]
    places: Annotated[Texts, Field(min_length=1)]
    roles: Annotated[Texts, Field(min_length=1)]
    people: Annotated[list[Annotated[PersonEntry, BeforeValidator(_named)]], BeforeValidator(_listed)] = []
    source: SourceEntry
    summary: Text | None = None
    convert: dict[Text, Text] = {}
    anchors: dict[Text, Text] = {}
    added: Day
    updated: Day | None = None
    corrections: list[CorrectionEntry] = []
    status: Literal["published", "draft"] = "published"


class Tombstone(Strict):
    """The front matter of a story that was taken down: all that its file still says, and all that readers are told.

    ``convert`` keeps what the title read like in the other edition, where the converter alone would write it otherwise.
    """

    id: StoryId
    title: Text | None = None
    script: Literal["hans", "hant"]
    convert: dict[Text, Text] = {}
    status: Literal["withdrawn"]
    withdrawn: Day
    why: Text


class TwinFrontMatter(Strict):
    """The front matter of a hand-written twin (``name.hant.md``): the words of the other edition, nothing else."""

    title: Text
    summary: Text | None = None
