"""What a reader with a phone in the hand relies on, down to 320 pixels, in both editions."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plugins.hanzi.scripts import PREFIX, SCRIPTS
from tests.e2e.reader import DEVICES
from tests.e2e.test_every_page import NARROW, OLDEST

pytestmark = pytest.mark.browser

#: What WCAG 2.2 asks of a target (2.5.8), in CSS pixels.
TARGET = 24
#: The boxes of some elements.
BOXES = "all => all.map(one => one.getBoundingClientRect().toJSON())"
#: The name on each tile: how many lines it takes, and how far it reaches beyond the tile.
NAMES = """(tiles) => tiles.map((tile) => {
  const range = document.createRange();
  range.selectNodeContents(tile.querySelector("span"));
  const lines = [...range.getClientRects()], box = tile.getBoundingClientRect();
  const beyond = Math.max(0, ...lines.map((line) => Math.max(box.left - line.left, line.right - box.right)));
  return { name: range.toString(), lines: lines.length, beyond };
})"""

#: What has the focus: the part of the results that it stands in, and how far right and down that reaches; a hit, where it begins.
STOP = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one.className === "skip") return ["skip"];
  if (one.closest(".facets")) return ["facets", box.right, box.bottom + scrollY];
  return [one.closest(".hits") ? "hits" : "elsewhere", box.left, box.top + scrollY];
}"""


