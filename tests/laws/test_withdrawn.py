"""A story that is withdrawn is gone from everything that was made of it; a notice stands at its address."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.desk.review.items import key_of
from plugins.desk.takedown.withdraw import Takedown, withdraw
from plugins.desk.vocabulary_edits.books import RefusedError
from plugins.faults import ContentError
from plugins.packaging import package
from plugins.search.engine import Engine
from plugins.search.results import Request
from tests.pictures.photos import drawing, encoded
from tests.small_site import ROOT, SmallSite
from tests.unpacked import files_saying

EDITIONS = ("zh-hans", "zh-hant")
WHY = "应家属要求撤下。"
BODY = """\
翟湜把钥匙埋在第三棵槐树下，谁也没告诉。

![她站在雨里](images/rain.png)

![大门](images/gate.png)
"""
TWIN = """\
---
title: 翟湜在雨裡守門
---

翟湜把鑰匙埋在第三棵槐樹下，誰也沒告訴。

![她站在雨裡](images/rain.png)

![大門](images/gate.png)
"""
#: What only the withdrawn story says, in either script, and what its people are called and where they stood.
SECRETS = ("翟湜", "小湜", "槐树下", "槐樹下", "钥匙埋", "鑰匙埋", "zhai-shi", "rain.png")


def fill(site: SmallSite) -> None:
    """Two stories that stay and one that will not, with everything that a story may leave around it."""
    site.story("one-story", body="志愿者量体温。\n\n她见过[守门的人](story:rain-gate)。\n\n![大门](images/gate.png)")
    site.story("two-story", people="余融豪, 罗漪")
    site.story(
        "rain-gate",
        title="翟湜在雨里守门",
        body=BODY,
        people="{name: 翟湜, id: zhai-shi}, 罗漪",
        places="湖北省/襄阳市/襄城区",
    )
    site.write("stories/rain-gate.hant.md", TWIN)
    site.write("stories/rain-gate.md~", BODY)
    site.write("stories/.rain-gate.md.0a1b2c3d", BODY)
    site.write("images/old-gate-1.png", "picture of 翟湜")
    for name, width in (("rain", 60), ("gate", 40)):
        (site.content / f"images/{name}.png").write_bytes(encoded(drawing(width, 30), "PNG"))
    site.write("raw/old-gate.html", f"<p>{BODY}</p>")
    site.write("raw/two-story.html", "<p>别的</p>")
    site.write("raw/.sketches.json", '{"version": 1, "files": {"x": [0, 0, "rain-gate", "翟湜在雨里守门", "", ""]}}')
    context = "把钥匙埋在第三棵槐树⟦下⟧"
    rows = [f"rain-gate\t{key_of('rain-gate', context)}\t下\t下\t{context}\t2026-11-22"]
    context = "在社区门口量体⟦温⟧"
    rows.append(f"two-story\t{key_of('two-story', context)}\t温\t溫\t{context}\t2026-11-22")
    site.write("vocabulary/decisions.tsv", "story\tkey\tfrom\tto\tcontext\tday\n" + "\n".join(rows) + "\n")
    people = "- {id: zhai-shi, hans: 翟湜, hant: 翟湜, aliases: [小湜]}  # 守门的翟湜\n- {id: luo-yi, hans: 罗漪, hant: 羅漪}\n"
    site.write("vocabulary/people.yaml", people)
    site.write("vocabulary/glossary.tsv", "hans>hant\t谁也\t誰也\t翟湜把钥匙埋在第三棵槐树下，谁也没告诉。\t\n")
    moves = "stories/old-gate/\tstories/rain-gate/\npeople/zs/\tpeople/zhai-shi/\nroles/helper/\troles/volunteer/\n"
    site.write("vocabulary/moved.tsv", f"old\tnew\n{moves}")


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    fill(site)
    return site


def take_down(site: SmallSite, **more: bool) -> Takedown:
    plan = withdraw(site.content, "rain-gate", WHY, day="2026-11-28", **more)
    plan.apply()
    return plan


def page(site: SmallSite, path: str) -> str:
    return (site.output / path / "index.html").read_text("utf-8")


def test_nothing_that_was_made_of_a_withdrawn_story_holds_a_word_of_it_any_more(site: SmallSite) -> None:
    preview, zipped = site.folder / "preview", site.folder / "copy"
    zipped.mkdir()
    site.build(compress=True)
    site.build(preview, drafts=True)
    site.story("two-story", people="余融豪, 罗漪", body="改过，索引里有两段。")
    site.build(compress=True)
    package(site.options(), zipped / "archive.zip")
    trees = [site.output, site.folder / "output.state", preview, site.folder / "preview.state", zipped]
    assert all(files_saying(tree, SECRETS) for tree in trees), "this test would see the words if they were there"

    take_down(site)
    site.build(compress=True)
    site.build(preview, drafts=True)
    package(site.options(), zipped / "archive.zip")
    assert [files_saying(tree, SECRETS) for tree in (site.content, *trees)] == [{}] * 6
    for folder in (site.output, site.folder / "output.state"):
        assert len(list((folder / "pictures").iterdir())) == 1, "the picture that only it had is gone, in all its forms"
    assert site.state() == site.clean_build(compress=True)


def test_the_database_has_no_page_left_with_a_text_that_is_gone(site: SmallSite) -> None:
    site.build()
    state = site.folder / "output.state/state.sqlite"
    with sqlite3.connect(state) as database:
        ((packed,),) = database.execute("SELECT texts FROM record WHERE path = 'stories/rain-gate.md'").fetchall()
    database.close()
    assert packed[:40] in state.read_bytes()
    take_down(site)
    site.build()
    left = [path.name for path in state.parent.iterdir() if path.is_file() and packed[8:40] in path.read_bytes()]
    assert left == []
    assert {path.name for path in state.parent.glob("state.sqlite*")} == {"state.sqlite"}


def test_what_a_lost_state_had_written_goes_too(site: SmallSite) -> None:
    site.build()
    shutil.rmtree(site.folder / "output.state")
    assert (site.output / "zh-hans/people/zhai-shi/index.html").is_file()
    take_down(site)
    site.build()
    assert files_saying(site.output, SECRETS) == {}


def test_a_build_that_is_killed_on_the_way_is_made_good_by_the_next(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    take_down(site)
    monkeypatch.setattr("plugins.purging.build.sweep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        site.build()
    monkeypatch.undo()
    site.build()
    assert files_saying(site.folder / "output.state", SECRETS) == {}


def test_the_indexes_are_made_anew_once_and_not_at_every_build(site: SmallSite) -> None:
    site.build()
    take_down(site)
    assert site.build().index.added == 2
    site.story("two-story", people="余融豪, 罗漪", body="改过。")
    assert site.build().index.added == 1


# What readers find


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_notice_with_day_and_reason_stands_at_its_address(site: SmallSite, edition: str) -> None:
    take_down(site)
    site.build()
    notice = page(site, f"{edition}/stories/rain-gate")
    assert ("應家屬要求撤下。" if edition == "zh-hant" else WHY) in notice
    assert "2026年11月28日" in notice
    assert '<meta name="robots" content="noindex">' in notice
    assert "ld+json" not in notice
    assert "襄城" not in notice
    assert not re.search(r"citation_|dc\.|article:", notice)


@pytest.mark.parametrize("edition", EDITIONS)
def test_its_old_addresses_and_links_lead_to_the_notice(site: SmallSite, edition: str) -> None:
    take_down(site)
    site.build()
    assert f"url=/{edition}/stories/rain-gate/" in page(site, f"{edition}/stories/old-gate")
    assert f'href="/{edition}/stories/rain-gate/"' in page(site, f"{edition}/stories/one-story")


def test_it_is_in_no_list_feed_map_or_search(site: SmallSite) -> None:
    site.build()
    take_down(site)
    site.build()
    naming = {
        path.relative_to(site.output).as_posix()
        for path in site.output.rglob("*")
        if path.is_file() and b"rain-gate" in path.read_bytes()
    }
    own = {
        f"{edition}/stories/{name}/index.html"
        for edition in EDITIONS
        for name in ("rain-gate", "old-gate", "one-story")
    }
    assert naming == own
    for gone in ("places/hubei/xiangyang/xiangcheng", "people/zhai-shi", "people/zs"):
        assert not (site.output / "zh-hans" / gone).exists()
    engine = Engine.open(site.folder / "output.state/index")
    try:
        totals = [
            engine.search(Request(query, "hans")).total for query in ("翟湜", "槐樹下", "地点:襄城区", "person:翟湜")
        ]
        assert totals == [0, 0, 0, 0]
    finally:
        engine.close()


def test_the_title_stays_where_the_editor_says_so_as_either_edition_had_it(site: SmallSite) -> None:
    take_down(site, keep_title=True)
    site.build()
    assert "<h1>翟湜在雨里守门</h1>" in page(site, "zh-hans/stories/rain-gate")
    assert "<h1>翟湜在雨裡守門</h1>" in page(site, "zh-hant/stories/rain-gate")


# What editors find


def test_what_others_use_stays(site: SmallSite) -> None:
    take_down(site)
    assert (site.content / "images/gate.png").is_file()
    assert (site.content / "raw/two-story.html").is_file()
    assert (site.content / "vocabulary/people.yaml").read_text("utf-8") == "- {id: luo-yi, hans: 罗漪, hant: 羅漪}\n"
    assert "two-story" in (site.content / "vocabulary/decisions.tsv").read_text("utf-8")
    assert "roles/helper/" in (site.content / "vocabulary/moved.tsv").read_text("utf-8")


def test_the_file_keeps_what_the_notice_needs_and_nothing_else(site: SmallSite) -> None:
    take_down(site)
    assert (site.content / "stories/rain-gate.md").read_text("utf-8") == (
        "---\nid: rain-gate\nscript: hans\nstatus: withdrawn\nwithdrawn: 2026-11-28\nwhy: 应家属要求撤下。\n---\n"
    )


def test_it_is_told_where_else_the_same_is_said_and_who_links_there(site: SmallSite) -> None:
    site.write(
        "pages/news.md",
        "---\nid: news\ntitle: 近况\nscript: hant\n---\n\n她說：翟湜把鑰匙埋在第三棵槐樹下，誰也沒告訴。\n",
    )
    rights = "source: {name: unknown, url: unknown, reason: 收到的文本没有写明发布者和网址}"
    for name in ("rain-gate", "two-story"):
        text = (site.content / f"stories/{name}.md").read_text("utf-8")
        site.write(f"stories/{name}.md", text.replace("source: {name: unknown, url: unknown, reason: 测试}", rights))
    plan = withdraw(site.content, "rain-gate", WHY, day="2026-11-28")
    assert plan.linked == ("stories/one-story.md",)
    assert ("pages/news.md", 7) in plan.remains
    assert {path for path, _ in plan.remains} == {"pages/news.md"}


def test_a_story_with_faults_can_be_withdrawn(site: SmallSite) -> None:
    site.write("stories/rain-gate.md", "---\nid: rain-gate\ntitle: [翟湜\n---\n\n翟湜把钥匙埋在第三棵槐树下。\n")
    take_down(site)
    site.build()
    assert "翟湜" not in (site.content / "stories/rain-gate.md").read_text("utf-8")


def test_a_reason_that_names_whom_the_story_names_is_refused(site: SmallSite) -> None:
    with pytest.raises(RefusedError, match="读者还会看到"):
        withdraw(site.content, "rain-gate", "翟湜要求撤下", day="2026-11-28")


def test_a_story_is_withdrawn_once(site: SmallSite) -> None:
    take_down(site)
    with pytest.raises(RefusedError, match="已经撤下"):
        take_down(site)


def test_a_status_alone_stops_the_build_and_says_what_to_do(site: SmallSite) -> None:
    text = (site.content / "stories/rain-gate.md").read_text("utf-8")
    site.write("stories/rain-gate.md", text.replace("added:", "status: withdrawn\nadded:"))
    with pytest.raises(ContentError, match="运行 withdraw"):
        site.build()
    take_down(site)
    site.build()


def test_nobody_else_gets_the_id_of_a_withdrawn_story(site: SmallSite) -> None:
    take_down(site)
    text = (site.content / "stories/one-story.md").read_text("utf-8")
    site.write("stories/a-story.md", text.replace("id: one-story", "id: rain-gate"))
    with pytest.raises(ContentError, match=r"stories/a-story\.md:2:.*已撤下") as caught:
        site.build()
    assert [fault.code for fault in caught.value.faults] == ["withdrawn-id"]


def run_tasks(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_command_shows_the_files_and_writes_only_after_yes(site: SmallSite) -> None:
    where = ("--content", str(site.content))
    before = (site.content / "stories/rain-gate.md").read_bytes()
    shown = run_tasks("withdraw", "rain-gate", "--why", WHY, *where)
    assert shown.returncode == 0, shown.stderr
    assert (site.content / "stories/rain-gate.md").read_bytes() == before
    for path in ("stories/rain-gate.hant.md", "images/rain.png", "raw/old-gate.html", "stories/rain-gate.md~"):
        assert f"{path}：删去" in shown.stdout
    done = run_tasks("withdraw", "rain-gate", "--why", WHY, "--yes", *where)
    assert done.returncode == 0, done.stderr
    assert files_saying(site.content, SECRETS) == {}
    assert run_tasks("withdraw", "rain-gate", *where).returncode == 2
    assert run_tasks("check", *where, "--output", str(site.output)).returncode == 0
