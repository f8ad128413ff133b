"""A small archive in a folder of its own, for tests that build: stories to write, builds to run, trees to compare."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined

from plugins.archive.build import MARKER
from plugins.archive.templates import Theme
from plugins.hanzi.scripts import Forms
from plugins.options import Options, Report
from plugins.pages.site import Site
from plugins.search.engine import Engine
from plugins.search.results import Request
from plugins.site import Build

ROOT = Path(__file__).resolve().parent.parent

ROLES = """\
- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}
- {id: official, hans: 公职人员, hant: 公職人員, parent: null}
- {id: police, hans: 民警, hant: 民警, parent: official}
- {id: teacher, hans: 教师, hant: 教師, parent: official}
"""

QUERIES = ("志愿者", "樊城", "口罩 社区", "地点:湖北省", "教师 或 民警", "", "风雪", "余融豪")


def story_text(
    id_: str,
    *,
    title: str = "守在路口的人",
    body: str = "志愿者在社区门口量体温，给居民送口罩。\n\n余融豪说，大家都在。",
    date: str = "2020-02",
    places: str = "湖北省/襄阳市/樊城区",
    roles: str = "志愿者",
    people: str = "余融豪",
    more: str = "",
) -> str:
    """A story file."""
    return f"""---
id: {id_}
title: {title}
date: {date}
script: hans
kind: retold
places: [{places}]
roles: [{roles}]
people: [{people}]
source: {{name: unknown, url: unknown, reason: 测试}}
added: 2026-11-22
{more}---

{body}
"""


class SmallSite:
    """A content folder, a theme and an output of its own below one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.theme = folder / "theme"
        shutil.copytree(ROOT / "theme", self.theme)
        self.content = folder / "content"
        self.output = folder / "output"
        (self.content / "stories").mkdir(parents=True)
        self.write("vocabulary/roles.yaml", ROLES)
        self.write("pages/about.md", "---\nid: about\ntitle: 关于\nscript: hans\n---\n\n这里是关于页。\n")
        self.site = Site(Forms("守望", "守望"), Forms("副题", "副題"), Forms("权利", "權利"), "https://example.org")

    def options(self, output: Path | None = None, **more: Any) -> Options:
        """Build options; the output may be another one."""
        jinja = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True, "undefined": StrictUndefined}
        options = Options(self.content, output or self.output, Theme(self.theme, options=jinja), self.site)
        return replace(options, **more)

    def write(self, path: str, text: str) -> None:
        """Write a content file."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def story(self, id_: str, **fields: str) -> None:
        """Write a story file."""
        self.write(f"stories/{id_}.md", story_text(id_, **fields))

    def build(self, output: Path | None = None, **more: Any) -> Report:
        """Build, incrementally where there was a build before."""
        with Build(self.options(output, **more)) as build:
            return build.run()

    def clean_build(self, **more: Any) -> tuple[dict[str, bytes], list[Any]]:
        """The tree and the answers of a build of the same content from nothing."""
        output = self.folder / "clean"
        for leftover in (output, output.with_name("clean.state")):
            shutil.rmtree(leftover, ignore_errors=True)
        self.build(output, **more)
        return tree(output), answers(output.with_name("clean.state") / "index")

    def state(self) -> tuple[dict[str, bytes], list[Any]]:
        """The tree and the answers of the site as it stands."""
        return tree(self.output), answers(self.output.with_name("output.state") / "index")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output with its bytes; the build's own mark aside, and the static index, whose answers alone are lawful."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARKER)
    files = (path for path in found if path.relative_to(folder).parts[0] != "search")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def answers(index: Path) -> list[Any]:
    """What an index answers to some queries: ids, scores, snippets, facets, and where lines of titles may end, in order."""
    engine = Engine.open(index)
    try:
        found = [engine.search(Request(query, "hans", size=100)) for query in QUERIES]
    finally:
        engine.close()
    return [one.as_json() | {"took_ms": 0, "pieces": [hit.pieces for hit in one.hits]} for one in found]
