"""What search is given: a story as a document, and the names that its facets are labelled with. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.hanzi.scripts import Forms, Script


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item. A run of characters never crosses the end of a block.

    Attributes:
        anchor: the id of the element on the story's page; the same in both editions.
        text: its plain text, without markup.
    """

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A story in one script: what one edition shows.

    Attributes:
        ends: where a line of the title may end, besides after its marks: offsets in it, in order.
    """

    title: str
    summary: str
    blocks: tuple[Block, ...]
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A story as search sees it.

    Attributes:
        id: the story's id.
        url: its address without the edition: ``stories/fancheng-365/``.
        script: the script of the original.
        texts: both editions' texts. The original is ``texts[script]``; the other is searched where its fold differs.
        date: as an editor wrote it (EDTF level 0: ``2020``, ``2020-02``, ``2020-02-14``, ``2020-01/2020-02``).
        first, last: the first and last day it may mean, ISO (``2020-02-01``, ``2020-02-29``).
        places, roles, people: ids, as tagged; ancestors are derived from the catalogue.
        source: the outlet's id, or None.
        words: the folded words of the original, as jieba cut its simplified text; sorted, each once.
    """

    id: str
    url: str
    script: Script
    texts: Mapping[Script, Text]
    date: str
    first: str
    last: str
    places: tuple[str, ...]
    roles: tuple[str, ...]
    people: tuple[str, ...]
    source: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place, role, person or outlet as a facet value: its label, its parent's id, and every other name it answers to."""

    forms: Forms
    parent: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every facet value that occurs in the archive, ancestors included, by id.

    Stored with the index, so that a service needs nothing but the index.
    """

    places: Mapping[str, Entry]
    roles: Mapping[str, Entry]
    people: Mapping[str, Entry]
    sources: Mapping[str, Entry]
