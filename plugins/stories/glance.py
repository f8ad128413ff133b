"""What can be told of a file that cannot be read: its id, its title, and whether it is a draft, by the lines that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Status = Literal["published", "draft", "withdrawn"]

_LINE = re.compile(r"(id|title|status)[ \t]*:[ \t]*(.*?)[ \t]*(?:[ \t]#.*)?")
_ID = re.compile(r"[a-z0-9-]{2,64}")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Glance:
    """What the front matter of a file says plainly, whatever else is wrong with it.

    Attributes:
        id: the address; None where none can be read.
        id_line: the line on which it stands.
        title: as written; empty where none can be read.
        status: what its status lines agree on; published where they do not, or where there is none.
    """

    id: str | None
    id_line: int
    title: str
    status: Status


def glance(data: bytes) -> Glance:
    """Look at a file as it stands on the disk; it may be neither YAML nor UTF-8.

    A file is a draft only where nothing in it says otherwise, for what is no draft stops a build, and a published story
    must not leave the site because of a slip.
    """
    try:
        text, readable = data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        text, readable = (
            data.decode("latin-1"),
            False,
        )  # the field names and the status are ASCII in any encoding that editors use
    found: dict[str, list[tuple[int, str]]] = {"id": [], "title": [], "status": []}
    for number, line in _front(text):
        if match := _LINE.fullmatch(line):
            found[match[1]].append((number, match[2].strip("'\"")))
    id_line, id_ = next(((number, value) for number, value in found["id"] if _ID.fullmatch(value)), (1, None))
    title = next((value for _, value in found["title"]), "") if readable else ""
    statuses = {value for _, value in found["status"]}
    status: Status = "published"
    if statuses == {"draft"}:
        status = "draft"
    elif statuses == {"withdrawn"}:
        status = "withdrawn"
    return Glance(id_, id_line, title, status)


def _front(text: str) -> list[tuple[int, str]]:
    """The lines of the front matter with their numbers; where it has no end, up to the first empty line."""
    lines = [line.rstrip() for line in re.split(r"\r\n|\r|\n", text)]
    begin = 1 if lines[0] == _FENCE else 0
    end = next((n for n, line in enumerate(lines[begin:], begin) if line == _FENCE), None) if begin else None
    if end is None:
        end = next((n for n, line in enumerate(lines[begin:], begin) if not line), len(lines))
    return list(enumerate(lines[begin:end], begin + 1))
