"""Every page of the site: both editions alike, addresses that hold, and nothing that a template is not promised."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import StrictUndefined

import pelicanconf
from plugins.archive.recipe import digest, fill
from plugins.archive.templates import Theme
from plugins.pages import feeds as feeds_room
from plugins.pages.all import all_pages
from plugins.pages.collection import Collection
from plugins.pages.groups import NEAREST, WHOLE_TREE
from plugins.pages.related import related
from plugins.vocabulary.moved import Moved
from tests.counting import calls
from tests.pages.make import CHANGAN, FANCHENG, HOUZHANG, facts, many, own_page, person, site, tombstone, vocabulary

THEME = Path(__file__).resolve().parents[2] / "theme"
ATOM = "{http://www.w3.org/2005/Atom}"


def plan(stories, own=(), url="https://example.org"):
    collection = Collection.of(stories, vocabulary())
    return all_pages(site(url), collection, related(collection), list(own), Moved())


def sample():
    """A small archive with something of everything."""
    who = person("jin-huijie", "靳会杰", "靳會傑", place=CHANGAN) | {"aliases": [["会杰", "會傑"]]}
    one = facts("one", people=[who], roles=["party-volunteer", "teacher"])
    one["editions"]["hans"]["notes"] |= {"role-jin-huijie": "教师", "correction-0": "改正了日期"}
    one |= {"corrections": ["2026-11-23"], "updated": "2026-11-24"}
    one["editions"]["hans"]["summary"] = "<小区> & “门口”"
    two = facts(
        "two", script="hant", date="2020-01/2020-02", places=[CHANGAN, HOUZHANG], roles=["police"], people=[who]
    )
    overview = facts("all", date="2020", links=[["one", 3, 1], ["two", 4, 1], ["three", 5, 1]], kind="reproduced")
    gone = tombstone("gone")
    return [one, two, overview, facts("three", date="2019-12-31/2020-01-02"), gone]


ARCHIVES = {
    "empty": ([], []),
    "one story": ([facts("one")], [own_page()]),
    "a bit of everything": (sample(), [own_page(), own_page("contact")]),
    "long lists": ([facts(f"s-{number:03}") for number in range(75)], [own_page()]),
}


@pytest.fixture(params=ARCHIVES.values(), ids=ARCHIVES)
def pages(request):
    return plan(*request.param)


def by_path(pages):
    found = {page.path: page for page in pages}
    assert len(found) == len(pages), "two pages at one path"
    return found


def test_both_editions_have_the_same_pages(pages):
    paths = by_path(pages)
    hans = {path.removeprefix("zh-hans/") for path in paths if path.startswith("zh-hans/")}
    assert hans == {path.removeprefix("zh-hant/") for path in paths if path.startswith("zh-hant/")}
    shared = {path for path in paths if not path.startswith("zh-han")}
    assert shared == {"index.html", "404.html", "sitemap.xml", "robots.txt"}
    kinds = ("", "stories/", "places/", "roles/", "people/", "dates/", "search/")
    assert {f"{kind}index.html" for kind in kinds} | {"404.html", "feeds/all.atom.xml"} <= hans


def test_addresses_are_ascii(pages):
    assert all(re.fullmatch(r"[a-z0-9/.-]+", page.path) for page in pages)


def test_templates_are_given_all_they_read(pages):
    """Rendered over the real theme with StrictUndefined: a name that no page has is an error."""
    options = dict(pelicanconf.JINJA_ENVIRONMENT) | {"undefined": StrictUndefined}
    theme = Theme(THEME, options=options, filters=dict(getattr(pelicanconf, "JINJA_FILTERS", {})))
    environment = theme.environment()
    for page in pages:
        text = environment.get_template(page.template).render(fill(page.data, lambda blob: f"<p>{blob.name}</p>"))
        assert text.strip()
        if page.path.endswith(".xml"):
            ET.fromstring(text)  # noqa: S314 - our own


PAGE_DATA = {
    "home.html": "counts span latest provinces roles months overviews",
    "stories.html": "stories pager count",
    "story.html": "story body pictures beside related cite tags article",
    "places.html": "tree unplaced whole",
    "place.html": "place count own children counties stories pager months siblings roles people",
    "roles.html": "tree",
    "role.html": "role count own children stories pager months places",
    "people.html": "groups",
    "person.html": "asides count pager person stories",
    "dates.html": "years",
    "date.html": "date count months places roles stories pager older newer",
    "crossing.html": "crossing count stories pager places roles months",
    "sources.html": "outlets rest",
    "source.html": "source count stories pager",
    "search.html": "query results static",
    "page.html": "title body",
    "404.html": "",
}


def test_pages_hold_what_the_theme_is_promised_and_nothing_else(pages):
    for page in pages:
        if page.template in PAGE_DATA:
            assert set(page.data) == {"site", "edition", "t", "page", *PAGE_DATA[page.template].split()}, page.path


ADDRESSES = {"url", "other_url", "home", "href", "canonical", "original_url", "self", "loc"}


def links(value):
    """Every address in a page's data; labels are words, some of them under names like "home"."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ADDRESSES and item and isinstance(item, str):
                yield item
            elif key not in {"t", "labels"}:
                yield from links(item)
    elif isinstance(value, list):
        for item in value:
            yield from links(item)


