"""Where in the form a fault is shown, and what may be chosen to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.desk.web.fields import FIELDS, Field
from plugins.desk.web.forms import Form
from plugins.desk.web.leads import Known, Lead, in_desk_words, leads_of
from plugins.faults import Fault
from plugins.stories.dates import DateError, parse
from plugins.stories.front_matter import FaultyFileError, Parts, split
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.vocabulary import Vocabulary

Path = tuple[str | int, ...]

BODY = "body"
_MOST_CHOICES = 12
_TOP: Mapping[str, Field] = {one.path: one for one in FIELDS}
_INNER: Mapping[str, Field] = {inner.path: inner for one in FIELDS for inner in one.inner}
NAMED = re.compile(r"「([a-z_.]+)」")
#: What to do about a fault where there are boxes, when its own words are for those who write the file.
_IN_BOXES: Mapping[str, str] = {
    "empty-body": "在上面的框里写正文",
    "incomplete-source": "写在下面的格子里",
    "missing-reason": "在“为什么不知道”里写明，例如：收到的文本没有写明发布者，也没有附网址",
    "unsure-name": "查证后写在这个人的“简体写法”“繁体写法”里；几篇里都有的人，添到词表",
    "unsure-place": "查证后到词表写定，写过就不再问",
    "person-forms": "是同一个人，就改成一种写法，或添到词表，篇篇照办；是两个人，就给其中一人写“人物网址”",
    "person-address": "给其中一人写“人物网址”，例如原来的后面加 -2",
    "duplicate-person": "删去重复的一项；是同名的两个人，就给其中一人写“人物网址”",
    "ambiguous-person": "在“人物网址”里写明是哪一位",
    "import-notes": "一保存就去掉，别的一个字也不动",
    "missing-image": "用下面的“插入图片”把图片放进来",
}
#: What is said of a name that nothing is like, to those who write the vocabulary's files.
_BY_HAND = "content/vocabulary/"
_RIGHTS, _USUAL_RIGHTS = "source.rights", "原文版权归其作者与发布者，本文为转述"


@dataclass(frozen=True, slots=True)
class Cure:
    """A text that may be meant: which box it goes into, and what it says."""

    box: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as the form shows it.

    Attributes:
        box: the box, or the row, group or field that it stands at; ``body`` for the text; empty for the file as a whole.
        line: the line of the body, from 1; 0 elsewhere.
        place: where that is, in an editor's words.
        is_error: whether it must be mended before the story is published.
        message, help: what is wrong, and what to do.
        cures: what may be meant.
        leads: the pages of the desk where it is mended.
    """

    box: str
    line: int
    place: str
    is_error: bool
    message: str
    help: str
    cures: tuple[Cure, ...] = ()
    leads: tuple[Lead, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the page's script is told."""
        plain = {name: getattr(self, name) for name in ("box", "line", "place", "message", "help")}
        cures = [{"box": one.box, "value": one.value} for one in self.cures]
        leads = [{"address": one.address, "words": one.words} for one in self.leads]
        return {**plain, "error": self.is_error, "cures": cures, "leads": leads}


def told(path: str, text: str, faults: Iterable[Fault], form: Form, known: Known) -> list[Told]:
    """The faults of one story at their boxes, errors first.

    Args:
        path: the file.
        text: its text, which the faults speak of.
        faults: what is wrong with it, and with what it needs.
        form: the boxes, whose rows may have gaps.
        known: where names that may be meant come from, and the titles of stories.
    """
    try:
        parts: Parts | None = split(path, text)
    except FaultyFileError:
        parts = None
    found = [_told(fault, path, parts, form, known) for fault in dict.fromkeys(faults)]
    return sorted(found, key=lambda one: not one.is_error)


def _told(fault: Fault, path: str, parts: Parts | None, form: Form, known: Known) -> Told:
    is_error = fault.severity == "error"
    if parts is None or fault.path != path:
        where = f"{fault.path} 第 {fault.line} 行" if fault.path != path else f"第 {fault.line} 行"
        return Told("", 0, where, is_error, fault.message, fault.help)
    if fault.line >= parts.body_line:
        # The box shows the body without the empty lines before it.
        skipped = len(parts.body) - len(parts.body.lstrip("\n"))
        line = max(1, fault.line - parts.body_line + 1 - skipped)
        return Told(BODY, line, f"正文第 {line} 行", is_error, fault.message, _IN_BOXES.get(fault.code, fault.help))
    where_path = path_of(fault, parts)
    box = _box(where_path, parts, form)
    written = _written(parts.front.data, where_path)
    cures = tuple(_cures(fault, written, box, known.vocabulary))
    leads = tuple(leads_of(fault, written, parts.front.data, known))
    message, help_text = in_desk_words(fault.message, known.titles), _IN_BOXES.get(fault.code, fault.help)
    if fault.code in {"missing-field", "empty-field"} and (missing := field_of(box)):
        message, help_text = f"还没有写“{missing.label}”", ""  # how to write it stands above, at the box itself
    elif fault.code.startswith("unknown-") and _BY_HAND in help_text:
        help_text = "查对写法；词表里还没有的，先添上"
    if fault.code == "incomplete-source" and not form.boxes.get(_RIGHTS) and form.boxes.get("kind") == "retold":
        cures = (Cure(_RIGHTS, _USUAL_RIGHTS),)
    return Told(box, 0, _place(box), is_error, message, help_text, cures, leads)


def path_of(fault: Fault, parts: Parts) -> Path:
    """The key path in the front matter that a fault means."""
    at = (fault.line, fault.column)
    positions = parts.front.positions
    exact = [path for path, where in positions.items() if where == at]
    before = [path for path, where in positions.items() if where <= at]
    path: Path = max(exact, key=len) if exact else max(before, key=lambda one: positions[one], default=())
    if fault.code == "missing-field" and (named := NAMED.search(fault.message)):
        names = named[1].split(".")
        if len(names) == 1:
            return (names[0],)
        return (*path, names[-1]) if [part for part in path if isinstance(part, str)] == names[:-1] else path
    return path


def _box(path: Path, parts: Parts, form: Form) -> str:
    """The box that shows what stands at a key path; empty where the form has none."""
    if not path or str(path[0]) not in _TOP:
        return ""
    top = _TOP[str(path[0])]
    names = [str(path[0])]
    rest = list(path[1:])
    if top.kind == "pairs" and rest:
        keys = list(parts.front.data[top.path]) if isinstance(parts.front.data, dict) else []  # type: ignore[arg-type]
        rest = [keys.index(rest[0])] if rest[0] in keys else []
    if top.kind in {"list", "pairs", "groups"} and not rest:
        return top.path
    if top.kind in {"list", "pairs", "groups"}:
        rows = form.rows(top.path)
        number = rest.pop(0) if isinstance(rest[0], int) else 0
        names.append(str(rows[number] if isinstance(number, int) and number < len(rows) else number))
    if rest and f"{top.path}.{rest[0]}" in _INNER:
        names.append(str(rest[0]))
    return ".".join(names)


def field_of(box: str) -> Field | None:
    """The field of the schema that a box holds."""
    path = ".".join(part for part in box.split(".") if not part.isdecimal())
    return _INNER.get(path) or _TOP.get(path)


def _place(box: str) -> str:
    """What an editor calls a box."""
    here = field_of(box)
    if here is None:
        return ""
    return f"{_TOP[here.path.split('.')[0]].label}：{here.label}" if here.path in _INNER else here.label


def _written(data: Any, path: Path) -> Any:
    """What stands in the front matter at a key path; None where nothing does."""
    for key in path:
        inside = (isinstance(data, dict) and key in data) or isinstance(data, list)
        data = data[key] if inside else None
    return data


def _cures(fault: Fault, written: Any, box: str, vocabulary: Vocabulary) -> Iterable[Cure]:
    """What may be meant by a name or a date that is not clear."""
    kind = fault.code.partition("-")[2]
    if fault.code == "bad-date" and isinstance(written, str):
        try:
            parse(written)
        except DateError as error:
            return [Cure(box, error.suggestion)] if error.suggestion else []
    if fault.code == "ambiguous-person":
        name = written.get("name") if isinstance(written, dict) else written
        return _names(vocabulary.people.find, name, f"{box.removesuffix('.name')}.id")
    find: Mapping[str, Callable[[str], Any]] = {
        "place": vocabulary.places.find,
        "role": vocabulary.roles.find,
        "outlet": vocabulary.outlets.find,
    }
    return _names(find[kind], written, box) if kind in find and fault.code.startswith(("unknown", "ambiguous")) else []


def _names(find: Callable[[str], Any], name: Any, box: str) -> Iterable[Cure]:
    if not isinstance(name, str):
        return []
    try:
        find(name)
    except AmbiguousName as error:
        return [Cure(box, one) for one in error.candidates[:_MOST_CHOICES]]
    except UnknownName as error:
        return [Cure(box, one) for one in error.suggestions[:_MOST_CHOICES]]
    return []
