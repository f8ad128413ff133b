"""What readers do: change script, find their way by keyboard, read and search without JavaScript."""

from __future__ import annotations

import re

import pytest

from plugins.hanzi.scripts import PREFIX, SCRIPTS
from tests.e2e.served import CONTENT, front_matter

pytestmark = pytest.mark.browser

STORY = "stories/fancheng-prosecutors-beiyuan/"
#: The outline of whatever holds the focus: its own, or that of a box around it.
VISIBLE_FOCUS = """() => {
  const seen = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const one = document.activeElement, box = one.getBoundingClientRect();
  const here = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const [line] = one.getClientRects();
  const top = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
  return here && one.contains(top) && (seen(one) || seen(one.closest("form") ?? one));
}"""
FOCUSED = "document.activeElement.outerHTML.slice(0, 150)"


def remembered(page):
    return page.evaluate("localStorage.getItem('script')")


def stories_below(province):
    """The ids of the stories that name a province or a part of it, as their own front matter has them."""
    paths = [(front, place) for front in front_matter(CONTENT) for place in front["places"]]
    return {front["id"] for front, place in paths if place.split("/")[0] == province}


# Both scripts


def test_the_switch_keeps_the_query_and_its_facets(read, archive):
    page = read(archive).open("/zh-hans/search/?q=志愿者&place=hubei")
    page.locator(".mast a.switch").click()
    page.wait_for_url("**/zh-hant/search/?*")
    assert page.evaluate("decodeURI(location.search)") == "?q=志愿者&place=hubei"
    assert page.locator("#q").input_value() == "志愿者"


def test_the_switch_keeps_the_paragraph(read, archive):
    page = read(archive).open(f"/zh-hant/{STORY}")
    anchor = page.locator(".body > p[id]").nth(1).get_attribute("id")
    page.goto(f"/zh-hant/{STORY}#{anchor}")
    page.locator(".mast a.switch").click()
    page.wait_for_url(f"**/zh-hans/{STORY}#{anchor}")
    assert page.locator(f"#{anchor}").count() == 1
    assert page.evaluate("document.querySelector(':target').id") == anchor


def test_the_link_to_the_original_keeps_the_paragraph_as_well(read, archive):
    page = read(archive).open(f"/zh-hant/{STORY}")
    anchor = page.locator(".body > p[id]").first.get_attribute("id")
    page.goto(f"/zh-hant/{STORY}#{anchor}")
    page.locator(".version a").click()
    page.wait_for_url(f"**/zh-hans/{STORY}#{anchor}")


def test_a_script_is_remembered_only_when_it_was_clicked_and_nobody_is_sent_anywhere(read, archive):
    page = read(archive).open(f"/zh-hant/{STORY}")
    assert remembered(page) is None
    page.goto("/")
    assert page.locator(".remembered").count() == 0
    page.goto(f"/zh-hans/{STORY}")
    page.locator(".mast a.switch").click()
    page.wait_for_url(f"**/zh-hant/{STORY}")
    assert remembered(page) == "hant"
    for path in ("/", "/zh-hans/", f"/zh-hans/{STORY}"):
        page.goto(path)
        page.wait_for_timeout(150)
        assert page.evaluate("location.pathname") == path
    page.goto("/")
    assert page.locator(".remembered").get_attribute("data-switch") == "hant"


def test_a_name_that_must_not_change_reads_the_same_in_both_scripts(read, archive):
    reader = read(archive)
    for script in SCRIPTS:
        page = reader.open(f"/{PREFIX[script]}/{STORY}")
        text = page.locator("main").inner_text()
        assert "余融豪" in text
        assert "餘融豪" not in text
        assert page.locator("h1").inner_text().startswith("余融豪")
        assert reader.open(f"/{PREFIX[script]}/people/yu-ronghao/").locator("h1").inner_text() == "余融豪"


