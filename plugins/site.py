"""The site: composes the rooms. ``Build`` reads as the recipe of a build; Pelican and the tasks both come in here."""

from __future__ import annotations

import contextlib
import gc
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

from pelican import signals

from plugins import purging
from plugins.archive import build
from plugins.archive.build import PageCounts, SourceChangedError
from plugins.archive.generator import StagedGenerator
from plugins.archive.modules import bare_asset
from plugins.archive.recipe import Asset
from plugins.archive.state import State
from plugins.desk.standing import Standing, as_json, from_json
from plugins.faults import ContentError, Fault
from plugins.indexing import IndexCounts, sync_index
from plugins.options import Options, Report, options_of
from plugins.pages.all import all_pages
from plugins.pages.collection import Collection
from plugins.pages.related import related, remember
from plugins.picturing import Gallery, as_they_are, forget_pictures, published
from plugins.reading import Content, read
from plugins.rewording import tell
from plugins.scanning import Files
from plugins.search.folders import current_version
from plugins.search.static.sync import (
    StagedIndex,
    commit_static,
    forget_static,
    is_in_place,
    remove_static,
    stage_static,
)
from plugins.stories.tombstone import WITHDRAWN

#: JavaScript whose maintainers' comments weigh as much as the code.
_MODULES = "static/js/search/"


