"""The editors' own pages (``content/pages/``): about, and whatever else they want to say. Written once, shown in both scripts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from plugins.faults import Fault
from plugins.hanzi.convert import Converter
from plugins.hanzi.html import convert_html
from plugins.hanzi.marks import resolve
from plugins.hanzi.scripts import SCRIPTS, Script, other
from plugins.stories import body
from plugins.stories.front_matter import FaultyFileError, split, validate
from plugins.stories.prepared import Prepared
from plugins.stories.schema import Slug, Text


class PageFrontMatter(BaseModel):
    """The front matter of an editors' page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    script: Script
    status: Literal["published", "draft"] = "published"
    convert: dict[Text, Text] = {}


def prepare_page(path: str, text: str, base: str) -> Prepared:
    """Prepare one of the editors' pages.

    Args:
        path: the file, relative to the content folder.
        text: its text.
        base: the path prefix of the site.

    Returns:
        Facts ``id path script status editions`` (title and converted in each) and the body in each script.
    """
    try:
        parts = split(path, text)
        front = validate(path, parts.front, PageFrontMatter)
    except FaultyFileError as error:
        return Prepared(path, error.faults)
    rendered = body.render(parts.body, base=base)
    faults: tuple[Fault, ...] = ()
    if rendered.open_mark:
        faults = (Fault(path, parts.body_line, 1, "open-mark", "转换标记 -{ 没有合上", "在后面写 }- 把它合上"),)
        return Prepared(path, faults)
    converter = Converter(front.script, other(front.script))

    def convert(text: str) -> str:
        return converter.convert(text, (), front.convert)

    def title(script: Script) -> str:
        if script == front.script:
            return resolve(front.title, script)
        return converter.convert(front.title, (), front.convert, marks=True)

    facts = {
        "id": front.id,
        "path": path,
        "script": front.script,
        "status": front.status,
        "editions": {script: {"title": title(script), "converted": script != front.script} for script in SCRIPTS},
    }
    texts: dict[str, Any] = {
        script: convert_html(rendered.html, _same if script == front.script else convert, target=script)
        for script in SCRIPTS
    }
    return Prepared(path, faults, facts, texts)


def _same(text: str) -> str:
    return text
