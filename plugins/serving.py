"""Serve the archive while editors write: build after every save, tell the browser, and answer searches. Composes, like ``site``."""

from __future__ import annotations

import asyncio
import contextlib
import html
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from plugins.archive.build import ForeignOutputError
from plugins.archive.state import BusyError
from plugins.console import print_faults, say
from plugins.faults import ContentError, Fault
from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.options import Options, Report
from plugins.pages.single import search_frame
from plugins.pages.site import Edition
from plugins.review_pages import review_routes
from plugins.site import Build

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: How many ports to try after the usual one.
_PORTS = range(8000, 8020)
#: Saves that come together are built together; waited for in milliseconds.
_DEBOUNCE_MS = 60
#: How often a build is tried while another window builds the same folder, a quarter of a second apart.
_PATIENCE = 20


def free_port(host: str, wanted: int) -> int | None:
    """The wanted port if it is free, or without a wish (0) the first free one from 8000 on; None if there is none."""
    for port in [wanted] if wanted else _PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    return None


def render_search(options: Options) -> Any:
    """A function that renders the search page of an edition with the theme, as the static pages are rendered."""
    environment = options.theme.environment()
    frames = {script: search_frame(Edition(options.site, script)) for script in SCRIPTS}

    def render(script: Script, data: Mapping[str, object]) -> str:
        return environment.get_template("search.html").render(frames[script] | dict(data))

    return render


@dataclass
class Live:
    """What the browser should know: which build it sees, and what is wrong since."""

    version: int = 0
    faults: tuple[Fault, ...] = ()
    closed: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def publish(self, faults: Iterable[Fault]) -> None:
        """Tell every open page."""
        with self.changed:
            self.faults = tuple(faults)
            self.version += 1
            self.changed.notify_all()

    def close(self) -> None:
        """Let every open page go; the server is about to stop."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()


def build_once(options: Options, folder: str) -> tuple[Report | None, tuple[Fault, ...]]:
    """Build. Whatever goes wrong leaves the last good site, is said, and never ends the preview."""
    try:
        report = _built(options)
    except ContentError as error:
        print_faults(error.faults, folder)
        say("网站还是上一次的样子；改好再存一次。", "The site is as it was; mend and save again.")
        return None, error.faults
    except ForeignOutputError:
        raise
    except Exception as error:  # noqa: BLE001 (a preview must outlive anything that a save can do)
        fault = Fault(options.theme.folder.name, 1, 1, "not-built", f"没有生成，网站还是上一次的样子：{error}")
        say(fault.message, f"Nothing was built, the site is as it was: {type(error).__name__}: {error}")
        return None, (fault,)
    if report.pages.written or report.pages.removed:
        say(
            f"生成 {report.pages.rendered} 页，写入 {report.pages.written}，{report.seconds:.2f} 秒。",
            f"Rendered {report.pages.rendered} pages, wrote {report.pages.written}, {report.seconds:.2f} s.",
        )
    return report, ()


def _built(options: Options) -> Report:
    """Build; wait a little where another window builds the same folder just now."""
    for attempt in range(_PATIENCE):
        try:
            with Build(options) as build:
                return build.run()
        except BusyError:
            if attempt + 1 == _PATIENCE:
                raise
            time.sleep(0.25)
    raise AssertionError("unreachable")


def _changes(options: Options, stop: threading.Event | None) -> Iterator[None]:
    """Once soon after the watching began, for what was saved during the first build; then after every save."""
    from watchfiles import watch

    roots = [path for path in (options.content, options.theme.folder) if path.is_dir()]
    begun = False
    for changed in watch(
        *roots,
        stop_event=stop,
        debounce=_DEBOUNCE_MS,
        step=20,
        rust_timeout=500,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if changed or not begun:
            begun = True
            yield


def watch_site(options: Options) -> None:
    """Build now and after every save, until interrupted."""
    folder = str(options.content)
    build_once(options, folder)
    say("等待修改；按 Ctrl+C 结束。", "Waiting for changes; press Ctrl+C to stop.")
    with contextlib.suppress(KeyboardInterrupt):
        for _ in _changes(options, None):
            build_once(options, folder)


def serve_site(options: Options, host: str, port: int) -> None:
    """Serve the site with search, building after every save, until interrupted."""
    import uvicorn

    from plugins.search.service import create_app

    folder = str(options.content)
    live = Live()
    _, faults = build_once(options, folder)
    live.publish(faults)
    options.output.mkdir(parents=True, exist_ok=True)
    app = create_app(
        index=options.index,
        site=options.output,
        render_search=render_search(options),
        base=options.site.base,
        extra_routes=[*live_routes(live), *review_routes(options.content, options.style)],
    )
    stop = threading.Event()

    def rebuild() -> None:
        for _ in _changes(options, stop):
            report, found = build_once(options, folder)
            if found or live.faults or (report and (report.pages.written or report.pages.removed)):
                live.publish(found)

    watcher = threading.Thread(target=rebuild, name="watch", daemon=True)
    watcher.start()
    say(f"打开 http://{host}:{port}/ ；按 Ctrl+C 结束。", f"Open http://{host}:{port}/ ; press Ctrl+C to stop.")
    config = uvicorn.Config(
        LiveReload(app, options.output, live),
        host=host,
        port=port,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )

    class Server(uvicorn.Server):
        """Ends the streams of open pages first; they would keep the server waiting."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            live.close()
            super().handle_exit(sig, frame)

    try:
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run()
    finally:
        stop.set()


