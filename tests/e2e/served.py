"""The archive as an editor runs it: the real ``serve`` on a copy of the content, in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
#: How long a cold build, the start of the service, or the first time that something is asked may take on a busy machine, in seconds.
PATIENCE = 120


def front_matter(content: Path) -> list[dict[str, Any]]:
    """The front matter of every story, read by nothing but YAML."""
    texts = [path.read_text("utf-8") for path in sorted((content / "stories").rglob("*.md"))]
    return [yaml.safe_load(text.split("\n---\n")[0]) for text in texts]


def run_task(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a task to its end; it must succeed."""
    command = [sys.executable, str(ROOT / "tasks.py"), *words]
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONUTF8": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """The command ``serve`` on a copy of the archive's content.

    Attributes:
        content: the copy, to be edited by tests.
        output: what ``serve`` builds.
        port, origin: where it answers.
    """

    #: The command.
    command: tuple[str, ...] = ("serve",)

    def __init__(self, folder: Path, prepare: Callable[[Path], object] | None = None) -> None:
        """``prepare`` is given the copy before it is served."""
        self.content = folder / "content"
        self.output = folder / "site"
        self._log = folder / "serve.log"
        shutil.copytree(CONTENT, self.content)
        if prepare:
            prepare(self.content)
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, str(ROOT / "tasks.py"), *self.command, "--port", str(self.port)]
        self._command += ["--content", str(self.content), "--output", str(self.output)]
        self.start()

    def start(self) -> None:
        """Run it; again at the same address after it was stopped."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=_environment(), stdout=log, stderr=log)

    def wait(self) -> None:
        """Wait until the archive answers; a server that ended says why."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, f"{self.command[0]} ended:\n{self.log}"
            assert time.monotonic() < deadline, f"{self.command[0]} does not answer:\n{self.log}"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return self.get("/")[0] == 200
        except OSError:
            return False

    @property
    def log(self) -> str:
        """What ``serve`` has said so far."""
        return self._log.read_text("utf-8", "replace")

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        """Status, headers (lower case) and text of an address."""
        try:
            with urllib.request.urlopen(f"{self.origin}{path}", timeout=30) as answer:
                return answer.status, _lower(answer.headers.items()), answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, _lower(answer.headers.items()), answer.read().decode()

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class ServedDesk(Served):
    """The command ``desk`` on such a copy: nobody sees anything of it without the address that it says."""

    command = ("desk", "--no-browser")

    @property
    def opening(self) -> str:
        """The path that lets an editor's browser in."""
        found = re.search(r"(/desk/open\?token=\S+)", self.log)
        return found[1] if found else ""

    def _answers(self) -> bool:
        try:
            return bool(self.opening) and self.get("/desk/")[0] == 403
        except OSError:
            return False


def _lower(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
