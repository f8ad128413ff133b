"""Which stories wait for somebody to look at their conversion. Reading one takes long, so what was read is remembered."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from plugins.desk.persons import find_names
from plugins.desk.review.decisions import NAME as DECISIONS
from plugins.desk.review.decisions import Decision
from plugins.desk.review.review import Review, Reviewed
from plugins.desk.web.cards import Cut, cut
from plugins.desk.web.workplace import Workplace, stamps
from plugins.faults import ContentError
from plugins.hanzi.scripts import LANG, SCRIPTS
from plugins.stories.read import twin_path

#: How long one look reads on, in seconds; what is left then is read by the next.
_PATIENCE = 4.0
#: How long what is left is read at a stretch, and how long others have their turn.
_TURN = 0.5
#: So many places of a story are shown in the list.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A story in the list.

    Attributes:
        id: its id.
        title: its title, in its own script.
        lang: the language tag of that.
        status: published or draft.
        count: how many places nobody decided.
        again: how many of these somebody did, and they say something else now.
        first: the first of them, each cut at the place.
    """

    id: str
    title: str
    lang: str
    status: str
    count: int
    again: int
    first: tuple[Cut, ...]


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
    """What was read of a story, and what that depends on: its files and the editors' words, and what was decided about it."""

    stamp: Any
    decided: tuple[Decision, ...]
    row: Row | None
    is_faulty: bool

    def is_still(self, review: Review) -> bool:
        """Whether nothing else was decided about the story."""
        return self.row is None or self.decided == review.decisions.of(self.row.id)


class Shelves:
    """What waits in one workplace. May be used by several threads."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._one_at_a_time = threading.Lock()
        self._known: dict[str, _Known] = {}
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
            until = time.monotonic() + patience
            now: dict[str, _Known] = {}
            read = left = 0
            is_late = False
            for path, stamp in self._stamps(review.paths()):
                known = self._known.get(path)
                if known and known.stamp == stamp and known.is_still(review):
                    now[path] = known
                    read += 1
                elif is_late:
                    left += 1
                    if known:  # how it stood, until it is read again
                        now[path] = known
                else:
                    now[path] = _read(review, path, stamp)
                    read += 1
                    is_late = time.monotonic() > until
            self._known = now
        faulty = sum(one.is_faulty for one in now.values())
        return Waiting(tuple(_ordered(now.values())), read, left, faulty)

    def next(self, but: str) -> Row | None:
        """The first story that waits, but for one, of those that are known."""
        return next((row for row in _ordered(self._known.values()) if row.id != but), None)

    def _stamps(self, paths: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Every story with how its files and the editors' words were written last."""
        content = self._workplace.content
        words = tuple(one for one in stamps(content / "vocabulary") if f"vocabulary/{one[0]}" != DECISIONS)
        for path in paths:
            files = [content / path, *(content / twin_path(path, script) for script in SCRIPTS)]
            stats = [(stat.st_mtime_ns, stat.st_size) for file in files if file.is_file() and (stat := file.stat())]
            yield path, (words, tuple(stats))


def _ordered(known: Iterable[_Known]) -> list[Row]:
    """The stories that wait: those where something changed first, then those with most."""
    rows = [one.row for one in known if one.row and one.row.count]
    return sorted(rows, key=lambda row: (-row.again, -row.count, row.id))


def _read(review: Review, path: str, stamp: Any) -> _Known:
    found = review.reviewed(path)
    if found is None:
        return _Known(stamp, (), None, any(fault.path == path for fault in review.faults))
    return _Known(stamp, review.decisions.of(found.subject.story.id), _row(found), False)


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
