"""The service as the public meets it: the command ``host``, several processes, a site published anew while readers ask."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from plugins.hosting import prompt
from tests.small_site import SmallSite

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def command(folder: Path, task: str, *more: str) -> list[str]:
    places = ["--content", str(folder / "content"), "--output", str(folder / "public")]
    return [sys.executable, str(ROOT / "tasks.py"), task, "--siteurl", "https://example.org", *places, *more]


def publish(folder: Path) -> None:
    done = subprocess.run(command(folder, "publish"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class Hosted:
    """A running ``host``."""

    def __init__(self, folder: Path, *more: str, files: int | None = None, **environment: str) -> None:
        self.folder = folder
        self._log = folder / "host.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        with self._log.open("wb") as log:
            words = command(folder, "host", "--port", str(self.port), *more)
            if files is not None:
                words = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *words]
            self.process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log, env=os.environ | environment)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.1)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.get("/zh-hans/")[0] == 200  # of /health the index would be opened
        return False

    def get(
        self, path: str, headers: dict[str, str] | None = None, method: str = "GET", **query: str
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, path + ("?" + urlencode(query) if query else ""), headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def hosting(folder: Path, *more: str, files: int | None = None, **environment: str) -> Iterator[Hosted]:
    hosted = Hosted(folder, *more, files=files, **environment)
    try:
        yield hosted
    finally:
        hosted.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A small archive, published."""
    site = SmallSite(tmp_path_factory.mktemp("hosted"))
    for number in range(12):
        site.story(
            f"story-{number:02}", title=f"守在路口的第{number}天", body=f"第{number}天，志愿者在门口量体温。" * 5
        )
    publish(site.folder)
    return site.folder


def test_a_new_story_is_taken_up_by_every_process_while_readers_ask_and_no_answer_is_wrong(folder):
    with hosting(folder, "--workers", "2", "--rate", "0") as hosted:
        wrong, asked, stop = [], [0], threading.Event()
        paths = ["/zh-hans/", "/zh-hant/stories/story-01/", "/theme/css/site.css", "/sitemap.xml"]

        def ask() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                found = [
                    hosted.get("/api/search", q="志愿者"),
                    hosted.get("/zh-hant/search/", q=f"志願者 第{number % 12}天"),
                    hosted.get("/api/suggest", q="守在"),
                    hosted.get(paths[number % len(paths)]),
                ]
                wrong.extend(one for one in found if one[0] != 200)
                total = json.loads(found[0][1])["total"]
                if total not in {12, 13}:
                    wrong.append((200, str(total)))
                asked[0] += len(found)

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        SmallSite.story(_content(folder), "story-new", title="新来的志愿者", body="志愿者刚到。")
        publish(folder)
        totals = [json.loads(hosted.get("/api/search", q="志愿者")[1])["total"] for _ in range(40)]
        texts = [hosted.get("/api/suggest", q="xinlai")[1] for _ in range(20)]
        status, story = hosted.get("/zh-hant/stories/story-new/")
        stop.set()
        for asker in askers:
            asker.join()
        assert not wrong
        assert asked[0] > 100
        assert totals[20:] == [13] * 20
        assert all("新来的志愿者" in text for text in texts)
        assert (status, "新來的志願者" in story) == (200, True)


def _content(folder: Path) -> SmallSite:
    """The archive of a folder that already stands."""
    site = SmallSite.__new__(SmallSite)
    site.content = folder / "content"
    return site


