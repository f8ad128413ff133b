"""Story files as the desk writes them: one field changed, every other line left as it was typed; or a new file.

What an importer found out about a field, and how sure it is, stands as a comment behind the field (``# 导入：…``), so that it
goes the moment the field is answered otherwise. Files are written by :mod:`plugins.desk.edits`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from plugins.desk.merging import merge, replaced
from plugins.desk.yaml_style import INNER, dump, housed, ordered, round_trip
from plugins.stories.front_matter import FaultyFileError, split
from plugins.stories.schema import FrontMatter

#: What a comment begins with that tells where a field came from.
NOTE = "导入："
_NOTE_BEHIND = re.compile(rf"\s*# {NOTE}(?P<note>.*)$")
_NOTE_ALONE = re.compile(rf"# {NOTE}(?P<field>[a-z_]+(?:\.[a-z0-9_]+)*)：(?P<note>.*)$")

#: A note on a name in a list: the name, then what shows it.
SHOWN = re.compile(r"(?P<name>[^（←]+?)(?:（[^←]*）)?\s*← ")

_ORDER = tuple(FrontMatter.model_fields)


class StoryFile:
    """A story file that can be changed field by field.

    Attributes:
        front: the front matter as plain data (dict, list, str, None).
        body: the Markdown after it; may be set.
    """

    def __init__(self, path: str, text: str) -> None:
        """Take a story file apart.

        Args:
            path: the file, as faults name it.
            text: its text.

        Raises:
            FaultyFileError: when there is no front matter, or it is not YAML.
        """
        self.path = path
        self._start = "\ufeff" if text.startswith("\ufeff") else ""
        self._newline = "\r\n" if "\r\n" in text else "\n"
        parts = split(path, text)
        self.body = self._kept_body = parts.body
        self._lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._end = parts.body_line - 2
        self._text = text
        self._changed = False
        self._read()

    def _read(self) -> None:
        data = split(self.path, "\n".join(self._lines)).front.data
        self.front: dict[str, Any] = data if isinstance(data, dict) else {}

    def text(self) -> str:
        """The file as it is now; byte for byte the old one where nothing was changed."""
        if not self._changed and self.body == self._kept_body:
            return self._text
        lines = [*self._lines[: self._end + 1], *self.body.replace("\r\n", "\n").split("\n")]
        return self._start + self._newline.join(lines)

    def get(self, path: str) -> Any:
        """What stands at a dotted path (``source.url``, ``people.0.hant``); None where nothing does."""
        node: Any = self.front
        for key in path.split("."):
            if isinstance(node, dict):
                node = node.get(key)
            elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                return None
        return node

    def set(self, path: str, value: Any) -> None:
        """Set what stands at a dotted path; only the lines of what differs are written anew.

        Args:
            path: a field (``date``), or a part of one (``source.url``, ``people.0.hant``); parts above must exist.
            value: str, or lists and dicts of them; None, an empty text, list or dict take the field away.
        """
        field, *inner = path.split(".")
        old = self.front.get(field)
        new = value if not inner else replaced(old, inner, value)
        if old == new or (old is None and new in ("", [], {})):
            return
        first, last = self._chunk(field)
        if new is None or new in ("", [], {}):
            chunk = []
        elif first == last or old is None:
            chunk = dump(housed(field, new))
        else:
            chunk = self._merged(field, first, last, old, new)
        lines = self._lines[:first] + chunk + self._lines[last:]
        self._end += len(chunk) - (last - first)
        self._lines = lines
        self._drop_notes(field, new)
        self._changed = True
        self._read()

    def remove(self, path: str) -> None:
        """Take away what stands at a dotted path."""
        self.set(path, None)

    @property
    def notes(self) -> dict[str, str]:
        """What the importer noted of each field, by dotted path."""
        found: dict[str, str] = {}
        field, number = "", -1
        for line in self._lines[1 : self._end]:
            if alone := _NOTE_ALONE.match(line.strip()):
                found[alone["field"]] = alone["note"]
                continue
            if key := re.match(r"([a-z_]+):", line):
                field, number, where = key[1], -1, key[1]
            elif re.match(r"\s*- ", line):
                number += 1
                where = f"{field}.{number}"
            elif key := re.match(r"\s+([a-z_]+):", line):
                where = f"{field}.{key[1]}"
            else:
                continue
            if behind := _NOTE_BEHIND.search(line):
                found[where] = behind["note"]
        return found

    def forget_notes(self) -> None:
        """Take away all that the importer noted: questions that are answered, and sentences of the source."""
        was, end, front = list(self._lines), self._end, self.front
        kept = [_NOTE_BEHIND.sub("", line) for line in was[1:end] if not _NOTE_ALONE.match(line.strip())]
        self._lines[1:end] = kept
        self._end = 1 + len(kept)
        with contextlib.suppress(FaultyFileError):
            self._read()
            if self.front == front:
                self._changed = self._changed or self._lines != was
                return
        self._lines, self._end, self.front = was, end, front  # a text that only looks like a note was cut

    def _drop_notes(self, field: str, new: Any) -> None:
        """The note of a field that was absent is answered now; that of a name in a list goes with the name."""
        names = [one for one in new if isinstance(one, str)] if isinstance(new, list) else []

        def is_answered(line: str) -> bool:
            alone = _NOTE_ALONE.match(line)
            if alone is None or alone["field"].partition(".")[0] != field:
                return False
            of = alone["field"].removeprefix(field)
            if isinstance(new, Mapping) and of[1:] in new:
                return True
            said = SHOWN.match(alone["note"])
            return not of or not new or (of[1:].isdecimal() and said is not None and said["name"] not in names)

        kept = [line for line in self._lines[1 : self._end] if not is_answered(line)]
        self._lines[1 : self._end] = kept
        self._end = 1 + len(kept)

    def _chunk(self, field: str) -> tuple[int, int]:
        """The lines of a field: (first, last + 1); for a field that is not there, where it belongs."""
        node = yaml.compose("\n".join(self._lines[1 : self._end]), Loader=yaml.BaseLoader)
        starts = {str(key.value): key.start_mark.line + 1 for key, _ in node.value} if node is not None else {}
        if field in starts:
            first = starts[field]
            last = min((start for start in starts.values() if start > first), default=self._end)
            while last > first + 1 and re.match(r"\s*(#.*)?$", self._lines[last - 1]):
                last -= 1
            return first, last
        place = _ORDER.index(field) if field in _ORDER else len(_ORDER)
        before = [name for name in starts if name in _ORDER and _ORDER.index(name) < place]
        if not before:
            return 1, 1
        _, last = self._chunk(max(before, key=_ORDER.index))
        return last, last

    def _merged(self, field: str, first: int, last: int, old: Any, new: Any) -> list[str]:
        """The lines of a field with what differs changed, its comments kept but for notes that no longer hold."""
        if isinstance(new, str) and isinstance(old, str):
            return _dump_with_comment(field, new, self._lines[first:last])
        if type(new) is not type(old):
            return dump(housed(field, new))
        was = self._lines[first:last]
        data = round_trip().load("\n".join(was))
        merge(data[field], old, new, field)
        return _without_stale_notes(was, dump(data))


def _dump_with_comment(field: str, value: str, was: Sequence[str]) -> list[str]:
    """A word in place of another; an editor's comment behind it stays, a note on the other word does not."""
    *_, last = (
        event for event in yaml.parse("\n".join(was), Loader=yaml.BaseLoader) if isinstance(event, yaml.ScalarEvent)
    )
    end = last.end_mark
    comment = was[end.line][end.column :] if end and end.line < len(was) else ""
    lines = dump(housed(field, value))
    if len(lines) == 1 and not _NOTE_BEHIND.search(comment):
        lines[0] += comment.rstrip()
    return lines


