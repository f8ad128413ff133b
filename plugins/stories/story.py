"""A story as the rest of the house sees it: checked, its places, roles and people resolved, its text not yet converted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.hanzi.convert import HantStyle
from plugins.hanzi.scripts import Forms, Script
from plugins.stories.dates import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A person in a story.

    Attributes:
        id: the last part of the person's address.
        forms: the name in both scripts.
        aliases: other forms of it in the text (会杰 for 靳会杰), in both scripts.
        role: what the source calls the person, as written; None if it does not say.
        place: the id of the place that the source gives for the person; None if it gives none.
        line, column: where the story file names the person.
    """

    id: str
    forms: Forms
    aliases: tuple[Forms, ...]
    role: str | None
    place: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a story comes from. None means that it is not known; ``reason`` then says why.

    ``outlet`` is the id of a registered outlet; ``name`` the outlet as written.
    """

    name: str | None
    outlet: str | None
    title: str | None
    url: str | None
    reason: str | None
    archive: str | None
    authors: tuple[str, ...]
    date: Span | None
    seen: str | None
    rights: str | None


@dataclass(frozen=True, slots=True)
class Twin:
    """A hand-written edition in the other script; it wins over the generated one."""

    path: str
    title: str
    summary: str
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class Story:
    """One story file, and its twin if there is one.

    Attributes:
        id_line: the line on which the id stands.
        path: the file, relative to the content folder.
        places, roles: ids in the order of the front matter.
        body: the Markdown as written; ``body_line`` is its first line in the file.
        convert: the story's own conversion rules, source text to target text.
        anchors: old paragraph anchors to keep alive, each with the anchor of the paragraph that took its place.
        corrections: (day, note) pairs.
        redactions: how many of them took something out that must stay nowhere.
    """

    id: str
    id_line: int
    path: str
    title: str
    date: Span
    script: Script
    hant_style: HantStyle
    kind: str
    places: tuple[str, ...]
    roles: tuple[str, ...]
    people: tuple[Mention, ...]
    source: Source
    summary: str
    convert: Mapping[str, str]
    anchors: Mapping[str, str]
    added: str
    updated: str | None
    corrections: tuple[tuple[str, str], ...]
    redactions: int
    status: str
    body: str
    body_line: int
    twin: Twin | None
