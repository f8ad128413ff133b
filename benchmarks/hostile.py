"""An hour of the worst that anybody may ask of the service: it must stay up, stay small, and be right.

    python benchmarks/hostile.py                # sixty minutes over 2,000 generated stories
    python benchmarks/hostile.py 5 500          # five minutes over 500

The real service answers, in two processes. It is asked at the same time by wrk (where it is on PATH) with queries that
cost the most; by readers whose every answer is compared with a plain scan of all texts and, whole, with an engine that
nobody else asks; by hypothesis with whatever text it thinks of, which the parser must read or refuse and mend; by clients
that send bytes at random, hang up, or never finish. Meanwhile stories change, and processes are killed. Their memory is
looked at every five seconds. Exit 1 for a wrong answer, a status that no refusal has, or memory that goes on growing.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hostile_questions import Question, Questions, Story, told  # noqa: E402
from hypothesis import HealthCheck, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from search import Archive, Generator  # noqa: E402

from plugins.search.engine import Engine, Request  # noqa: E402
from plugins.search.faults import QueryError  # noqa: E402
from plugins.search.query import parse  # noqa: E402

READERS = 6  # whose answers are compared
STRANGERS = 40  # connections that are of no use to anybody
GOOD = frozenset({200, 400, 422, 503})
TAKEN_UP = 60.0  # seconds after which every process should answer from a new index
PATIENCE = 180.0
BETWEEN_EDITS, BETWEEN_KILLS, BETWEEN_LOOKS = 90.0, 600.0, 5.0
GROWTH = 1.15  # how much more memory the last quarter may take than the second
WRK = """
local lines = {}
for line in io.lines("QUERIES") do lines[#lines + 1] = line end
local at = 0
function request()
  at = at + 1
  return wrk.format("GET", lines[at % #lines + 1])
end
function done(summary)
  local e = summary.errors
  print(string.format("%d %d %d", summary.requests, e.status, e.connect + e.read + e.write + e.timeout))
end
"""


@dataclass(frozen=True)
class State:
    """The archive between two edits: every story for the scan, and an engine that only the comparison asks."""

    since: float
    stories: Sequence[Story]
    engine: Engine


@dataclass
class Tally:
    """What came of it."""

    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    files: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str, number: int = 1) -> None:
        """Count something that was as it should be."""
        with self.lock:
            self.asked[what] += number

    def fail(self, what: str) -> None:
        """Keep what was not."""
        with self.lock:
            self.wrong.append(what)
        print(f"WRONG: {what}", file=sys.stderr, flush=True)


class Service:
    """The command ``host`` over the archive."""

    def __init__(self, archive: Archive) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "tasks.py", "host", "--rate", "0", "--port", str(self.port)]
        command += ["--siteurl", self.origin, "--output", str(archive.site)]
        self.log = (archive.folder / "service.log").open("w+")
        self._process = subprocess.Popen(command, cwd=ROOT, stderr=self.log)

    def get(self, path: str, **query: object) -> tuple[int, bytes]:
        """One request; asked again for a while where a process was killed under it, as a proxy does."""
        target = f"{path}?{urlencode(query, doseq=True, errors='surrogatepass')}" if query else path
        until = time.monotonic() + PATIENCE
        while True:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", target)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (OSError, HTTPException):
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)
            finally:
                connection.close()

    def workers(self) -> list[int]:
        """The processes that answer."""
        found = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [int(pid) for pid in found if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def stop(self) -> int:
        """Stop it as an operator does."""
        self._process.terminate()
        return self._process.wait(60)


class Siege:
    """Everything that goes on at the same time."""

    def __init__(self, archive: Archive, service: Service, minutes: float) -> None:
        self.archive, self.service, self.tally = archive, service, Tally()
        self.questions = Questions(archive.generator)
        self.script = self._write_queries()
        # Hypothesis seeds the chance of the whole process while it works, and Whoosh draws the names of its files from it.
        self.randomness = threading.Lock()
        # Held from before an edit is committed until its state is known here: a process may answer from it in between.
        self.editing = threading.Lock()
        stories = [told(document) for document in archive.load(list(archive.digests))]
        self.begun = time.monotonic()
        self.end = self.begun + minutes * 60
        self.states = [State(self.begun, stories, Engine.open(archive.index))]

    def on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def reader(self, number: int) -> None:
        """Ask hard questions whose answers a plain scan knows."""
        chooser = random.Random(f"reader {number}")
        while self.on():
            question = self.questions.one(chooser)
            page = chooser.choice((1, 1, 1, 1, 2, 7, 10_000))
            request = Request(question.text, chooser.choice(("hans", "hant")), page, 100)
            self.ask(request, question)

    def ask(self, request: Request, question: Question | None = None) -> None:
        """Ask, and compare the answer with what it should be in some state of the archive of that time."""
        asked = time.monotonic()
        status, body = self.service.get(
            "/api/search", q=request.query, script=request.script, page=request.page, size=request.size
        )
        self.tally.count(f"status {status}")
        if status not in GOOD:
            return self.tally.fail(f"{status} for {request.query!r}")
        if status == 503:
            return self.tally.count(f"503 {body.decode()}")
        answer = json.loads(body)
        if not self._is_right_now(asked, request, question, status, answer):
            with self.editing:
                pass
            if not self._is_right_now(asked, request, question, status, answer):
                return self.tally.fail(f"{request!r} was answered {status} {body.decode()}")
        return self.tally.count("compared with the scan" if question else "compared with the engine alone")

    def _is_right_now(
        self, asked: float, request: Request, question: Question | None, status: int, answer: Any
    ) -> bool:
        return any(self._is_right(state, request, question, status, answer) for state in self._current(asked))

    def _current(self, asked: float) -> list[State]:
        """The states that a process may have answered from."""
        states = self.states
        return [
            state
            for state, later in zip(states, (*states[1:], None), strict=True)
            if later is None or later.since > asked - TAKEN_UP
        ]

    @staticmethod
    def _is_right(state: State, request: Request, question: Question | None, status: int, answer: Any) -> bool:
        try:
            expected = state.engine.search(request).as_json()
        except QueryError as error:
            return status == 400 and question is None and answer == {"error": json.loads(json.dumps(error.as_json()))}
        if question is not None:
            holding = {story.id for story in state.stories if question.test(story)}
            shown = {hit["id"] for hit in answer.get("hits", ())}
            complete = request.page == 1 and len(holding) <= request.size
            if answer.get("total") != len(holding) or not shown <= holding or (complete and shown != holding):
                return False
        return status == 200 and {**answer, "took_ms": 0} == json.loads(json.dumps({**expected, "took_ms": 0}))

    def imagination(self) -> None:
        """Ask what hypothesis thinks of. The parser must read it, or refuse it with a query that can be read."""
        number = 0
        while self.on():
            number += 1
            with self.randomness:
                thought = self._thought(number)
            self.tally.count("texts for the parser", len(thought))
            for text in thought:
                if self.on():
                    self.ask(Request(text.encode("utf-8", "replace").decode(), "hans", 1, 20))

    def _thought(self, number: int) -> list[str]:
        pieces = st.lists(st.sampled_from(self.questions.pieces), max_size=40).map("".join)
        found: list[str] = []

        @seed(number)
        @settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.text(max_size=300) | pieces)
        def is_read_or_mended(text: str) -> None:
            found.append(text)
            try:
                parse(text)
            except QueryError as error:
                if error.suggestion:
                    parse(error.suggestion)

        try:
            is_read_or_mended()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self.tally.fail(f"hypothesis: {error!r} {getattr(error, '__notes__', '')}")
        return found

    def stranger(self, number: int) -> None:
        """Send bytes at random, hang up, break off a body, take nothing of an answer, or never finish a request."""
        chooser = random.Random(f"stranger {number}")
        while self.on():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.service.port), 10) as open_:
                match chooser.randrange(7):
                    case 0:
                        open_.sendall(chooser.randbytes(chooser.randrange(1, 5000)))
                        open_.recv(100)
                    case 1:
                        open_.sendall(b"GET /api/search?q=%E7%9A%84&size=100 HTTP/1.1\r\nHost: x\r\n\r\n")
                    case 2:
                        open_.sendall(b"GET /api/search?q=" + b"%FF" * 30_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
                        open_.recv(100)
                    case 3:
                        open_.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                        open_.recv(10_000)
                        open_.sendall(b"nonsense\r\n")
                        open_.recv(100)
                    case 4:
                        open_.sendall(b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n")
                        time.sleep(chooser.random() * 90)
                    case 5:
                        time.sleep(chooser.random() * 90)
                    case _:
                        for byte in b"GET /zh-hans/search/?q=":
                            open_.sendall(bytes([byte]))
                            time.sleep(chooser.random())
            self.tally.count("broken connections")
            time.sleep(chooser.random() * 4)

    def editor(self) -> None:
        """Change a story now and then, as a new publication does."""
        number = 0
        while self._rest(BETWEEN_EDITS):
            self.archive.edit(number)
            id_ = f"story-{number:05}"
            document = next(iter(self.archive.load([id_])))
            stories = [told(document) if story.id == id_ else story for story in self.states[-1].stories]
            with self.editing:
                with self.randomness:
                    self.archive.sync_index()
                self.states = [
                    *self.states[-2:],
                    State(time.monotonic(), stories, Engine.open(self.archive.index)),
                ]
            self.tally.count("stories changed")
            number += 1

    def killer(self) -> None:
        """Kill a process now and then."""
        while self._rest(BETWEEN_KILLS):
            os.kill(random.choice(self.service.workers()), signal.SIGKILL)
            self.tally.count("processes killed")

    def watcher(self) -> None:
        """Look at the memory of the processes, and at how many files they have open, connections among them."""
        while self._rest(BETWEEN_LOOKS):
            for pid in self.service.workers():
                with contextlib.suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
                    self.tally.memory[pid].append((time.monotonic() - self.begun, kilobytes / 1e3))
                    self.tally.files = max(self.tally.files, len(list(Path(f"/proc/{pid}/fd").iterdir())))

    def _rest(self, seconds: float) -> bool:
        until = min(time.monotonic() + seconds, self.end)
        time.sleep(max(0.0, until - time.monotonic()))
        return self.on()

    def _write_queries(self) -> Path:
        """What wrk asks, as it reads it."""
        chooser = random.Random("wrk")
        paths = ("/api/search", "/api/search", "/zh-hans/search/", "/zh-hant/search/")
        queries, script = self.archive.folder / "queries", self.archive.folder / "ask.lua"
        asked = (self.questions.one(chooser).text for _ in range(5_000))
        lines = (f"{chooser.choice(paths)}?{urlencode({'q': text, 'size': 100})}" for text in asked)
        queries.write_text("\n".join(lines))
        script.write_text(WRK.replace("QUERIES", str(queries)))
        return script

    def wrk(self) -> None:
        """Ask the costliest as fast as answers come, without a look at them."""
        command = shutil.which("wrk")
        if command is None:
            return
        seconds = max(1, int(self.end - time.monotonic()))
        options = ["-t1", "-c12", f"-d{seconds}s", "--timeout", "60s", "-s", str(self.script)]
        done = subprocess.run([command, *options, self.service.origin], check=True, capture_output=True, text=True)
        requests, refused, broken = map(int, done.stdout.splitlines()[-1].split())
        self.tally.count("asked by wrk", requests)
        self.tally.count("asked by wrk, not 200", refused)
        self.tally.count("asked by wrk, connection broken", broken)

    def run(self) -> None:
        """All of it, until the time is up."""
        acts: list[Callable[[], None]] = [partial(self.reader, number) for number in range(READERS)]
        acts += [partial(self.stranger, number) for number in range(STRANGERS)]
        acts += [self.imagination, self.editor, self.killer, self.watcher, self.wrk]
        work = [threading.Thread(target=self._guarded, args=(act,)) for act in acts]
        for thread in work:
            thread.start()
        while self._rest(300.0):
            print(f"{(time.monotonic() - self.begun) / 60:.0f} min: {dict(self.tally.asked)}", file=sys.stderr)
        for thread in work:
            thread.join()

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - a thread that dies must be told of
            self.tally.fail(f"{act}: {error!r}")


def _most(memory: dict[int, list[tuple[float, float]]], start: float, end: float) -> float:
    return max((size for own in memory.values() for at, size in own if start <= at < end), default=0.0)


def report(siege: Siege, minutes: float) -> Iterator[str]:
    """What came of it, line by line; last whether it may be called right."""
    tally = siege.tally
    yield from (f"{what}: {number}" for what, number in sorted(tally.asked.items()))
    quarters = [_most(tally.memory, minutes * 15 * at, minutes * 15 * (at + 1)) for at in range(4)]
    yield "the largest process in each quarter, MB: " + ", ".join(f"{size:.0f}" for size in quarters)
    yield f"the most files that a process had open: {tally.files}"
    if quarters[3] > GROWTH * quarters[1]:
        tally.fail("memory goes on growing")
    status, _ = siege.service.get("/health")
    if status != 200:
        tally.fail(f"health is {status}")
    siege.service.log.seek(0)
    lines = siege.service.log.read().splitlines()
    faults = [line for line in lines if any(sign in line for sign in (" 500 ", " ERROR ", "Traceback"))]
    if faults:
        tally.fail(f"the service's log: {faults[:5]}")
    yield f"lines in the service's log: {len(lines)}"


def main(minutes: float, count: int) -> int:
    """Lay siege and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), Generator(count))
        archive.sync_index()
        archive.site.mkdir()
        (archive.site / "index.html").write_text("<!doctype html><title>x</title>")
        (archive.site / "large.bin").write_bytes(bytes(20_000_000))
        service = Service(archive)
        try:
            for _ in range(600):
                with contextlib.suppress(OSError, HTTPException):
                    if service.get("/health")[0] == 200:
                        break
                time.sleep(0.1)
            siege = Siege(archive, service, minutes)
            siege.run()
            print(f"{minutes:g} minutes, {count} stories, {len(os.sched_getaffinity(0))} cores")
            for line in report(siege, minutes):
                print(line)
        finally:
            code = service.stop()
        if code:
            siege.tally.fail(f"the service stopped with {code}")
        print(f"wrong: {len(siege.tally.wrong)}", *siege.tally.wrong[:20], sep="\n  ")
        return 1 if siege.tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(float(sys.argv[1]) if sys.argv[1:] else 60.0, int(sys.argv[2]) if sys.argv[2:] else 2000)))
