"""The front matter of a story, as pydantic reads it: which fields there are and what may stand in them.

Every scalar arrives as the text that the editor typed (see ``plugins.vocabulary.positions``), so that 2020-02 stays a month and 否
stays a word. The JSON Schema of these models is what other editors' tools can be given.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", min_length=2, max_length=64)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def _listed(value: Any) -> Any:
    """One word is short for a list of one; nothing for an empty list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _named(value: Any) -> Any:
    """A bare name is short for a mapping with that name."""
    return {"name": value} if isinstance(value, str) else value


Texts = Annotated[list[Text], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonEntry(_Strict):
    """A person in a story: the name as the story writes it, its other form where it must be said, and what the source tells."""

    name: Text
    hans: Text | None = None
    hant: Text | None = None
    role: Text | None = None
    place: Text | None = None
    id: Slug | None = None
    aliases: Texts = []


class SourceEntry(_Strict):
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


class CorrectionEntry(_Strict):
    """A correction: when it was made and what was wrong."""

    date: Day
    note: Text


class FrontMatter(_Strict):
    """The front matter of a story file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,64}$")]
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
    status: Literal["published", "draft", "withdrawn"] = "published"


class TwinFrontMatter(_Strict):
    """The front matter of a hand-written twin (``name.hant.md``): the words of the other edition, nothing else."""

    title: Text
    summary: Text | None = None
