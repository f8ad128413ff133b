"""The desk in the browser as a program: the workplace beside the preview of the site, one address, one token. Composes."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.console import say
from plugins.desk.preview.way import with_way_back
from plugins.desk.web.app import create_desk
from plugins.desk.web.guard import OPEN, Guard
from plugins.desk.web.workplace import Archive, Workplace
from plugins.faults import Fault
from plugins.options import Options
from plugins.preview import Live
from plugins.serving import build_once, follow, preview_app, run_server
from plugins.site import Build

#: The desk never listens anywhere else.
HOST = "127.0.0.1"
#: Tried one after the other where no port is asked for. The same each time, for a browser keeps unsaved text by address.
PORTS = range(8010, 8030)
_DESK = "/desk"


class Shelf:
    """How the archive stood when it was last read."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._archive = Archive()
        self._is_tried = threading.Event()

    def archive(self) -> Archive:
        """The last reading; an empty archive before the first."""
        return self._archive

    def settled(self) -> Archive:
        """The last reading; the first one is waited for, but not where it failed."""
        self._is_tried.wait()
        return self._archive

    def read(self) -> None:
        """Read what changed. Where that fails (another window builds, the vocabulary is at fault), the last reading stands."""
        try:
            with Build(self._options) as build:
                content, _ = build.look()
            found = [*content.faults, *(Fault(**fault) for fault in content.warnings())]
            faults = _by_path(found)
            self._archive = Archive(content.facts, content.broken, faults, is_read=True, version=content.version)
        except Exception:  # noqa: BLE001 (the thread that reads must outlive anything that a save can do; the build says what)
            return
        finally:
            self._is_tried.set()


def _by_path(faults: Iterable[Fault]) -> dict[str, tuple[Fault, ...]]:
    grouped: dict[str, list[Fault]] = {}
    for fault in sorted(set(faults)):
        grouped.setdefault(fault.path, []).append(fault)
    return {path: tuple(own) for path, own in grouped.items()}


class Desk:
    """ASGI: the desk under ``/desk``, the preview of the site everywhere else."""

    def __init__(self, desk: ASGIApp, site: ASGIApp) -> None:
        self._desk = desk
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"]
        if path == _DESK or path.startswith(f"{_DESK}/"):
            inside = {**scope, "path": path.removeprefix(_DESK) or "/", "root_path": ""}
            await self._desk(inside, receive, send)
        else:
            await self._site(scope, receive, send)


def open_desk(options: Options, port: int, *, browser: bool = True) -> None:
    """Serve the desk until interrupted, and open it in the editor's browser.

    Args:
        options: the content, and where the preview is built.
        port: where to listen, on this machine only.
        browser: whether to open a browser.
    """
    live, shelf, stop = Live(), Shelf(options), threading.Event()
    workplace = Workplace(options.content, options.style, shelf, options.state)
    guard = Guard(Desk(create_desk(workplace), preview_app(options, live, with_way_back)), port)
    address = f"http://{HOST}:{port}{OPEN}?token={guard.token}"

    def work() -> None:
        shelf.read()
        first = build_once(options, str(options.content))
        live.publish(first.faults, first.standings)
        shelf.read()
        workplace.warm()
        follow(options, live, stop, shelf.read)

    threading.Thread(target=work, name="watch", daemon=True).start()
    say(f"书桌的地址：{address}", f"The desk: {address}")
    say("按 Ctrl+C 结束。", "Press Ctrl+C to stop.")
    if browser:
        threading.Timer(1, webbrowser.open, [address]).start()
    try:
        run_server(guard, HOST, port, live)
    finally:
        stop.set()
