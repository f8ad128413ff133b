"""A file of the vocabulary changed entry by entry: what is not concerned stays as the editor typed it, comments and all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from plugins.faults import ContentError, Fault
from plugins.vocabulary.positions import YamlError, load

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
Value = str | list[str] | dict[str, str] | None


class EntryList:
    """The text of ``roles.yaml`` or one of its sisters: a list of short mappings.

    Attributes:
        path: the file, as faults name it.
        text: the text as it is now.
        entries: the entries as plain data, in order.
    """

    def __init__(self, path: str, text: str) -> None:
        """Read the file.

        Raises:
            ContentError: it is no list of mappings, an entry a line or more.
        """
        self.path = path
        self._take(text)

    def _take(self, text: str) -> None:
        self.text = text
        try:
            data = load(text.removeprefix("\ufeff")).data
        except YamlError as error:
            raise ContentError([Fault(self.path, error.line, error.column, "bad-yaml", error.message)]) from error
        root: Any = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
        self._nodes: list[yaml.MappingNode] = []
        self.entries: list[dict[str, Any]] = []
        if data is None:
            return
        if not isinstance(data, list) or root.flow_style or not all(isinstance(one, dict) for one in data):
            help_text = "每一项以“- ”开头，如 - {id: …, hans: …, hant: …}"
            raise ContentError([Fault(self.path, 1, 1, "bad-file", "这个文件应当是一个列表", help_text)])
        self._nodes = list(root.value)
        self.entries = [one for one in data if isinstance(one, dict)]

    def line(self, index: int) -> int:
        """The line of the file on which an entry stands."""
        return int(self._nodes[index].start_mark.line) + 1

    def set(self, index: int, field: str, value: Value, order: Iterable[str] = ()) -> None:
        """Say something else in a field of an entry, or add the field.

        Args:
            index: which entry.
            field: its field.
            value: a text, texts, a mapping of texts, or None for nothing known.
            order: the fields in the order in which a new one takes its place.
        """
        entry = self._nodes[index]
        pair = next(((key, node) for key, node in entry.value if key.value == field), None)
        if pair is None:
            self._insert(entry, field, value, list(order))
            return
        key, node = pair
        start, end = node.start_mark.index, _end(node)
        written = _written(value)
        if isinstance(node, yaml.ScalarNode) and start == end:  # nothing stands there yet
            start = end = self._splice_after(key)
            written = f" {written}"
        elif isinstance(node, yaml.CollectionNode) and not node.flow_style:
            start = self._splice_after(key)
            written = f" {written}"
        self._splice(start, end, written)

    def add(self, fields: Mapping[str, Value], after: int | None = None) -> None:
        """A new entry on a line of its own.

        Args:
            fields: what it says, in this order.
            after: the entry that it follows; None for the end of the file.
        """
        line = f"- {_written_flow(fields)}"
        newline = self._newline
        if not self._nodes:
            body = self.text if not self.text.strip() or self.text.endswith("\n") else self.text + newline
            self._take(f"{body}{line}{newline}" if body.strip() else f"{line}{newline}")
            return
        node = self._nodes[-1 if after is None else after]
        indent = " " * (node.start_mark.column - 2)
        at = self._line_end(self._offset + _end(node))
        self._take(f"{self.text[:at]}{newline}{indent}{line}{self.text[at:]}")

    def remove(self, index: int) -> None:
        """Take an entry away, with its lines."""
        node = self._nodes[index]
        start = self.text.rfind("\n", 0, self._offset + node.start_mark.index) + 1
        end = self.text.find("\n", self._offset + _end(node))
        self._take(self.text[: max(start, self._offset)] + (self.text[end + 1 :] if end >= 0 else ""))

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def _offset(self) -> int:
        return len(self.text) - len(self.text.removeprefix("\ufeff"))

    def _insert(self, entry: yaml.MappingNode, field: str, value: Value, order: list[str]) -> None:
        """A field that the entry did not have, behind those that come before it."""
        before = set(order[: order.index(field)]) if field in order else set()
        pairs = [pair for pair in entry.value if pair[0].value in before] or entry.value
        node = pairs[-1][1]
        end = _end(node)
        if isinstance(node, yaml.ScalarNode) and node.start_mark.index == end:
            end = max(end, self._splice_after(pairs[-1][0]))
        if entry.flow_style:
            self._splice(end, end, f", {field}: {_written(value)}")
            return
        at = self._line_end(self._offset + end) - self._offset
        indent = " " * entry.start_mark.column
        self._splice(at, at, f"{self._newline}{indent}{field}: {_written(value)}")

    def _splice_after(self, key: yaml.ScalarNode) -> int:
        """Just behind the colon of a key."""
        return self.text.index(":", self._offset + key.end_mark.index) + 1 - self._offset

    def _splice(self, start: int, end: int, text: str) -> None:
        offset = self._offset
        self._take(self.text[: offset + start] + text + self.text[offset + end :])

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        end = len(self.text) if found < 0 else found
        return end - 1 if self.text[at:end].endswith("\r") else end


def _end(node: yaml.Node) -> int:
    """Where a node ends; a block collection with its last part, not at the next thing in the file."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _written(value: Value) -> str:
    """A value as it may stand on one line, within braces or not."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, dict):
        return _written_flow(value)
    return f"[{', '.join(map(_word, value))}]"


def _written_flow(fields: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_written(value)}" for name, value in fields.items()) + "}"


def _word(text: str) -> str:
    """A text, in quotes where YAML would read something else."""
    text = " ".join(text.split())
    quoted = "'" + text.replace("'", "''") + "'"
    if text in _NULL or not text.isprintable():
        return quoted
    try:
        plain = load(f"{{a: {text}, b: [{text}]}}").data
    except YamlError:
        return quoted
    return text if plain == {"a": text, "b": [text]} else quoted