def _quiet(_done: int, _total: int) -> None:
    """No progress is shown."""


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Plans are millions of small dicts without a circle among them; looking for circles takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Build:
    """One build. ``stage`` does everything that can fail and touches nothing; ``commit`` puts the result in place.

    Use it as a context manager: it holds the lock of the output folder.

    Args:
        options: what from, and where to.
        progress: told (done, of how many) while pages are rendered.
        fresh: trust nothing that an earlier build made. The site that stands stays until the new one is ready.
    """

    def __init__(self, options: Options, progress: Callable[[int, int], None] = _quiet, *, fresh: bool = False) -> None:
        self.options = options
        self.fresh = fresh
        self.progress = progress
        self.stages: dict[str, float] = {}
        self._stack = contextlib.ExitStack()
        self._staged: build.Staged | None = None
        self._static: StagedIndex | None = None
        self._counts = IndexCounts(0, 0)
        self._anew = fresh
        self._content: Content

    def __enter__(self) -> Self:
        self._start = time.perf_counter()
        self._state = self._stack.enter_context(State.open(self.options.state_file))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # The recipe

    def stage(self) -> None:
        """Find out what changed, read it, check everything, render what is new beside the site, and bring the index in step.

        Raises:
            ContentError: when the content is at fault; names every fault. Site and index are as they were.
            RenderError, PathCollisionError: when a template or the plan is at fault; the site is as it was.
            BusyError, ForeignOutputError, SourceChangedError: as their own texts say.
            OSError: when a file can't be read or written.
        """
        self._state.mended(self._begin)

    def _begin(self) -> None:
        build.claim(self.options.output, self._state)
        if self.fresh:
            with self._state.transaction():
                self._state.forget_records()
                self._state.forget_outputs()
                for key in ("related", "complete", "looks"):
                    self._state.set(key, "")
        try:
            self._stage()
        except SourceChangedError:  # somebody saved just now: once more, with what was saved
            self._stage()

    def _stage(self) -> None:
        with self._timed("scan"):
            self._files = Files.find(self.options, self._state)
        if self._is_complete():
            return
        with self._state.transaction():
            self._state.set("complete", "")  # whatever happens from here on, the next build must look again
        with self._timed("read"):
            self._content = read(self.options, self._files, self._state)
            self._keep_standings()
            if any(fault.stops for fault in self._content.faults):
                raise ContentError(fault for fault in self._content.faults if not fault.draft)
            tell(self._content.reworded)
        with self._timed("pictures"):
            self._gallery = self._pictures()
        with self._timed("plan"), _without_collector():
            collection = self._collect()
            self._takedowns = purging.takedowns(self._content.below("stories/"))
            self._anew = self.fresh or purging.is_due(self._state, self._takedowns)
            own = list(self._gallery.hang(one for one in self._content.below("pages/") if self._shows(one)))
            pages = all_pages(self.options.site, collection, self._related(collection), own, self._content.moved)
        with self._timed("render"):
            self._staged = build.stage(
                self._state,
                theme=self.options.theme,
                pages=pages,
                assets=[*self._assets(), *self._gallery.assets],
                blob=lambda blob: self._gallery.text(blob, self._state.blob),
                staging=self.options.state / "staging",
                compress=self.options.compress,
                workers=self.options.workers,
                progress=self.progress,
            )
        with self._timed("index"):
            self._counts = sync_index(self.options.index, collection, self._state.texts, anew=self._anew)
        if not self.options.preview:  # there the service answers
            with self._timed("static"):
                if self._anew:
                    forget_static(self.options.state)
                self._static = stage_static(self.options.index, self.options.output, self.options.state)

    def commit(self) -> Report:
        """Put what was staged in its place, and remember it."""
        pages = PageCounts(0, 0, 0, 0)
        if self._staged is not None:
            with self._timed("write"):
                pages = build.commit(self._state, self.options.output, self._staged)
                if self.options.preview:
                    remove_static(self.options.output, self.options.state)
                else:
                    commit_static(self._static, self.options.output, self.options.state, keep=not self._anew)
                forget_pictures(self.options, self._gallery)
            if self._anew:
                with self._timed("purge"):
                    purging.purge(self._state, self.options, self._takedowns)
            self._remember(pages)
        self._files.save(self._state)
        known = json.loads(self._state.get("summary") or "{}")
        return Report(
            stories=known["stories"],
            pages=replace(pages, planned=known["planned"]),
            index=self._counts,
            seconds=time.perf_counter() - self._start,
            stages=self.stages,
            warnings=tuple(Fault(**fault) for fault in known["warnings"]),
            drafts_at_fault=sum(bool(one.errors) for one in self.standings() if one.status == "draft"),
        )

    def run(self) -> Report:
        """Stage and commit."""
        self.stage()
        return self.commit()

    def check(self) -> tuple[int, list[Fault]]:
        """Read what changed; nothing is built.

        Returns:
            The number of stories and pages, and every fault and warning, in order of file and line.
        """
        return self._state.mended(self._check)

    def _check(self) -> tuple[int, list[Fault]]:
        files = Files.find(self.options, self._state)
        try:
            content = read(self.options, files, self._state)
        except ContentError as error:
            return len(files.texts()), list(error.faults)
        tell(content.reworded)
        faults = {*content.faults, *(Fault(**fault) for fault in content.warnings())}
        return len(files.texts()), sorted(faults)

    def standings(self) -> tuple[Standing, ...]:
        """The drafts and the stories at fault, as they were when the content was read last."""
        return from_json(self._state.get("standings"))

    def look(self) -> tuple[Content, frozenset[str]]:
        """Read what changed; nothing is built, and nothing is printed.

        Returns:
            What the content folder holds, with every fault; and the paths of its images.

        Raises:
            ContentError: the vocabulary is at fault, so that no story can be read.
        """
        return self._state.mended(self._look)

    def _look(self) -> tuple[Content, frozenset[str]]:
        files = Files.find(self.options, self._state)
        return read(self.options, files, self._state), frozenset(files.images())

    # The steps

    def _keep_standings(self) -> None:
        """Also where the build stops, for that is when a preview has to tell."""
        with self._state.transaction():
            self._state.set("standings", as_json(self._content.standings))
        self._unseen = {one.path for one in self._content.standings if not one.shown}

    @contextlib.contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.stages[stage] = time.perf_counter() - start

    def _is_complete(self) -> bool:
        """Whether the last build came to its end with just these inputs, and its indexes still stand."""
        index = str(current_version(self.options.index))
        known = self._state.get("complete") == self._files.inputs(self.options) and self._state.get("index") == index
        return known and (self.options.preview or is_in_place(self.options.output, self.options.state))

    def _remember(self, pages: PageCounts) -> None:
        stories = sum(map(self._shows, self._content.below("stories/")))
        summary = {"stories": stories, "planned": pages.planned, "warnings": self._content.warnings()}
        with self._state.transaction():
            self._state.set("summary", json.dumps(summary, ensure_ascii=False))
            self._state.set("index", str(current_version(self.options.index)))
            self._state.set("complete", self._files.inputs(self.options))

    def _shows(self, facts: Mapping[str, Any]) -> bool:
        draft = self.options.drafts and facts["status"] == "draft" and facts["path"] not in self._unseen
        return facts["status"] == "published" or draft

    def _collect(self) -> Collection:
        stories = self._content.below("stories/")
        shown = [one for one in stories if self._shows(one) or one["status"] == WITHDRAWN]
        return Collection.of(list(self._gallery.hang(shown)), self._content.vocabulary)

    def _pictures(self) -> Gallery:
        """The pictures of what is shown, made if need be."""
        files, looks = self._files.now, self._content.looks
        if self.options.preview:
            return as_they_are(self.options, files, looks)
        if self.fresh:
            forget_pictures(self.options)
        texts = (one for one in self._content.facts.values() if self._shows(one))
        return published(self.options, files, looks, texts, self.progress)

    def _related(self, collection: Collection) -> dict[str, list[str]]:
        """The related stories of each, worked out anew only where a change can have touched them."""
        known = self._state.get("related")
        result = related(collection, json.loads(known) if known else None)
        with self._state.transaction():
            self._state.set("related", json.dumps(remember(collection, result), ensure_ascii=False))
        return result

    def _assets(self) -> list[Asset]:
        """The theme's static files under ``/theme/``, modules without comments."""
        static, theme = "static/", self.options.theme.folder
        found = self._files.now["theme"].items()
        return [
            bare_asset(f"theme/{path.removeprefix(static)}", theme / path, self.options.state / "modules")
            if path.startswith(_MODULES)
            else Asset(f"theme/{path.removeprefix(static)}", str(theme / path), one.digest)
            for path, one in found
            if path.startswith(static)
        ]


# Pelican's way in


class ArchiveGenerator(StagedGenerator):
    """The generator that Pelican runs for the whole archive."""

    content_errors = (ContentError,)

    @staticmethod
    def make_build(settings: Mapping[str, Any]) -> Build:
        """A build from Pelican's settings."""
        progress = settings.get("SHOUWANG_PROGRESS") or _quiet
        return Build(options_of(settings), progress, fresh=bool(settings.get("SHOUWANG_FRESH")))


def _generators(_pelican: object) -> type[ArchiveGenerator]:
    return ArchiveGenerator


def register() -> None:
    """Pelican calls this for every entry of PLUGINS."""
    signals.get_generators.connect(_generators)