def test_what_is_under_way_when_it_is_told_to_stop_is_finished(folder):
    hosted = Hosted(folder, "--workers", "2", "--rate", "0")
    told, outcomes = threading.Event(), []

    def ask(number: int) -> None:
        for turn in range(10_000):
            begun = told.is_set()
            try:
                query = {"q": f"志愿者 或 第{number}天 或 {turn}", "size": "100"}
                outcomes.append((begun, *hosted.get("/zh-hans/search/", **query)))
            except OSError as error:
                outcomes.append((begun, 0, repr(error)))
            if begun:
                return

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for asker in askers:
        asker.start()
    while len(outcomes) < 60:
        time.sleep(0.1)
    # The last requests have reached a process before the order to stop does.
    pause = threading.Timer(0.05, lambda: hosted.process.send_signal(signal.SIGTERM))
    told.set()
    pause.start()
    assert hosted.process.wait(PATIENCE) == 0, hosted.log
    for asker in askers:
        asker.join(PATIENCE)
    before = [(status, text) for begun, status, text in outcomes if not begun]
    assert len(before) >= 60
    assert {status for status, _ in before} == {200}
    assert all(text.rstrip().endswith("</html>") for _, text in before)
    assert all(text.rstrip().endswith("</html>") for _, status, text in outcomes if status)
    with pytest.raises(OSError, match="refused"):
        hosted.get("/health")


