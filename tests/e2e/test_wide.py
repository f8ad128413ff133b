"""Wide windows and paper: what stands beside what, in an archive of more places and of longer lists than the project's own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from plugins.hanzi.scripts import PREFIX, SCRIPTS
from plugins.pages.groups import WHOLE_TREE
from plugins.vocabulary.vocabulary import Vocabulary
from tests.e2e.served import Served
from tests.e2e.test_every_page import TOO_WIDE

pytestmark = pytest.mark.browser

#: Stories of one district and one month, most of one role: enough for pages of older ones.
STORIES = 60
_STORY = """---
id: at-the-gate-{number:02}
title: 守在门口的第{number}天
date: 2020-02-{day:02}
script: hans
kind: retold
places: [湖北省/武汉市/江岸区, {places}]
roles: [{role}]
source: {{name: unknown, url: unknown, reason: 测试, rights: 测试}}
added: 2026-11-22
---

天亮以前，门口换了一班人。
"""
#: Left and right edge of the first element that is found and seen.
EDGES = """selector => {
  const box = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility()).getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.right)];
}"""


def _write(content: Path) -> None:
    counties = [place for place in Vocabulary.load(content).places if place.level == "district"]
    gazetteer = Vocabulary.load(content).places
    names = cycle(gazetteer.path_name(county.id) for county in counties[:: len(counties) // WHOLE_TREE])
    for number in range(STORIES):
        places = ", ".join(islice(names, WHOLE_TREE // STORIES + 1))
        role = "网格员" if number % 3 == 0 else "志愿者"
        text = _STORY.format(number=number, day=number % 28 + 1, places=places, role=role)
        (content / "stories" / f"at-the-gate-{number:02}.md").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The archive with stories in hundreds of counties, many of them in one district."""
    served = Served(tmp_path_factory.mktemp("wide"), _write)
    try:
        served.wait()
        yield served
    finally:
        served.stop()


