"""YAML as plain data, with the line and column of everything in it, so that a fault can point at its cause.

All scalars stay as typed (否 is not False, 007 not 7, 2020-02 no date); only nothing, ``null`` and ``~`` are None.
What would surprise an editor is refused: a key given twice, anchors and aliases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from plugins.hanzi.controls import control_characters

#: dict, list, str or None, nested; kept loose because every reader checks what it reads.
Plain = dict[str, "Plain"] | list["Plain"] | str | None
Position = tuple[int, int]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_CONTROL = "有不可见的控制字符，请删去"
_TAB = "不能用制表符缩进，请改成空格"
#: What the YAML library says, in part, and what an editor reads.
_IN_CHINESE = (
    ("found character '\\t'", _TAB),
    ("that cannot start any token", "有不能单独出现的符号（如 @ ` % 开头），请给整个值加上引号"),
    ("mapping values are not allowed", "这里不能再出现冒号；值里有“: ”时请给整个值加上引号，或检查缩进"),
    ("could not find expected ':'", "这一行像是一个字段，但缺少冒号加空格"),
    ("expected <block end>", "缩进不对，或上一行的引号、括号没有写完"),
    ("did not find expected key", "缩进不对，或上一行的引号、括号没有写完"),
    ("did not find expected '-' indicator", "列表的各项要用“- ”对齐"),
    ("expected ',' or ']'", "方括号列表没有写完：缺少逗号或 ]"),
    ("expected ',' or '}'", "花括号没有写完：缺少逗号或 }"),
    ("end of stream", "文字没有写完：缺少引号或括号"),
    ("quoted scalar", "引号没有写完"),
    ("unknown escape character", "双引号里的反斜杠写法不对，请改用单引号"),
    ("undefined alias", "以 * 开头的值请加上引号"),
    ("anchor", "以 & 开头的值请加上引号"),
    ("alias", "以 * 开头的值请加上引号"),
    ("document", "这里只能有一份数据，请去掉多余的“---”"),
    ("special characters are not allowed", _CONTROL),
    ("control characters are not allowed", _CONTROL),
)


class YamlError(ValueError):
    """The text is no YAML that we read.

    Attributes:
        line: 1-based, counted from the ``first_line`` given.
        column: 1-based, in code points.
        message: what is wrong and what to do, in Chinese.
    """

    def __init__(self, line: int, column: int, message: str) -> None:
        self.line, self.column, self.message = line, column, message
        super().__init__(f"{line}:{column}: {message}")


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data and where each part of it stands.

    Attributes:
        data: dict, list, str and None only.
        positions: each key path with the line and column of its value, or of its key where the value is a mapping, a
            list or empty.
        keys: each key path with the line and column of its key.
    """

    data: Plain
    positions: Mapping[tuple[str | int, ...], Position]
    keys: Mapping[tuple[str | int, ...], Position]

    def where(self, *path: str | int) -> Position:
        """The line and column of what a key path names, or of the nearest part above it that exists.

        Args:
            path: keys and list indexes from the root: ``where("people", 0, "hant")``.
        """
        while path not in self.positions:
            path = path[:-1]
        return self.positions[path]


def load(text: str, first_line: int = 1) -> Located:
    """Read YAML.

    Args:
        text: the YAML alone.
        first_line: the line of the file that the text begins on.

    Raises:
        YamlError: the text is no YAML, gives a key twice, or uses anchors.
    """
    reader = _Reader(first_line)
    try:
        node = yaml.compose(text, Loader=_LOADER)
        data = reader.plain(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(*_inside(text, *reader.at(mark), first_line), _explain(error)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        line = before.count("\n") + first_line
        raise YamlError(line, len(before) - before.rfind("\n"), _CONTROL) from None
    except RecursionError:
        raise YamlError(first_line, 1, "括号或缩进的层数太多") from None
    reader.positions[()] = (first_line, 1)
    return Located(data, reader.positions, reader.keys)


def _inside(text: str, line: int, column: int, first_line: int) -> Position:
    """A position that the library puts after the end, moved to the end of the last line."""
    lines = text.splitlines() or [""]
    last = first_line + len(lines) - 1
    return (line, column) if line <= last else (last, len(lines[-1]) + 1)


def _explain(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    for part, chinese in _IN_CHINESE:
        if part in said:
            return chinese
    return f"YAML 写法有误（{error.problem or error.context}）"


def _quoted(node: yaml.Node) -> bool:
    """Whether a scalar stands in quotes or is a block; an empty text in quotes is a text."""
    return getattr(node, "style", None) in ("'", '"', "|", ">")


class _Reader:
    """Turns composed nodes into plain data and remembers where each stood."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.positions: dict[tuple[str | int, ...], Position] = {}
        self.keys: dict[tuple[str | int, ...], Position] = {}
        self.seen: set[int] = set()

    def at(self, mark: yaml.Mark | None) -> Position:
        return (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)

    def plain(self, node: yaml.Node, path: tuple[str | int, ...]) -> Plain:
        here = self.at(node.start_mark)
        if id(node) in self.seen:  # an alias; refused before it can grow without bounds
            raise YamlError(*here, "不支持锚点（& 和 *）；以这些符号开头的值请加上引号")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            self.positions.setdefault(path, here)
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            self.positions.setdefault(path, here)
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.value)]
        empty = node.value in _NULL and not _quoted(node)
        if empty:
            self.positions.setdefault(path, here)
            return None
        self.positions[path] = here
        if control_characters(node.value):  # written as an escape, for as itself none is read
            raise YamlError(*here, _CONTROL)
        return str(node.value)

    def mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> Plain:
        result: dict[str, Plain] = {}
        for key, value in node.value:
            at = self.at(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                raise YamlError(*at, "字段名只能是一个词，请给以 [ 或 { 开头的值加上引号")
            if key.value in result:
                raise YamlError(*at, f"字段“{key.value}”写了两次，请删去一个")
            if control_characters(key.value):
                raise YamlError(*at, _CONTROL)
            self.positions[(*path, key.value)] = self.keys[(*path, key.value)] = at
            result[key.value] = self.plain(value, (*path, key.value))
        return result