@pytest.mark.parametrize(("url", "base"), [("https://example.org", ""), ("https://example.org/repo", "/repo")])
def test_every_link_leads_to_a_page_under_the_base(url, base):
    pages = by_path(plan(sample(), [own_page()], url))
    for page in pages.values():
        for link in links(fill(page.data, lambda blob: blob.name)):
            assert link.startswith((f"{base}/", url)), link
            path = link.removeprefix(url) if link.startswith(url) else link.removeprefix(base)
            path = path.removeprefix("/")
            if path:
                assert path in pages or f"{path}index.html" in pages, f"{page.path}: {link}"


def test_the_default_edition_of_a_story_is_its_original():
    pages = by_path(plan(sample()))
    for story, prefix in (("one", "zh-hans"), ("two", "zh-hant")):
        for edition in ("zh-hans", "zh-hant"):
            alternates = pages[f"{edition}/stories/{story}/index.html"].data["page"]["alternates"]
            assert {one["lang"]: one["href"] for one in alternates} == {
                "zh-Hans": f"https://example.org/zh-hans/stories/{story}/",
                "zh-Hant": f"https://example.org/zh-hant/stories/{story}/",
                "x-default": f"https://example.org/{prefix}/stories/{story}/",
            }


def test_names_stand_in_the_script_of_their_edition():
    pages = by_path(plan(sample()))
    assert pages["zh-hant/people/jin-huijie/index.html"].data["person"]["aliases"] == ["會傑"]
    assert pages["zh-hans/people/jin-huijie/index.html"].data["person"]["aliases"] == ["会杰"]
    assert pages["zh-hant/roles/volunteer/index.html"].data["role"]["aliases"] == ["義工"]
    assert pages["zh-hans/roles/volunteer/index.html"].data["role"]["aliases"] == ["义工"]
    assert pages["zh-hant/places/hubei/xiangyang/index.html"].data["place"]["other"]["text"] == "襄阳市"


def test_the_home_page_counts_and_does_not_show_a_story_twice():
    home = by_path(plan(sample()))["zh-hans/index.html"].data
    assert home["counts"] == {"stories": 4, "places": 8, "roles": 4, "people": 1}
    assert home["span"] == {"first": "2019", "last": "2020"}
    assert [card["id"] for card in home["overviews"]] == ["all"]
    assert "all" not in [card["id"] for card in home["latest"]]
    assert [(link["label"], link["count"]) for link in home["provinces"]] == [("湖北省", 3), ("陕西省", 1)]


