"""Both editions side by side in the preview: for every editor, on every screen, and never on the published site."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

STORY = "/-/review/donggan-container-post"


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_two_editions_stand_side_by_side_and_stacked_on_a_phone(read, archive, device):
    reader = read(archive, device, javascript=False)
    page = reader.open(STORY)
    pair = page.locator(".pair").nth(2)
    own, generated = (pair.locator("> p").nth(n).bounding_box() for n in (0, 1))
    assert (own["y"] == generated["y"]) == (device == "desktop")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert pair.locator("> p").nth(0).get_attribute("lang") == "zh-Hans"
    assert pair.locator("> p").nth(1).get_attribute("lang") == "zh-Hant"
    assert page.locator("mark.dictionary").count() > 0
    number = page.locator("sup").first.inner_text()
    assert page.locator(".notes li").first.inner_text().startswith(f"{number}.")


def test_the_pages_of_review_have_no_barrier(read, archive):
    reader = read(archive)
    for path in (STORY, "/-/review/"):
        reader.open(path)
        assert reader.violations() == ""


def test_from_the_list_one_comes_to_a_story(read, archive):
    page = read(archive).open("/-/review/")
    page.get_by_role("link", name="东甘村：村口的集装箱").click()
    page.wait_for_url(f"**{STORY}")
    assert page.locator("h1").inner_text() == "东甘村：村口的集装箱"


def test_a_story_that_is_not_there_is_said_to_be_missing(read, archive):
    page = read(archive).open("/-/review/no-such-story", status=404)
    assert "没有这一篇" in page.locator("h1").inner_text()


def test_the_published_site_has_no_review(archive):
    assert not (archive.output / "-").exists()


@pytest.mark.parametrize("edition", ["zh-hans", "zh-hant"])
def test_from_a_story_in_the_preview_one_comes_to_its_two_editions(read, archive, edition):
    page = read(archive).open(f"/{edition}/stories/donggan-container-post/")
    page.get_by_role("link", name="两版对照").click()
    page.wait_for_url(f"**{STORY}")