# What only a preview has: pages that reload themselves, and that say what is wrong

_SCRIPT = (Path(__file__).parent / "preview.js").read_text("utf-8")
_TAG = b'<script src="/-/preview.js" defer></script>'


def live_routes(live: Live) -> list[Any]:
    """The addresses that a previewed page asks: its script, and the stream of news."""
    from starlette.responses import Response, StreamingResponse
    from starlette.routing import Route

    def script(_request: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-store"})

    def wait(seen: int) -> int:
        with live.changed:
            live.changed.wait_for(lambda: live.closed or live.version != seen, timeout=15)
            return live.version

    async def news(request: Request) -> AsyncIterator[str]:
        seen = live.version
        yield _event(seen, live.faults)
        while not live.closed and not await request.is_disconnected():
            version = await asyncio.to_thread(wait, seen)
            if version == seen:
                yield ": still here\n\n"
                continue
            seen = version
            yield _event(seen, live.faults)

    def stream(request: Request) -> Response:
        return StreamingResponse(news(request), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    return [Route("/-/preview.js", script), Route("/-/news", stream)]


def _event(version: int, faults: Iterable[Fault]) -> str:
    import json

    lines = [str(fault) for fault in faults if fault.severity == "error"]
    return f"data: {json.dumps({'version': version, 'faults': lines}, ensure_ascii=False)}\n\n"


class LiveReload:
    """ASGI: adds the preview's script to every page as it goes out. The files on disk stay as they will be published."""

    def __init__(self, app: ASGIApp, site: Path, live: Live) -> None:
        self.app = app
        self.site = site
        self.live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not scope["path"].startswith("/-/") and not (self.site / "index.html").is_file():
            from starlette.responses import HTMLResponse

            await HTMLResponse(fault_page(self.live.faults), status_code=503)(scope, receive, send)
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
                    body = body.replace(b"</head>", _TAG + b"</head>", 1)
                    grown = [
                        (name, str(int(value) + len(_TAG)).encode() if name == b"content-length" else value)
                        for name, value in start["headers"]
                        if name not in {b"etag", b"last-modified"}
                    ]
                    start = {**start, "headers": grown}
                    message = {**message, "body": body}
                begin, start = start, None
                await send(begin)
            await send(message)

        scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if not name.startswith(b"if-")]}
        await self.app(scope, receive, change)


def fault_page(faults: Iterable[Fault]) -> str:
    """A plain page that names faults, for a preview that has no site yet."""
    items = "".join(f"<li>{html.escape(str(fault))}</li>" for fault in faults)
    head = f'<meta charset="utf-8"><title>守望：内容有错误</title>{_TAG.decode()}'
    return f'<!doctype html><html lang="zh-Hans"><head>{head}</head><body><h1>内容有错误</h1><ul>{items}</ul></body></html>'
