"""What stands compressed beside a file is that file, whatever happened before."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

from tests.laws.test_incremental import KILLER, edited, start
from tests.small_site import ROOT, SmallSite, tree

FORMS = {".br": brotli.decompress, ".gz": gzip.decompress}


def compressed(output: Path) -> dict[str, bytes]:
    """Every compressed file by its path, with what it holds; each must hold the file beside it."""
    found = {path: data for path, data in tree(output).items() if path.endswith(tuple(FORMS))}
    for path, data in found.items():
        beside = output / path[:-3]
        assert beside.is_file(), f"{path} stands there alone"
        assert FORMS[path[-3:]](data) == beside.read_bytes(), f"{path} holds something else than its file"
    return found


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = start(tmp_path)
    site.build(compress=True)
    return site


def test_pages_styles_and_scripts_stand_there_compressed_when_that_saves_something(site: SmallSite) -> None:
    found = compressed(site.output)
    for path in ("zh-hans/stories/one-story/index.html", "theme/css/site.css", "theme/js/site.js", "sitemap.xml"):
        assert {f"{path}.br", f"{path}.gz"} <= found.keys(), path
        assert len(found[f"{path}.br"]) < len(found[f"{path}.gz"]) < (site.output / path).stat().st_size
    assert not any(path.startswith("robots.txt.") for path in found), "a file of one packet gains nothing"


def test_the_same_content_gives_the_same_compressed_bytes(site: SmallSite, tmp_path: Path) -> None:
    other = start(tmp_path / "other")
    other.build(compress=True, workers=2)
    assert tree(other.output) == tree(site.output)


def test_only_the_files_that_changed_are_compressed_again(site: SmallSite) -> None:
    before = {path: (site.output / path).stat().st_ino for path in compressed(site.output)}
    site.story("one-story", body="改过的正文。" * 300)
    site.build(compress=True)
    after = {path: (site.output / path).stat().st_ino for path in compressed(site.output)}
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert {path.split("/")[2] for path in changed} == {"one-story"}


def test_a_page_that_is_gone_takes_its_compressed_forms_with_it(site: SmallSite) -> None:
    (site.content / "stories/one-story.md").unlink()
    site.build(compress=True)
    compressed(site.output)
    assert not (site.output / "zh-hans/stories/one-story").exists()


def test_publishing_without_compression_leaves_nothing_compressed_behind_and_back_again(site: SmallSite) -> None:
    whole = tree(site.output)
    site.build(compress=False)
    assert compressed(site.output) == {}
    assert tree(site.output) == {path: data for path, data in whole.items() if not path.endswith(tuple(FORMS))}
    site.build(compress=True)
    assert tree(site.output) == whole


def publish_until(folder: Path, calls: int) -> subprocess.CompletedProcess[str]:
    """Build with compression in a process that dies at its n-th step."""
    script = KILLER.replace("site.build()", "site.build(compress=True)")
    command = [sys.executable, "-c", script, str(ROOT), str(folder), str(calls)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def published(folder: Path) -> SmallSite:
    """A published site with changes of every kind that no build has seen."""
    site = edited(folder)
    site.build(compress=True)
    site.story("one-story", title="又改了标题", body="又改了正文。" * 100)
    (site.content / "stories/two-story.md").unlink()
    return site


def test_a_publish_that_is_killed_never_leaves_an_old_compressed_page_beside_a_new_one(tmp_path: Path) -> None:
    whole = publish_until(published(tmp_path / "count").folder, -1)
    assert whole.returncode == 0, whole.stderr
    steps, chooser = int(whole.stdout), random.Random(7)
    site = published(tmp_path / "killed")
    for round_ in range(4):
        at = steps - chooser.randrange(1, min(steps, 500))
        assert publish_until(site.folder, at).returncode == 9, round_
        compressed(site.output)
        site.story("one-story", title=f"第{round_}次", body=f"第{round_}次的正文。" * 100)
    site.build(compress=True)
    compressed(site.output)
    expected = tree(site.output)
    clean = site.folder / "clean"
    site.build(clean, compress=True)
    assert tree(clean) == expected
