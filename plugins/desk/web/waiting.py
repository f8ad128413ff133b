"""Which stories wait for somebody to look at their conversion. Reading one takes long, so what was read is remembered."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.edits import digest
from plugins.desk.persons import find_names
from plugins.desk.review.decisions import NAME as DECISIONS
from plugins.desk.review.review import Review, Reviewed
from plugins.desk.web.cards import cut
from plugins.desk.web.remembered import NAME, Found, Row, recall, remember
from plugins.desk.web.workplace import Workplace
from plugins.faults import ContentError
from plugins.hanzi.scripts import LANG, SCRIPTS
from plugins.stories.read import twin_path
from plugins.vocabulary.moved import NAME as MOVED

#: How long one look reads on, in seconds; what is left then is read by the next.
_PATIENCE = 4.0
#: How long what is left is read at a stretch, and how long others have their turn.
_TURN = 0.5
#: How often what was read is kept while there is more, in seconds.
_KEEPS_EVERY = 10.0
#: Files of the vocabulary's folder that no conversion depends on.
_BESIDE = frozenset({Path(DECISIONS).name, Path(MOVED).name})
#: So many places of a story are shown in the list.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits.

    Attributes:
        rows: the stories with something to decide, what changed first, then what has most.
        read: how many stories were looked at.
        left: how many were not yet.
        faulty: how many can't be, for they are at fault.
    """

    rows: tuple[Row, ...]
    read: int
    left: int
    faulty: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found in a story.

    Attributes:
        stamp: the digest of the editors' words by which, and how the story's files were written last when that still held.
        found: what was found.
    """

    stamp: tuple[str, tuple[tuple[int, int], ...]]
    found: Found

    def is_still(self, review: Review) -> bool:
        """Whether nothing else was decided about the story."""
        row = self.found.row
        return row is None or self.found.decided == _decided(review, row.id)


class Shelves:
    """What waits in one workplace. May be used by several threads."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._one_at_a_time = threading.Lock()
        self._known: dict[str, _Known] = {}
        self._kept: dict[str, Found] | None = None  # what the file holds; None before it was looked into
        self._kept_at = 0.0
        self._reading = threading.Event()

    def look(self, patience: float = _PATIENCE) -> Waiting:
        """What waits as far as it is known after a while of reading; what is left is read behind the editor's back.

        Args:
            patience: how long this look reads on, in seconds; one story at least is read.

        Raises:
            ContentError: vocabulary, glossary or decisions are at fault.
        """
        found = self._look(patience)
        if found.left and not self._reading.is_set():
            self._reading.set()
            threading.Thread(target=self._read_on, name="waiting", daemon=True).start()
        return found

    def _read_on(self) -> None:
        """Read what is left, with pauses in which the desk and the preview go on."""
        try:
            with contextlib.suppress(ContentError, OSError):
                while self._look(_TURN).left:
                    time.sleep(_TURN)
        finally:
            self._reading.clear()

    def _look(self, patience: float) -> Waiting:
        with self._one_at_a_time:
            review = Review(self._workplace.content, find_names, self._workplace.style)
            words = self._words()
            self._recall(words)
            until = time.monotonic() + patience
            now: dict[str, _Known] = {}
            sound: dict[str, Found] = {}
            left = fresh = 0
            for path in review.paths():
                stamp = words, self._written(path)
                known = self._known.get(path)
                if known is None or known.stamp != stamp or not known.is_still(review):
                    key = self._key(path)
                    if known and (known.stamp[0], known.found.key) == (words, key) and known.is_still(review):
                        known = _Known(stamp, known.found)
                    elif time.monotonic() < until or not fresh:
                        known = _Known(stamp, _read(review, path, key))
                        fresh += 1
                    else:
                        left += 1
                        if known:  # how it stood, until it is read again
                            now[path] = known
                        continue
                now[path], sound[path] = known, known.found
            self._known = now
            self._remember(words, sound, whole=not left)
        faulty = sum(one.found.is_faulty for one in now.values())
        return Waiting(tuple(_ordered(now.values())), len(sound), left, faulty)

    def next(self, but: str) -> Row | None:
        """The first story that waits, but for one, of those that are known."""
        return next((row for row in _ordered(self._known.values()) if row.id != but), None)

    def _words(self) -> str:
        """The digest of the editors' words, on which every story depends."""
        files = sorted((self._workplace.content / "vocabulary").glob("*"))
        return _digest(f"{file.name} {digest(file.read_bytes())}" for file in files if file.name not in _BESIDE)

    def _files(self, path: str) -> list[Path]:
        """A story's file, and its twin's."""
        files = [path, *(twin_path(path, script) for script in SCRIPTS)]
        return [file for one in files if (file := self._workplace.content / one).is_file()]

    def _written(self, path: str) -> tuple[tuple[int, int], ...]:
        """When a story's files were written last, and how long they are."""
        return tuple((stat.st_mtime_ns, stat.st_size) for file in self._files(path) for stat in [file.stat()])

    def _key(self, path: str) -> str:
        return _digest(f"{file.name} {digest(file.read_bytes())}" for file in self._files(path))

    # What stays when the desk is closed

    def _made_by(self, words: str) -> str:
        place = self._workplace
        return _digest([place.archive().version, repr(place.style), words])

    def _recall(self, words: str) -> None:
        """Look into the file once; before the archive was read nobody can tell which code wrote it."""
        place = self._workplace
        if self._kept is None and place.memory and place.archive().version:
            self._kept = recall(place.memory / NAME, self._made_by(words))
            self._known = {path: _Known((words, ()), one) for path, one in self._kept.items()} | self._known

    def _remember(self, words: str, sound: dict[str, Found], *, whole: bool) -> None:
        """Keep what holds now, when all was read, and now and then while it is."""
        if self._workplace.memory is None or self._kept is None or sound == self._kept:
            return
        if whole or time.monotonic() - self._kept_at > _KEEPS_EVERY:
            remember(self._workplace.memory / NAME, self._made_by(words), sound)
            self._kept, self._kept_at = sound, time.monotonic()


def _digest(parts: Iterable[str]) -> str:
    return digest("\0".join(parts).encode())


def _ordered(known: Iterable[_Known]) -> list[Row]:
    """The stories that wait: those where something changed first, then those with most."""
    rows = [one.found.row for one in known if one.found.row and one.found.row.count]
    return sorted(rows, key=lambda row: (-row.again, -row.count, row.id))


def _decided(review: Review, story: str) -> str:
    return digest(repr(review.decisions.of(story)).encode())


def _read(review: Review, path: str, key: str) -> Found:
    found = review.reviewed(path)
    if found is None:
        return Found(key, "", None, any(fault.path == path for fault in review.faults))
    return Found(key, _decided(review, found.subject.story.id), _row(found), is_faulty=False)


def _row(reviewed: Reviewed) -> Row:
    story, items = reviewed.subject.story, reviewed.items
    return Row(
        story.id,
        reviewed.subject.editions[story.script].title,
        LANG[story.script],
        story.status,
        len(items),
        sum(item.reason == "changed" for item in items),
        tuple(cut(item.context) for item in items[:_SHOWN]),
    )
