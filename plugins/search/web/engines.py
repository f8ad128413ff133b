"""The engine of the newest good index, and what completion needs of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from plugins.search.engine import Engine
from plugins.search.faults import IndexUnusable
from plugins.search.suggest import Suggester, suggester_of

_log = logging.getLogger(__name__)


class Snapshot:
    """One snapshot of the index: its engine, and completion over the same names and titles.

    Its files are let go of when it is retired and the last request that uses it has left.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._making = threading.Lock()
        self._counting = threading.Lock()
        self._users = 0
        self._retired = False

    @cached_property
    def _suggester(self) -> Suggester:
        return suggester_of(self.engine.corpus)

    def suggester(self) -> Suggester:
        """Completion, made when it is first asked for."""
        with self._making:
            return self._suggester

    def enter(self) -> bool:
        """Begin to use it; False where it was retired meanwhile."""
        with self._counting:
            self._users += not self._retired
            return not self._retired

    def leave(self) -> None:
        """Use it no more."""
        with self._counting:
            self._users -= 1
            self._close_if_idle()

    def retire(self) -> None:
        """Let nobody begin to use it."""
        with self._counting:
            self._retired = True
            self._close_if_idle()

    def _close_if_idle(self) -> None:
        if self._retired and not self._users:
            self.engine.close()


class Engines:
    """The engine of the newest good index.

    Opens a new one when a writer has committed; keeps the last one where the new one cannot be opened. While one
    request opens it, all others are answered from the last.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()

    def prepare(self) -> None:
        """Open the newest index and what completion needs, so that no request has to wait for it; if there is one."""
        try:
            with self.newest() as snapshot:
                snapshot.suggester()
        except IndexUnusable as error:
            _log.warning("no index yet: %s", error.reason)

    @contextmanager
    def newest(self) -> Iterator[Snapshot]:
        """The snapshot to answer with.

        Raises:
            IndexUnusable: there is no index at all, and there never was since the service started.
        """
        snapshot = self._current()
        while not snapshot.enter():
            snapshot = self._current()
        try:
            yield snapshot
        finally:
            snapshot.leave()

    def _current(self) -> Snapshot:
        """The newest snapshot, opened by whoever finds first that there is a newer one."""
        known = self._snapshot
        if known is not None and known.engine.is_current():
            return known
        if not self._opening.acquire(blocking=known is None):
            assert known is not None  # else the lock would have been waited for
            return known
        try:
            return self._opened()
        finally:
            self._opening.release()

    def _opened(self) -> Snapshot:
        known = self._snapshot
        if known is not None and known.engine.is_current():
            return known
        try:
            self._snapshot = Snapshot(Engine.open(self._directory))
        except IndexUnusable as error:
            if known is None:
                raise
            _log.warning("keeping the last good index: %s", error.reason)
            return known
        if known is not None:
            known.retire()
        return self._snapshot

    def drop(self, snapshot: Snapshot) -> None:
        """Answer no more from a snapshot that turned out to be broken."""
        with self._opening:
            if self._snapshot is not snapshot:
                return
            self._snapshot = None
        snapshot.retire()
