"""The stories before and after each in its place."""

from __future__ import annotations

from plugins.pages.collection import Collection
from plugins.pages.neighbours import Neighbours, neighbours
from tests.pages.make import CHANGAN, FANCHENG, HOUZHANG, WUCHANG, XIANGCHENG, facts, vocabulary

TOWN = f"{FANCHENG}/dingzhongmen"


def beside(*stories):
    return neighbours(Collection.of(stories, vocabulary()))


def test_stories_of_a_county_follow_one_another_by_date_also_from_its_towns():
    found = beside(
        facts("b", date="2020-02-02", places=[TOWN]),
        facts("a", date="2020-02-01"),
        facts("c", date="2020-02-03"),
        facts("elsewhere", date="2020-02-02", places=[WUCHANG]),
    )
    assert found["a"] == Neighbours(FANCHENG, None, "b")
    assert found["b"] == Neighbours(FANCHENG, "a", "c")
    assert found["c"] == Neighbours(FANCHENG, "b", None)


def test_a_story_alone_in_its_county_stands_among_those_of_the_city_or_the_province():
    found = beside(
        facts("fancheng", date="2020-02-01"),
        facts("xiangcheng", date="2020-02-02", places=[XIANGCHENG]),
        facts("wuchang", date="2020-02-03", places=[WUCHANG]),
    )
    assert found["fancheng"] == Neighbours("hubei/xiangyang", None, "xiangcheng")
    assert found["wuchang"] == Neighbours("hubei", "xiangcheng", None)


def test_a_story_alone_in_its_province_has_no_neighbours():
    assert beside(facts("hubei"), facts("shaanxi", places=[CHANGAN])) == {}


def test_places_of_unknown_parents_have_neighbours_too():
    zone = HOUZHANG.rpartition("/")[0]
    found = beside(facts("village", date="2022-04-01", places=[HOUZHANG]), facts("zone", date="2022-04", places=[zone]))
    assert {one.place for one in found.values()} == {zone}


def test_a_new_story_changes_the_neighbours_of_those_beside_it_only():
    old = [facts(f"s-{number:02}", date=f"2020-02-{number:02}") for number in range(1, 28, 2)]
    before, after = beside(*old), beside(*old, facts("new", date="2020-02-12"))
    assert {story for story in before if before[story] != after[story]} == {"s-11", "s-13"}
