"""How long a search may take: a limit that the long loops look at, so that work past it really stops."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class TimeIsUp(Exception):  # noqa: N818 - it states a fact, as IndexUnusable does
    """The search took longer than it may."""


_limit: ContextVar[float] = ContextVar("limit", default=math.inf)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within the ``with`` block, on this thread, ``check`` raises once the seconds have passed."""
    token = _limit.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _limit.reset(token)


def check() -> None:
    """To be called wherever a loop goes over stories. Without a limit it does nothing.

    Raises:
        TimeIsUp: the time is up.
    """
    if time.monotonic() > _limit.get():
        raise TimeIsUp