def test_years_go_as_time_does_before_their_months_and_a_year_alone_is_in_none():
    pages = by_path(
        plan([facts("a", date="2020"), facts("b", date="2020-02"), facts("c", date="2019-12-31/2020-01-01")])
    )
    years = pages["zh-hans/dates/index.html"].data["years"]
    assert [(year["label"], year["count"]) for year in years] == [("2019年", 1), ("2020年", 3)]
    assert [(month["datetime"], month["count"]) for month in years[1]["months"]] == [("2020-01", 1), ("2020-02", 1)]
    february = pages["zh-hans/dates/2020/02/index.html"].data
    assert [link["label"] for link in february["page"]["breadcrumbs"]][-1] == "2020年"
    assert (february["older"]["datetime"], february["newer"]) == ("2020-01", None)
    assert pages["zh-hans/dates/2020/index.html"].data["count"] == 3


def test_a_withdrawn_story_leaves_its_address_and_its_reason():
    pages = by_path(plan([tombstone("gone", why="原因<"), tombstone("named", title="守在路口"), facts("here")]))
    gone = pages["zh-hans/stories/gone/index.html"]
    assert gone.template == "withdrawn.html"
    assert (gone.data["page"]["title"], gone.data["why"], gone.data["date"]) == (
        "这篇故事已撤下",
        "原因<",
        "2026年11月28日",
    )
    assert pages["zh-hant/stories/named/index.html"].data["page"]["title"] == "守在路口"
    assert not any("stories/gone/" in url["loc"] for url in pages["sitemap.xml"].data["urls"])
    assert "gone" not in [card["id"] for card in pages["zh-hans/stories/index.html"].data["stories"]]


# What changes when a story comes


def changed(before, after):
    old = {path: digest(page.data) for path, page in by_path(before).items()}
    return {path for path, page in by_path(after).items() if digest(page.data) != old.get(path)}


@pytest.mark.parametrize("date", ["2020-01-01", "2020-02-14", "2020-03-31"])
def test_a_new_story_changes_few_pages_of_long_lists_wherever_it_comes_to_stand(date):
    stories = [facts(f"s-{number:03}", date=f"2020-02-{1 + number // 20:02}") for number in range(500)]
    touched = changed(plan(stories), plan([*stories, facts("s-999", date=date)]))
    assert "zh-hans/places/hubei/index.html" in touched
    older = Counter(path.split("/page/")[0] for path in touched if "/page/" in path)
    assert all(number <= 8 for number in older.values()), older


def test_a_page_of_older_stories_says_of_what_days_and_leads_back_to_its_list():
    stories = [facts(f"s-{number:03}", date=f"2020-02-{1 + number // 5:02}") for number in range(60)]
    pages = by_path(plan(stories))
    first = pages["zh-hans/places/hubei/index.html"].data
    page = pages[first["pager"]["older"].removeprefix("/") + "index.html"].data
    days = page["pager"]["current"]
    assert re.fullmatch(r"2020年2月\d+日至\d+日", days)
    assert page["page"]["title"] == page["place"]["label"] == f"湖北省 · {days}"
    assert page["page"]["breadcrumbs"][-1] == {"label": "湖北省", "url": "/zh-hans/places/hubei/"}
    assert (page["count"], page["children"]) == (len(page["stories"]), [])
    assert first["count"] == len(stories)
    assert page["pager"]["newer"] == "/zh-hans/places/hubei/"


def test_a_person_of_many_stories_has_pages_of_older_ones_and_each_story_says_what_it_calls_them():
    stories = []
    for number in range(60):
        story = facts(f"s-{number:03}", people=[person("p", "某", place=FANCHENG)])
        story["editions"]["hans"]["notes"]["role-p"] = f"第{number}天的司机"
        stories.append(story)
    pages = by_path(plan(stories))
    newest = pages["zh-hans/people/p/index.html"].data
    older = pages[newest["pager"]["older"].removeprefix("/") + "index.html"].data
    assert newest["count"] == len(stories) > len(newest["stories"])
    for page in (newest, older):
        called = [f"第{int(story['id'][2:])}天的司机" for story in page["stories"]]
        assert [aside["role"] for aside in page["asides"]] == called
        assert {aside["place"]["label"] for aside in page["asides"]} == {"樊城区"}


