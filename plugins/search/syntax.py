"""What a query says, once read: a tree of frozen records. Nothing here looks at an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: The fields whose value is a name out of the catalogue.
NameField = Literal["place", "role", "person", "source"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every story: the empty query."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters that a story must hold.

    Attributes:
        text: the run, folded; ``?`` stands for one Han character.
        quoted: typed between quotation marks, so never split into words.
        title: only the title counts.
        spelling: the run as typed, where only this spelling counts (``exact:``); else None.
    """

    text: str
    quoted: bool = False
    title: bool = False
    spelling: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Stories tagged with what this name means: a place or role with all below it, a person, a source."""

    field: NameField
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Stories whose days overlap this span; an open end is None. Days as in ISO: ``2020-02-14``."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class AnyYear:
    """Stories that may have happened on this day, or in this month (day None), of whatever year."""

    month: int
    day: int | None


@dataclass(frozen=True, slots=True)
class Near:
    """Runs that stand in one block, each within ``distances[i]`` characters of the one before, in either order."""

    runs: tuple[Run, ...]
    distances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match the part."""

    part: Node


Node = Everything | Run | Named | Dates | AnyYear | Near | And | Or | Not


def wanted_runs(node: Node) -> Iterator[Run]:
    """The runs that make a story a hit, left to right; not those that NOT takes away."""
    match node:
        case Run():
            yield node
        case Near():
            yield from node.runs
        case And() | Or():
            for part in node.parts:
                yield from wanted_runs(part)
        case _:
            return


def names(node: Node) -> Iterator[Named]:
    """The names that the query asks for in fields, also those that NOT takes away."""
    match node:
        case Named():
            yield node
        case And() | Or():
            for part in node.parts:
                yield from names(part)
        case Not():
            yield from names(node.part)
        case _:
            return
