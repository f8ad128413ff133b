"""What editors see while they write: ``serve`` builds after every save, and open pages follow by themselves."""

from __future__ import annotations

import http.client
import time

import pytest

pytestmark = pytest.mark.browser

STORY = "stories/fancheng-prosecutors-beiyuan"
OVERLAY = "#preview-faults"
DRAFT = """---
id: a-draft-at-the-desk
title: 还没写完的一篇
date: 2020-02
script: hans
kind: retold
places: [湖北省/襄阳市/樊城区]
roles: [志愿者]
people: []
source: {name: unknown, url: unknown, reason: 测试用的草稿，没有来源。, seen: 2026-11-22, rights: 无}
summary: 这一篇还是草稿。
added: 2026-11-22
status: draft
---

草稿里的一句话：体温计放在门边。
"""


def answers(desk, address: str, status: int) -> None:
    """Wait until an address answers so."""
    deadline = time.monotonic() + 30
    while desk.get(address)[0] != status:
        assert time.monotonic() < deadline, f"{address} does not answer {status}"
        time.sleep(0.05)


@pytest.fixture
def story(desk):
    """The file of a story, as it was when the test ends."""
    path = desk.content / f"{STORY}.md"
    before = path.read_text("utf-8")
    yield path
    path.write_text(before, "utf-8")


def test_a_saved_story_appears_by_itself_on_the_open_page(read, desk, story):
    page = read(desk).open(f"/zh-hant/{STORY}/")
    page.evaluate("window.sameAsBefore = true")
    story.write_text(story.read_text("utf-8") + "\n这一段是编辑刚刚写下的。\n", "utf-8")
    page.get_by_text("這一段是編輯剛剛寫下的。").wait_for()
    assert page.evaluate("window.sameAsBefore === undefined"), "the page was loaded anew"
    # The search knows the new words as well, in both scripts.
    assert read(desk).open("/zh-hans/search/?q=編輯剛剛寫下").locator(".hit").count() == 1


def test_a_fault_is_named_on_the_page_which_stays_until_it_is_mended(read, desk, story):
    good = story.read_text("utf-8")
    reader = read(desk)
    page = reader.open(f"/zh-hans/{STORY}/")
    assert page.locator(OVERLAY).count() == 0
    story.write_text(good.replace("roles: [检察官,", "roles: [检查员官,").replace("北苑小区", "南苑小区"), "utf-8")
    page.locator(OVERLAY).wait_for()
    said = page.locator(OVERLAY).inner_text()
    assert f"{STORY}.md:" in said, "the fault names its file and line"
    assert "检查员官" in said
    assert page.locator(OVERLAY).get_attribute("role") == "alert"
    # The last good page stays, also for those who come now; they see the fault too.
    assert "北苑小区" in page.locator(".body").inner_text()
    page = reader.open(f"/zh-hant/{STORY}/")
    page.locator(OVERLAY).wait_for()
    assert "北苑小區" in page.locator(".body").inner_text()
    story.write_text(good.replace("北苑小区", "南苑小区"), "utf-8")
    page.get_by_text("南苑小區").first.wait_for()
    assert page.locator(OVERLAY).count() == 0


def test_a_fault_is_taken_away_when_the_story_is_put_back_as_it_was(read, desk, story):
    good = story.read_text("utf-8")
    page = read(desk).open(f"/zh-hans/{STORY}/")
    story.write_text(good.replace("date: 2020-02", "date: 2020-13"), "utf-8")
    page.locator(OVERLAY).wait_for()
    story.write_text(good, "utf-8")
    page.locator(OVERLAY).wait_for(state="detached")
    assert "北苑小区" in page.locator(".body").inner_text()


def test_a_draft_is_seen_in_the_preview_and_nowhere_else(read, desk):
    reader = read(desk)
    page = reader.open("/zh-hans/places/hubei/xiangyang/fancheng/")
    path = desk.content / "stories" / "a-draft-at-the-desk.md"
    path.write_text(DRAFT, "utf-8")
    try:
        page.get_by_role("link", name="还没写完的一篇").wait_for()
        page = reader.open("/zh-hant/stories/a-draft-at-the-desk/")
        assert "草稿裡的一句話" in page.locator(".body").inner_text()
        assert reader.open("/zh-hant/search/?q=体温计放在门边").locator(".hit").count() == 1
    finally:
        path.unlink()
    answers(desk, "/zh-hant/stories/a-draft-at-the-desk/", 404)  # a file that is taken away takes its page along