def test_a_changed_body_changes_the_two_pages_of_the_story_only():
    stories = sample()
    again = [*stories[1:], stories[0] | {"bodies": {"hans": "new", "hant": "new"}}]
    assert changed(plan(stories), plan(again)) == {
        "zh-hans/stories/one/index.html",
        "zh-hant/stories/one/index.html",
    }


def test_the_order_of_the_files_does_not_matter():
    assert changed(plan(sample()), plan(sample()[::-1])) == set()


# Feeds and sitemap


def feeds(pages):
    return {page.path: page.data["feed"] for page in pages if page.template == "atom.xml"}


def test_feeds_have_ids_of_their_own_and_go_from_the_newest_change(monkeypatch):
    monkeypatch.setattr(feeds_room, "FEED_LENGTH", 3)
    found = feeds(plan(sample()))
    assert len({feed["id"] for feed in found.values()}) == len(found)
    for feed in found.values():
        entries = feed["entries"]
        assert len({entry["id"] for entry in entries}) == len(entries) <= 3
        times = [entry["updated"] for entry in entries]
        assert times == sorted(times, reverse=True)
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", moment) for moment in [*times, feed["updated"]])
        assert feed["updated"] == (times[0] if times else feed["updated"])
        assert all(entry["published"] <= entry["updated"] for entry in entries)


def test_a_correction_brings_a_story_to_the_top_of_its_feeds():
    feed = feeds(plan(sample()))["zh-hans/feeds/all.atom.xml"]
    assert feed["entries"][0]["id"] == "https://example.org/zh-hans/stories/one/"
    assert feed["entries"][0]["updated"] == "2026-11-24T00:00:00Z"


def test_every_place_and_role_has_a_feed_that_its_pages_name(pages):
    found = {feed["self"].removeprefix("https://example.org") for feed in feeds(pages).values()}
    for page in pages:
        feed = page.data.get("page", {}).get("feed")
        assert (feed is not None) == (page.template in {"home.html", "stories.html", "place.html", "role.html"})
        assert feed is None or feed["url"] in found


def test_alternates_in_the_sitemap_are_reciprocal(pages):
    urls = {url["loc"]: url for url in by_path(pages)["sitemap.xml"].data["urls"]}
    for loc, url in urls.items():
        assert loc in {one["href"] for one in url["alternates"]}
        for one in url["alternates"]:
            assert urls[one["href"]]["alternates"] == url["alternates"]


def test_a_long_sitemap_is_cut_and_the_address_that_robots_are_told_names_all_parts(monkeypatch):
    whole = by_path(plan(sample()))["sitemap.xml"].data["urls"]
    monkeypatch.setattr(feeds_room, "SITEMAP_LENGTH", 10)
    pages = by_path(plan(sample()))
    assert pages["robots.txt"].data["sitemap"] == "https://example.org/sitemap.xml"
    assert pages["sitemap.xml"].template == "sitemapindex.xml"
    parts = [path.removeprefix("https://example.org/") for path in pages["sitemap.xml"].data["sitemaps"]]
    assert len(parts) > 1
    assert all(len(pages[path].data["urls"]) <= 10 for path in parts)
    assert [url for path in parts for url in pages[path].data["urls"]] == whole


# Growth


def test_the_plan_grows_with_the_archive_and_not_with_its_square():
    vocabulary()
    plan(many(50))

    small, large = many(250), many(1000)
    assert calls(lambda: plan(large)) < 6 * calls(lambda: plan(small))


def test_a_place_leads_to_those_beside_it_and_a_new_story_there_leaves_its_page_alone():
    stories = [facts("a"), facts("b", places=["hubei/xiangyang/xiangcheng"]), facts("c", places=[CHANGAN])]
    page = by_path(plan(stories))["zh-hans/places/hubei/xiangyang/fancheng/index.html"].data
    assert page["siblings"] == [{"label": "襄城区", "url": "/zh-hans/places/hubei/xiangyang/xiangcheng/"}]
    touched = changed(plan(stories), plan([*stories, facts("d", places=["hubei/xiangyang/xiangcheng"])]))
    assert "zh-hans/places/hubei/xiangyang/index.html" in touched
    assert "zh-hans/places/hubei/xiangyang/fancheng/index.html" not in touched
    assert "zh-hans/places/shaanxi/index.html" not in touched


