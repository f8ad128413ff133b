"""The desk over a small archive, answering over HTTP on a port of its own, and a client that speaks as a browser does."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from plugins.desk.web.app import create_desk
from plugins.desk.web.guard import Guard
from plugins.desk.web.workplace import Workplace
from plugins.desk_site import Desk, Shelf
from tests.small_site import SmallSite, story_text

TOKEN = "a-token-for-tests"  # noqa: S105 - of a server that stands for one test
PEOPLE = """\
- {id: wang-jun, hans: 王俊, hant: 王俊, aliases: []}
- {id: wang-jun-2, hans: 王俊, hant: 王俊, aliases: []}
- {id: yu-ronghao, hans: 余融豪, hant: 余融豪, aliases: []}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def digest(self) -> str:
        """What the form says that it started from."""
        found = re.search(r'name="digest" value="([0-9a-f]*)"', self.text)
        assert found, self.text
        return found[1]


async def _no_site(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"the site"})


class DeskServer:
    """A desk, and an editor's browser that has been given its token."""

    def __init__(self, folder: Path) -> None:
        self.site = SmallSite(folder)
        self.content: Path = self.site.content
        self.site.write("vocabulary/people.yaml", PEOPLE)
        options = self.site.options(drafts=True, workers=1)
        self.shelf = Shelf(options)
        self.workplace = Workplace(self.content, options.style, self.shelf)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        app = Guard(Desk(create_desk(self.workplace), _no_site), self.port, TOKEN)
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="error", lifespan="off")
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run, daemon=True)
        self._thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join(10)

    def write(self, id_: str, **fields: str) -> Path:
        """A story's file."""
        path = self.content / "stories" / f"{id_}.md"
        path.write_text(story_text(id_, **fields), "utf-8")
        return path

    def ask(
        self,
        path: str,
        form: Mapping[str, str] | bytes | None = None,
        *,
        method: str = "",
        headers: Mapping[str, str] | None = None,
        token: str = TOKEN,
    ) -> Answer:
        """One request. A header of None's place is left out; the others are a browser's."""
        host = f"127.0.0.1:{self.port}"
        sent = {"Host": host, "Cookie": f"shouwang-desk-{self.port}={token}"}
        if form is not None:
            sent |= {"Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
        sent |= dict(headers or {})
        body = urllib.parse.urlencode(form).encode() if isinstance(form, Mapping) else form
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method or ("POST" if form is not None else "GET"), path, skip_host=True)
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in sent and "Transfer-Encoding" not in sent:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)
        finally:
            connection.close()


#: What an editor fills in for a story that has nothing wrong.
FILLED = {
    "title": "夜里的灯",
    "date": "2020-02-06",
    "script": "hans",
    "kind": "retold",
    "places.0": "湖北省/襄阳市/樊城区",
    "roles.0": "志愿者",
    "people.0.name": "余融豪",
    "source.name": "unknown",
    "source.url": "unknown",
    "source.reason": "测试",
    "source.seen": "2026-11-22",
    "source.rights": "测试",
    "added": "2026-11-22",
    "body": "余融豪把灯挂在路口。\n\n发热的人从这里过。",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    desk = DeskServer(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.stop()


@pytest.fixture
def desk(server: DeskServer) -> Iterator[DeskServer]:
    """The desk with no story."""
    for path in (server.content / "stories").rglob("*"):
        path.unlink()
    server.shelf.read()
    return server
