"""The raw inputs that drafts were made of: beside the stories, outside the site, and read again only to compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.desk.importing.findings import Refused
from plugins.desk.importing.kinds import kind_of
from plugins.desk.importing.readers import read
from plugins.desk.importing.tables import rows

#: The folder, below the content folder; no build looks into it.
RAW = "raw"


def raw_files(raw: Path) -> Iterator[tuple[str, Path]]:
    """Each raw input with the id of the story that was made of it."""
    for file in sorted(raw.iterdir()) if raw.is_dir() else ():
        if file.is_file() and not file.name.startswith("."):
            yield file.name.split(".", 1)[0], file


def raw_text(file: Path) -> str:
    """The text of a raw input; empty where it can't be read."""
    try:
        data = file.read_bytes()
        kind = kind_of(file.name, data)
        if kind == "csv":
            return next((row.cells.get("text", "") for row in rows(data)), "")
        return read(kind, file.name, data, None).text
    except (Refused, OSError, RecursionError, MemoryError):
        return ""
