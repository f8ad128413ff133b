"""The engine of the newest good index, and what completion needs of it."""

from __future__ import annotations

import logging
import threading
from functools import cached_property
from pathlib import Path

from plugins.search.engine import Engine
from plugins.search.faults import IndexUnusable
from plugins.search.suggest import Suggester, suggester_of

_log = logging.getLogger(__name__)


class Snapshot:
    """One snapshot of the index: its engine, and completion over the same names and titles."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()

    @cached_property
    def _suggester(self) -> Suggester:
        return suggester_of(self.engine.corpus)

    def suggester(self) -> Suggester:
        """Completion, made when it is first asked for."""
        with self._lock:
            return self._suggester


class Engines:
    """The engine of the newest good index.

    Opens a new one when a writer has committed; keeps the last one where the new one cannot be opened. While one
    request opens it, all others are answered from the last.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._snapshot: Snapshot | None = None
        self._lock = threading.Lock()

    def current(self) -> Snapshot:
        """The snapshot to answer with.

        Raises:
            IndexUnusable: there is no index at all, and there never was since the service started.
        """
        known = self._snapshot
        if known is not None and known.engine.is_current():
            return known
        if not self._lock.acquire(blocking=known is None):
            assert known is not None  # else the lock would have been waited for
            return known
        try:
            return self._newest()
        finally:
            self._lock.release()

    def _newest(self) -> Snapshot:
        known = self._snapshot
        if known is not None and known.engine.is_current():
            return known
        try:
            self._snapshot = Snapshot(Engine.open(self._directory))  # the old one goes with its last request
        except IndexUnusable as error:
            if known is None:
                raise
            _log.warning("keeping the last good index: %s", error.reason)
            return known
        return self._snapshot

    def drop(self, snapshot: Snapshot) -> None:
        """Answer no more from a snapshot that turned out to be broken."""
        with self._lock:
            if self._snapshot is snapshot:
                self._snapshot = None