def test_a_changed_vocabulary_reaches_the_open_page(read, desk):
    page = read(desk).open("/zh-hans/people/yu-ronghao/")
    people = desk.content / "vocabulary" / "people.yaml"
    before = people.read_text("utf-8")
    line = "id: yu-ronghao, hans: 余融豪, hant: 余融豪, aliases: []"
    assert line in before
    people.write_text(before.replace(line, line.replace("[]", "[老余]")), "utf-8")
    try:
        page.get_by_text("老余").wait_for()
    finally:
        people.write_text(before, "utf-8")
        page.get_by_text("老余").wait_for(state="detached")


def test_a_draft_at_fault_has_a_page_of_its_own_that_becomes_the_story_when_it_is_mended(read, desk):
    reader = read(desk)
    path = desk.content / "stories" / "a-draft-at-the-desk.md"
    path.write_text(DRAFT.replace("樊城区]", "樊成区]"), "utf-8")
    try:
        answers(desk, "/zh-hans/stories/a-draft-at-the-desk/", 503)
        page = reader.open("/zh-hans/stories/a-draft-at-the-desk/", 503)
        said = page.locator("#story-faults").inner_text()
        assert "第 7 行" in said
        assert "樊城区" in said, "the nearest right value"
        assert page.locator("#story-faults pre mark").inner_text() == "湖", "the line itself, marked where the fault is"
        # Everything else goes on: another story that is saved appears.
        other = desk.content / f"{STORY}.md"
        before = other.read_text("utf-8")
        other.write_text(before + "\n旁边的一篇照样更新。\n", "utf-8")
        beside = reader.open(f"/zh-hans/{STORY}/")
        try:
            beside.get_by_text("旁边的一篇照样更新。").wait_for()
            assert beside.locator(OVERLAY).count() == 0
        finally:
            other.write_text(before, "utf-8")
        page = reader.open("/-/drafts/")
        assert (
            page.get_by_role("link", name="还没写完的一篇").get_attribute("href")
            == "/zh-hans/stories/a-draft-at-the-desk/"
        )
        page = reader.open("/zh-hant/stories/a-draft-at-the-desk/", 503)
        path.write_text(DRAFT, "utf-8")
        page.get_by_text("草稿裡的一句話").wait_for()
    finally:
        path.unlink()


def test_the_faults_of_a_story_come_first_on_its_own_page(read, desk, story):
    good = story.read_text("utf-8")
    other = desk.content / "stories" / "fancheng-365.md"
    kept = other.read_text("utf-8")
    try:
        story.write_text(good.replace("date: 2020-02", "date: 2020-13"), "utf-8")
        other.write_text(kept.replace("date: 2020-02", "date: 2020-14"), "utf-8")
        page = read(desk).open(f"/zh-hans/{STORY}/")
        page.locator(OVERLAY).get_by_text("别处有 1 处错误").wait_for()
        lists = page.locator(f"{OVERLAY} ul")
        assert [f"{STORY}.md" in lists.nth(0).inner_text(), "fancheng-365.md" in lists.nth(1).inner_text()] == [
            True,
            True,
        ]
    finally:
        story.write_text(good, "utf-8")
        other.write_text(kept, "utf-8")


def test_a_name_that_only_leads_here_is_given_nothing_to_read(desk):
    """A page of another site could otherwise read drafts, once its name has been given this machine's address."""
    for host, status in (
        ("evil.example", 421),
        (f"evil.example:{desk.port}", 421),
        ("localhost", 200),
        ("[::1]:9", 200),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
        connection.request("GET", "/-/drafts/", headers={"Host": host})
        answer = connection.getresponse()
        assert (host, answer.status, "草稿" in answer.read().decode()) == (host, status, status == 200)
        connection.close()
