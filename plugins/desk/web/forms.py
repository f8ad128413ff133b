"""From a story file to the boxes of its form, and from the boxes back into the file: only what an editor changed is written.

A box is named by the dotted path of what stands in it, with numbers for rows: ``title``, ``places.0``, ``people.1.name``,
``source.url``, ``convert.0.from``. Rows that an editor left empty are no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.desk.files import StoryFile, compose
from plugins.desk.web.fields import FIELDS, Field

Boxes = dict[str, str]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_APART = re.compile(r"\s*[、，,;；\n]\s*")
_BETWEEN = "、"
#: What buttons decide, not boxes.
STATUS = "status"


@dataclass(frozen=True)
class Form:
    """What stands in the boxes.

    Attributes:
        boxes: the text in each box that holds one.
        body: the Markdown.
        more: how many empty rows are wanted beside the filled ones, by field.
    """

    boxes: Boxes
    body: str = ""
    more: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def posted(cls, values: Iterable[tuple[str, str]]) -> Form:
        """What a browser sent; boxes that the schema does not have are left aside."""
        sent = dict(values)
        body = plain_body(sent.get("body", ""))
        return cls(dict(_known(sent)), body, {one: 2 for name, one in sent.items() if name == "more"})

    @classmethod
    def of(cls, file: StoryFile) -> Form:
        """What a file says."""
        return cls(boxes_of(file.front), file.body.strip("\n"))

    def with_box(self, box: str, value: str) -> Form:
        """The form with another text in one box."""
        return Form(dict(_known({**self.boxes, box: value})), self.body, self.more)

    def rows(self, path: str) -> list[int]:
        """The numbers of the rows of a field that hold something, in order."""
        return rows_of(self.boxes, path)


def plain_body(text: str) -> str:
    """Markdown as it is kept: lines end as on Unix, and no invisible characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_line(text: str) -> str:
    """One line without space around it."""
    return " ".join(_CONTROL.sub("", re.sub(r"[\r\n\u2028\u2029]+", " ", text)).split(" ")).strip()