@pytest.mark.parametrize("size", ["", "larger"])
@pytest.mark.parametrize("path", ["", "places/"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_map_of_provinces_fits_the_narrowest_phone_and_leads_to_each(read, archive, script, path, size):
    reader = read(archive, "phone")
    reader.context.add_init_script(f"localStorage.setItem('size', '{size}')")
    page = reader.open(f"/{PREFIX[script]}/{path}")
    page.set_viewport_size(NARROW)
    links = page.locator(".tiles a").evaluate_all(BOXES)
    assert len(links) == 3
    assert all(min(box["width"], box["height"]) >= TARGET for box in links)
    names = page.locator(".tiles li").evaluate_all(NAMES)
    assert len(names) == 34
    for name in names:
        assert name["lines"] == 1, name
        assert abs(name["beyond"]) <= 1, name
    page.locator(".tiles a", has_text="河南").click()
    page.wait_for_url(f"**/{PREFIX[script]}/places/henan/")


@pytest.mark.parametrize("size", ["", "larger"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_month_of_a_chart_can_be_tapped_and_a_count_of_thousands_keeps_to_one_line_above_it(
    read, archive, script, size
):
    reader = read(archive, "phone")
    reader.context.add_init_script(f"localStorage.setItem('size', '{size}')")
    page = reader.open(f"/{PREFIX[script]}/dates/")
    page.set_viewport_size(NARROW)
    links = page.locator(".timeline td a").evaluate_all(BOXES)
    assert links
    assert all(min(box["width"], box["height"]) >= TARGET for box in links)
    counts = page.locator(".timeline td .count")
    before = counts.first.bounding_box()["height"]
    counts.evaluate_all("all => all.forEach(one => { one.textContent = '1065'; })")
    boxes = counts.evaluate_all(BOXES)
    assert {box["height"] for box in boxes} == {before}
    assert all(box["right"] <= NARROW["width"] for box in boxes)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_days_of_a_page_stand_above_the_steps_to_others_which_share_a_line(read, archive, script):
    reader = read(archive, "phone")
    for path in ("stories/", f"stories/page/{OLDEST}/"):
        page = reader.open(f"/{PREFIX[script]}/{path}")
        days = page.locator(".pager p").bounding_box()
        steps = page.locator(".pager .step").evaluate_all(BOXES)
        assert steps
        assert {round(box["top"]) for box in steps} == {round(steps[0]["top"])}
        assert days["y"] + days["height"] <= steps[0]["top"], path


#: How far apart neighbouring Han characters of one line stand at most, in their own size.
SPREAD = """(text) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), range = document.createRange();
  let most = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
    const boxes = [...node.data].map((ch, at) => {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return /\\p{Script=Han}/u.test(ch) ? range.getBoundingClientRect() : null;
    });
    for (let at = 1; at < boxes.length; at += 1) {
      const [before, here] = [boxes[at - 1], boxes[at]];
      if (before && here && before.top === here.top) most = Math.max(most, (here.left - before.left) / size);
    }
  }
  return most;
}"""


@pytest.mark.parametrize("script", SCRIPTS)
def test_on_the_narrowest_phone_no_line_is_spread_to_its_end(read, archive, script):
    page = read(archive, "phone").open(f"/{PREFIX[script]}/stories/fancheng-365/")
    text = page.locator(".body")
    assert text.evaluate(SPREAD) > 1.01, "a wider line is set to its end"
    page.set_viewport_size(NARROW)
    assert text.evaluate(SPREAD) == pytest.approx(1, abs=0.01)


def narrow_by_two(page, script):
    """Open the filters, choose a role, then a place, without opening them again."""
    results = page.locator(".total:not(.busy)")
    expect(results).to_be_visible()
    page.locator(".filters > summary").click()
    page.locator(".facet", has=page.locator("summary", has_text="角色")).locator("summary").first.click()
    page.locator(".facet[open] .values a", has_text="志愿者" if script == "hans" else "志願者").click()
    expect(page.locator(".active li")).to_have_count(1)
    role = page.locator(".facet[open]")
    expect(role).to_have_count(1)
    assert role.locator("summary").first.inner_text() == "角色"
    assert role.locator(".on").is_visible()
    page.locator(".facet", has=page.locator("summary", has_text="地")).locator("summary").first.click()
    page.locator(".facet[open] .values a", has_text="湖北省").click()
    expect(page.locator(".active li")).to_have_count(2)
    assert page.locator(".facet[open] .on", has_text="湖北省").is_visible()


def keys_go_as_eyes_do(page):
    """From the search box on by the Tab key, at every width: every filter, then every hit; one key leads past the filters."""
    expect(page.locator(".hit").first).to_be_visible()
    for size in (NARROW, *(DEVICES[device]["viewport"] for device in ("phone", "desktop"))):
        page.set_viewport_size(size)
        page.locator("main .find button").focus()
        seen = []
        while len(seen) < 200:
            page.keyboard.press("Tab")
            seen.append(page.evaluate(STOP))
            if seen[-1][0] == "hits":
                break
        skip, *filters, first = seen
        assert skip == ["skip"], size
        assert page.locator(".found > .skip").inner_text() == page.locator(".to-hits a").text_content()
        assert filters, size
        for part, right, bottom in filters:
            assert part == "facets", size
            assert bottom <= first[2] or right <= first[1], f"{size}: a filter stands after the hits"
        page.locator(".found > .skip").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(STOP) == first, size


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_filters_come_before_the_hits_for_keys_as_for_eyes_at_every_width(read, archive, script):
    reader = read(archive)
    keys_go_as_eyes_do(reader.open(f"/{PREFIX[script]}/search/?q=社区"))
    assert not reader.violations()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_filters_stay_open_for_a_reader_who_goes_on_choosing(read, archive, script, javascript):
    reader = read(archive, "phone", javascript=javascript)
    page = reader.open(f"/{PREFIX[script]}/search/?q=社区")
    narrow_by_two(page, script)
    # Whoever has chosen is led to the hits, and finds them at the top of what comes next.
    page.locator(".to-hits a").click()
    assert page.url.endswith("#hits")
    assert 0 <= page.locator(".hit").first.bounding_box()["y"] < 120
    for address in (page.locator(".hit h2 a").first, page.locator(".pager .older")):
        assert "open=" not in (address.get_attribute("href") if address.count() else "")
    page.locator(".active a").first.click()
    expect(page.locator(".active li")).to_have_count(1)
    assert page.locator(".to-hits a").is_visible()
    assert reader.open(f"/{PREFIX[script]}/search/?q=社区&place=hubei").locator(".to-hits a").is_hidden()
