"""Take a story file apart: the front matter between its two ``---`` lines, and the Markdown after it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from plugins.faults import Fault
from plugins.vocabulary.positions import Located, YamlError, load

Model = TypeVar("Model", bound=BaseModel)

#: What may stand in a field whose values are not a fixed list; shown when something else stands there.
_EXPECTED = {
    "id": "3 到 64 个小写字母、数字或连字符，例如 fancheng-365",
    "added": "日期写成 2026-11-22 的样子",
    "updated": "日期写成 2026-11-22 的样子",
    "seen": "日期写成 2026-11-22 的样子",
    "date": "日期写成 2020、2020-02、2020-02-14 或 2020-01/2020-02 的样子",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A story file taken apart.

    Attributes:
        front: the front matter as plain data that knows its lines.
        body: the Markdown, with ``\\n`` line ends.
        body_line: the 1-based line of the file at which the body begins.
    """

    front: Located
    body: str
    body_line: int


class FaultyFileError(Exception):
    """A file that can't be read any further; ``faults`` says why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


def split(path: str, text: str) -> Parts:
    """Take a story file apart.

    Raises:
        FaultyFileError: when there is no front matter, or it is not YAML.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != "---":
        help_text = "文件第一行写三个连字符 ---，然后是各个字段，再以单独一行 --- 结束"
        raise FaultyFileError(Fault(path, 1, 1, "no-front-matter", "文件开头没有字段区", help_text))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise FaultyFileError(Fault(path, 1, 1, "no-front-matter", "字段区没有结束", "在正文之前写单独一行 ---"))
    try:
        front = load("\n".join(lines[1:end]), first_line=2)
    except YamlError as error:
        raise FaultyFileError(Fault(path, error.line, error.column, "yaml", error.message)) from error
    if not isinstance(front.data, dict):
        raise FaultyFileError(Fault(path, 2, 1, "yaml", "字段区应该是一行一个「字段: 内容」", "例如 title: 标题"))
    return Parts(front, "\n".join(lines[end + 1 :]), end + 2)


def validate(path: str, front: Located, model: type[Model]) -> Model:
    """Read the front matter into a model.

    Raises:
        FaultyFileError: with every fault at once, each at its line.
    """
    try:
        return model.model_validate(front.data)
    except ValidationError as error:
        raise FaultyFileError(*_faults(path, front, model, error)) from error


def _faults(path: str, front: Located, model: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    for item in error.errors(include_url=False):
        where = [part for part in item["loc"] if isinstance(part, int) or not part.startswith("function-")]
        line, column = front.where(*where)
        field = ".".join(str(part) for part in where if isinstance(part, str)) or "字段区"
        yield Fault(path, line, column, *_words(item["type"], field, item.get("input"), item.get("ctx", {}), model))


def _words(kind: str, field: str, value: Any, context: dict[str, Any], model: type[BaseModel]) -> tuple[str, str, str]:
    """(code, message, help) for one of pydantic's error types."""
    name = field.rsplit(".", 1)[-1]
    expected = _EXPECTED.get(name, "")
    if kind == "missing":
        return "missing-field", f"缺少「{field}」", f"加一行 {name}: …" + (f"；{expected}" if expected else "")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(name, _field_names(model), n=1)
        return "unknown-field", f"不认识的字段「{field}」", f"是否想写 {near[0]}？" if near else "请删去这一行"
    if kind == "literal_error":
        return "bad-value", f"「{field}」不能是「{value}」", f"可以写：{str(context['expected']).replace(' or ', '、')}"
    if kind in {"string_pattern_mismatch", "string_too_long"}:
        return "bad-value", f"「{field}」写成了「{value}」", expected or "请改成正确的写法"
    if kind in {"too_short", "string_too_short"} or value is None:
        return "empty-field", f"「{field}」是空的", f"至少写一项{'；' + expected if expected else ''}"
    if kind == "list_type":
        return "bad-value", f"「{field}」应该是一个列表", f"写成 {name}: [甲, 乙] 的样子"
    if kind in {"dict_type", "model_type"}:
        return "bad-value", f"「{field}」应该是「名称: 内容」的几行", "每行缩进两个空格，写成 名称: 内容 的样子"
    return "bad-value", f"「{field}」应该是文字", expected or "去掉多余的括号或缩进"


def _field_names(model: type[BaseModel]) -> list[str]:
    names = list(model.model_fields)
    for info in model.model_fields.values():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += inner.model_fields
    return names
