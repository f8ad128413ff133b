"""The editors' own pages (``content/pages/``): about, and whatever else they want to say. Written once, shown in both scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from plugins.hanzi.html import convert_html
from plugins.hanzi.marks import resolve
from plugins.hanzi.scripts import SCRIPTS, Script, other
from plugins.stories import body, limits, personal, references, wording
from plugins.stories.editions import Writer
from plugins.stories.front_matter import FaultyFileError, split, validate_each
from plugins.stories.prepared import Prepared
from plugins.stories.schema import Slug, Strict, Text


class PageFrontMatter(Strict):
    """The front matter of an editors' page."""

    id: Slug
    title: Text
    script: Script
    status: Literal["published", "draft"] = "published"
    convert: dict[Text, Text] = Field(default_factory=dict)


_STAND_IN = {"id": "stand-in", "title": "…", "script": "hans"}


def prepare_page(path: str, text: str, base: str, stories: Mapping[Script, str], writer: Writer) -> Prepared:
    """Prepare one of the editors' pages.

    Args:
        path: the file, relative to the content folder.
        text: its text.
        base: the path prefix of the site.
        stories: where each edition's stories stand.
        writer: converts, as for stories.

    Returns:
        Facts ``id path script status links images editions`` (title and converted in each) and the body in each script.
    """
    try:
        parts = split(path, text)
    except FaultyFileError as error:
        return Prepared(path, (*error.faults, *personal.numbers_in(path, text)))
    front, faulty, faults = validate_each(path, parts.front, PageFrontMatter, _STAND_IN)
    script = None if "script" in faulty else front.script
    found = [*faults, *wording.faults_of(path, parts, front.title, script), *personal.numbers_in(path, text)]
    try:
        with limits.told(path, parts.body, parts.body_line):
            rendered = body.render(parts.body, base=base)
    except FaultyFileError as error:
        return Prepared(path, tuple(sorted([*found, *error.faults])))
    where = (path, parts.body, parts.body_line, rendered)
    if not any(fault.code == "open-mark" for fault in found):
        found += references.unread(*where)
    found += references.faults_of(*where)
    pointing = references.references(parts.body, parts.body_line, rendered)
    if any(fault.severity == "error" for fault in found):
        return Prepared(path, tuple(sorted(found)), pointing={"path": path, "twin": None, **pointing})

    def convert(text: str, *, marks: bool = False) -> str:
        converted = writer.converter(front.script).convert(text, (), front.convert, marks=marks)
        return writer.punctuated(converted, other(front.script))

    def in_script(script: Script) -> tuple[str, str]:
        """Title and body."""
        if script == front.script:
            return resolve(front.title, script), convert_html(rendered.html, _same, target=script)
        return convert(front.title, marks=True), convert_html(rendered.html, convert, target=script)

    words = {script: in_script(script) for script in SCRIPTS}
    facts = {
        "id": front.id,
        "id_line": parts.front.where("id")[0],
        "path": path,
        "script": front.script,
        "status": front.status,
        "editions": {script: {"title": words[script][0], "converted": script != front.script} for script in SCRIPTS},
        **pointing,
    }
    texts: dict[str, Any] = {script: body.link_stories(words[script][1], stories[script]) for script in SCRIPTS}
    return Prepared(path, tuple(sorted(found)), facts, texts)


def _same(text: str) -> str:
    return text
