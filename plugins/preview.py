"""What only a preview has: pages that reload themselves and tell of faults; pages of what cannot be shown. Composes, like ``site``."""

from __future__ import annotations

import asyncio
import html
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.desk.preview.page import drafts_page, fault_page
from plugins.desk.standing import Standing
from plugins.faults import Fault

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = (Path(__file__).parent / "preview.js").read_text("utf-8")
_TAG = '<script src="/-/preview.js" defer></script>'
#: The address of a story or an editors' page, in either edition.
_ADDRESS = re.compile(r"/zh-han[st]/((?:stories/)?[a-z0-9-]+/)")
_FRESH = {"Cache-Control": "no-store"}
#: How a browser on this machine names it.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_PORT = re.compile(r":\d+$")
#: What else a preview adds to a page: told its path and HTML, gives the HTML that goes out.
Dress = Callable[[str, str], str]


@dataclass
class Live:
    """What the browser should know: which build it sees, what has stopped the next one, and which stories are at fault."""

    version: int = 0
    faults: tuple[Fault, ...] = ()
    standings: tuple[Standing, ...] = ()
    closed: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def publish(self, faults: Iterable[Fault], standings: Iterable[Standing]) -> None:
        """Tell every open page."""
        with self.changed:
            self.faults, self.standings = tuple(faults), tuple(standings)
            self.version += 1
            self.changed.notify_all()

    def close(self) -> None:
        """Let every open page go; the server is about to stop."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def at(self, address: str) -> Standing | None:
        """The story or page at fault whose address below an edition this is."""
        return next((one for one in self.standings if one.address == address and one.errors), None)

    def news(self) -> str:
        """What a page is told, as JSON: the build, the errors that stop the next one, and those of each address."""
        own = {one.address: list(map(str, one.errors)) for one in self.standings if one.address and one.errors}
        stopping = [str(fault) for fault in self.faults if fault.severity == "error"]
        told = {"version": self.version, "faults": stopping, "own": own, "drafts": len(self.standings)}
        return json.dumps(told, ensure_ascii=False)


def live_routes(live: Live, content: Path) -> list[Any]:
    """The addresses that a previewed page asks: its script, the stream of news; and the list of drafts."""
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route

    def script(_request: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers=_FRESH)

    def wait(seen: int) -> int:
        with live.changed:
            live.changed.wait_for(lambda: live.closed or live.version != seen, timeout=15)
            return live.version

    async def news(request: Request) -> AsyncIterator[str]:
        seen = live.version
        yield f"data: {live.news()}\n\n"
        while not live.closed and not await request.is_disconnected():
            version = await asyncio.to_thread(wait, seen)
            if version == seen:
                yield ": still here\n\n"
                continue
            seen = version
            yield f"data: {live.news()}\n\n"

    def stream(request: Request) -> Response:
        return StreamingResponse(news(request), media_type="text/event-stream", headers=_FRESH)

    def drafts(_request: Request) -> Response:
        paths = {fault.path for one in live.standings for fault in one.faults}
        elsewhere = [fault for fault in live.faults if fault.path not in paths]
        return HTMLResponse(drafts_page(content, live.standings, elsewhere, "/zh-hans/"), headers=_FRESH)

    return [Route("/-/preview.js", script), Route("/-/news", stream), Route("/-/drafts/", drafts)]


class LiveReload:
    """ASGI: adds the preview's script to every page as it goes out. The files on disk stay as they will be published.

    Args:
        app: the site.
        content: the content folder.
        site: where the site was built.
        live: what the browser should know.
        dress: adds what only the desk's preview has.
    """

    def __init__(self, app: ASGIApp, content: Path, site: Path, live: Live, dress: Dress | None = None) -> None:
        self.app = app
        self.content = content
        self.site = site
        self.live = live
        self._dress = dress or (lambda _path, page: page)

    def _instead(self, path: str) -> str | None:
        """What is answered where the site has no page to show: the faults for which it has none."""
        if path.startswith("/-/"):
            return None
        address = _ADDRESS.fullmatch(path)
        if address and not (self.site / path.strip("/") / "index.html").is_file():
            story = self.live.at(address[1])
            if story is not None:
                return fault_page(self.content, story)
        return None if (self.site / "index.html").is_file() else _no_site(self.live.faults)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        instead = self._instead(scope["path"])
        if instead is not None:
            from starlette.responses import HTMLResponse

            await HTMLResponse(self._dress(scope["path"], instead), status_code=503, headers=_FRESH)(
                scope, receive, send
            )
            return
        start: Message | None = None

        async def change(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                if headers.get(b"content-type", b"").startswith(b"text/html") and b"content-length" in headers:
                    start = message
                    return
            elif start is not None:
                body = message.get("body", b"")
                if b"</head>" in body:
                    page = body.decode("utf-8").replace("</head>", f"{_TAG}</head>", 1)
                    dressed = self._dress(scope["path"], page).encode("utf-8")
                    grown = [
                        (
                            name,
                            str(int(value) + len(dressed) - len(body)).encode() if name == b"content-length" else value,
                        )
                        for name, value in start["headers"]
                        if name not in {b"etag", b"last-modified"}
                    ]
                    start = {**start, "headers": grown}
                    message = {**message, "body": dressed}
                begin, start = start, None
                await send(begin)
            await send(message)

        scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if not name.startswith(b"if-")]}
        await self.app(scope, receive, change)


class OnThisMachine:
    """ASGI: answers to the names of this machine alone.

    A site that an editor reads elsewhere can give its own name this machine's address (DNS rebinding); its pages could then read drafts
    here as if they were its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.datastructures import Headers
        from starlette.responses import PlainTextResponse

        name = _PORT.sub("", Headers(scope=scope).get("host", "")) if scope["type"] == "http" else ""
        if scope["type"] == "http" and name not in LOOPBACK:
            text = "预览只在这台电脑上打开：http://127.0.0.1:…\n要从别的机器看，启动时写 --host。\n"
            await PlainTextResponse(text, 421, headers=_FRESH)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _no_site(faults: Iterable[Fault]) -> str:
    """A plain page that names faults, for a preview that has no site yet."""
    items = "".join(f"<li>{html.escape(str(fault))}</li>" for fault in faults)
    head = f'<meta charset="utf-8"><title>守望：内容有错误</title>{_TAG}'
    return f'<!doctype html><html lang="zh-Hans"><head>{head}</head><body><h1>内容有错误</h1><ul>{items}</ul></body></html>'
