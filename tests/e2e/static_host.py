"""A host that serves files and nothing else, as cheap hosting does, and can fail as networks do."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

#: The site's own policy (theme/templates/_csp.html).
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"


class Host:
    """One host.

    Attributes:
        origin: where it answers.
        asked: (path, bytes) of every request so far; text as it is when compressed, which hosts do.
        policy: the Content-Security-Policy that it sends.
        trouble: given a path, what to do instead of serving it: a status, seconds to wait, or None.
    """

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self.folders = folders
        self.asked: list[tuple[str, int]] = []
        self.policy = POLICY
        self.trouble: Callable[[str], int | float | None] = lambda _: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host=self))
        self.origin = f"http://127.0.0.1:{self.server.server_port}"


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, host: Host, **kwargs: Any) -> None:
        self.host = host
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        bare = path.partition("?")[0]
        prefix = max((one for one in self.host.folders if bare.startswith(one)), key=len)
        file = self.host.folders[prefix] / bare.removeprefix(prefix)
        return str(file) + ("/" if bare.endswith("/") else "")

    def do_GET(self) -> None:
        trouble = self.host.trouble(self.path)
        if isinstance(trouble, float):
            time.sleep(trouble)
        elif trouble is not None:
            self.send_error(trouble)
            return
        super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        sent = len(gzip.compress(data)) if self.path.endswith((".js", ".json", ".css")) else len(data)
        self.host.asked.append((self.path, sent))
        outputfile.write(data)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.host.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing."""


@contextmanager
def hosting(folders: Mapping[str, Path]) -> Iterator[Host]:
    """A host that serves each folder under its prefix (``/``, ``/search/`` …)."""
    host = Host(folders)
    Thread(target=host.server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
