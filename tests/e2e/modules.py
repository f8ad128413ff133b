"""The modules of search in a browser: served as a static host serves them, called from Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "theme" / "static" / "js" / "search"
#: As strict as the site's own; see theme/templates/_csp.html.
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, data: Mapping[str, object], **kwargs: Any) -> None:
        self.data = data
        super().__init__(*args, directory=str(MODULES), **kwargs)

    def do_GET(self) -> None:
        found = {"/": ("text/html", "<!doctype html><title>modules</title>")}
        found |= {f"/{name}": ("application/json", json.dumps(value)) for name, value in self.data.items()}
        if self.path not in found:
            super().do_GET()
            return
        kind, text = found[self.path]
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing."""


@contextmanager
def modules(browser: Browser, **data: object) -> Iterator[Page]:
    """A page on which the modules can be imported from ``/``; each of ``data`` is served as JSON under its name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, data=data))
    Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    try:
        page = context.new_page()
        page.goto("/")
        yield page
    finally:
        context.close()
        server.shutdown()
        server.server_close()
