"""The fields of the story form, made from the schema: what each is called, what to write there, and how it is shown."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from plugins.stories.schema import FrontMatter

Kind = Literal["line", "choice", "words", "list", "pairs", "group", "groups"]

#: What an editor reads at each field: its name, and what to write there.
WORDS: Mapping[str, tuple[str, str]] = {
    "id": ("网址", "故事网址的最后一段，3 到 64 个小写字母、数字、连字符；发表以后不再改。空着就替您起一个"),
    "title": ("标题", "两种字形只写一种，另一种由程序转换"),
    "date": ("事情发生的时间", "不是发稿时间。2020、2020-02、2020-02-14，或 2020-01/2020-02；不知道的不要补"),
    "script": ("正文的字形", "您写的是哪一种"),
    "hant_style": ("繁体用字", "只用于繁体原文：转成简体时照哪里的用字"),
    "kind": ("文字", "转述：我们自己的话；照录：经许可用原文"),
    "places": ("地点", "写到最细的一级，上级自动算上。打汉字、拼音或首字母，从列出的里面选"),
    "roles": ("角色", "人物在其中的身份，例如 志愿者、民警"),
    "people": ("人物", "有名有姓的人都列上，名字在两种字形里才不会写错"),
    "people.name": ("姓名", "照正文的写法"),
    "people.hans": ("简体写法", "推得不对才要写；要写就两种都写"),
    "people.hant": ("繁体写法", "“云、杰、征、范、钟”这些字有两可，写下来最稳妥"),
    "people.role": ("称呼", "原文怎样称呼；没说就空着"),
    "people.place": ("所在地", "原文没说就空着"),
    "people.id": ("人物网址", "同名的两个人，给其中一人写一个，例如 wang-jun-2"),
    "people.aliases": ("别的叫法", "正文里只称“会杰”之类；几个之间用顿号"),
    "source": ("出处", "依据什么写成。不知道的写 unknown 并说明原因，不要编"),
    "source.name": ("媒体或发布者", "不知道写 unknown"),
    "source.url": ("原文网址", "完整的 https://…；不知道写 unknown"),
    "source.title": ("原文题名", ""),
    "source.reason": ("为什么不知道", "媒体或网址是 unknown 时必填"),
    "source.archive": ("存档网址", "网页存档的完整网址"),
    "source.authors": ("作者", "几个之间用顿号"),
    "source.date": ("发稿日期", "写法同上"),
    "source.seen": ("看到的日子", "您看到原文的那一天，例如 2026-11-22"),
    "source.rights": ("权利说明", "例如：原文版权归其作者与发布者，本文为转述"),
    "summary": ("摘要", "一两句话，显示在列表里；可以空着"),
    "convert": ("这一篇的转换", "左边是正文里的词，右边是另一种字形里要的写法"),
    "anchors": ("旧锚点", "改过的段落：左边旧锚点，右边现在的锚点"),
    "added": ("收录日期", "例如 2026-11-22"),
    "updated": ("最近修改", "实质修改的那一天"),
    "corrections": ("更正", "读者看得到"),
    "corrections.date": ("日期", "例如 2026-12-01"),
    "corrections.note": ("更正了什么", ""),
    "corrections.redacted": ("隐去", "隐去文字时由程序写上 yes；一般空着"),
    "status": ("状态", ""),
}
#: What the fixed values of a field are called.
VALUES: Mapping[str, str] = {
    "hans": "简体",
    "hant": "繁体",
    "mainland": "大陆",
    "tw": "台湾",
    "hk": "香港",
    "retold": "转述",
    "reproduced": "照录",
    "draft": "草稿",
    "published": "已发表",
    "withdrawn": "已撤下",
}
#: The fields that are completed while one types, and from what.
COMPLETED: Mapping[str, str] = {
    "places": "place",
    "people.place": "place",
    "roles": "role",
    "people.name": "person",
    "source.name": "source",
}
#: Where a line is often too short.
_LONG = frozenset({"summary", "source.reason", "source.rights", "corrections.note"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form.

    Attributes:
        path: the field in the schema, dotted, without numbers: ``people.name``.
        kind: ``line`` a text; ``choice`` one of fixed values; ``words`` short texts in one line; ``list`` texts, each in a box
            of its own; ``pairs`` from one text to another; ``group`` fields of its own; ``groups`` any number of groups.
        label, help: what an editor reads.
        required: whether a story without it cannot be published.
        choices: the fixed values.
        completed: what it is completed from; empty where from nothing.
        long: whether it is shown over several lines.
        inner: the fields of a group.
    """

    path: str
    kind: Kind
    label: str
    help: str
    required: bool
    choices: tuple[str, ...] = ()
    completed: str = ""
    long: bool = False
    inner: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


def fields_of(model: type[BaseModel] = FrontMatter, above: str = "") -> tuple[Field, ...]:
    """The fields of a model in its order."""
    return tuple(_fields(model, above))


def _fields(model: type[BaseModel], above: str) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        path = f"{above}{name}"
        label, help_text = WORDS[path]
        inner_model, is_many = _model_in(info.annotation)
        choices = _choices(info.annotation)
        kind: Kind = "line"
        if inner_model:
            kind = "groups" if is_many else "group"
        elif choices:
            kind = "choice"
        elif get_origin(info.annotation) is dict:
            kind = "pairs"
        elif get_origin(info.annotation) is list:
            kind = "words" if above else "list"
        yield Field(
            path,
            kind,
            label,
            help_text,
            info.is_required(),
            choices,
            COMPLETED.get(path, ""),
            path in _LONG,
            fields_of(inner_model, f"{path}.") if inner_model else (),
        )


def _choices(annotation: Any) -> tuple[str, ...]:
    return tuple(get_args(annotation)) if get_origin(annotation) is Literal else ()


def _model_in(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The model that a field holds, and whether it holds a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated or origin in {Union, types.UnionType}:
        return _model_in(inner[0])
    if origin is list:
        return _model_in(inner[0])[0], True
    return None, False


FIELDS = fields_of()
