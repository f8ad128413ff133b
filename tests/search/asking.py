"""The service on a real socket, and what tests ask of it."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from search_stories import STORIES, put

from plugins.search.service import create_app
from plugins.search.web.connections import Connection


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


@dataclasses.dataclass
class Service:
    port: int
    index: Path
    site: Path
    server: uvicorn.Server

    def get(self, path: str, method: str = "GET", headers: dict[str, str] | None = None, **query) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        target = path + ("?" + urlencode(query, doseq=True) if query else "")
        connection.request(method, target, headers=headers or {})
        response: HTTPResponse = connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return answer

    def search(self, q: str, **query) -> Answer:
        return self.get("/api/search", q=q, **query)


def render(script, data) -> str:
    return json.dumps({"script": script, **data}, ensure_ascii=False)


def write_site(site: Path) -> None:
    for path, text in {
        "index.html": "<p>root</p>",
        "404.html": "<p>nowhere</p>",
        "zh-hans/index.html": "<p>首页</p>",
        "zh-hans/404.html": "<p>没有这一页</p>",
        "zh-hant/404.html": "<p>沒有這一頁</p>",
        "zh-hans/stories/x/index.html": "<p>故事</p>",
        "zh-hans/atom.xml": "<feed/>",
        "zh-hans/故事/index.html": "<p>路径</p>",
        "sitemap.xml": "<urlset/>",
        "theme/site.css": "a{}",
        "theme/site.js": "1",
        "data/empty/file.bin": "x",
        "theme/big.css": "b{}" * 100,
        "theme/stale.css": "new",
        "data/all.csv": "a,b",
        "images/a.webp": "x",
        "images/0123456789abcdef.png": "x",
        "search/manifest.json": "{}",
        "search/language-0123456789abcdef.bin": "x",
        "search/0123456789abcdef/terms/1.bin": "x",
        ".secret": "secret",
        ".git/config": "secret",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    (site / "data/large.bin").write_bytes(bytes(range(250)) * 6000)
    for path in ("theme/big.css", "zh-hans/index.html", "zh-hant/404.html"):
        text = (site / path).read_bytes()
        (site / f"{path}.gz").write_bytes(gzip.compress(text))
    (site / "theme/big.css.br").write_bytes(b"brotli")
    (site / "theme/stale.css.gz").write_bytes(b"old")
    os.utime(site / "theme/stale.css.gz", (1, 1))


@contextlib.contextmanager
def serving(index: Path, site: Path, connections: int | None = None, **more) -> Iterator[Service]:
    """The service in a thread of its own, over the connections of ``host``, at most so many."""
    app = create_app(**{"index": index, "site": site, "render_search": render, **more})
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=Connection,
        log_config=None,
        log_level="critical",
        lifespan="off",
        ws="none",
        limit_concurrency=connections,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.02)
    try:
        yield Service(listener.getsockname()[1], index, site, server)
    finally:
        server.should_exit = True
        thread.join(10)


@contextlib.contextmanager
def serving_stories(folder: Path) -> Iterator[Service]:
    """The service over the stories of the tests and a small site, with a file outside of it that a link leads to."""
    site = folder / "site"
    write_site(site)
    (folder / "outside.txt").write_text("secret")
    (site / "link.txt").symlink_to(folder / "outside.txt")
    (site / "zh-hans/out").mkdir()
    (site / "zh-hans/out/index.html").symlink_to(folder / "outside.txt")
    put(folder / "index", STORIES)
    with serving(folder / "index", site) as service:
        yield service
