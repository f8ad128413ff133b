"""The desk in a real browser: a story from its first word to the preview, an article that is dropped, a save that meets another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.reader import Reader
from tests.e2e.served import ServedDesk

pytestmark = pytest.mark.browser

ARTICLE = """守在路口的一夜

2020年2月14日，襄阳市樊城区。

夜里起了风，社区门口的岗亭里，教师和志愿者一起值守。进出的居民量体温、登记，独居老人要的菜和药，记在本子上，天亮以后送到门口。
"""
_DROP = """([selector, name, text]) => {
  const moved = new DataTransfer();
  moved.items.add(new File([text], name, { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) document.querySelector(selector)
    .dispatchEvent(new DragEvent(kind, { dataTransfer: moved, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    desk = ServedDesk(tmp_path_factory.mktemp("browser-desk"))
    try:
        desk.wait()
        yield desk
    finally:
        desk.stop()


@pytest.fixture
def editor(read: Callable[..., Reader], served: ServedDesk) -> Reader:
    """A reader whom the desk has let in."""
    reader = read(served)
    reader.context.set_default_timeout(120_000)  # the first completion and the first import make their tables
    reader.open(served.opening)
    return reader


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
        for _ in range(100):
            if page.request.get(f"/{edition}/stories/{made[:-3]}/").status == 200:
                break
            page.wait_for_timeout(200)
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


@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/new",
        "/desk/import",
        "/desk/images",
        "/desk/vocabulary",
        "/desk/withdraw/fancheng-365",
        "/desk/source/stories/fancheng-365.md",
    ],
)
def test_the_pages_of_the_desk_have_no_barrier(editor, path):
    page = editor.open(path)
    assert editor.violations() == ""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
