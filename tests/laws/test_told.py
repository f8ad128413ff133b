"""Where the machine fails a command, it is told in plain words, and nothing is lost: a full disk, a taken port, a build elsewhere."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.archive.state import State
from plugins.serving import free_port, web_address
from tests.small_site import ROOT, SmallSite, tree

#: How much a process may write to one file where the disk is as good as full; a page takes more.
FEW_BYTES = 6000


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    for number in range(3):
        site.story(f"gate-{number}", body=f"第{number}个路口。")
    return site


def run(site: SmallSite, *words: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """One of our commands, as a user runs it."""
    where = ("--content", str(site.content), "--output", str(site.output))
    command = [sys.executable, str(ROOT / "tasks.py"), *words, *where]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, preexec_fn=before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for what a process may write")
def test_a_disk_that_is_full_stops_a_build_in_plain_words_and_the_next_build_makes_up_for_it(site: SmallSite) -> None:
    import resource

    assert run(site, "build").returncode == 0
    site.story("gate-1", body="改过了的正文。" * 2000)
    full = run(site, "build", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FEW_BYTES, FEW_BYTES)))
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "文件读不了或写不下" in full.stderr or "Not finished" in full.stderr
    assert run(site, "build").returncode == 0
    mended = tree(site.output)
    shutil.rmtree(site.output)
    shutil.rmtree(site.options().state)
    assert run(site, "build").returncode == 0
    assert tree(site.output) == mended


def test_a_search_never_takes_away_the_index_that_a_build_is_writing(site: SmallSite) -> None:
    options = site.options()
    with State.open(options.state_file):  # as a build holds it that has not come to its end
        begun = options.index / "i-0123456789abcdef"
        begun.mkdir(parents=True)
        (begun / "part").write_bytes(b"half")
        done = run(site, "search", "路口")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert (begun / "part").read_bytes() == b"half"
    assert run(site, "search", "路口").returncode == 0


def test_a_port_that_is_taken_and_an_address_that_is_not_here_are_told(site: SmallSite) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(site, "serve", "--port", str(port))
        assert (done.returncode, str(port) in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    done = run(site, "serve", "--host", "192.0.2.1")
    assert (done.returncode, "192.0.2.1" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine speaks IPv4 only")
def test_an_address_of_ipv6_is_listened_on_like_any_other() -> None:
    port = free_port("::1", 0)
    assert port is not None
    assert web_address("::1", port) == f"http://[::1]:{port}"
    with socket.socket(socket.AF_INET6) as taken:
        taken.bind(("::1", port))
        taken.listen()
        assert free_port("::1", port) is None


@pytest.mark.parametrize(
    "address", ["", "example.org", "https://", "https://exa mple.org", 'https://a.org/"x', "https://a.org/?x"]
)
def test_a_site_is_not_published_at_what_is_no_address(site: SmallSite, address: str) -> None:
    done = run(site, "publish", "--siteurl", address)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert not site.output.exists()
