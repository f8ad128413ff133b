"""What the desk works on: the content folder, its vocabulary while it is sound, and how the archive stood when it was last read."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from plugins.desk.completion import Completion, Kind
from plugins.desk.importing.copied import left_over
from plugins.desk.importing.intake import Intake
from plugins.desk.importing.notes_left import notes_left
from plugins.desk.persons import find_names
from plugins.desk.web.leads import Known
from plugins.faults import ContentError, Fault
from plugins.hanzi.scripts import PREFIX, SCRIPTS, Script
from plugins.pages.site import PARTS
from plugins.pictures.faults import faults_of, named
from plugins.pictures.records import Look
from plugins.stories.across import faults_across
from plugins.stories.editions import Style
from plugins.stories.lexicon import Lexicon
from plugins.stories.prepare import Preparer
from plugins.stories.prepared import Prepared
from plugins.stories.read import twin_path

#: Below it the desk itself serves images, also one that the site was not built with yet.
BASE = "/desk"
#: Where each edition's stories stand in the preview that the desk leads to.
STORIES: Mapping[Script, str] = {script: f"/{PREFIX[script]}/stories/" for script in SCRIPTS}


@dataclass(frozen=True)
class Archive:
    """How the archive stood when it was last read.

    Attributes:
        facts: the facts of every story and page that could be read, by path.
        broken: what was glimpsed of the others, by path.
        faults: what was wrong, errors and warnings, by path.
        is_read: whether it was read at all since the desk began.
        version: the digest of the code that read it; empty before.
    """

    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    broken: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    is_read: bool = False
    version: str = ""

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every story that could be read, in its own script, by path."""
        return {path: one["editions"][one["script"]]["title"] for path, one in self.facts.items() if "editions" in one}

    def across(self, path: str, facts: Mapping[str, Any] | None, images: Iterable[str]) -> list[Fault]:
        """The faults between files, with other facts for one of them, or none for a file that is not to be counted."""
        known = [one for other, one in self.facts.items() if other != path] + ([facts] if facts else [])
        stories = [one for one in known if one["path"].startswith("stories/")]
        pages = [one for one in known if one["path"].startswith("pages/")]
        broken = [one for other, one in self.broken.items() if other != path and other.startswith("stories/")]
        return faults_across(stories, pages, set(PARTS) - {"about"}, images, broken)


@dataclass(frozen=True)
class Words:
    """The editors' words and what is made of them, as long as they stand."""

    lexicon: Lexicon
    preparer: Preparer
    completion: Completion


class Shelf(Protocol):
    """Where the archive is read from time to time."""

    def archive(self) -> Archive:
        """How it stood when it was last read; an empty one before the first reading."""

    def settled(self) -> Archive:
        """The same, after the first reading."""