@pytest.mark.parametrize("script", SCRIPTS)
def test_pages_of_older_stories_use_the_whole_window_and_their_list_has_more_beside_it(read, wide, script):
    reader = read(wide)
    place = reader.open(f"/{PREFIX[script]}/places/hubei/wuhan/jiangan/")
    crossing = place.locator("[aria-labelledby=roles] a").first.get_attribute("href")
    for path in (place.url, f"/{PREFIX[script]}/roles/volunteer/", crossing):
        page = reader.open(path)
        if path != crossing:  # beside which nothing is left to choose
            assert page.evaluate(EDGES, ".cards")[1] < page.evaluate(EDGES, ".col-side")[0], path
        page = reader.open(page.locator(".pager .older").get_attribute("href"))
        assert page.locator(".col-side").count() == 0, path
        assert page.evaluate(EDGES, ".cards") == page.evaluate(EDGES, ".head"), path
        assert reader.violations() == "", path
        for width in (768, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.locator("nav:not(:has(a))").count() == 0, f"{path}: what leads nowhere"
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("script", SCRIPTS)
def test_where_places_are_many_every_county_is_two_links_and_a_fold_away_without_javascript(read, wide, script):
    page = read(wide, javascript=False).open(f"/{PREFIX[script]}/places/")
    named = page.locator("main .sum").inner_text()
    assert "列到市一" in named
    links = page.locator(".gazetteer a").evaluate_all("all => all.map(a => a.pathname.split('/').length - 4)")
    assert set(links) == {1, 2}, "provinces and cities, nothing below"
    page.locator(".gazetteer a[href$='/places/hubei/']").click()
    page.wait_for_url("**/places/hubei/")
    county = page.locator("details a[href$='/places/hubei/wuhan/jiangan/']")
    assert not county.is_visible()
    page.locator("details:has(a[href$='/jiangan/']) > summary").click()
    county.click()
    page.wait_for_url("**/places/hubei/wuhan/jiangan/")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_fold_of_counties_has_no_barrier(read, wide, script):
    reader = read(wide)
    for path in ("places/", "places/hubei/"):
        page = reader.open(f"/{PREFIX[script]}/{path}")
        page.locator("main details > summary").first.click()
        assert reader.violations() == "", path


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 900), (768, 1024), (390, 844)])
def test_the_foot_stands_at_the_end_of_the_window_or_below_the_text(read, wide, script, size):
    reader = read(wide)
    page = reader.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path, status in {"nowhere/": 404, "dates/": 200, "sources/": 200, "about/": 200, "stories/": 200}.items():
        reader.open(f"/{PREFIX[script]}/{path}", status)
        foot, end = page.evaluate(
            "[document.querySelector('.foot').getBoundingClientRect().bottom, document.documentElement.scrollHeight]"
        )
        assert abs(foot - end) < 1, path
        assert page.evaluate(EDGES, ".foot") == page.evaluate(EDGES, ".mast"), path


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_stands_alone_ends_where_the_first_of_two_columns_does_or_with_the_page(read, wide, script):
    reader = read(wide)
    page = reader.open(f"/{PREFIX[script]}/places/hubei/")
    column = page.evaluate(EDGES, ".col-main")
    for path, selectors in {
        "search/": (".find", ".examples"),
        "search/?q=志愿者": (".find",),
        "search/?q=火星登陆": (".find", ".empty", ".examples"),
        "dates/": (".timeline",),
        "sources/": (".outlets",),
    }.items():
        page = reader.open(f"/{PREFIX[script]}/{path}")
        assert [page.evaluate(EDGES, selector) for selector in selectors] == [column] * len(selectors), path
    page.set_viewport_size({"width": 768, "height": 1024})
    page = reader.open(f"/{PREFIX[script]}/search/")
    assert page.evaluate(EDGES, ".find") == page.evaluate(EDGES, ".examples") == page.evaluate(EDGES, ".head")
    page.set_viewport_size({"width": 820, "height": 1180})
    page = reader.open(f"/{PREFIX[script]}/stories/at-the-gate-07/")
    assert page.evaluate(EDGES, ".colophon") == page.evaluate(EDGES, ".facts")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_largest_text_leaves_lists_beside_a_second_column_room_for_words(read, wide, script):
    reader = read(wide)
    reader.context.add_init_script("localStorage.setItem('size', 'larger')")
    reader.page.set_viewport_size({"width": 1024, "height": 768})
    for path in ("", "places/hubei/", "search/?q=志愿者"):
        page = reader.open(f"/{PREFIX[script]}/{path}")
        first, second = sorted(page.evaluate(EDGES, column) for column in (".col-main", ".col-side"))
        assert first[1] < second[0], f"{path}: a second column"
        ems = page.locator(".col-main .card-title").evaluate_all(
            "all => all.map(one => one.clientWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize))"
        )
        assert min(ems) > 15, path
        assert page.evaluate(TOO_WIDE) == [], path


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_address_to_cite_is_not_torn_where_a_line_can_hold_it(read, wide, script):
    page = read(wide).open(f"/{PREFIX[script]}/stories/at-the-gate-07/")
    address = page.locator("#cite-text span")
    assert address.inner_text() == page.url
    assert address.evaluate("one => one.getClientRects().length") == 1
    line = address.evaluate("one => Number.parseFloat(getComputedStyle(one).lineHeight)")
    assert address.bounding_box()["height"] < 1.5 * line
    assert page.locator("#cite-text").inner_text().replace("\n", "").endswith(f"，{page.url}")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_place_that_takes_two_lines_beside_a_story_is_told_from_the_next_place(read, wide, script):
    page = read(wide).open(f"/{PREFIX[script]}/stories/at-the-gate-07/")
    lefts = page.locator(".facts .path").evaluate_all(
        "all => all.map(li => [...li.querySelectorAll('a')].map(a => a.getBoundingClientRect()).map(a => [a.top, a.left]))"
    )
    assert len(lefts) > 2
    first = lefts[0][0][1]
    below = [left for (top, _), *rest in lefts for other, left in rest if other > top + 5]
    assert {start for (_, start), *_ in lefts} == {first}
    assert below, "no place takes two lines"
    assert min(below) > first + 10


@pytest.mark.parametrize("script", SCRIPTS)
def test_on_paper_results_name_what_was_searched_for_and_the_map_can_be_read(read, wide, script):
    reader = read(wide)
    page = reader.open(f"/{PREFIX[script]}/search/?q=志愿者&place=hubei")
    page.emulate_media(media="print")
    box = page.locator("main .find input")
    assert box.is_visible()
    assert box.input_value() == "志愿者"
    assert not page.locator("main .find button").is_visible()
    assert page.locator(".active a").is_visible(), "and what it was narrowed down to"
    page = reader.open(f"/{PREFIX[script]}/places/hubei/")
    assert not page.locator("main .find").count()
    parts = page.locator("section[aria-labelledby=children] a")
    read_on_paper = parts.evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.href)")
    assert len(read_on_paper) == len(set(read_on_paper)), "no city is named twice"
    assert set(read_on_paper) == set(parts.evaluate_all("all => all.map(one => one.href)")), "and none is left out"
    page = reader.open(f"/{PREFIX[script]}/")
    colours = page.locator(".tiles a").evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    assert set(colours) == {"rgb(0, 0, 0)"}, "browsers print no backgrounds"
    assert not page.locator("main .more").first.is_visible()
    page.emulate_media(media="screen")
