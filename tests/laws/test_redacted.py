"""A name or passage that is redacted is gone, in both scripts, from everything that was made of its story."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.desk.takedown.redact import redact
from plugins.desk.vocabulary_edits.books import RefusedError
from plugins.desk.web.waiting import Shelves
from plugins.desk.web.workplace import Workplace
from plugins.desk_site import Shelf
from tests.laws.test_withdrawn import EDITIONS, fill, page
from tests.small_site import ROOT, SmallSite
from tests.unpacked import files_saying

WHY = "应本人要求隐去姓名。"
NAME = ("翟湜", "小湜", "zhai-shi")
PASSAGE = ("第三棵槐树下", "第三棵槐樹下")


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    fill(site)
    return site


def take_out(site: SmallSite, what: str, instead: str = "某") -> None:
    redact(site.content, "rain-gate", what, WHY, instead=instead, day="2026-11-28").apply()


@pytest.mark.parametrize(("what", "instead", "words"), [("翟湜", "某", NAME), ("第三棵槐樹下", "一处", PASSAGE)])
def test_it_is_gone_from_files_site_indexes_and_state(
    site: SmallSite, what: str, instead: str, words: tuple[str, ...]
) -> None:
    (site.content / "images/old-gate-1.png").write_text("picture", "utf-8")
    site.build(compress=True)
    trees = [site.content, site.output, site.folder / "output.state"]
    assert all(files_saying(tree, words) for tree in trees), "this test would see the words if they were there"
    take_out(site, what, instead)
    site.build(compress=True)
    assert [files_saying(tree, words) for tree in trees] == [{}] * 3
    assert site.state() == site.clean_build(compress=True)
    for edition in EDITIONS:
        assert instead[0] in page(site, f"{edition}/stories/rain-gate")


def test_readers_are_told_that_and_why_and_not_what(site: SmallSite) -> None:
    take_out(site, "翟湜")
    text = (site.content / "stories/rain-gate.md").read_text("utf-8")
    assert f"{{date: 2026-11-28, note: {WHY}, redacted: yes}}" in text
    site.build()
    assert WHY in page(site, "zh-hans/stories/rain-gate")
    assert "應本人要求隱去姓名。" in page(site, "zh-hant/stories/rain-gate")


def test_a_person_whom_another_story_names_stays_in_the_register(site: SmallSite) -> None:
    site.story("two-story", people="{name: 翟湜, id: zhai-shi}", body="翟湜也在。")
    take_out(site, "翟湜")
    assert "zhai-shi" in (site.content / "vocabulary/people.yaml").read_text("utf-8")
    assert "翟湜" not in (site.content / "stories/rain-gate.md").read_text("utf-8")


def test_what_came_in_another_encoding_goes_as_a_whole(site: SmallSite) -> None:
    (site.content / "raw/rain-gate.txt").write_bytes("翟湜把钥匙埋在第三棵槐树下。".encode("gb18030"))
    site.write("raw/rain-gate.html", "<p>&#32735;&#28252;</p>")
    take_out(site, "翟湜")
    assert not list((site.content / "raw").glob("rain-gate.*"))


def test_words_broken_by_markup_are_found(site: SmallSite) -> None:
    text = (site.content / "stories/rain-gate.md").read_text("utf-8")
    site.write("stories/rain-gate.md", text.replace("第三棵槐树下", "第三棵**槐\n树**下"))
    take_out(site, "第三棵槐树下", "一处")
    assert "槐" not in (site.content / "stories/rain-gate.md").read_text("utf-8")


def test_what_is_not_there_or_would_be_told_is_refused(site: SmallSite) -> None:
    with pytest.raises(RefusedError, match="里没有"):
        take_out(site, "没有的话")
    with pytest.raises(RefusedError, match="不能有"):
        redact(site.content, "rain-gate", "翟湜", "翟湜要求", instead="某", day="2026-11-28")


def test_the_command_shows_the_difference_and_writes_after_yes(site: SmallSite) -> None:
    command = [sys.executable, str(ROOT / "tasks.py"), "redact", "rain-gate", "翟湜", "--with", "某人", "--why", WHY]
    command += ["--content", str(site.content)]
    before = (site.content / "stories/rain-gate.md").read_bytes()
    shown = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (shown.returncode, (site.content / "stories/rain-gate.md").read_bytes()) == (0, before), shown.stderr
    assert "+title: 某人在雨里守门" in shown.stdout
    done = subprocess.run([*command, "--yes"], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "title: 某人在雨里守门" in (site.content / "stories/rain-gate.md").read_text("utf-8")


def test_what_the_desk_kept_of_reviewing_it_is_gone_with_the_next_build(site: SmallSite) -> None:
    options, kept = site.options(), site.folder / "output.state" / "reviewed.json"
    site.build()
    shelf = Shelf(options)
    shelf.read()
    shelves = Shelves(Workplace(site.content, options.style, shelf, options.state))
    shelves.look()
    assert "翟湜" in kept.read_text("utf-8"), "this test would see the name if it were there"
    take_out(site, "翟湜")
    site.build()
    assert not kept.exists()
    shelves.look()
    assert "翟湜" not in kept.read_text("utf-8")
