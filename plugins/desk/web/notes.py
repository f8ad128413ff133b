"""Where in the form stands what the importer noted: at the box that it speaks of, or at the field where it asks for a row more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.desk.files import SHOWN
from plugins.desk.importing.draft import ASK
from plugins.desk.web.fields import FIELDS
from plugins.desk.web.forms import Form

_ROWS = {one.path: one.kind for one in FIELDS if one.kind in {"list", "groups"}}


@dataclass(frozen=True, slots=True)
class Note:
    """What the importer noted: where a value came from, or what it asks the editor."""

    text: str
    asks: bool


def notes_at(form: Form, notes: Mapping[str, str]) -> dict[str, list[Note]]:
    """The notes of a file by box.

    Args:
        form: what stands in the boxes.
        notes: the file's notes by dotted path.
    """
    found: dict[str, list[Note]] = {}
    for path, text in notes.items():
        box, said = _box(path, text, form)
        found.setdefault(box, []).append(Note(said.removeprefix(ASK), said.startswith(ASK)))
    return found


def _box(path: str, text: str, form: Form) -> tuple[str, str]:
    """The box that a note stands at, and what it says there."""
    top, _, row = path.partition(".")
    if top not in _ROWS or not row.isdecimal():
        return path, text
    if _ROWS[top] == "groups":
        return (top if text.startswith(ASK) or int(row) not in form.rows(top) else path), text
    shown = SHOWN.match(text)
    rows = [one for one in form.rows(top) if shown and form.boxes[f"{top}.{one}"] == shown["name"]]
    return (f"{top}.{rows[0]}", text[shown.end() :]) if rows and shown else (top, text)