def children(hosted: Hosted) -> list[int]:
    """The processes that answer."""
    listed = Path(f"/proc/{hosted.process.pid}/task/{hosted.process.pid}/children")
    if not listed.exists():
        pytest.skip("only Linux lists the children of a process")
    found = map(int, listed.read_text().split())
    return [child for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def worked(child: int) -> int:
    """How much a process has worked so far, in ticks of its clock."""
    fields = Path(f"/proc/{child}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])


def test_every_process_gets_its_share_of_the_requests(folder):
    with hosting(folder, "--workers", "2", "--rate", "0") as hosted:
        time.sleep(3)  # until both have started
        before = {child: worked(child) for child in children(hosted)}
        for turn in range(150):
            assert hosted.get("/zh-hans/search/", q=f"志愿者 或 {turn}")[0] == 200
        assert len(before) == 2
        assert all(worked(child) > ticks for child, ticks in before.items())


def test_a_process_that_dies_is_replaced(folder):
    with hosting(folder, "--workers", "1") as hosted:
        for child in children(hosted):
            os.kill(child, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while not hosted._answers():
            assert time.monotonic() < deadline, hosted.log
            time.sleep(0.2)


def test_a_process_that_dies_while_it_is_asked_how_it_is_is_replaced_as_soon(folder):
    with hosting(folder, "--workers", "1") as hosted:
        (child,) = children(hosted)
        os.kill(child, signal.SIGSTOP)
        time.sleep(2)  # the parent has asked, and waits
        os.kill(child, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE / 2
        while not hosted._answers():
            assert time.monotonic() < deadline, hosted.log
            time.sleep(0.2)


#: Put before every process that answers: it waits as long as there is a file.
_WAIT = """
import pathlib, sys, time
while "spawn_main" in " ".join(sys.orig_argv) and pathlib.Path(r"{gate}").exists():
    time.sleep(0.05)
"""


def test_no_request_is_given_to_a_process_that_is_still_starting(folder, tmp_path):
    gate = tmp_path / "gate"
    (tmp_path / "sitecustomize.py").write_text(_WAIT.format(gate=gate), "utf-8")
    with hosting(folder, "--workers", "2", "--rate", "0", PYTHONPATH=str(tmp_path)) as hosted:
        while len({worked(child) > 0 for child in children(hosted)}) != 1 or len(children(hosted)) < 2:
            time.sleep(0.1)
        gate.touch()
        killed, other = children(hosted)
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while len(set(children(hosted)) - {killed}) < 2:
            assert time.monotonic() < deadline, hosted.log
            time.sleep(0.1)
        time.sleep(1)  # the new one holds its socket now, and waits
        assert [hosted.get("/api/search", q="志愿者")[0] for _ in range(40)] == [200] * 40
        assert other in children(hosted)
        gate.unlink()


def test_the_index_is_open_before_the_first_request(folder):
    with hosting(folder, "--workers", "1") as hosted:
        (child,) = children(hosted)
        held = [str(link.readlink()) for link in Path(f"/proc/{child}/fd").iterdir() if link.exists()]
        assert any("/index/" in path for path in held), held


def test_the_log_has_a_line_a_request_and_nothing_personal(folder):
    with hosting(folder, "--workers", "1") as hosted:
        hosted.get("/api/search", {"User-Agent": "Reader/1.0", "X-Forwarded-For": "203.0.113.9"}, q="志愿者", page="1")
        hosted.get("/zh-hans/search/", q="(守望")
        hosted.get("/nothing%0Aforged%20line", q="secret")
        hosted.get("/" + "a" * 5000)
        hosted.get("/", method="A" * 5000)
        hosted.stop()
        assert max(map(len, hosted.log.splitlines())) < 300
        lines = [line for line in hosted.log.splitlines() if " GET /" in line]
        form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ GET (/\S*) (\d{3}) \d+\.\d (\d+)"
        read = [re.fullmatch(form, line).groups() for line in lines]
        asked = [line for line in read if line[0] != "/zh-hans/"]
        assert [line[:2] for line in asked[:3]] == [
            ("/api/search", "200"),
            ("/zh-hans/search/", "400"),
            ("/nothing%0Aforged%20line", "404"),
        ]
        assert len(asked[3][0]) <= 200
        assert int(asked[0][2]) > 500
        for personal in ("127.0.0.1:", "203.0.113.9", "志愿者", "%E5%BF%97", "守望", "secret", "Reader", "page"):
            assert personal not in "\n".join(lines), personal


@pytest.mark.skipif(sys.platform == "win32", reason="files are not counted so")
def test_more_idle_connections_than_files_may_be_open_neither_shut_readers_out_nor_fill_the_log(folder):
    with hosting(folder, "--workers", "1", files=400) as hosted, contextlib.ExitStack() as stack:
        for _ in range(600):
            stack.enter_context(socket.create_connection(("127.0.0.1", hosted.port), PATIENCE))
        assert hosted.get("/zh-hans/")[0] == 200
        assert hosted.get("/api/search", q="志愿者")[0] == 200
        assert len(hosted.log.splitlines()) < 20


def test_of_a_line_of_the_log_nothing_is_remembered():
    log = "import logging, plugins.hosting as h; h.log_to_stderr(); log = logging.getLogger('shouwang.requests')"
    again = "[log.info('GET /') for _ in range(3)]; from pelican.log import LimitFilter as f"
    words = [sys.executable, "-c", f"{log}; {again}; print(len(f._raised_messages))"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stderr.splitlines(), done.stdout) == (["GET /"] * 3, "0\n")


def test_who_asks_is_read_from_a_proxy_only_where_one_is_named(folder):
    def statuses(hosted: Hosted, addresses: list[str]) -> list[int]:
        return [hosted.get("/api/search", {"X-Forwarded-For": one}, q="守")[0] for one in addresses]

    with hosting(folder, "--workers", "1", "--rate", "2") as hosted:
        assert statuses(hosted, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) == [200, 200, 429]
    with hosting(folder, "--workers", "1", "--rate", "2", "--proxy", "127.0.0.1") as hosted:
        assert statuses(hosted, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) == [200] * 3
        assert statuses(hosted, ["192.0.2.1", "192.0.2.1"]) == [200, 429]
        assert statuses(hosted, ["10.9.9.9, 192.0.2.1"]) == [429], "only what the proxy itself has added counts"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--port", "0"], 2),
        (["--port", "70000"], 2),
        (["--workers", "0"], 2),
        (["--rate", "-1"], 2),
        (["--siteurl", "example.org"], 2),
    ],
)
def test_what_cannot_be_served_is_said_with_the_exit_code_of_the_fault(folder, options, code):
    words = command(folder, "host", *options)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_site_that_was_never_published_is_not_served(tmp_path):
    (tmp_path / "content").mkdir()
    done = subprocess.run(command(tmp_path, "host"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "publish" in done.stderr


def test_a_port_that_is_taken_is_said(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = command(folder, "host", "--port", str(taken.getsockname()[1]))
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "--port" in done.stderr


def test_an_answer_does_not_wait_for_the_readers_acknowledgement() -> None:
    """Without TCP_NODELAY every body comes 40 ms after its headers; accepted connections have it from the listener."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert prompt(listener) is listener
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
