"""Faults at the desk in a real browser: what is said of them goes when they are mended, and a link leads to where that is done."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

#: What an editor fills in for a story that lacks only its day.
FILLED = {
    "title": "渡口的灯",
    "places.0": "湖北省/襄阳市/樊城区",
    "roles.0": "志愿者",
    "source.name": "unknown",
    "source.url": "unknown",
    "source.reason": "测试",
    "source.rights": "测试",
    "body": "渡口的人把灯挂在船头。",
}
UNSURE = "陕西省/西安市/鄠邑区/余下街道"


def fill(page, **boxes):
    for name, text in (FILLED | boxes).items():
        page.locator(f'[name="{name}"]').fill(text)


def test_the_word_that_a_story_was_refused_goes_with_its_last_fault(editor):
    page = editor.open("/desk/new")
    fill(page, title="")
    editor.expect(422)
    page.get_by_role("button", name="发表").click()
    refused = page.get_by_role("alert").filter(has_text="没有发表，也没有保存")
    refused.get_by_text("2", exact=True).wait_for()
    page.locator("#b-title").fill("渡口的灯")
    refused.get_by_text("1", exact=True).wait_for()
    page.locator("#b-date").fill("2020-02-06")
    refused.wait_for(state="detached")
    assert page.locator("[data-count] .errors").count() == 0


def test_what_is_typed_before_the_scripts_are_there_is_looked_at_when_they_are(editor):
    page = editor.page
    page.route("**/desk/static/desk.js", lambda route: page.wait_for_timeout(1500) or route.continue_())
    page.goto("/desk/new", wait_until="commit")
    page.locator("#b-date").fill("2020年2月6日")
    page.locator("#t-date .error").wait_for()


def test_without_script_a_look_says_what_is_left_and_no_longer_that_the_story_was_refused(let_in):
    reader = let_in(javascript=False)
    page = reader.open("/desk/new")
    fill(page)
    reader.expect(422)
    page.get_by_role("button", name="发表").click()
    page.get_by_text("没有发表，也没有保存").wait_for()
    page.locator("#b-date").fill("2020-02-06")
    page.get_by_role("button", name="看预览").click()
    page.get_by_text("没有发表，也没有保存").wait_for(state="detached")
    assert page.locator("li.error").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_whole_file_is_looked_at_again_without_being_saved(let_in, served, javascript):
    path = served.content / "stories" / "fancheng-365.md"
    good = path.read_text("utf-8")
    reader = let_in(javascript=javascript)
    page = reader.open("/desk/source/stories/fancheng-365.md")
    text = page.locator("#text")
    written = text.input_value()
    text.fill(written.replace("樊城区", "繁城区"))
    reader.expect(422)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("下面的错误要先改好").wait_for()
    page.wait_for_load_state()  # what is typed before its script runs the page takes for what it came with
    reader.expect(200)
    text.fill(written + "\n再加一句。\n")
    page.get_by_role("button", name="再看一遍").click()
    page.get_by_text("下面的错误要先改好").wait_for(state="detached")
    assert page.get_by_text("没有叫").count() == 0
    assert text.input_value().endswith("再加一句。\n")
    assert path.read_text("utf-8") == good


def test_a_place_that_nobody_confirmed_is_settled_in_the_vocabulary_and_the_form_sees_it(editor, served):
    page = editor.open("/desk/new")
    fill(page, date="2020-02-06", **{"places.0": UNSURE})
    asked = page.locator('[data-told="places.0"]')
    with page.expect_popup() as opened:
        asked.get_by_role("link", name="到词表写定").click()
    vocabulary = opened.value
    try:
        vocabulary.get_by_role("button", name="看看会改什么").click()
        vocabulary.get_by_role("button", name="照这样写").click()
        vocabulary.get_by_text("“余下街道”写好了").wait_for()
        assert "hant: 余下街道" in (served.content / "vocabulary/places.yaml").read_text("utf-8")
        vocabulary.close()
        page.evaluate("dispatchEvent(new Event('focus'))")  # a browser without a screen gives no window the focus
        asked.get_by_text("还没有人确认").wait_for(state="detached")
        assert page.locator("#b-title").input_value() == FILLED["title"]
    finally:
        source = served.content / "vocabulary/places.yaml"
        source.write_text(
            "".join(one for one in source.read_text("utf-8").splitlines(True) if UNSURE not in one), "utf-8"
        )
