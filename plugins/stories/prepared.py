"""What one content file came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plugins.faults import Fault
from plugins.stories.glance import Glance


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one content file came to.

    Attributes:
        path: the file, relative to the content folder.
        faults: what is wrong with it.
        facts: short plain data that lists are made of; None where the faults hold an error.
        texts: long plain data: the body in each script and, for a story, what search needs; None likewise.
        glance: what can be told of the file where it has no facts.
        pointing: what its text points to where it has no facts; see :func:`plugins.stories.references.references`.
    """

    path: str
    faults: tuple[Fault, ...]
    facts: dict[str, Any] | None = None
    texts: dict[str, Any] | None = None
    glance: Glance | None = None
    pointing: dict[str, Any] | None = None