class Workplace:
    """The desk over one content folder. May be used by several threads.

    Args:
        content: the content folder.
        style: how generated editions are written.
        shelf: tells how the archive stands.
        memory: the folder for what may be kept when the desk is closed; None keeps nothing.
    """

    def __init__(self, content: Path, style: Style, shelf: Shelf, memory: Path | None = None) -> None:
        self.content = content
        self.memory = memory
        self.style = style
        self.archive = shelf.archive
        self.settled = shelf.settled
        self._making = threading.Lock()
        self._preparing = threading.Lock()
        self._stamp: tuple[tuple[str, int, int], ...] | None = None
        self._words: Words | None = None

    def words(self) -> Words:
        """The words as they stand; those before where somebody is just breaking them.

        Raises:
            ContentError: vocabulary or glossary are at fault, and have been since the desk began.
        """
        with self._making:
            stamp = tuple(stamps(self.content / "vocabulary"))
            if self._words is None or stamp != self._stamp:
                try:
                    lexicon = Lexicon.load(self.content)
                except ContentError:
                    if self._words is None:
                        raise
                    return self._words
                preparer = Preparer(self.content, BASE, STORIES, lexicon, self.style)
                self._words = Words(lexicon, preparer, Completion(lexicon.vocabulary, self._used))
                self._stamp = stamp
            return self._words

    def warm(self) -> None:
        """Make ready what the first completion, the first import and the first review would wait for."""
        with contextlib.suppress(ContentError):
            self.words().completion.warm()
            Intake(self.content)
            list(find_names("余", "hans"))

    def _used(self) -> Mapping[tuple[Kind, str], int]:
        """How many stories use an entry, so that what is used most is offered first."""
        used: Counter[tuple[Kind, str]] = Counter()
        for one in self.settled().facts.values():
            used.update(("place", place) for place in one.get("places", ()))
            used.update(("role", role) for role in one.get("roles", ()))
            used.update(("person", person["id"]) for person in one.get("people", ()))
            if outlet := one.get("source", {}).get("outlet"):
                used["source", outlet] += 1
        return used

    def prepare(self, path: str, text: str, twin_text: str | None = None) -> Prepared:
        """Read, check and convert a story, saved or not, alone.

        Args:
            path: the file.
            text: its text.
            twin_text: the text of its hand-written twin, where that is not saved either.

        Raises:
            ContentError: as :meth:`words`.
        """
        preparer = self.words().preparer
        twin = self.twin(path)
        pair = (twin, twin_text or (self.content / twin).read_text("utf-8", "replace")) if twin else None
        with self._preparing:
            return preparer.prepare_text(path, text, pair)

    def faults(self, path: str, text: str, prepared: Prepared) -> list[Fault]:
        """What is wrong with a story as it was prepared, what of it is its source's still, and what it would spoil elsewhere.

        Before the archive was read nothing is known of elsewhere.
        """
        archive, images = self.archive(), self.images()
        own = [*prepared.faults, *left_over(self.content, path, text), *notes_left(path, text)]
        own += self._of_pictures(path, prepared)
        if not archive.is_read:
            return own
        mended = archive.across(path, prepared.facts, images)
        others = set(archive.across(path, None, images))
        return [*own, *(fault for fault in mended if fault not in others)]

    def _of_pictures(self, path: str, prepared: Prepared) -> Iterator[Fault]:
        """What is wrong with the pictures that a story shows."""
        file = prepared.facts or ({"path": path} | prepared.pointing if prepared.pointing else None)
        if file is not None:
            shown = {picture for _, picture, *_ in named([file])}
            yield from faults_of([file], {one: look for one in shown if (look := _look(self.content / one))})

    def known(self) -> Known:
        """The archive's names and titles, for faults to be told with.

        Raises:
            ContentError: as :meth:`words`.
        """
        return Known(self.words().lexicon.vocabulary, self.archive().titles)

    def images(self) -> frozenset[str]:
        """The paths of all images as they are now; one that was just brought is among them."""
        found = (path.relative_to(self.content) for path in (self.content / "images").rglob("*") if path.is_file())
        return frozenset(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))

    def twin(self, path: str) -> str | None:
        """The path of a story's hand-written twin."""
        twins = (twin_path(path, script) for script in SCRIPTS)
        return next((one for one in twins if (self.content / one).is_file()), None)


def _look(picture: Path) -> Look | None:
    """What a picture is; None where there is none."""
    try:
        about = picture.stat()
        return _looked(picture, (about.st_mtime_ns, about.st_size)) if picture.is_file() else None
    except OSError:
        return None


@lru_cache(maxsize=256)
def _looked(picture: Path, _stamp: tuple[int, int]) -> Look:
    """The same, looked at again only when the file is another."""
    from plugins.pictures.look import look

    return look(picture.read_bytes())


def stamps(folder: Path) -> Iterable[tuple[str, int, int]]:
    """How every file of a folder was written last: name, time, size."""
    for file in sorted(folder.glob("*")):
        stat = file.stat()
        yield file.name, stat.st_mtime_ns, stat.st_size