def test_of_many_places_in_one_the_nearest_are_shown():
    towns = vocabulary().places.children("chongqing/wanzhou")
    assert len(towns) > 2 * NEAREST + 1
    stories = [facts(f"s-{number}", places=[place.id]) for number, place in enumerate(towns)]
    pages = by_path(plan(stories))
    for town in towns:
        page = pages[f"zh-hans/places/{town.id}/index.html"]
        assert len(page.data["siblings"]) == 2 * NEAREST, town.id
        assert page.data["page"]["url"] not in [one["url"] for one in page.data["siblings"]]


def labels(nodes):
    """A tree as names."""
    return {one["label"]: labels(one["children"]) for one in nodes}


def test_a_tree_of_few_places_goes_down_to_the_villages():
    tree = by_path(plan([facts("a"), facts("b", places=[CHANGAN])]))["zh-hans/places/index.html"].data
    assert tree["whole"]
    assert labels(tree["tree"]) == {"湖北省": {"襄阳市": {"樊城区": {}}}, "陕西省": {"西安市": {"长安区": {}}}}


def test_with_stories_in_every_county_the_tree_of_places_ends_with_cities_and_is_light_and_provinces_have_their_counties():
    counties = [place.id for place in vocabulary().places if place.level == "district"]
    assert len(counties) > WHOLE_TREE
    pages = by_path(plan([facts("everywhere", places=counties), facts("apart", places=[HOUZHANG])]))
    for script in ("hans", "hant"):
        tree = pages[f"zh-{script}/places/index.html"]
        assert not tree.data["whole"]
        assert not [city for province in tree.data["tree"] for city in province["children"] if city["children"]]
        assert tree.data["unplaced"][0]["children"], "what lies in no province stands there whole"
        theme = Theme(THEME, options=dict(pelicanconf.JINJA_ENVIRONMENT), filters={})
        text = theme.environment().get_template(tree.template).render(tree.data)
        assert len(text.encode()) < 80_000
    hubei = pages["zh-hans/places/hubei/index.html"].data
    assert set(labels(hubei["counties"])["襄阳市"]) >= {"樊城区", "襄城区", "谷城县"}
    listed = {county["url"] for city in hubei["counties"] for county in city["children"]}
    listed |= {part["url"] for part in hubei["children"]}
    assert listed >= {f"/zh-hans/places/{one}/" for one in counties if one.startswith("hubei/")}
    assert pages["zh-hans/places/beijing/index.html"].data["counties"] == []
    assert pages["zh-hans/places/hubei/xiangyang/index.html"].data["counties"] == []


def test_the_timeline_has_a_bar_for_every_month_goes_as_time_does_and_is_a_table():
    pages = by_path(plan([facts("a"), facts("b", date="2020-02-20"), facts("c", date="2021-12-01")]))
    theme = Theme(THEME, options=dict(pelicanconf.JINJA_ENVIRONMENT) | {"undefined": StrictUndefined}, filters={})
    for path in ("zh-hans/dates/index.html", "zh-hans/index.html"):
        text = (
            theme.environment()
            .get_template(pages[path].template)
            .render(fill(pages[path].data, lambda blob: blob.name))
        )
        table = re.search(r'<table class="timeline">.*?</table>', text, re.DOTALL)
        assert table is not None
        assert re.findall(r'<td><a href="([^"]+)" aria-label="([^"]+)"', table.group()) == [
            ("/zh-hans/dates/2020/02/", "2020年2月：2 篇故事"),
            ("/zh-hans/dates/2021/12/", "2021年12月：1 篇故事"),
        ], path
        assert table.group().count("<td>") == 24
        assert "style=" not in table.group()
