"""The desk in a real browser: a story from its first word to the preview, an article that is dropped, a save that meets another's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.served import PATIENCE, ServedDesk

pytestmark = pytest.mark.browser

ARTICLE = """守在路口的一夜

2020年2月14日，襄阳市樊城区。

夜里起了风，社区门口的岗亭里，教师和志愿者一起值守。进出的居民量体温、登记，独居老人要的菜和药，记在本子上，天亮以后送到门口。
"""
GATE = """---
id: gate-in-the-wind
title: 风里的门
date: 2020-02
script: hans
kind: retold
places: [湖北省/襄阳市/樊城区]
roles: [志愿者]
people: [陈守门]
source: {name: unknown, url: unknown, reason: 测试, rights: 测试}
added: 2026-11-22
---

小区只留一个出入口并设检查站。第二天家里人劝他歇一天。

陈守门说，风再大也要守。
"""
_DROP = """([selector, name, text]) => {
  const moved = new DataTransfer();
  moved.items.add(new File([text], name, { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) document.querySelector(selector)
    .dispatchEvent(new DragEvent(kind, { dataTransfer: moved, bubbles: true, cancelable: true }));
}"""


def stories(served: ServedDesk) -> dict[str, Path]:
    return {path.name: path for path in (served.content / "stories").glob("*.md")}


def choose(page: Page, box: str, typed: str, name: str) -> None:
    """Type, and take what is meant with the keyboard alone."""
    page.locator(f'[name="{box}"]').press_sequentially(typed)
    option = page.get_by_role("option").filter(has_text=name).first
    option.wait_for()
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    assert page.locator(f'[name="{box}"]').get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")


def previewed(page: Page, edition: str, words: str, *, story: str = "gate-in-the-wind", gone: str = "") -> None:
    """Wait until the preview of a story says some words in an edition, and others no more."""
    for _ in range(PATIENCE * 5):
        # A busy desk may have let a connection go that is asked once more.
        answer = page.request.get(f"/{edition}/stories/{story}/", max_retries=3)
        text = answer.text() if answer.status == 200 else ""
        if words in text and not (gone and gone in text):
            return
        page.wait_for_timeout(200)
    pytest.fail(f"the preview in {edition} does not say {words}")


def test_a_story_goes_from_its_first_word_over_a_fault_to_the_preview_in_both_editions(editor, served):
    before = stories(served)
    page = editor.open("/desk/new")
    page.locator("#b-title").fill("岗亭里的灯")
    page.locator("#b-body").fill("发热的人从门口经过，值守的人记在本子上。")
    page.locator("#b-date").fill("2020年2月6日")
    choose(page, "places.0", "fcq", "樊城区")
    assert page.locator('[name="places.0"]').input_value() == "湖北省/襄阳市/樊城区"
    assert page.get_by_role("listbox").count() <= 1
    choose(page, "roles.0", "zhiyuanzhe", "志愿者")
    page.locator('[name="source.name"]').fill("unknown")
    page.locator('[name="source.url"]').fill("unknown")
    page.locator('[name="source.reason"]').fill("测试")
    page.locator('[name="source.rights"]').fill("测试")
    page.get_by_role("tab", name="繁体").click()
    page.get_by_text("發熱的人從門口經過").wait_for()
    page.locator("#t-date .error").wait_for()
    page.get_by_role("button", name="2020-02-06").click()
    page.locator("#t-date .error").wait_for(state="detached")
    page.get_by_role("button", name="发表").click()
    page.get_by_text("已经发表").wait_for()
    (made,) = set(stories(served)) - set(before)
    assert "status: published" in stories(served)[made].read_text("utf-8")
    for edition, words in {"zh-hans": "发热的人从门口经过", "zh-hant": "發熱的人從門口經過"}.items():
        previewed(page, edition, words, story=made[:-3])
        assert words in editor.open(f"/{edition}/stories/{made[:-3]}/").locator(".body").inner_text()


def test_an_article_that_is_dropped_becomes_a_draft(editor):
    page = editor.open("/desk/import")
    page.evaluate(_DROP, ["[data-drop]", "文章.txt", ARTICLE])
    page.get_by_role("button", name="导入文件").click()
    page.get_by_text("已经导入成草稿").wait_for()
    assert page.locator('[name="places.0"]').input_value().endswith("樊城区")
    assert "记在本子上" in page.locator("#b-body").input_value()
    assert editor.violations() == ""


def test_two_editors_lose_nothing_and_unsaved_text_outlives_a_closed_window(editor, served):
    path = served.content / "stories" / "fancheng-365.md"
    good = path.read_text("utf-8")
    page = editor.open("/desk/story/stories/fancheng-365.md")
    try:
        page.locator("#b-title").fill("我改的标题")
        page.wait_for_timeout(600)
        page.goto("about:blank")
        page = editor.open("/desk/story/stories/fancheng-365.md")
        page.get_by_role("button", name="取回那些文字").click()
        assert page.locator("#b-title").input_value() == "我改的标题"
        path.write_text(good + "\n别人加的一段。\n", "utf-8")
        editor.expect(409)
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_text("被别人改过了").wait_for()
        assert "别人加的一段" in page.get_by_label("不同的地方").inner_text()
        assert page.locator("#b-title").input_value() == "我改的标题"
        assert path.read_text("utf-8").endswith("别人加的一段。\n")
        assert editor.violations() == ""
    finally:
        path.write_text(good, "utf-8")


def fits(page: Page) -> bool:
    """Whether nothing is wider than a tablet or a phone."""
    page.wait_for_load_state("load")  # before its style is there, everything is
    sizes = [{"width": 768, "height": 1024}, {"width": 390, "height": 844}]
    found = []
    for size in sizes:
        page.set_viewport_size(size)  # type: ignore[arg-type] # (a mapping of just these)
        found.append(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    page.set_viewport_size({"width": 1280, "height": 900})
    return all(found)


@pytest.fixture
def gate(served: ServedDesk) -> Iterator[Path]:
    """A story with two conversions that nobody decided and a name in it."""
    path = served.content / "stories" / "gate-in-the-wind.md"
    path.write_text(GATE, "utf-8")
    yield path
    for made in (path, served.content / "vocabulary" / "decisions.tsv"):
        made.unlink(missing_ok=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_conversion_is_confirmed_and_another_corrected_from_the_form_to_the_preview(let_in, served, gate, javascript):
    reader = let_in(javascript=javascript)
    previewed(reader.page, "zh-hant", "出入口並設檢查站")
    page = reader.open("/desk/story/stories/gate-in-the-wind.md")
    page.get_by_role("link", name="审阅转换").click()
    page.wait_for_url("**/desk/review/gate-in-the-wind")
    assert "第二天家里人" in page.locator(".card").nth(1).inner_text()
    if javascript:
        assert reader.violations() == ""
    assert fits(page)
    confirm = page.get_by_role("button", name="确认 裡", exact=True)
    confirm.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#said")
    page.get_by_text("记下了，不会再问").wait_for()
    assert page.locator("#said").evaluate("one => one.getBoundingClientRect().top < innerHeight")
    assert "\t里\t裡\t第二天家⟦里⟧人劝他" in (served.content / "vocabulary/decisions.tsv").read_text("utf-8")
    assert page.locator(".card").count() == 1
    page.get_by_role("link", name="改作 併").press("Enter")
    page.get_by_text("写进文件的").wait_for()
    assert page.locator("mark.good").inner_text() == "併"
    if javascript:
        assert reader.violations() == ""
    assert fits(page)
    assert "併" not in gate.read_text("utf-8")
    page.get_by_role("button", name="照这样写").press("Enter")
    page.wait_for_url("**#said")
    page.get_by_text("这一篇没有要决定的").wait_for()
    assert "出入口-{并|併}-设检查站。" in gate.read_text("utf-8")
    previewed(page, "zh-hant", "出入口併設檢查站")
    previewed(page, "zh-hans", "出入口并设检查站")


def test_a_name_is_redacted_from_the_list_to_the_preview(editor, gate):
    previewed(editor.page, "zh-hant", "陳守門")
    page = editor.open("/desk/?q=gate-in-the-wind")
    while not page.get_by_role("link", name="隐去文字").count():
        page.reload()
    page.get_by_role("link", name="隐去文字").click()
    page.get_by_label("要隐去的字").fill("陈守门")
    page.get_by_label("换成").fill("某人")
    page.get_by_label("原因").fill("应本人要求隐去姓名。")
    before = gate.read_text("utf-8")
    page.get_by_role("button", name="看看会改什么").press("Enter")
    assert "+某人说，风再大也要守。" in page.get_by_label("要改的行").inner_text()
    assert editor.violations() == ""
    assert fits(page)
    assert gate.read_text("utf-8") == before
    page.get_by_role("button", name="隐去，不能取回").press("Enter")
    page.get_by_role("heading", name="已经隐去").wait_for()
    assert "陈守门" not in gate.read_text("utf-8")
    previewed(page, "zh-hans", "某人说，风再大也要守。", gone="陈守门")
    previewed(page, "zh-hant", "某人說，風再大也要守。", gone="陳守門")


@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/new",
        "/desk/import",
        "/desk/images",
        "/desk/vocabulary",
        "/desk/withdraw/fancheng-365",
        "/desk/redact/fancheng-365",
        "/desk/review",
        "/desk/review/fancheng-365",
        "/desk/source/stories/fancheng-365.md",
    ],
)
def test_the_pages_of_the_desk_have_no_barrier(editor, path):
    page = editor.open(path)
    assert editor.violations() == ""
    assert fits(page)


def test_a_desk_that_stopped_says_so_and_takes_the_text_when_it_is_back(read, tmp_path):
    served = ServedDesk(tmp_path / "stopping")
    try:
        served.wait()
        reader = read(served)
        reader.open(served.opening)
        page = reader.open("/desk/story/stories/fancheng-365.md")
        served.stop()
        page.locator("#b-title").fill("书桌停了以后写的标题")
        page.get_by_text("书桌停了").wait_for()
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_text("没有保存").wait_for()
        assert page.locator("#b-title").input_value() == "书桌停了以后写的标题"
        served.start()
        served.wait()
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_text("新写的那个地址").wait_for()
        reader.context.new_page().goto(served.opening)
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_text("已经保存").wait_for()
        assert "书桌停了以后写的标题" in (served.content / "stories/fancheng-365.md").read_text("utf-8")
        reader.forgive("", "/desk/")  # nobody answered, then nobody that knew this browser
    finally:
        served.stop()
