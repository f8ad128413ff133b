"""Around every answer: the headers that protect readers, a plain word where something broke, and one line of log."""

from __future__ import annotations

import logging
import time
import traceback
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.search.messages import say

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # What tells the search boxes of the site's pages that somebody answers them: a script can read it without a request.
    "Server-Timing": "suggest",
}
RETRY_SECONDS: Final = 5

#: One line a request: time, method, path, status, milliseconds, bytes. Never an address of a reader, never what was asked.
requests_log = logging.getLogger("shouwang.requests")
_log = logging.getLogger(__name__)
_LONGEST_PATH = 200
_LONGEST_METHOD = 20


def where(error: BaseException) -> str:
    """What broke and where, without the error's message, which may hold what a reader typed."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    way = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {way}"


class Guard:
    """Adds the headers that every answer carries; turns what nobody foresaw into a 503 that is logged, never a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - nothing may become a 500
            _log.error("a request failed: %s", where(error))  # a traceback would show what was asked
            if started:
                raise RuntimeError("an answer broke off") from None
            text = say("failed", "hans") + "\n" + say("failed", "hant") + "\n"
            answer = PlainTextResponse(text, 503, headers={"Retry-After": str(RETRY_SECONDS)})
            await answer(scope, receive, send_with_headers)


class RequestLog:
    """Writes the line of log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not requests_log.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            path = quote(scope["path"][:_LONGEST_PATH], safe="/-._~", errors="replace")
            took = (time.perf_counter() - begun) * 1000
            requests_log.info("%s %s %s %d %.1f %d", now, scope["method"][:_LONGEST_METHOD], path, status, took, size)