def _without_stale_notes(was: Sequence[str], lines: Sequence[str]) -> list[str]:
    """A line that says something new loses the note on what it said."""
    said = {_NOTE_BEHIND.sub("", line).strip() for line in was}
    bare = [_NOTE_BEHIND.sub("", line) for line in lines]
    return [line if kept.strip() in said else kept for line, kept in zip(lines, bare, strict=True)]


def compose(front: Mapping[str, Any], body: str, notes: Mapping[str, str] | None = None) -> str:
    """A new story file in house style.

    Args:
        front: the fields, as plain data; an empty one is left out.
        body: the Markdown.
        notes: where a field came from and how sure that is, by dotted path (``source.url``, ``people.0``); one on a field that is
            left out stands on a line of its own, where the field belongs.
    """
    notes = {path: " ".join(note.split()) for path, note in (notes or {}).items()}
    lines = ["---"]
    for field in (*_ORDER, *(name for name in front if name not in _ORDER)):
        value = front.get(field)
        inner = {path: note for path, note in notes.items() if path == field or path.startswith(f"{field}.")}
        if value in (None, "", [], {}):
            lines += [f"# {NOTE}{path}：{note}" for path, note in inner.items()]
            continue
        lines += _noted(field, value, dump(housed(field, value)), inner)
    return "\n".join([*lines, "---", "", body.strip("\n"), ""])


def _noted(field: str, value: Any, lines: list[str], notes: Mapping[str, str]) -> list[str]:
    """The lines of a field with a note behind each that has one."""
    at = {field: 0}
    if isinstance(value, Mapping):
        at |= {f"{field}.{key}": number for number, key in enumerate(ordered(field, value), 1)}
    elif field in INNER:
        at |= {f"{field}.{number}": number + 1 for number in range(len(value))}
    behind = {at[path]: note for path, note in notes.items() if path in at}
    noted = [f"{line}  # {NOTE}{behind[number]}" if number in behind else line for number, line in enumerate(lines)]
    return [*noted, *(f"# {NOTE}{path}：{note}" for path, note in notes.items() if path not in at)]
