"""From the preview back to the desk: every page leads there, a story's to its form, and nothing of it is in the site's files."""

from __future__ import annotations

import pytest

from tests.e2e.served import PATIENCE

pytestmark = pytest.mark.browser

STORY = "stories/fancheng-365"


def answers(reader, address, status=200):
    """Wait until an address of the preview answers so."""
    for _ in range(PATIENCE * 5):
        if reader.page.request.get(address, max_retries=3).status == status:
            return
        reader.page.wait_for_timeout(200)
    pytest.fail(f"{address} does not answer {status}")


@pytest.fixture
def previewed(let_in):
    """Opens readers whom the desk has let in, when the preview is built."""

    def start(*, javascript=True):
        reader = let_in(javascript=javascript)
        answers(reader, f"/zh-hans/{STORY}/")
        return reader

    return start


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_page_of_a_story_leads_to_its_form_in_both_editions(previewed, javascript):
    reader = previewed(javascript=javascript)
    page = reader.open(f"/desk/{STORY.replace('stories/', 'story/stories/')}.md")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="看网页").click()
    preview = opened.value
    preview.get_by_role("link", name="改这一篇").click()
    preview.wait_for_url(f"**/desk/story/{STORY}.md")
    assert preview.locator("#b-title").input_value() == page.locator("#b-title").input_value()
    page = reader.open(f"/zh-hant/{STORY}/")
    page.get_by_role("link", name="改这一篇").click()
    page.wait_for_url(f"**/desk/story/{STORY}.md")


def test_a_story_that_cannot_be_shown_leads_to_its_form_as_well(previewed, served):
    path = served.content / f"{STORY}.md"
    broken = served.content / "stories/not-to-be-shown.md"
    text = path.read_text("utf-8").replace("id: fancheng-365", "id: not-to-be-shown").replace("樊城区", "繁城区")
    broken.write_text(text.replace("status: published", "status: draft"), "utf-8")
    editor = previewed()
    try:
        answers(editor, "/zh-hans/stories/not-to-be-shown/", 503)
        page = editor.open("/zh-hans/stories/not-to-be-shown/", 503)
        page.get_by_role("link", name="改这一篇").click()
        page.wait_for_url("**/desk/story/stories/not-to-be-shown.md")
    finally:
        broken.unlink()
        answers(editor, "/zh-hans/stories/not-to-be-shown/", 404)  # every open page is loaded anew then


@pytest.mark.parametrize("path", [f"/zh-hans/{STORY}/", "/zh-hant/places/", "/zh-hans/search/?q=志愿者", "/-/drafts/"])
def test_the_way_back_is_no_barrier_and_fits_a_phone(previewed, path):
    editor = previewed()
    page = editor.open(path)
    link = page.get_by_role("navigation", name="书桌").get_by_role("link", name="书桌")
    assert editor.violations() == ""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link.click()
    page.wait_for_url("**/desk/")


def test_the_link_that_skips_to_the_text_is_still_the_first(previewed):
    editor = previewed()
    page = editor.open(f"/zh-hans/{STORY}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_the_files_of_the_site_know_nothing_of_the_desk(previewed, served):
    editor = previewed()
    assert "desk-way" in editor.open(f"/zh-hans/{STORY}/").content()
    pages = list(served.output.rglob("*.html"))
    assert pages
    assert not [page for page in pages if "/desk/" in page.read_text("utf-8")]


def test_the_preview_without_a_desk_leads_to_none(desk):
    assert "/desk/" not in desk.get(f"/zh-hans/{STORY}/")[2]
