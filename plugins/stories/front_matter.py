"""Take a story file apart: the front matter between its two ``---`` lines, and the Markdown after it."""

from __future__ import annotations

import copy
import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from plugins.faults import Fault
from plugins.stories.dates import DateError, parse
from plugins.vocabulary.positions import Located, YamlError, load

Model = TypeVar("Model", bound=BaseModel)
Where = tuple[str | int, ...]

_DAY = "写成 2026-11-22 的样子"
_ID = "写 2 到 64 个小写字母、数字或连字符，例如 yu-ronghao"
#: What may stand in a field whose values are not a fixed list; shown when something else stands there.
_EXPECTED = {
    "id": "写 3 到 64 个小写字母、数字或连字符，例如 fancheng-365",
    "people.id": _ID,
    "added": _DAY,
    "updated": _DAY,
    "withdrawn": _DAY,
    "source.seen": _DAY,
    "corrections.date": _DAY,
    "date": "日期写成 2020、2020-02、2020-02-14 或 2020-01/2020-02 的样子",
    "source.date": "日期写成 2020、2020-02、2020-02-14 或 2020-01/2020-02 的样子",
}
#: What editors may call a field in Chinese.
_CHINESE = {
    "标题": "title", "標題": "title", "日期": "date", "时间": "date", "時間": "date", "地点": "places", "地點": "places",
    "角色": "roles", "人物": "people", "来源": "source", "來源": "source", "摘要": "summary", "姓名": "name",
    "place": "places", "role": "roles", "person": "people", "tags": "roles", "author": "authors",
}  # fmt: skip
#: What editors may call a value in Chinese.
_CHINESE_VALUES = {
    "简体": "hans", "簡體": "hans", "繁体": "hant", "繁體": "hant", "转述": "retold", "轉述": "retold", "照录": "reproduced",
    "照錄": "reproduced", "草稿": "draft", "发表": "published", "發表": "published", "撤下": "withdrawn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """A story file taken apart.

    Attributes:
        front: the front matter as plain data that knows its lines.
        body: the Markdown; its lines end as on Unix.
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


def validate_each(
    path: str, front: Located, model: type[Model], stand_in: Mapping[str, Any]
) -> tuple[Model, frozenset[str], tuple[Fault, ...]]:
    """Read the front matter into a model as far as it goes, so that what is sound in it can be checked further.

    Args:
        path: the file, relative to the content folder.
        front: its front matter.
        model: what to read it into.
        stand_in: a value for each field that the model requires.

    Returns:
        The model, the fields in it that only stand in for faulty ones, and every fault.
    """
    try:
        return model.model_validate(front.data), frozenset(), ()
    except ValidationError as error:
        faults = tuple(_faults(path, front, model, error))
        data = _without(front.data, [item["loc"] for item in error.errors()])
    try:
        return model.model_validate(data), frozenset(), faults
    except ValidationError as error:
        faulty = frozenset(str(item["loc"][0]) for item in error.errors())
    rest = {name: value for name, value in data.items() if name not in faulty}
    required = {name: stand_in[name] for name in faulty if name in stand_in}
    return model.model_validate(rest | required), faulty, faults


def _without(data: Any, places: Sequence[tuple[Any, ...]]) -> Any:
    """A copy of the data without its faulty leaves; what a name's own ``id`` says decides who is meant, so it stays."""
    data = copy.deepcopy(data)
    for *above, last in places:
        node: Any = data
        for key in above:
            node = node[key] if isinstance(node, (dict, list)) else None
        if isinstance(node, dict) and last != "id":
            node.pop(last, None)
    return data


def _faults(path: str, front: Located, model: type[BaseModel], error: ValidationError) -> Iterator[Fault]:
    for item in error.errors(include_url=False):
        where = item["loc"]
        code, message, help_text = _words(item["type"], where, item.get("input"), item.get("ctx", {}), model)
        line, column = front.keys.get(where, (1, 1)) if code == "unknown-field" else front.where(*where)
        was, instead = _mend(item, front, model)
        yield Fault(path, line, column, code, message, help_text, was=was, instead=instead)


def _mend(item: Any, front: Located, model: type[BaseModel]) -> tuple[str, str]:
    """What stands at a faulty field, and what was meant beyond doubt; two empty texts where that is not known."""
    where, value = item["loc"], item.get("input")
    if item["type"] == "extra_forbidden":
        name, known = str(where[-1]), list(_model_at(model, where[:-1]).model_fields)
        near = _CHINESE.get(name, "")
        free = near in known and (*where[:-1], near) not in front.keys
        return (name, near) if free else ("", "")
    meant = ""
    if item["type"] == "bad_day":
        meant = _day_meant(str(value))
    elif item["type"] == "literal_error":
        allowed = re.findall(r"'(\w+)'", item["ctx"]["expected"])
        word = unicodedata.normalize("NFKC", str(value)).strip().lower()
        meant = next((one for one in (word, _CHINESE_VALUES.get(word)) if one in allowed), "") or ""
    return (str(value), meant) if meant else ("", "")


def _words(kind: str, where: Where, value: Any, context: Any, model: type[BaseModel]) -> tuple[str, str, str]:
    """(code, message, help) for one of pydantic's error types."""
    field = ".".join(str(part) for part in where if isinstance(part, str)) or "字段区"
    name = field.rsplit(".", 1)[-1]
    expected = _EXPECTED.get(field, "")
    if kind == "missing":
        found = "missing-field", f"缺少「{field}」", f"加一行 {name}: …" + (f"；{expected}" if expected else "")
    elif kind == "extra_forbidden":
        near = _suggestion(name, list(_model_at(model, where[:-1]).model_fields))
        found = "unknown-field", f"不认识的字段「{field}」", f"是否想写 {near}？" if near else "请删去这一行"
    elif value is None or kind in {"too_short", "string_too_short"}:
        found = "empty-field", f"「{field}」是空的", expected or "写上内容"
    elif kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")
        found = "bad-value", f"「{field}」不能是「{value}」", f"可以写：{allowed}"
    elif kind == "bad_day":
        found = (
            "bad-date",
            f"「{field}」写的「{value}」不是某一天",
            (f"是否 {near}？" if (near := _day_meant(str(value))) else "") + _DAY,
        )
    elif kind == "device_name":
        found = (
            "windows-name",
            f"「{field}」写成了「{value}」，Windows 上不能有叫这个名字的文件",
            f"换一个，例如 {value}-1",
        )
    elif kind in {"string_pattern_mismatch", "string_too_long"}:
        found = "bad-value", f"「{field}」写成了「{value}」", expected or "请改成正确的写法"
    elif kind == "list_type":
        found = "bad-value", f"「{field}」应该是一个列表", f"写成 {name}: [甲, 乙] 的样子"
    elif kind in {"dict_type", "model_type"}:
        found = "bad-value", f"「{field}」应该是「名称: 内容」的几行", "每行缩进两个空格，写成 名称: 内容 的样子"
    else:
        found = "bad-value", f"「{field}」应该是文字", expected or "去掉多余的括号或缩进；以 [ 或 { 开头的文字要加引号"
    return found


def _day_meant(text: str) -> str:
    try:
        parse(text)
    except DateError as error:
        if error.suggestion.count("-") == 2 and "/" not in error.suggestion:  # noqa: PLR2004 - a day
            return error.suggestion
    return ""


def _suggestion(name: str, known: Sequence[str]) -> str:
    """The field that was probably meant, or an empty string."""
    if (meant := _CHINESE.get(name)) in known:
        return str(meant)
    return next(iter(difflib.get_close_matches(name, known, n=1)), "")


def _model_at(model: type[BaseModel], where: Where) -> type[BaseModel]:
    """The model of the mapping at a place in the data."""
    for part in where:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside a type such as ``list[Annotated[PersonEntry, …]]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)
