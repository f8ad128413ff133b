"""What the vocabulary holds: places, roles, people, sources, each with an address and a form in both scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plugins.hanzi.scripts import Forms

Level = Literal["province", "city", "district", "town", "village", "zone"]


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the gazetteer, or one that the editors added.

    Attributes:
        id: the path of slugs from the root, and so the address: ``hubei/xiangyang/fancheng``. A place whose parent
            nobody knows stands under ``unplaced/``.
        level: province > city > district > town (street, town, township) > village (village, community); zone is a
            functional zone of any size.
        forms: the full name in both scripts (樊城区, 樊城區), without its ancestors.
        parent: the parent's id, or None at the root and for an unplaced one.
        code: the statistical code (2, 4, 6 or 9 digits) as an attribute, never as identity; None for editors' own
            places.
        aliases: other names in use, in either script: 樊城, 天桥街道.
        former: former names: 襄樊市.
        note: what an editor wants readers to know, in both scripts; None if nothing.
    """

    id: str
    level: Level
    forms: Forms
    parent: str | None
    code: str | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    note: Forms | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A node of the role thesaurus.

    Attributes:
        aliases: words in either script that mean the same (义工 for 志愿者).
        general: whether nearly everybody in a text may be called so (居民): then a text is about it only where it calls somebody so.
    """

    id: str
    forms: Forms
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    note: Forms | None = None
    general: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the site's register of forms (``content/vocabulary/people.yaml``)."""

    id: str
    forms: Forms
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher that sources come from (``content/vocabulary/sources.yaml``)."""

    id: str
    forms: Forms
    aliases: tuple[str, ...] = ()
    url: str | None = None
