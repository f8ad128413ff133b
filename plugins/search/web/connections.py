"""A reader's connection to the service: none is held for ever by who says nothing, and there is room for the next reader."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """Uvicorn's connection, bounded where uvicorn waits without end.

    It is closed when it is the reader's turn, to ask or to take what was answered, and nothing has moved for ``PATIENCE``
    seconds; bytes of a request that never ends are no movement. Where the process holds as many connections as it may,
    a new one takes the place of the one that has been idle longest; where none is idle, uvicorn answers 503.
    """

    PATIENCE: ClassVar = 60.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self.idle_since = self.loop.time()
        self._drained = 0
        self._seen = self.moved
        self._next_look = self.loop.call_later(self.PATIENCE, self.look)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._next_look.cancel()
        super().connection_lost(exc)

    def resume_writing(self) -> None:
        """The reader has taken most of what waited."""
        self._drained += 1
        super().resume_writing()

    def on_response_complete(self) -> None:
        """An answer has been written."""
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; where that comes after an answer there is nothing more to say."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Who offers another protocol is answered in this one; of every such request uvicorn would warn twice in the log."""

    @property
    def is_idle(self) -> bool:
        """Whether no request of it is being answered."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def moved(self) -> tuple[object, int, int]:
        """What changes with every request that arrives whole and with whatever the reader takes."""
        return self.cycle, self._drained, self.transport.get_write_buffer_size()

    def look(self) -> None:
        """Close it if nothing has moved since the last look though it was the reader's turn."""
        self._next_look.cancel()
        moved = self.moved
        if moved == self._seen and (self.is_idle or self.flow.write_paused):
            self.transport.abort()
            return
        self._seen = moved
        self._next_look = self.loop.call_later(self.PATIENCE, self.look)

    def _make_room(self) -> None:
        if self.limit_concurrency is None or len(self.connections) < self.limit_concurrency:
            return
        others = (one for one in self.connections if isinstance(one, Connection) and one is not self and one.is_idle)
        longest = min(others, key=lambda one: one.idle_since, default=None)
        if longest is not None:
            self.connections.discard(longest)
            longest.transport.abort()
