"""What reviewing found in each story, kept in a file beside the output: a desk that is opened again reads only what changed since."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from plugins.desk.review.items import Cut

#: The file's name. Clauses of stories stand in it: a take-down removes it.
NAME = "reviewed.json"


@dataclass(frozen=True, slots=True)
class Row:
    """A story in the list.

    Attributes:
        id: its id.
        title: its title, in its own script.
        lang: the language tag of that.
        status: published or draft.
        count: how many places nobody decided.
        again: how many of these somebody did, and they say something else now.
        first: the first of them, each cut at the place.
    """

    id: str
    title: str
    lang: str
    status: str
    count: int
    again: int
    first: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a story.

    Attributes:
        key: the digest of its files.
        decided: the digest of what was decided about it.
        row: how it stands in the list; None for one that is withdrawn or at fault.
        is_faulty: whether it is at fault.
    """

    key: str
    decided: str
    row: Row | None
    is_faulty: bool


def recall(file: Path, made_by: str) -> dict[str, Found]:
    """What was found in each story, by path.

    Args:
        file: where it was kept; it may be missing, or be anything.
        made_by: the digest of all that it depends on beside the stories and what was decided: the code, the editors' words. What
            others made is not taken.
    """
    try:
        plain = json.loads(file.read_text("utf-8"))
        if plain["made_by"] != made_by:
            return {}
        return {str(path): _found(**one) for path, one in plain["stories"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def remember(file: Path, made_by: str, found: Mapping[str, Found]) -> None:
    """Keep it for :func:`recall`, all or nothing; a folder that cannot be written costs only time."""
    plain = {"made_by": made_by, "stories": {path: asdict(one) for path, one in found.items()}}
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)


def _found(*, key: str, decided: str, row: Mapping[str, Any] | None, is_faulty: bool) -> Found:
    return Found(key, decided, _row(**row) if row else None, is_faulty)


def _row(*, first: list[list[str]], **rest: Any) -> Row:
    cuts = tuple((before, within, after) for before, within, after in first)
    return Row(**rest, first=cuts)