def test_a_search_in_either_script_finds_the_same_stories_in_the_edition_one_reads(read, archive):
    reader = read(archive)
    found = {}
    for script in SCRIPTS:
        for query in ("志愿者", "志願者"):
            page = reader.open(f"/{PREFIX[script]}/search/?q={query}")
            links = page.locator(".hit h2 a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
            assert links
            assert all(link.startswith(f"/{PREFIX[script]}/stories/") for link in links)
            found[script, query] = [link.split("/")[3] for link in links]
            marks = set(page.locator(".hit mark").all_inner_texts())
            assert marks == {"志愿者" if script == "hans" else "志願者"}
    assert len({tuple(ids) for ids in found.values()}) == 1


# Places


def test_a_province_counts_every_story_of_its_parts_once(read, archive):
    expected = stories_below("湖北省")
    assert len(expected) > 20
    reader = read(archive)
    for script in SCRIPTS:
        page = reader.open(f"/{PREFIX[script]}/places/hubei/")
        assert re.search(r"\d+", page.locator("main header").inner_text()).group() == str(len(expected))
        listed, older = [], page.locator(".pager .older")
        while True:
            titles = page.locator(".cards .card-title a")
            listed += titles.evaluate_all("all => all.map(a => a.pathname.split('/')[3])")
            if not older.count():
                break
            page = reader.open(older.get_attribute("href"))
            older = page.locator(".pager .older")
        assert sorted(listed) == sorted(set(listed))
        assert set(listed) == expected
        tree = reader.open(f"/{PREFIX[script]}/places/").locator('a[href$="/places/hubei/"] .count')
        assert {text.strip() for text in tree.all_text_contents()} == {str(len(expected))}
        # The search counts as the page does.
        results = reader.open(f"/{PREFIX[script]}/search/?q=地点:湖北省").locator(".total").inner_text()
        assert re.search(r"\d+", results).group() == str(len(expected))


@pytest.mark.parametrize("path", ["dates/", "dates/2020/", "dates/2022/", "places/hubei/", ""])
def test_a_page_whose_months_add_up_to_more_than_its_stories_says_why(read, archive, path):
    page = read(archive).open(f"/zh-hans/{path}")
    numbers = "all => all.map(one => Number(one.textContent.match(/[0-9]+/)))"
    stories = page.locator(".timeline th .count, main .sum, .figures li:first-child b").evaluate_all(numbers)
    months = page.locator(".timeline td .count, .bars .count").evaluate_all(numbers)
    assert months
    assert page.locator("main .note", has_text="各月相加多于总数").count() == (sum(months) > sum(stories))


def test_a_place_whose_province_is_unknown_stands_apart_with_its_villages(read, archive):
    reader = read(archive)
    for script, names in (("hans", ("商务中心区", "后张村", "南园村")), ("hant", ("商務中心區", "後張村", "南園村"))):
        page = reader.open(f"/{PREFIX[script]}/places/")
        apart = page.locator("section[aria-labelledby=unplaced]")
        links = apart.locator("a").evaluate_all("all => all.map(a => a.pathname)")
        here = f"/{PREFIX[script]}/places/unplaced/shangwu-zhongxinqu/"
        assert links[0] == here
        assert set(links[1:]) == {f"{here}houzhang-cun/", f"{here}nanyuan-cun/"}
        assert all(name in apart.inner_text() for name in names)
        assert page.locator(f"section:not([aria-labelledby=unplaced]) a[href='{here}']").count() == 0
        page = reader.open(f"{here}houzhang-cun/")
        assert page.locator(".crumbs a").all_inner_texts()[-1] == names[0]


# By keyboard


@pytest.mark.parametrize("path", ["/zh-hans/", f"/zh-hant/{STORY}", "/zh-hant/search/?q=志愿者"])
def test_a_keyboard_reader_skips_to_the_text_and_always_sees_where_they_are(read, archive, path):
    page = read(archive).open(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate(VISIBLE_FOCUS), "the skip link is not to be seen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.goto(path)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert page.evaluate(VISIBLE_FOCUS), page.evaluate(FOCUSED)
        stops.append(page.evaluate(FOCUSED))
    assert len(stops) > 15
    nav = page.locator(".mast nav a").evaluate_all("all => all.map(a => a.outerHTML.slice(0, 150))")
    # The foot has a link to the page about the archive as well.
    reached = list(dict.fromkeys(stop for stop in stops if stop in nav))
    assert reached == nav, "the navigation is reached in its own order"


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_by_keyboard_alone_one_searches_narrows_down_and_takes_it_back(read, archive, device):
    page = read(archive, device).open("/zh-hant/search/")

    def go_to(selector, most=60):
        for _ in range(most):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
            assert page.evaluate(VISIBLE_FOCUS), page.evaluate(FOCUSED)
        raise AssertionError(f"{selector} is not reached")

    go_to("main input[name=q]")
    page.keyboard.insert_text("志愿者")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    total = page.locator(".total").inner_text()
    if device == "phone":
        go_to(".filters > summary", most=150)
        page.keyboard.press("Enter")
    go_to(".facet .values a", most=150)
    page.keyboard.press("Enter")
    page.wait_for_url("**&place=*")
    assert page.locator(".total").inner_text() != total
    go_to(".active a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "place=" not in url)
    assert page.locator(".total").inner_text() == total


# Without JavaScript


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_without_javascript_one_can_go_from_the_front_page_to_a_story(read, archive, device):
    page = read(archive, device, javascript=False).open("/")
    page.locator("a[hreflang=zh-Hant]").click()
    page.wait_for_url("**/zh-hant/")
    page.locator(".mast nav a[href$='/places/']").click()
    page.wait_for_url("**/zh-hant/places/")
    page.locator("a[href$='/places/hubei/']:visible").first.click()
    page.locator("a[href$='/places/hubei/xiangyang/']:visible").first.click()
    page.locator("a[href$='/fancheng/']:visible").first.click()
    page.locator(f"a[href$='/{STORY}']:visible").first.click()
    page.wait_for_url(f"**/zh-hant/{STORY}")
    assert "余融豪" in page.locator(".body").inner_text()
    page.locator(".mast a.switch").click()
    page.wait_for_url(f"**/zh-hans/{STORY}")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_without_javascript_one_can_search_and_narrow_down(read, archive, device):
    page = read(archive, device, javascript=False).open("/zh-hant/")
    page.locator("main input[name=q]").fill("志愿者")
    page.locator("main .find button").click()
    page.wait_for_url("**/zh-hant/search/?q=*")
    all_hits = int(re.search(r"\d+", page.locator(".total").inner_text()).group())
    assert all_hits > 2
    if device == "phone":
        page.locator(".filters > summary").click()
    place = page.locator(".facet").first.locator("a").first
    count = int(place.locator(".count").inner_text())
    assert count < all_hits
    place.click()
    page.wait_for_url("**place=*")
    assert int(re.search(r"\d+", page.locator(".total").inner_text()).group()) == count
    page.locator(".active a").first.click()
    page.wait_for_url(lambda url: "place=" not in url)
    assert int(re.search(r"\d+", page.locator(".total").inner_text()).group()) == all_hits


# A query


def test_a_query_at_fault_says_where_and_offers_what_to_type_instead(read, archive):
    reader = read(archive)
    for script in SCRIPTS:
        page = reader.open(f'/{PREFIX[script]}/search/?q="志愿者', 400)
        assert page.locator("#q").input_value() == '"志愿者'
        assert page.locator(".fault .where mark").count() == 1
        reader.expect(200)
        page.locator(".fault a").click()
        page.wait_for_url("**/search/?q=*")
        assert page.locator(".hit").count() > 0


def test_a_search_without_hits_says_so_and_offers_other_ways(read, archive):
    reader = read(archive)
    for script in SCRIPTS:
        page = reader.open(f"/{PREFIX[script]}/search/?q=火星登陆")
        assert page.locator(".total[role=status]").inner_text().strip()
        assert page.locator(".hit").count() == 0
        assert page.locator(".tries li").count() >= 2


def test_every_example_on_the_search_page_finds_something(read, archive):
    reader = read(archive)
    for script in SCRIPTS:
        page = reader.open(f"/{PREFIX[script]}/search/")
        examples = page.locator(".examples dt a").evaluate_all("all => all.map(a => a.pathname + a.search)")
        assert len(examples) >= 5
        for example in examples:
            assert reader.open(example).locator(".hit").count() > 0, example
