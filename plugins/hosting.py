"""Serve the published site to the public, with several processes that keep one another going. Composes, like ``site``."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.archive.pelican_run import read_settings
from plugins.console import say
from plugins.options import options_of
from plugins.serving import family_of, render_search, web_address

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp
    from uvicorn.supervisors import Multiprocess
    from uvicorn.supervisors.multiprocess import Process

#: How long requests that are under way may go on after the order to stop, in seconds.
_GRACE = 20
#: How many connections one process holds; beyond it the longest idle one makes room, and where none is idle 503 is said.
_MOST_CONNECTIONS = 1000
#: How many connections may wait to be accepted; asyncio accepts as many at once, before any of them is counted.
_BACKLOG = 128
#: How many files a process has open besides connections and what they are sent: those that were just accepted, and its own.
_OTHER_FILES = _BACKLOG + 172
#: How many seconds a process may be silent, at its start too, before it is taken for hung and replaced. On a machine that is
#: busy with other work a start takes longer than the five seconds that uvicorn would wait.
_PATIENCE = 60
_KEEP_ALIVE = 15


@dataclass(frozen=True)
class Service:
    """Makes the application in each process, from nothing but what can be sent there.

    Attributes:
        config: Pelican's settings file.
        overrides: settings that the command line replaces.
        per_minute: how many searches an address may ask for in a minute; 0 for any number.
    """

    config: Path
    overrides: Mapping[str, Any]
    per_minute: int

    def __call__(self) -> ASGIApp:
        """The application."""
        from plugins.search.service import Bounds, create_app

        log_to_stderr()
        options = options_of(read_settings(self.config, **self.overrides))
        return create_app(
            index=options.index,
            site=options.output,
            render_search=render_search(options),
            base=options.site.base,
            bounds=Bounds(per_minute=self.per_minute),
        )


def log_to_stderr() -> None:
    """Warnings with their time; requests as the service writes them, one a line.

    Pelican hangs a filter on every logger made after it was imported, which remembers each line for ever and leaves out
    what it has seen: not on requests.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(logging.Formatter("%(message)s"))
    requests = logging.getLogger("shouwang.requests")
    requests.handlers, requests.filters, requests.propagate = [lines], [], False
    requests.setLevel(logging.INFO)


def host_site(service: Service, host: str, port: int, workers: int, proxies: str | None) -> None:
    """Answer until told to stop (SIGTERM, Ctrl+C); requests that are under way are finished.

    Args:
        service: what each process answers with.
        host: the address to listen on.
        port: the port to listen on.
        workers: how many processes. One that dies is replaced.
        proxies: addresses or networks of proxies whose ``X-Forwarded-For`` is believed; None believes nobody.
    """
    import uvicorn

    from plugins.search.web.connections import Connection

    config = uvicorn.Config(
        service,
        factory=True,
        http=Connection,
        host=host,
        port=port,
        workers=workers,
        proxy_headers=proxies is not None,
        forwarded_allow_ips=proxies,
        access_log=False,
        log_config=None,
        log_level="warning",
        lifespan="on",
        ws="none",
        server_header=False,
        limit_concurrency=connections_for(_allow_files()),
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        timeout_worker_healthcheck=_PATIENCE,
    )
    log_to_stderr()
    address = web_address(host, port)
    say(f"在 {address}/ 提供服务，{workers} 个进程。", f"Serving at {address}/ with {workers} processes.")
    _processes(config).run()
    say("已停止。", "Stopped.")


def connections_for(files: int) -> int:
    """How many connections a process may hold that may have so many files open: each is a file, and may be sent one."""
    return max(1, min(_MOST_CONNECTIONS, (files - _OTHER_FILES) // 2))


def _allow_files() -> int:
    """Let this process and its children open as many files as they need, or as the system lets them; how many that is.

    Where there are none left asyncio writes a traceback a thousand times a second, and no reader is let in.
    """
    wanted = 2 * _MOST_CONNECTIONS + _OTHER_FILES
    if sys.platform == "win32":
        return wanted
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now == resource.RLIM_INFINITY or now >= wanted:
        return wanted
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed


def prompt(listener: socket.socket) -> socket.socket:
    """The socket, whose connections send at once what they are given.

    asyncio sees to that only on sockets that it makes itself; else the body of an answer waits 40 ms for the reader's
    acknowledgement of its headers.
    """
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _processes(config: uvicorn.Config) -> Multiprocess:
    """The parent of the processes. Where the kernel can share connections out (Linux), each listens on a socket of its own.

    On one socket for all of them the first to wake takes every connection that waits, and the others stay idle. A process
    listens only once it can answer (uvicorn sees to that): what listens already is handed connections, though nobody
    takes them until the process is up.
    """
    from uvicorn.supervisors import Multiprocess

    class Watchful(Multiprocess):
        """Notices at once when a process dies while it is asked how it is; uvicorn waits as long as for one that hangs."""

        def keep_subprocess_alive(self) -> None:
            if not all(map(_is_well, self.processes)):
                super().keep_subprocess_alive()

    if sys.platform != "linux":
        return Watchful(config, sockets=[prompt(config.bind_socket())])

    class Processes(Watchful):
        """Binds a socket for every process that begins; its own copy is closed once that process has it."""

        def __init__(self) -> None:
            self._handed: list[socket.socket] = []
            super().__init__(config, sockets=[])

        @property
        def sockets(self) -> list[socket.socket]:
            family = family_of(config.host)
            listener = socket.socket(family)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind((config.host, config.port))
            listener.set_inheritable(True)
            self._handed.append(listener)
            return [prompt(listener)]

        @sockets.setter
        def sockets(self, _: list[socket.socket]) -> None:
            """None but its own."""

        def handle_signals(self) -> None:
            while self._handed:
                self._handed.pop().close()
            super().handle_signals()

    return Processes()


def _is_well(process: Process) -> bool:
    """Whether a process answers; False when it dies or is silent for too long."""
    from multiprocessing.connection import wait

    with contextlib.suppress(OSError, EOFError):
        process.parent_conn.send(b"ping")
        ready = wait([process.parent_conn, process.process.sentinel], _PATIENCE)
        if process.parent_conn in ready:
            process.parent_conn.recv()
            return True
        if ready:  # its files are closed a moment before it counts as dead
            process.process.join(_PATIENCE)
    return False
