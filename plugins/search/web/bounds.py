"""What keeps the service up when it is asked too much: time, searches at once, requests an address."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import anyio
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool

from plugins.search.deadline import time_limit

_Answer = TypeVar("_Answer")

#: A reader who types asks this many times as often as one who searches.
_KEYSTROKES = 5
#: How many addresses are counted. Beyond it all counts begin anew, so that memory and time stay bounded.
_MOST_ADDRESSES = 10_000
_IPV6_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one process of the service does.

    Attributes:
        seconds: how long a search may take.
        at_once: how many searches are worked on at once.
        patience: how many seconds a search waits for its turn.
        per_minute: how many searches one address may ask for in a minute; 0 for any number.
    """

    seconds: float = 5.0
    at_once: int = 2
    patience: float = 3.0
    per_minute: int = 0


class BusyError(Exception):
    """Too many searches are being worked on; try again soon."""


class Turns:
    """Lets so many pieces of work run at once, each no longer than it may; the rest wait, but not for long."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._free = anyio.Semaphore(bounds.at_once)

    async def run(self, work: Callable[[], _Answer]) -> _Answer:
        """Run the work on a thread.

        Raises:
            BusyError: no turn came in time.
            TimeIsUp: the work took too long.
        """
        with anyio.move_on_after(self._bounds.patience) as waiting:
            await self._free.acquire()
        if waiting.cancelled_caught:
            raise BusyError
        try:
            return await run_in_threadpool(self._timed, work)
        finally:
            self._free.release()

    def _timed(self, work: Callable[[], _Answer]) -> _Answer:
        with time_limit(self._bounds.seconds):
            return work()


class TooManyError(Exception):
    """An address has asked too often; ``wait`` says how many seconds until it may ask again."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(wait)


class Rate:
    """Counts what each address asks for within a moving minute, in the memory of this process.

    Args:
        per_minute: how often an address may search; 0 for any number.
    """

    def __init__(self, per_minute: int) -> None:
        keystrokes = per_minute * _KEYSTROKES
        self._items = {
            "search": RateLimitItemPerMinute(per_minute) if per_minute else None,
            "suggest": RateLimitItemPerMinute(keystrokes) if per_minute else None,
        }
        self._begin()

    def _begin(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)

    def count(self, what: str, address: str) -> None:
        """Count one request.

        Raises:
            TooManyError: the address has asked as often as it may.
        """
        item = self._items[what]
        if item is None:
            return
        if len(self._storage.events) >= _MOST_ADDRESSES:
            self._begin()
        key = (what, network(address))
        if not self._limiter.hit(item, *key):
            again = self._limiter.get_window_stats(item, *key).reset_time
            raise TooManyError(max(1, round(again - time.time() + 0.5)))


def network(address: str) -> str:
    """Who is counted as one: an IPv4 address, or the IPv6 network that one household has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _IPV6_NETWORK), strict=False))
