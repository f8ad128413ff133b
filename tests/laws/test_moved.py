"""An address that moved still leads to its content, wherever that stands now, in both editions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.faults import ContentError
from plugins.site import Build
from plugins.vocabulary.moved import Moved, record
from tests.small_site import SmallSite

EDITIONS = ("zh-hans", "zh-hant")
#: Old addresses of things that the small site has: renamed, moved twice, one of them with places below it.
MOVED = """\
old	new
roles/helper/	roles/volunteer/
roles/hand/	roles/helper/
places/chu/	places/hubei/
places/hubei/xiangfan/	places/hubei/xiangyang/
people/yu/	people/yu-ronghao/
stories/first-story/	stories/one-story/
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site whose content moved around."""
    site = SmallSite(tmp_path)
    site.story("one-story")
    site.story("two-story", roles="教师")
    site.write("vocabulary/moved.tsv", MOVED)
    return site


def leads_to(site: SmallSite, path: str, edition: str = "zh-hans") -> str:
    """Where the page at an address sends its reader."""
    html = (site.output / edition / path / "index.html").read_text("utf-8")
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', html)
    return found[1] if found else ""


@pytest.mark.parametrize("edition", EDITIONS)
def test_old_addresses_lead_to_the_new_ones_in_one_step(site: SmallSite, edition: str) -> None:
    site.build()
    for old, new in {
        "roles/helper/": "roles/volunteer/",
        "roles/hand/": "roles/volunteer/",
        "people/yu/": "people/yu-ronghao/",
        "stories/first-story/": "stories/one-story/",
        "places/chu/": "places/hubei/",
        "places/chu/xiangyang/fancheng/": "places/hubei/xiangyang/fancheng/",
        "places/chu/xiangfan/fancheng/": "places/hubei/xiangyang/fancheng/",
    }.items():
        assert leads_to(site, old, edition) == f"/{edition}/{new}"


def test_feed_readers_of_an_old_address_keep_getting_the_feed(site: SmallSite) -> None:
    site.build()
    feeds = [site.output / "zh-hans/roles" / role / "feed.atom.xml" for role in ("hand", "volunteer")]
    assert feeds[0].read_bytes() == feeds[1].read_bytes()


def test_old_addresses_are_not_offered_to_search_engines(site: SmallSite) -> None:
    site.build()
    maps = "".join(path.read_text("utf-8") for path in site.output.rglob("sitemap*.xml"))
    assert "roles/volunteer/" in maps
    assert "roles/hand/" not in maps
    assert 'content="noindex"' in (site.output / "zh-hans/roles/hand/index.html").read_text("utf-8")


def test_moving_an_address_renders_the_page_that_leads_on_and_no_other(site: SmallSite) -> None:
    site.build()
    site.write("vocabulary/moved.tsv", f"{MOVED}people/ronghao/\tpeople/yu-ronghao/\n")
    assert sorted(site.build().pages.paths) == [f"{edition}/people/ronghao/index.html" for edition in EDITIONS]
    assert site.state() == site.clean_build()


def test_moved_addresses_come_and_go_as_in_a_clean_build(site: SmallSite) -> None:
    site.build()
    site.story("two-story", roles="教师", places="湖北省/襄阳市/襄州区")
    site.build()
    assert leads_to(site, "places/chu/xiangfan/xiangzhou/") == "/zh-hans/places/hubei/xiangyang/xiangzhou/"
    assert site.state() == site.clean_build()
    site.write("vocabulary/moved.tsv", "")
    site.build()
    assert not (site.output / "zh-hans/roles/hand").exists()
    assert site.state() == site.clean_build()


def faults(site: SmallSite, text: str) -> list[tuple[int, str]]:
    site.write("vocabulary/moved.tsv", text)
    with pytest.raises(ContentError) as caught:
        site.build()
    assert {fault.path for fault in caught.value.faults} == {"vocabulary/moved.tsv"}
    return [(fault.line, fault.code) for fault in caught.value.faults]


def test_an_address_in_use_is_never_led_away_from(site: SmallSite) -> None:
    used = ["roles/teacher/", "places/hubei/wuhan/", "people/yu-ronghao/", "stories/two-story/", "about/", "places/"]
    lines = "".join(f"{one}\troles/volunteer/\n" for one in used)
    assert faults(site, lines) == [(line, "moved-in-use") for line in range(1, 7)]


def test_addresses_that_lead_in_a_circle_are_named(site: SmallSite) -> None:
    text = "roles/a/\troles/b/\nroles/b/\troles/c/\nroles/c/\troles/a/\nroles/d/\troles/volunteer/\n"
    assert faults(site, text) == [(1, "moved-loop"), (2, "moved-loop"), (3, "moved-loop")]


@pytest.mark.parametrize(
    "line",
    [
        "roles/a/",
        "roles/a/ roles/b/",
        "/zh-hans/roles/a/\troles/b/",
        "roles/A/\troles/b/",
        "roles/a\troles/b/",
        "roles/a/\troles/a/x/",
        "dates/2020/\tdates/2021/",
        "roles/a/\t../b/",
        "roles/a/\troles/b/\troles/c/",
    ],
)
def test_a_line_that_is_no_pair_of_addresses_is_named(site: SmallSite, line: str) -> None:
    assert faults(site, f"# 搬家\n\n{line}\n") == [(3, "moved-line")]


def test_an_address_that_moved_nowhere_is_a_warning(site: SmallSite) -> None:
    site.write("vocabulary/moved.tsv", "stories/gone/\tstories/never/\n")
    warnings = [(fault.line, fault.code) for fault in site.build().warnings]
    assert (1, "moved-nowhere") in warnings
    assert not (site.output / "zh-hans/stories/gone").exists()


def test_what_is_below_an_address_goes_the_way_that_says_most() -> None:
    moved, faults = Moved.read("places/a/\tplaces/b/\nplaces/a/x/\tplaces/c/y/\n")
    assert not faults
    assert moved.now("places/a/x/z/index.html") == "places/c/y/z/index.html"
    assert list(moved.before("places/c/y/z/index.html")) == ["places/a/x/z/index.html"]
    assert list(moved.before("places/b/x/index.html")) == []


def test_a_place_merged_into_the_one_above_takes_no_address_below_it() -> None:
    moved, _ = Moved.read("places/a/b/\tplaces/a/\n")
    assert list(moved.before("places/a/index.html")) == ["places/a/b/index.html"]
    assert list(moved.before("places/a/c/index.html")) == []


def test_going_back_to_an_old_address_takes_its_line_away() -> None:
    there = record("", [("roles/a/", "roles/b/")])
    assert there == "old\tnew\nroles/a/\troles/b/\n"
    assert record(there, [("roles/b/", "roles/a/")]) == "old\tnew\nroles/b/\troles/a/\n"


def test_links_to_paragraphs_and_to_old_addresses_are_checked_against_the_archive_as_it_is(site: SmallSite) -> None:
    site.story("two", body="第一段。")
    site.write("vocabulary/moved.tsv", "roles/helper/\troles/volunteer/\n")
    links = (
        "[一](story:two#p-00000000) [二](/zh-hans/roles/helper/) [三](/zh-hans/roles/teacher/) [四](/zh-hans/roles/x/)"
    )
    site.story("one", body=f"好。\n\n{links}")
    with Build(site.options()) as build:
        _, faults = build.check()
    told = [
        (fault.line, fault.column, fault.code)
        for fault in faults
        if fault.path == "stories/one.md" and "link" in fault.code
    ]
    assert told == [(16, 31, "moved-link"), (16, 88, "dead-link")]
    assert any(fault.code == "dead-anchor" and (fault.line, fault.column) == (16, 5) for fault in faults)