def _known(sent: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    shapes = {shape for one in FIELDS if one.path != STATUS for shape in _shapes(one)}
    for name, value in sent.items():
        shape = re.sub(r"\.\d{1,4}(?=\.|$)", ".0", name, flags=re.ASCII)
        if shape in shapes and (text := plain_line(value)):
            yield name, text


def _shapes(one: Field) -> Iterable[str]:
    if one.kind == "list":
        yield f"{one.path}.0"
    elif one.kind == "pairs":
        yield from (f"{one.path}.0.from", f"{one.path}.0.to")
    elif one.kind == "group":
        yield from (inner.path for inner in one.inner)
    elif one.kind == "groups":
        yield from (f"{one.path}.0.{inner.name}" for inner in one.inner)
    else:
        yield one.path


def rows_of(boxes: Boxes, path: str) -> list[int]:
    """The numbers of the rows of a field that hold something, in order."""
    pattern = re.compile(rf"{re.escape(path)}\.(\d+)(?:\.|$)", re.ASCII)
    return sorted({int(found[1]) for name in boxes if (found := pattern.match(name))})


# From a file


def boxes_of(front: Mapping[str, Any]) -> Boxes:
    """The boxes that a front matter fills. What has no place in a box is not there."""
    boxes: Boxes = {}
    for one in FIELDS:
        if one.path != STATUS:
            boxes |= _boxes(one, front.get(one.path), one.path)
    return {name: plain for name, text in boxes.items() if (plain := plain_line(text))}


def _boxes(one: Field, value: Any, name: str) -> Boxes:
    if one.kind in {"line", "choice"}:
        return {name: value} if isinstance(value, str) else {}
    if one.kind == "words":
        words = [value] if isinstance(value, str) else value
        return {name: _BETWEEN.join(word for word in words if isinstance(word, str))} if isinstance(words, list) else {}
    if one.kind == "pairs":
        pairs = enumerate(value.items()) if isinstance(value, dict) else ()
        return {
            f"{name}.{number}.{side}": text
            for number, pair in pairs
            for side, text in zip(("from", "to"), pair, strict=True)
            if isinstance(text, str)
        }
    if one.kind == "group":
        return _inner(one, value, name)
    rows = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    boxes: Boxes = {}
    for number, row in enumerate(rows):
        if one.kind == "groups":
            boxes |= _inner(one, row, f"{name}.{number}")
        elif isinstance(row, str):
            boxes[f"{name}.{number}"] = row
    return boxes


def _inner(one: Field, value: Any, name: str) -> Boxes:
    given = {one.inner[0].name: value} if isinstance(value, str) else value if isinstance(value, dict) else {}
    boxes: Boxes = {}
    for inner in one.inner:
        boxes |= _boxes(inner, given.get(inner.name), f"{name}.{inner.name}")
    return boxes


# Back into a file


def written(path: str, text: str | None, form: Form, status: str) -> str:
    """The file with what an editor changed; every other line is as it was.

    Args:
        path: the file, as faults name it.
        text: its text; None for a new one.
        form: what stands in the boxes.
        status: draft, published or withdrawn.

    Raises:
        FaultyFileError: the text cannot be taken apart.
    """
    if text is None:
        front = {one.path: _value(one, form.boxes, None) for one in FIELDS if one.path != STATUS}
        return compose({**front, STATUS: status}, form.body)
    file = StoryFile(path, text)
    before = boxes_of(file.front)
    for one in FIELDS:
        if one.path != STATUS and _of_field(one, before) != _of_field(one, form.boxes):
            file.set(one.path, _value(one, form.boxes, file.front.get(one.path)))
    if (file.get(STATUS) or "published") != status:
        file.set(STATUS, status)
    if status == "published":
        file.forget_notes()
    kept = file.body.strip("\n")
    if form.body.strip("\n") != kept:
        start, _, end = file.body.partition(kept) if kept else ("\n", "", "\n")
        file.body = f"{start}{form.body.strip(chr(10))}{end or chr(10)}"
    return file.text()


def _of_field(one: Field, boxes: Boxes) -> Any:
    """The boxes of one field, rows numbered without gaps."""
    if one.kind in {"list", "pairs", "groups"}:
        return [
            {name.removeprefix(f"{one.path}.{row}"): text for name, text in boxes.items() if _in_row(name, one, row)}
            for row in rows_of(boxes, one.path)
        ]
    return {name: text for name, text in boxes.items() if name == one.path or name.startswith(f"{one.path}.")}


def _in_row(name: str, one: Field, row: int) -> bool:
    return name == f"{one.path}.{row}" or name.startswith(f"{one.path}.{row}.")


def _value(one: Field, boxes: Boxes, old: Any) -> Any:
    """What a field's boxes say, as plain data; None for nothing."""
    rows = rows_of(boxes, one.path)
    if one.kind == "list":
        return [boxes[f"{one.path}.{row}"] for row in rows] or None
    if one.kind == "pairs":
        sides = ((boxes.get(f"{one.path}.{row}.from", ""), boxes.get(f"{one.path}.{row}.to", "")) for row in rows)
        return {left: right or None for left, right in sides if left} or None
    if one.kind == "groups":
        return [_row(one, boxes, row, old) for row in rows] or None
    if one.kind == "group":
        kept = {name: value for name, value in old.items() if name not in _names(one)} if isinstance(old, dict) else {}
        return {**_group(one, boxes, one.path), **kept} or None
    return boxes.get(one.path)


def _row(one: Field, boxes: Boxes, row: int, old: Any) -> Any:
    """A row of groups; one that stands in the file just so stays as it is written there."""
    said = _group(one, boxes, f"{one.path}.{row}")
    for item in old if isinstance(old, list) else []:
        if _group(one, _inner(one, item, "x"), "x") == said:
            return item
    first = one.inner[0].name
    return said[first] if set(said) == {first} and one.path == "people" else said


def _group(one: Field, boxes: Boxes, name: str) -> dict[str, Any]:
    said = {inner.name: boxes.get(f"{name}.{inner.name}", "") for inner in one.inner}
    lists = {inner.name for inner in one.inner if inner.kind == "words"}
    return {key: _apart(text) if key in lists else text for key, text in said.items() if text}


def _names(one: Field) -> set[str]:
    return {inner.name for inner in one.inner}


def _apart(text: str) -> list[str]:
    return [word for word in _APART.split(text) if word]
