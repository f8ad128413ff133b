"""Markdown from Jekyll, Hexo or Hugo: their front matter in YAML, TOML or JSON, and the tags of their own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from plugins.desk.importing.bylines import byline, date_in
from plugins.desk.importing.findings import Found
from plugins.stories.addresses import is_address, without_personal

_FENCES = re.compile(r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<front>.*?)(?:^|\n)(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z_][\w-]*)\s*[:=]\s*(.+?)\s*$", re.MULTILINE)
_POST = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})-")

_TITLE = ("title",)
_DATE = ("date", "publishdate", "published", "pubdate", "created", "created_at", "time")
_AUTHOR = ("author", "authors", "writer", "by")
_TAGS = ("tags", "tag", "categories", "category", "keywords")
_PATHS = ("permalink", "url", "slug", "abbrlink")
_OUTLET = ("source", "from", "outlet", "publisher", "media", "origin", "来源")
_ADDRESS = (
    "source_url",
    "original_url",
    "original",
    "origin_url",
    "link",
    "url",
    "external_url",
    "canonical_url",
    "canonical",
    "ref",
    *_OUTLET,
)

#: What the generators write in a text that only they understand.
_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)
_IMAGE_TAG = re.compile(
    r"""\{%\s*(?:asset_img|img)\s+(?:[\w-]+\s+)*?(?P<src>[^\s%]+\.(?:jpe?g|png|gif|webp|avif))[^%]*%\}""", re.IGNORECASE
)
_FIGURE = re.compile(
    r"""\{\{[<%]\s*(?:figure|img|image)\s+[^>%]*?src\s*=\s*["']?(?P<src>[^\s"'>%]+)["']?[^>%]*[>%]\}\}""", re.IGNORECASE
)
_ASSETS = re.compile(
    r"\{\{\s*(?:site\.(?:baseurl|url)|page\.url)\s*\}\}|\{\{\s*['\"](?P<path>[^'\"]+)['\"]\s*\|\s*(?:relative|absolute)_url\s*\}\}"
)
_TAG = re.compile(r"\{%.*?%\}|\{\{[<%].*?[>%]\}\}|\{\{[^{}\n]*\}\}", re.DOTALL)


#: More brackets than any front matter has, and as many levels of block lists.
_DEEPEST = 2_000
_DEEP = re.compile(r"(?:[-?:] +){200}")
#: Runs of what Markdown would look for the other half of, which takes it hours.
_RUNS = re.compile(r"(\[|\*|_|`|!|<|\(|\]){200,}|(?:[*_`\[]\w?){1000,}|(?:^|\n)(?: *>){100,}")


def knotted(body: str) -> bool:
    """Whether a text holds runs of marks that no author writes, and that a Markdown parser would not get through."""
    return _RUNS.search(body) is not None


def split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter as plain data (empty where there is none) and the Markdown after it."""
    if text.lstrip().startswith("{"):
        try:
            data, end = json.JSONDecoder().raw_decode(text.lstrip())
        except (ValueError, RecursionError):
            data, end = None, 0
        if isinstance(data, dict) and data:
            return _lowered(data), text.lstrip()[end:]
    found = _FENCES.match(text)
    if not found:
        return {}, text
    front = found["front"]
    data = _toml(front) if found["fence"] == "+++" else _yaml(front)
    if data is None:
        data = {key: value.strip("'\"") for key, value in _LINE.findall(front)}
    return _lowered(data), text[found.end() :]


def markdown(body: str) -> str:
    """The Markdown without the generators' own tags; their tags for images as Markdown images."""
    body = _MORE.sub("", body)
    body = _IMAGE_TAG.sub(lambda found: f"![]({found['src']})", body)
    body = _FIGURE.sub(lambda found: f"![]({found['src']})", body)
    body = _ASSETS.sub(lambda found: found["path"] or "", body)
    return _TAG.sub("", body)


class Front:
    """What a blog's front matter says of the article."""

    def __init__(self, data: Mapping[str, Any], name: str) -> None:
        self._data, self._name = data, PurePosixPath(name).name

    def title(self) -> Found | None:
        """The title."""
        return self._text(_TITLE)

    def published(self) -> Found | None:
        """The date of the post; of the file's name where only Jekyll's name has one."""
        found = self._text(_DATE)
        day = date_in(found.value) if found else None
        if found and day:
            return Found(day, found.origin, "certain")
        named = _POST.match(self._name)
        day = date_in(named[1]) if named else None
        return Found(day, "文件名里的日期", "likely") if day else None

    def outlet(self) -> Found | None:
        """The source, where the blog names one that is no address."""
        found = self._text(_OUTLET)
        return found if found and not is_address(found.value) and len(found.value) <= 40 else None  # noqa: PLR2004

    def address(self) -> Found | None:
        """The address of the original."""
        for name in _ADDRESS:
            for value in _words(self._data.get(name)):
                if is_address(value):
                    return Found(without_personal(value), f"文件开头的 {name}", "likely")
        return None

    def authors(self) -> dict[str, Found]:
        """The authors; of a blog, it may be whoever posted it."""
        found: dict[str, Found] = {}
        for name in _AUTHOR:
            for value in _words(self._data.get(name)):
                said = byline(value)
                for one in said.authors if said else re.split(r"[、，,;；]\s*", value):
                    if one.strip() and len(one) <= 20:  # noqa: PLR2004
                        found.setdefault(
                            one.strip(), Found(one.strip(), f"文件开头的 {name}（也可能是发帖人）", "likely")
                        )
        return found

    def tags(self) -> list[str]:
        """Tags and categories, which may name places and roles; nested ones one by one."""
        tables = (self._data.get(name) for name in ("taxonomies", "params"))
        fields = [self._data.get(name) for name in _TAGS]
        fields += [value for table in tables if isinstance(table, Mapping) for value in table.values()]
        return list(dict.fromkeys(tag for field in fields for tag in _tags(field) if len(tag) <= 20))[:30]  # noqa: PLR2004

    def path(self) -> str:
        """The part of the address that the front matter gives without saying on which site; or empty."""
        for name in _PATHS:
            for value in _words(self._data.get(name)):
                if not is_address(value):
                    return value
        return ""

    def _text(self, names: tuple[str, ...]) -> Found | None:
        for name in names:
            for value in _words(self._data.get(name)):
                return Found(" ".join(value.split()), f"文件开头的 {name}", "certain")
        return None


def _words(value: Any) -> list[str]:
    """The texts of a field: one, or a short list of them; of a mapping, its name."""
    if isinstance(value, Mapping):
        value = value.get("name")
    listed = value if isinstance(value, list) else [value]
    return [
        str(one).strip()
        for one in listed[:20]
        if one is not None and not isinstance(one, (list, dict)) and str(one).strip()
    ]


def _tags(value: Any) -> list[str]:
    """Tags as a list, a nested list (Hexo's categories), or a text with commas or spaces (Jekyll's)."""
    if isinstance(value, list):
        return [tag for one in value[:50] for tag in _tags(one)]
    return [part for part in re.split(r"[\s,，、;；/|]+", value.strip()) if part] if isinstance(value, str) else []


def _lowered(data: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in data.items()}


def _yaml(text: str) -> dict[str, Any] | None:
    """YAML whose scalars all stay as typed; None where it can't be read."""
    if len(re.findall(r"[\[{]", text)) > _DEEPEST or _DEEP.search(
        text
    ):  # libyaml recurses in C, and a deep bomb ends the process
        return None
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (makes texts, lists and mappings only)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _toml(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
