"""What a build is made from and where it goes, and what it says afterwards. Composes, like ``site``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.archive.build import PageCounts
from plugins.archive.templates import Theme
from plugins.faults import Fault
from plugins.hanzi.scripts import Forms
from plugins.indexing import IndexCounts
from plugins.pages.site import Site
from plugins.stories.editions import PLAIN_STYLE, Style


@dataclass(frozen=True)
class Options:
    """What a build is made from and where it goes.

    Attributes:
        content: the folder that editors write in.
        output: the folder of the finished site; state and index stand beside it, in ``<output>.state``.
        theme: the templates and static files.
        site: the site's name and address.
        style: how generated editions are written.
        drafts: whether stories that are still drafts are shown.
        preview: whether this is only for the editor's eyes: pictures are shown as they are, at once, and not as they are published.
        compress: whether compressed forms stand beside the files.
        workers: how many processes; None lets the size of the work decide.
    """

    content: Path
    output: Path
    theme: Theme
    site: Site
    style: Style = PLAIN_STYLE
    drafts: bool = False
    preview: bool = False
    compress: bool = False
    workers: int | None = None

    @property
    def state(self) -> Path:
        """The folder beside the output that holds what can be made again: state, index, staging."""
        return self.output.with_name(self.output.name + ".state")

    @property
    def state_file(self) -> Path:
        """The file that knows what the last build made, and whose lock a build holds."""
        return self.state / "state.sqlite"

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.state / "index"


@dataclass(frozen=True)
class Report:
    """What a build did.

    Attributes:
        stories: how many stories the site shows.
        pages, index: counts.
        seconds: how long it took, and how long each stage.
        warnings: what editors should look at although nothing stopped.
        drafts_at_fault: how many drafts have errors; they are left out, and stop nothing.
    """

    stories: int
    pages: PageCounts
    index: IndexCounts
    seconds: float
    stages: Mapping[str, float]
    warnings: tuple[Fault, ...]
    drafts_at_fault: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as ``build --json`` prints it."""
        counts = {name: getattr(self.pages, name) for name in ("planned", "rendered", "written", "removed")}
        index = {"added": self.index.added, "removed": self.index.removed}
        stages = {name: round(seconds, 3) for name, seconds in self.stages.items()}
        return {
            "stories": self.stories,
            "pages": counts,
            "index": index,
            "seconds": round(self.seconds, 3),
            "stages": stages,
        }


def site_of(settings: Mapping[str, Any]) -> Site:
    """The site as Pelican's settings describe it: SITENAME, SITEURL, and our own SHOUWANG_SUBTITLE and SHOUWANG_RIGHTS."""

    def forms(key: str) -> Forms:
        text = settings[key]
        return Forms(text, text) if isinstance(text, str) else Forms(*text)

    return Site(
        name=forms("SITENAME"),
        subtitle=forms("SHOUWANG_SUBTITLE"),
        rights=forms("SHOUWANG_RIGHTS"),
        url=settings["SITEURL"].rstrip("/"),
    )


def options_of(settings: Mapping[str, Any]) -> Options:
    """What to build, from Pelican's settings."""
    return Options(
        content=Path(settings["PATH"]),
        output=Path(settings["OUTPUT_PATH"]),
        theme=theme_of(settings),
        site=site_of(settings),
        style=Style(settings["SHOUWANG_REGION"], settings["SHOUWANG_QUOTES"]),
        drafts=settings["SHOUWANG_DRAFTS"],
        preview=settings["SHOUWANG_PREVIEW"],
        compress=settings["SHOUWANG_COMPRESS"],
        workers=settings["SHOUWANG_WORKERS"],
    )


def theme_of(settings: Mapping[str, Any]) -> Theme:
    """The theme and the Jinja settings of a Pelican configuration."""
    return Theme(
        folder=Path(settings["THEME"]),
        overrides=tuple(settings["THEME_TEMPLATES_OVERRIDES"]),
        options=dict(settings["JINJA_ENVIRONMENT"]),
        filters=dict(settings["JINJA_FILTERS"]),
        globals=dict(settings["JINJA_GLOBALS"]),
        tests=dict(settings["JINJA_TESTS"]),
    )
