"""The site: composes the rooms. ``Build`` reads as the recipe of a build; Pelican and the tasks both come in here."""

from __future__ import annotations

import contextlib
import json
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.archive import build, pool, scan
from plugins.archive.build import PageCounts
from plugins.archive.generator import StagedGenerator, theme_of
from plugins.archive.recipe import Asset, digest
from plugins.archive.scan import Source
from plugins.archive.state import Record, State
from plugins.archive.templates import Theme
from plugins.faults import ContentError, Fault
from plugins.hanzi.scripts import Forms
from plugins.indexing import IndexCounts, sync_index
from plugins.pages.all import all_pages
from plugins.pages.collection import Collection
from plugins.pages.related import related, remember
from plugins.pages.site import PARTS, Site
from plugins.search.store import current_version
from plugins.stories.across import faults_across
from plugins.stories.prepare import Preparer, prepare
from plugins.stories.read import is_twin, twin_path
from plugins.vocabulary.vocabulary import Vocabulary

#: The code of the rooms: a change of it makes everything again.
CODE = Path(__file__).resolve().parent

#: The libraries whose versions change what a page says.
_LIBRARIES = ("jinja2", "markdown", "nh3", "opencc-python-reimplemented", "jieba", "pypinyin", "whoosh")


@dataclass(frozen=True)
class Options:
    """What a build is made from and where it goes.

    Attributes:
        content: the folder that editors write in.
        output: the folder of the finished site; state and index stand beside it, in ``<output>.state``.
        theme: the templates and static files.
        site: the site's name and address.
        drafts: whether stories that are still drafts are shown.
        workers: how many processes; None lets the size of the work decide.
    """

    content: Path
    output: Path
    theme: Theme
    site: Site
    drafts: bool = False
    workers: int | None = None

    @property
    def state(self) -> Path:
        """The folder beside the output that holds what can be made again: state, index, staging."""
        return self.output.with_name(self.output.name + ".state")

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
    """

    stories: int
    pages: PageCounts
    index: IndexCounts
    seconds: float
    stages: Mapping[str, float]
    warnings: tuple[Fault, ...]

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


@dataclass
class _Files:
    """The files that a build is made from, as found now, by root: content, theme, code."""

    before: dict[str, dict[str, Source]] = field(default_factory=dict)
    now: dict[str, dict[str, Source]] = field(default_factory=dict)

    def digest(self, root: str, prefix: str = "") -> str:
        """The digest of every file below a root whose path starts so."""
        return digest([[path, one.digest] for path, one in self.now[root].items() if path.startswith(prefix)])


@lru_cache(maxsize=1)
def _preparer(content: Path, site: Site, vocabulary: str) -> Preparer:
    """One preparer a process; in a server that rebuilds, the same one until the vocabulary changes."""
    del vocabulary  # only the key of the cache
    return Preparer(content, site.base, site.stories())


def _quiet(done: int, total: int) -> None:
    """No progress is shown."""


class Build:
    """One build. ``stage`` does everything that can fail and touches nothing; ``commit`` puts the result in place.

    Use it as a context manager: it holds the lock of the output folder.

    Args:
        options: what from, and where to.
        progress: told (done, of how many) while pages are rendered.
    """

    def __init__(self, options: Options, progress: Callable[[int, int], None] = _quiet) -> None:
        self.options = options
        self.progress = progress
        self.stages: dict[str, float] = {}
        self._stack = contextlib.ExitStack()
        self._staged: build.Staged | None = None
        self._counts = IndexCounts(0, 0)

    def __enter__(self) -> Build:
        self._start = time.perf_counter()
        self._state = self._stack.enter_context(State.open(self.options.state / "state.sqlite"))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextlib.contextmanager
    def _timed(self, stage: str) -> Any:
        start = time.perf_counter()
        yield
        self.stages[stage] = self.stages.get(stage, 0.0) + time.perf_counter() - start

    # The recipe

    def stage(self) -> None:
        """Find out what changed, read it, check everything, render what is new beside the site, and bring the index in step.

        Raises:
            ContentError: when the content is at fault; names every fault. Site and index are as they were.
            RenderError, PathCollisionError: when a template or the plan is at fault; the site is as it was.
            BusyError, ForeignOutputError: as their own texts say.
        """
        build.claim(self.options.output, self._state)
        with self._timed("scan"):
            self._scan()
        if self._is_complete():
            return
        with self._state.transaction():
            self._state.set("complete", "")  # whatever happens from here on, the next build must look again
        with self._timed("read"):
            self._read()
        with self._timed("plan"):
            collection, own = self._collect()
            lists = self._related(collection)
            pages = all_pages(self.options.site, collection, lists, own)
        with self._timed("render"):
            self._staged = build.stage(
                self._state,
                theme=self.options.theme,
                pages=pages,
                assets=self._assets(),
                staging=self.options.state / "staging",
                workers=self.options.workers,
                progress=self.progress,
            )
        with self._timed("index"):
            self._counts = sync_index(self.options.index, collection, self._state.texts)

    def commit(self) -> Report:
        """Put what was staged in its place, and remember it."""
        pages = PageCounts(0, 0, 0, 0)
        if self._staged is not None:
            with self._timed("write"):
                pages = build.commit(self._state, self.options.output, self._staged)
            shown = [one for one in self._facts.values() if one["path"].startswith("stories/") and self._shows(one)]
            warnings = [fault for one in self._facts.values() for fault in one["warnings"]]
            summary = {"stories": len(shown), "planned": pages.planned, "warnings": warnings}
            with self._state.transaction():
                self._state.set("summary", json.dumps(summary, ensure_ascii=False))
                self._state.set("index", str(current_version(self.options.index)))
                self._state.set("complete", self._inputs())
        with self._state.transaction():
            for root, sources in self._files.now.items():
                self._state.save_sources(root, self._files.before[root], sources)
        known = json.loads(self._state.get("summary") or "{}")
        return Report(
            stories=known["stories"],
            pages=replace(pages, planned=known["planned"]),
            index=self._counts,
            seconds=time.perf_counter() - self._start,
            stages=self.stages,
            warnings=tuple(Fault(**fault) for fault in known["warnings"]),
        )

    def run(self) -> Report:
        """Stage and commit."""
        self.stage()
        return self.commit()

    def check(self) -> list[Fault]:
        """Read what changed and name every fault and warning in the content; nothing is built."""
        self._scan()
        found: list[Fault] = []
        try:
            self._read()
        except ContentError as error:
            found += error.faults
        found += [Fault(**fault) for one in self._facts.values() for fault in one["warnings"]]
        return sorted(set(found))

    @property
    def files_checked(self) -> int:
        """How many stories and pages there are to check."""
        return len(self._names)

    # The steps

    def _scan(self) -> None:
        self._files = _Files()
        roots = {"content": self.options.content, "theme": self.options.theme.folder, "code": CODE}
        for number, folder in enumerate(self.options.theme.overrides):
            roots[f"override-{number}"] = Path(folder)
        for root, folder in roots.items():
            now_ns = time.time_ns()
            known = self._files.before[root] = self._state.sources(root)
            self._files.now[root] = scan.refresh(folder, scan.scan(folder), known, now_ns)

    def _inputs(self) -> str:
        """The digest of everything that the site is made from."""
        options = self.options
        shape = [options.drafts, repr(options.site), repr(sorted(options.theme.options.items(), key=str)), _versions()]
        return digest([*shape, *(self._files.digest(root) for root in sorted(self._files.now))])

    def _is_complete(self) -> bool:
        index = str(current_version(self.options.index))
        return self._state.get("complete") == self._inputs() and self._state.get("index") == index

    def _read(self) -> None:
        """Prepare every file whose inputs changed; keep the results; raise with all faults."""
        vocabulary = digest([self._files.digest("content", "vocabulary/"), self._files.digest("code"), _versions()])
        names = self._names = {
            path
            for path in self._files.now["content"]
            if path.startswith(("stories/", "pages/")) and path.endswith(".md")
        }
        wanted, faults = self._keys(names, vocabulary)
        known = self._state.keys()
        stale = [(path, twin) for path, (key, twin) in wanted.items() if known.get(path) != key]
        records: dict[str, Record] = {}
        arguments = (self.options.content, self.options.site, vocabulary)
        for done in pool.run(
            prepare, stale, count=len(stale), setup=_preparer, arguments=arguments, workers=self.options.workers
        ):
            if done.facts is None or done.texts is None:
                faults += done.faults
                continue
            warnings = [fault.as_json() for fault in done.faults]
            facts = done.facts | {
                "warnings": warnings,
                "bodies": {one: digest(done.texts[one]) for one in ("hans", "hant")},
            }
            facts["search"] = digest([done.texts.get("blocks", {}), done.texts.get("words", [])])
            records[done.path] = Record(wanted[done.path][0], facts, done.texts)
        broken = {path for path, _ in stale} - set(records)
        with self._state.transaction():
            self._state.save_records(records, (known.keys() - wanted.keys()) | broken)
        self._facts = self._state.facts()
        faults += faults_across(self._of("stories/"), self._of("pages/"), set(PARTS) - {"about"})
        if faults:
            # A story that is itself at fault is missing from the whole, and so links to it would seem dead.
            if broken:
                faults = [fault for fault in faults if fault.code not in {"dead-link", "draft-link"}]
            raise ContentError(faults)

    def _keys(self, names: set[str], vocabulary: str) -> tuple[dict[str, tuple[str, str | None]], list[Fault]]:
        """For each story and page: the key of its record and the path of its twin; and the twins that belong to nobody."""
        sources = self._files.now["content"]
        images = digest([path for path in sources if path.startswith("images/")])
        twins = {twin_path(path, script): path for path in names if not is_twin(path) for script in ("hans", "hant")}
        wanted: dict[str, tuple[str, str | None]] = {}
        for path in sorted(name for name in names if not is_twin(name)):
            twin = next((one for one, owner in twins.items() if owner == path and one in names), None)
            parts = [
                sources[path].digest,
                sources[twin].digest if twin else None,
                twin,
                vocabulary,
                images,
                self.options.site.base,
            ]
            wanted[path] = digest(parts), twin
        lonely = [
            path for path in names if (is_twin(path) and path not in twins) or (path in twins and twins[path] not in names)
        ]
        help_text = "对照版的文件名是原文件名加 .hans 或 .hant，放在同一个文件夹"
        return wanted, [Fault(path, 1, 1, "lonely-twin", "找不到它所对照的故事", help_text) for path in sorted(lonely)]

    def _shows(self, facts: Mapping[str, Any]) -> bool:
        return facts["status"] == "published" or (self.options.drafts and facts["status"] == "draft")

    def _of(self, folder: str) -> list[dict[str, Any]]:
        return [one for path, one in self._facts.items() if path.startswith(folder)]

    def _collect(self) -> tuple[Collection, list[Mapping[str, Any]]]:
        stories = [one for one in self._of("stories/") if self._shows(one) or one["status"] == "withdrawn"]
        own: list[Mapping[str, Any]] = [one for one in self._of("pages/") if self._shows(one)]
        return Collection.of(stories, Vocabulary.load(self.options.content)), own

    def _related(self, collection: Collection) -> dict[str, list[str]]:
        known = self._state.get("related")
        result = related(collection, json.loads(known) if known else None)
        with self._state.transaction():
            self._state.set("related", json.dumps(remember(collection, result), ensure_ascii=False))
        return result

    def _assets(self) -> list[Asset]:
        """The theme's static files under ``/theme/``, the editors' images under ``/images/``."""
        static = "static/"
        theme, content = self._files.now["theme"], self._files.now["content"]
        assets = [
            Asset(f"theme/{path.removeprefix(static)}", str(self.options.theme.folder / path), one.digest)
            for path, one in theme.items()
            if path.startswith(static)
        ]
        return assets + [
            Asset(path, str(self.options.content / path), one.digest)
            for path, one in content.items()
            if path.startswith("images/")
        ]


def _versions() -> list[str]:
    return [platform.python_version(), *(f"{name} {metadata.version(name)}" for name in _LIBRARIES)]


# Pelican's way in


def site_of(settings: Mapping[str, Any]) -> Site:
    """The site as Pelican's settings describe it: SITENAME, SITEURL, and our own SHOUWANG_SUBTITLE and SHOUWANG_RIGHTS."""
    name = settings["SITENAME"]
    forms = [
        Forms(text, text) if isinstance(text, str) else Forms(*text)
        for text in (name, settings["SHOUWANG_SUBTITLE"], settings["SHOUWANG_RIGHTS"])
    ]
    return Site(*forms, url=settings["SITEURL"].rstrip("/"))


def options_of(settings: Mapping[str, Any]) -> Options:
    """What to build, from Pelican's settings."""
    return Options(
        content=Path(settings["PATH"]),
        output=Path(settings["OUTPUT_PATH"]),
        theme=theme_of(settings),
        site=site_of(settings),
        drafts=settings["SHOUWANG_DRAFTS"],
        workers=settings["SHOUWANG_WORKERS"],
    )


class ArchiveGenerator(StagedGenerator):
    """The generator that Pelican runs for the whole archive."""

    content_errors = (ContentError,)

    @staticmethod
    def make_build(settings: Mapping[str, Any]) -> Build:
        """A build from Pelican's settings."""
        return Build(options_of(settings), settings.get("SHOUWANG_PROGRESS") or _quiet)


def _generators(_pelican: object) -> type[ArchiveGenerator]:
    return ArchiveGenerator


def register() -> None:
    """Pelican calls this for every entry of PLUGINS."""
    signals.get_generators.connect(_generators)
