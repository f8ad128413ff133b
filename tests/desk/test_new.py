"""``new``: an editor is asked, names are completed while they are typed, and a valid draft is written; or nothing is."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.desk.asking.draft import Draft
from plugins.vocabulary.vocabulary import Vocabulary
from tests.small_site import ROOT, SmallSite

pty = pytest.importorskip("pty", reason="terminals of this kind are POSIX")

_DOWN, _ENTER, _INTERRUPT = "\x1b[B", "\r", "\x03"
_PATIENCE = 60
GIVEN = ("--title", "路口的灯", "--date", "2020-02-06", "--place", "樊城区", "--role", "义工")


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    site.story("one-story")
    return site


class Terminal:
    """``new`` on a terminal of its own."""

    def __init__(self, site: SmallSite, *arguments: str) -> None:
        ours, theirs = pty.openpty()
        command = [sys.executable, "tasks.py", "new", "--no-preview", "--content", str(site.content), *arguments]
        environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self._ours = ours
        self.seen = ""

    def sees(self, words: str) -> None:
        """Wait until words stand on the screen that were not there before."""
        end = time.monotonic() + _PATIENCE
        while words not in (shown := re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)):
            assert time.monotonic() < end, f"waited for {words}, saw: {shown}"
            if not self._read():
                pytest.fail(f"it ended before {words}: {shown}")
        self.seen = ""

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], 1)
        if not ready:
            return True
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def types(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> int:
        while self._read():
            pass
        return self.process.wait(_PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        os.close(self._ours)


@pytest.fixture
def terminal(site: SmallSite) -> Iterator[Terminal]:
    terminal = Terminal(site)
    yield terminal
    terminal.close()


def stories(site: SmallSite) -> set[str]:
    return {path.name for path in (site.content / "stories").iterdir()}


def test_an_editor_answers_with_pinyin_and_gets_a_valid_draft(site: SmallSite, terminal: Terminal) -> None:
    terminal.sees("标题")
    terminal.types(f"路口的灯{_ENTER}")
    terminal.sees("什么时候")
    terminal.types(f"2020年2月6日{_ENTER}")
    terminal.sees("是否 2020-02-06？")
    terminal.types("\x15" + f"2020-02-06{_ENTER}")
    terminal.sees("正文用")
    terminal.types(_ENTER)
    terminal.sees("地点")
    terminal.types("fancheng")
    terminal.sees("樊城区")
    terminal.types(_DOWN + _ENTER)
    terminal.sees("没有了就按回车")
    terminal.types(_ENTER)
    terminal.sees("角色")
    terminal.types("zyz")
    terminal.sees("志愿者")
    terminal.types(_DOWN + _ENTER)
    terminal.sees("没有了就按回车")
    terminal.types(_ENTER)
    terminal.sees("人物")
    terminal.types(_ENTER)
    terminal.sees("哪家媒体")
    terminal.types(_ENTER)
    terminal.sees("原文网址")
    terminal.types(_ENTER)
    terminal.sees("为什么不知道")
    terminal.types(f"来稿没有注明{_ENTER}")
    terminal.sees("网址的最后一段")
    terminal.types(_ENTER)
    terminal.sees("草稿写好了")
    assert terminal.end() == 0
    (name,) = stories(site) - {"one-story.md"}
    text = (site.content / "stories" / name).read_text("utf-8")
    assert "places: [湖北省/襄阳市/樊城区]\nroles: [志愿者]\n" in text
    assert "status: draft" in text
    checked = run(site, "check", f"{site.content}/stories/{name}")
    assert checked.returncode == 0, checked.stdout


def test_leaving_writes_nothing(site: SmallSite, terminal: Terminal) -> None:
    terminal.sees("标题")
    terminal.types(f"路口的灯{_ENTER}")
    terminal.sees("什么时候")
    terminal.types(_INTERRUPT)
    terminal.sees("没有写入任何文件")
    assert (terminal.end(), stories(site)) == (130, {"one-story.md"})


def run(site: SmallSite, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tasks.py", *arguments, "--content", str(site.content), "--output", str(site.output)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8", stdin=subprocess.DEVNULL
    )


def test_options_alone_write_a_draft_that_has_no_fault(site: SmallSite) -> None:
    done = run(site, "new", *GIVEN, "--source", "某报", "--url", "https://example.org/1", "--id", "gate-lamp")
    assert (done.returncode, Path(done.stdout.strip()).name) == (0, "gate-lamp.md")
    assert "source:\n  name: 某报\n  url: https://example.org/1\n" in (site.content / "stories/gate-lamp.md").read_text(
        "utf-8"
    )
    assert run(site, "check").returncode == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--source"),
        (("--source", "unknown"), "reason"),
        (("--source", "某报", "--url", "unknown", "--reason", "无", "--id", "one-story"), "one-story"),
        (("--source", "某报", "--url", "example"), "example"),
    ],
)
def test_options_that_make_no_valid_draft_write_nothing(site: SmallSite, options: tuple[str, ...], said: str) -> None:
    done = run(site, "new", *GIVEN, *options)
    assert (done.returncode, said in done.stderr, stories(site)) == (2, True, {"one-story.md"}), done.stderr


def test_every_answer_is_held_to_the_rules_of_the_schema(site: SmallSite) -> None:
    draft = Draft(site.content, Vocabulary.load(site.content))
    for field, wrong, right in (
        ("date", "2020年2月", "2020-02"),
        ("places", ["樊成区"], ["樊城区"]),
        ("roles", ["志原者"], ["志工", "义工"][1:]),
        ("id", "A b", "a-b-c"),
        ("id", "one-story", "two-story"),
        ("script", "english", "hant"),
    ):
        fault = draft.problem(field, wrong)
        assert fault is not None, field
        assert fault.message, field
        assert draft.problem(field, right) is None, field
    draft.front["title"] = "守在路口的義工"
    assert draft.script == "hant"
