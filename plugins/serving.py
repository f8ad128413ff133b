"""Serve the archive while editors write: build after every save, tell the browser, and answer searches. Composes, like ``site``."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any

from plugins.archive.build import ForeignOutputError
from plugins.archive.state import BusyError
from plugins.console import print_faults, say
from plugins.desk.standing import Standing
from plugins.faults import ContentError, Fault
from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.options import Options, Report
from plugins.pages.single import search_frame
from plugins.pages.site import Edition
from plugins.preview import LOOPBACK, Dress, Live, LiveReload, OnThisMachine, live_routes
from plugins.review_pages import review_routes
from plugins.site import Build

if TYPE_CHECKING:
    from starlette.types import ASGIApp

#: The ports that are tried where none is asked for.
PORTS = range(8000, 8020)
#: Why a port can't be listened on although the address is there: somebody else does, or it takes more rights.
_TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES})
#: Saves that come together are built together; waited for in milliseconds.
_DEBOUNCE_MS = 60
#: How often a build is tried while another window builds the same folder, a quarter of a second apart.
_PATIENCE = 20


def free_port(host: str, wanted: int) -> int | None:
    """The wanted port if it can be listened on, or without a wish (0) the first such from 8000 on; None if there is none.

    Raises:
        OSError: this machine has no such address.
    """
    for port in [wanted] if wanted else PORTS:
        with socket.socket(family_of(host)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
            else:
                return port
    return None


def family_of(host: str) -> socket.AddressFamily:
    """Whether an address or a name to listen on is one of IPv6 (``::1``) or of IPv4."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def web_address(host: str, port: int) -> str:
    """Where a server that listens there is found, without a slash at the end: ``http://127.0.0.1:8000``, ``http://[::1]:8000``."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def render_search(options: Options) -> Any:
    """A function that renders the search page of an edition with the theme, as the static pages are rendered."""
    environment = options.theme.environment()
    frames = {script: search_frame(Edition(options.site, script)) for script in SCRIPTS}

    def render(script: Script, data: Mapping[str, object]) -> str:
        return environment.get_template("search.html").render(frames[script] | dict(data))

    return render


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build.

    Attributes:
        changed: whether the site is another one than before.
        faults: what stopped the build; none where it came to its end.
        standings: the drafts and the stories at fault.
    """

    changed: bool
    faults: tuple[Fault, ...]
    standings: tuple[Standing, ...]


def build_once(options: Options, folder: str) -> Outcome:
    """Build. Whatever goes wrong leaves the last good site, is said, and never ends the preview."""
    standings: list[Standing] = []
    try:
        report = _built(options, standings)
    except ContentError as error:
        print_faults(error.faults, folder)
        say("网站还是上一次的样子；改好再存一次。", "The site is as it was; mend and save again.")
        return Outcome(changed=False, faults=error.faults, standings=tuple(standings))
    except ForeignOutputError:
        raise
    except Exception as error:  # noqa: BLE001 (a preview must outlive anything that a save can do)
        fault = Fault(options.theme.folder.name, 1, 1, "not-built", f"没有生成，网站还是上一次的样子：{error}")
        say(fault.message, f"Nothing was built, the site is as it was: {type(error).__name__}: {error}")
        return Outcome(changed=False, faults=(fault,), standings=tuple(standings))
    if report.pages.written or report.pages.removed:
        say(
            f"生成 {report.pages.rendered} 页，写入 {report.pages.written}，{report.seconds:.2f} 秒。",
            f"Rendered {report.pages.rendered} pages, wrote {report.pages.written}, {report.seconds:.2f} s.",
        )
    if report.drafts_at_fault:
        say(
            f"{report.drafts_at_fault} 篇草稿有错误，别的照常：见 /-/drafts/ 或 check。",
            f"{report.drafts_at_fault} drafts are at fault, everything else is built: see /-/drafts/ or check.",
        )
    changed = bool(report.pages.written or report.pages.removed)
    return Outcome(changed=changed, faults=(), standings=tuple(standings))


def _built(options: Options, standings: list[Standing]) -> Report:
    """Build, and add what is at fault; wait a little where another window builds the same folder just now."""
    for attempt in range(_PATIENCE):
        try:
            with Build(options) as build:
                try:
                    return build.run()
                finally:
                    standings[:] = build.standings()
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


def serve_site(options: Options, host: str, port: int, page: str | None = None) -> None:
    """Serve the site with search, building after every save, until interrupted; ``page`` is opened in the browser."""
    live = Live()
    first = build_once(options, str(options.content))
    live.publish(first.faults, first.standings)
    stop = threading.Event()
    threading.Thread(target=follow, args=(options, live, stop), name="watch", daemon=True).start()
    address = web_address(host, port)
    say(f"打开 {address}/ ；按 Ctrl+C 结束。", f"Open {address}/ ; press Ctrl+C to stop.")
    if page is not None:
        threading.Timer(1, webbrowser.open, [f"{address}/{page}"]).start()
    app = preview_app(options, live)
    try:
        run_server(OnThisMachine(app) if f"[{host}]" in LOOPBACK or host in LOOPBACK else app, host, port, live)
    finally:
        stop.set()


def preview_app(options: Options, live: Live, dress: Dress | None = None) -> ASGIApp:
    """The site as it was built last, with search, the pages of review, and pages that follow every build; ``dress`` adds to them."""
    from plugins.search.service import create_app

    options.output.mkdir(parents=True, exist_ok=True)
    app = create_app(
        index=options.index,
        site=options.output,
        render_search=render_search(options),
        base=options.site.base,
        extra_routes=[*live_routes(live, options.content), *review_routes(options.content, options.style)],
    )
    return LiveReload(app, options.content, options.output, live, dress)


def follow(options: Options, live: Live, stop: threading.Event, built: Callable[[], None] = lambda: None) -> None:
    """Build after every save until told to stop, and tell the open pages; ``built`` is called after each build."""
    for _ in _changes(options, stop):
        done = build_once(options, str(options.content))
        if done.changed or done.faults or live.faults or done.standings != live.standings:
            live.publish(done.faults, done.standings)
        built()


def run_server(app: ASGIApp, host: str, port: int, live: Live) -> None:
    """Answer until interrupted."""
    import uvicorn

    config = uvicorn.Config(app, host=host, port=port, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)

    class Server(uvicorn.Server):
        """Ends the streams of open pages first; they would keep the server waiting."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            live.close()
            super().handle_exit(sig, frame)

    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run()
