"""Places, roles and months that cross: every page lists what stands there, none repeats a wider one, none is missed."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.archive.recipe import fill
from plugins.pages.collection import Collection
from plugins.pages.crossings import LEAST, Crossing, Crossings
from tests.pages.make import CHANGAN, FANCHENG, HOUZHANG, WUCHANG, XIANGCHENG, facts, own_page, vocabulary
from tests.pages.test_pages import by_path, changed, links, plan

TOWN = "hubei/wuhan/wuchang/ziyang"
ZONE = "unplaced/shangwu"
PLACES = [FANCHENG, XIANGCHENG, WUCHANG, CHANGAN, HOUZHANG, "hubei", "hubei/xiangyang", ZONE]
ROLES = ["volunteer", "party-volunteer", "teacher", "police"]
DATES = ["2020", "2020-02", "2020-02-14", "2020-01/2020-03", "2020-03"]
#: The places that can be crossed: no village is among them.
WIDE = [
    FANCHENG,
    XIANGCHENG,
    WUCHANG,
    CHANGAN,
    ZONE,
    "hubei",
    "hubei/xiangyang",
    "hubei/wuhan",
    "shaanxi",
    "shaanxi/xian",
]

STORIES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(PLACES), min_size=1, max_size=3),
        st.lists(st.sampled_from(ROLES), min_size=1, max_size=3),
        st.sampled_from(DATES),
    ),
    max_size=12,
)


def made(drawn):
    return [
        facts(f"s-{number:02}", places=places, roles=roles, date=date)
        for number, (places, roles, date) in enumerate(drawn)
    ]


def crossings(stories):
    return Crossings(Collection.of(stories, vocabulary()))


def stands_in(story, crossing):
    """Whether a story stands in a choice, told from its own fields alone."""
    place, role, month = crossing
    below = {"volunteer": {"volunteer", "party-volunteer"}}
    return (
        (not place or any(one == place or one.startswith(f"{place}/") for one in story["places"]))
        and (not role or bool(below.get(role, {role}) & set(story["roles"])))
        and (not month or month in story["months"])
    )


PARTS = {
    "hubei": ["hubei/xiangyang", "hubei/wuhan"],
    "hubei/xiangyang": [FANCHENG, XIANGCHENG],
    "hubei/wuhan": [WUCHANG],
}
PARTS |= {"shaanxi": ["shaanxi/xian"], "shaanxi/xian": [CHANGAN]}


def beside(choice):
    """What a choice must not repeat: it without one of its parts, or in a part of its place, or of a narrower role."""
    yield from (choice._replace(**{part: None}) for part in choice._fields if getattr(choice, part))
    yield from (choice._replace(place=part) for part in PARTS.get(choice.place, []))
    if choice.role == "volunteer":
        yield choice._replace(role="party-volunteer")


def every_choice():
    """Every place, role and month, and every crossing of two or three of them."""
    for choice in product([None, *WIDE], [None, *ROLES], [None, "2020-01", "2020-02", "2020-03"]):
        if any(choice):
            yield Crossing(*choice)


def ids(stories):
    return {story["id"] for story in stories}


@settings(max_examples=40)
@given(STORIES)
def test_a_crossing_has_a_page_where_it_lists_stories_that_no_choice_beside_it_lists(drawn):
    stories = made(drawn)
    found = crossings(stories)
    expected = {}
    for choice in every_choice():
        here = [story for story in stories if stands_in(story, choice)]
        others = [[story for story in stories if stands_in(story, one)] for one in beside(choice) if any(one)]
        if not choice.alone and len(here) >= LEAST and len(here) not in map(len, others):
            expected[choice] = ids(here)
    assert {choice: ids(here) for choice, here in found.pages.items()} == expected
    assert all(len(here) == len(ids(here)) for here in found.pages.values())


@settings(max_examples=40)
@given(STORIES)
def test_where_a_crossing_leads_stand_its_stories_and_no_others(drawn):
    stories = made(drawn)
    found = crossings(stories)
    for choice in every_choice():
        here = ids(story for story in stories if stands_in(story, choice))
        if here:
            lead = found.lead(choice)
            there = ids(found.stories(lead)) if isinstance(lead, Crossing) else {lead["id"]}
            assert there == here
            # A single story is never listed on a page of its own.
            assert not isinstance(lead, Crossing) or lead.alone or len(here) > 1


@settings(max_examples=40)
@given(STORIES, STORIES)
def test_the_address_of_a_crossing_stays_however_many_stories_come(drawn, more):
    stories = made(drawn + more)
    assert set(crossings(stories[: len(drawn)]).pages) <= set(crossings(stories).pages)


@settings(max_examples=12)
@given(STORIES)
def test_every_link_leads_to_a_page_and_taking_a_part_away_to_more_stories(drawn):
    pages = by_path(plan(made(drawn), [own_page()]))
    for page in pages.values():
        for link in links(fill(page.data, lambda blob: blob.name)):
            path = link.removeprefix("https://example.org").removeprefix("/")
            assert not path or path in pages or f"{path}index.html" in pages, f"{page.path}: {link}"
        if page.template == "crossing.html":
            assert len(page.data["crossing"]["parts"]) >= 2
            for part in page.data["crossing"]["parts"]:
                wider = pages[f"{part['url'].removeprefix('/')}index.html"].data
                assert wider["count"] > page.data["count"], (page.path, part)


def archive():
    """武汉 has four stories of February, three with volunteers; volunteers and February also stand elsewhere."""
    return [
        facts("a", places=[WUCHANG], date="2020-02-01"),
        facts("b", places=[TOWN], date="2020-02-02", roles=["party-volunteer"]),
        facts("c", places=["hubei/wuhan/hongshan"], date="2020-02-03", roles=["volunteer", "teacher"]),
        facts("d", places=[WUCHANG], date="2020-02-04", roles=["police"]),
        facts("e", places=[WUCHANG], date="2020-03-01"),
        facts("f", places=[FANCHENG], date="2020-02-05"),
        facts("g", places=[FANCHENG], date="2020-03-05", roles=["police"]),
        facts("h", places=[CHANGAN], date="2020-03", roles=["volunteer"]),
    ]


def test_a_place_a_role_and_a_month_stand_at_a_plain_address_in_both_editions():
    pages = by_path(plan(archive()))
    page = pages["zh-hans/places/hubei/wuhan/roles/volunteer/2020-02/index.html"].data
    assert page["page"]["title"] == "武汉市 · 志愿者 · 2020年2月"
    assert [card["id"] for card in page["stories"]] == ["c", "b", "a"]
    assert [crumb["label"] for crumb in page["page"]["breadcrumbs"]] == ["地点", "湖北省", "武汉市", "志愿者"]
    assert {part["kind"]: part["url"] for part in page["crossing"]["parts"]} == {
        "place": "/zh-hans/roles/volunteer/months/2020-02/",
        "role": "/zh-hans/places/hubei/wuhan/months/2020-02/",
        "month": "/zh-hans/places/hubei/wuhan/roles/volunteer/",
    }
    twin = pages["zh-hant/places/hubei/wuhan/roles/volunteer/2020-02/index.html"].data
    assert twin["page"]["title"] == "武漢市 · 志願者 · 2020年2月"


def test_a_place_offers_its_roles_and_months_and_one_story_is_led_to_directly():
    page = by_path(plan(archive()))["zh-hans/places/hubei/wuhan/index.html"].data
    assert [(one["label"], one["count"], one["url"]) for one in page["roles"]] == [
        ("志愿者", 4, "/zh-hans/places/hubei/wuhan/roles/volunteer/"),
        ("党员志愿者", 1, "/zh-hans/stories/b/"),
        ("民警", 1, "/zh-hans/stories/d/"),
        ("教师", 1, "/zh-hans/stories/c/"),
    ]
    assert [(one["datetime"], one["count"], one["url"]) for one in page["months"]] == [
        ("2020-02", 4, "/zh-hans/places/hubei/wuhan/months/2020-02/"),
        ("2020-03", 1, "/zh-hans/stories/e/"),
    ]


def test_a_role_offers_provinces_with_their_cities_and_a_month_what_happened_in_it():
    pages = by_path(plan(archive()))
    places = pages["zh-hans/roles/volunteer/index.html"].data["places"]
    assert [(one["label"], one["count"]) for one in places] == [("湖北省", 5), ("陕西省", 1)]
    assert [(one["label"], one["count"], one["url"]) for one in places[0]["children"]] == [
        ("武汉市", 4, "/zh-hans/places/hubei/wuhan/roles/volunteer/"),
        ("襄阳市", 1, "/zh-hans/stories/f/"),
    ]
    march = pages["zh-hans/dates/2020/03/index.html"].data
    assert [(one["label"], one["url"]) for one in march["places"]] == [
        ("湖北省", "/zh-hans/places/hubei/months/2020-03/"),
        ("陕西省", "/zh-hans/stories/h/"),
    ]
    assert [(one["label"], one["url"]) for one in march["roles"]] == [
        ("志愿者", "/zh-hans/roles/volunteer/months/2020-03/"),
        ("民警", "/zh-hans/stories/g/"),
    ]


def test_what_happened_in_one_part_of_a_place_leads_to_that_part():
    stories = [facts("a"), facts("b"), facts("c", places=[XIANGCHENG], roles=["teacher"]), facts("d", places=[CHANGAN])]
    pages = by_path(plan(stories))
    (role, _) = pages["zh-hans/places/hubei/index.html"].data["roles"]
    assert (role["count"], role["url"]) == (2, f"/zh-hans/places/{FANCHENG}/")
    assert pages[f"zh-hans/places/{FANCHENG}/index.html"].data["count"] == 2


def test_what_would_only_repeat_the_page_leads_to_the_role_itself():
    stories = [facts("a"), facts("b"), facts("c", places=[CHANGAN])]
    (role,) = by_path(plan(stories))["zh-hans/places/hubei/index.html"].data["roles"]
    assert (role["count"], role["url"]) == (2, "/zh-hans/roles/volunteer/")


def test_streets_and_villages_are_not_crossed_but_the_archives_own_zones_are():
    stories = [facts(f"s{number}", places=[TOWN, HOUZHANG], roles=ROLES[number % 2 : 3]) for number in range(4)]
    paths = set(by_path(plan(stories)))
    assert not [path for path in paths if "/roles/" in path and ("ziyang" in path or "houzhang" in path)]
    assert f"zh-hans/places/{ZONE}/roles/volunteer/index.html" not in paths  # it holds all of the zone's stories
    other = [facts(f"t{number}", places=[ZONE if number else CHANGAN], roles=["police"]) for number in range(3)]
    assert f"zh-hans/places/{ZONE}/roles/police/index.html" in by_path(plan(stories + other))


def test_a_changed_body_touches_no_crossing_and_a_new_story_those_that_share_something_with_it():
    stories = archive() + [facts(f"x{number}", places=[CHANGAN], roles=["teacher"]) for number in range(3)]
    again = [stories[0] | {"bodies": {"hans": "new", "hant": "new"}}, *stories[1:]]
    assert len(changed(plan(stories), plan(again))) == 2
    new = facts("new", places=[CHANGAN], date="2020-04-01", roles=["teacher"])
    after = plan([*stories, new])
    touched = changed(plan(stories), after)
    crossed = [page.path for page in after if page.template == "crossing.html" and page.path in touched]
    assert crossed
    assert all("shaanxi" in path or "teacher" in path for path in crossed), crossed


def test_no_two_crossings_share_an_address():
    paths = [choice.path for choice in every_choice()]
    assert len(set(paths)) == len(paths)


def test_a_long_crossing_is_cut_like_any_list():
    stories = [
        facts(
            f"s-{number:03}",
            places=[(FANCHENG, WUCHANG)[number % 2]],
            roles=["volunteer", "teacher"][number % 7 == 0 :],
        )
        for number in range(90)
    ]
    stories += [facts("other", places=[CHANGAN])]
    pages = by_path(plan(stories))
    first = pages["zh-hans/places/hubei/roles/volunteer/index.html"].data
    assert first["pager"]["older"].startswith("/zh-hans/places/hubei/roles/volunteer/page/")
    older = pages[first["pager"]["older"].removeprefix("/") + "index.html"].data
    assert (older["places"], older["roles"], older["months"]) == ([], [], [])
    assert older["page"]["breadcrumbs"][-1]["url"] == "/zh-hans/places/hubei/roles/volunteer/"
