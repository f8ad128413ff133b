"""One page from the web, by a real server: followed, bounded, and every failure said in plain words."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from plugins.desk.importing.command import run
from plugins.desk.importing.fetch import fetch
from plugins.desk.importing.findings import Refused
from tests.desk.importing.articles import BODY, PARAGRAPHS, TITLE, page, paragraphs

HTML = page(paragraphs(*PARAGRAPHS))


class Site(BaseHTTPRequestHandler):
    """What a news site may answer."""

    ended = threading.Event()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/slow":
            self.ended.wait(5)
            return
        if path == "/drip":
            self._start(200, "text/html")
            with contextlib.suppress(OSError):
                while not self.ended.wait(0.05):
                    self.wfile.write(b" " * 10)
            return
        if path.startswith("/moved"):
            target = {
                "/moved": "/a?utm_source=wx",
                "/moved-loop": "/moved-loop",
                "/moved-file": "file:///etc/hostname",
            }[path]
            self._start(302, "text/html", Location=target)
            return
        if path == "/gzip":
            self._start(200, "text/html", **{"Content-Encoding": "gzip"})
            self.wfile.write(gzip.compress(HTML.encode()))
            return
        if path == "/bomb":
            self._start(200, "text/html", **{"Content-Encoding": "gzip"})
            self.wfile.write(gzip.compress(b" " * 30_000_000))
            return
        undeclared = HTML.replace('<meta charset="utf-8">', "").encode("gbk")
        kinds = {
            "/a": (200, "text/html", HTML.encode()),
            "/gbk": (200, "text/html; charset=gbk", undeclared),
            "/text": (200, "text/plain", BODY.encode()),
            "/photo": (200, "image/png", b"\x89PNG\r\n\x1a\n" + b"x" * 99),
            "/pdf": (200, "application/pdf", b"%PDF-1.7 x"),
            "/large": (200, "text/html", b" " * 30_000_000),
            "/empty": (200, "text/html", b""),
            "/gone": (410, "text/html", HTML.encode()),
            "/no": (403, "text/html", HTML.encode()),
            "/broken": (500, "text/html", b""),
        }
        status, kind, data = kinds.get(path, (404, "text/html", HTML.encode()))
        self._start(status, kind)
        with contextlib.suppress(OSError):
            self.wfile.write(data)

    def _start(self, status: int, kind: str, **more: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    Site.ended.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Site.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/a?spm=1", "/gbk", "/gzip", "/text"])
def test_a_page_of_the_web_is_imported_with_its_address(editor, site, path):
    done = run([site + path], editor.intake, bytes)
    [(draft, _)] = done.drafts
    assert draft.title == (None if path == "/text" else TITLE)
    assert draft.source["url"] == site + path.partition("?")[0]


def test_a_redirect_is_followed_and_the_last_address_is_the_source(editor, site):
    [(draft, _)] = run([f"{site}/moved"], editor.intake, bytes).drafts
    assert draft.source["url"] == f"{site}/a"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/gone", "http-error"),
        ("/no", "http-error"),
        ("/nothing", "http-error"),
        ("/broken", "http-error"),
        ("/moved-loop", "http-error"),
        ("/moved-file", "http-error"),
        ("/photo", "image"),
        ("/pdf", "pdf"),
        ("/empty", "empty"),
        ("/large", "too-large"),
        ("/bomb", "too-large"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(editor, site, path, code):
    [refusal] = run([site + path], editor.intake, bytes).refused
    assert (refusal.input, refusal.code) == (site + path, code)
    assert len(refusal.reason) > 4


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_server_that_does_not_come_to_an_end_is_left(site, path):
    with pytest.raises(Refused) as refused:
        fetch(site + path, seconds=0.6)
    assert refused.value.code in {"timeout", "unreachable"}


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/a", "http://host.invalid/a", "ftp://e.example/a", "http://[::bad/a", "http://"]
)
def test_an_address_that_leads_nowhere_is_refused(address):
    with pytest.raises(Refused):
        fetch(address, seconds=3)


def test_the_rows_of_a_table_of_links_are_fetched_one_by_one(editor, site):
    made = editor.outcomes(f"url\n{site}/a\n{site}/nothing\n{site}/gbk\n", "links.csv")
    assert [getattr(one, "code", "draft") for one in made] == ["draft", "http-error", "known-text"]
