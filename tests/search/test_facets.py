"""Facets count exactly what a plain look through the stories counts, and every choice can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_stories import CATALOGUE, put, story

from plugins.hanzi.scripts import Forms
from plugins.search.documents import Catalogue, Document, Entry
from plugins.search.engine import Engine, Request
from plugins.search.facets import FACETS, FacetValue
from plugins.search.pages import results_data
from plugins.stories.dates import parse

DATES = ["2019-12-31", "2020", "2020-02", "2020-02-14", "2019-12/2020-02", "2019/2020-01", "2021-03/2021-04"]


@st.composite
def documents(draw) -> Document:
    date = draw(st.sampled_from(DATES))
    return story(
        draw(st.sampled_from("abcdefgh")),
        "题目",
        draw(st.sampled_from(["守望武汉", "守望", "武汉"])),
        script=draw(st.sampled_from(["hans", "hant"])),
        date=date,
        first=parse(date).first.isoformat(),
        last=parse(date).last.isoformat(),
        places=draw(st.sampled_from([[], ["hubei/wuhan"], ["henan", "hubei"], ["hubei/xiangyang/fancheng"]])),
        roles=draw(st.sampled_from([[], ["driver"], ["teacher", "volunteer"]])),
        people=draw(st.sampled_from([[], ["yao-yunqian"], ["yao-yunqian", "yu-rongtao"]])),
        source=draw(st.sampled_from([None, "hubei-daily"])),
    )


CHOICES = {
    "place": ["hubei", "hubei/wuhan", "henan", "火星"],
    "role": ["volunteer", "teacher"],
    "person": ["yao-yunqian", "姚雲乾"],
    "year": ["2019", "2020", "2020-02", "2021-04"],
    "source": ["hubei-daily"],
    "original": ["hans", "hant"],
}
CHOSEN = st.fixed_dictionaries(
    {facet: st.lists(st.sampled_from(values), max_size=2, unique=True) for facet, values in CHOICES.items()}
)


def carried(document: Document, facet: str) -> set[str]:
    """Every value of a facet that a story carries, ancestors included, worked out without search."""

    def up(kind: dict, values: Iterable[str]) -> set[str]:
        found = set()
        for value in values:
            at: str | None = value
            while at is not None:
                found.add(at)
                at = kind[at].parent
        return found

    days = parse(document.date)
    return {
        "place": up(CATALOGUE.places, document.places),
        "role": up(CATALOGUE.roles, document.roles),
        "person": set(document.people),
        "year": {str(year) for year in range(days.first.year, days.last.year + 1)} | set(days.months()),
        "source": {document.source} - {None},
        "original": {document.script},
    }[facet]


def chosen_by(document: Document, facet: str, values: Iterable[str]) -> bool:
    ids = {"姚雲乾": "yao-yunqian"}
    return not values or any(ids.get(value, value) in carried(document, facet) for value in values)


def flat(values: Iterable[FacetValue]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        assert value.value not in found, "each value stands once in its tree"
        found |= {value.value: value.count} | flat(value.children)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents(), max_size=7), CHOSEN)
def test_counts_and_hits_are_those_of_a_plain_look_through_the_stories(found, chosen):
    archive = {document.id: document for document in found}.values()
    with TemporaryDirectory() as folder:
        put(Path(folder), archive)
        engine = Engine.open(Path(folder))
        results = engine.search(Request("守望", "hans", **{facet: tuple(values) for facet, values in chosen.items()}))
        engine.close()
    matched = [document for document in archive if "守望" in document.texts[document.script].blocks[0].text]
    assert {hit.id for hit in results.hits} == {
        document.id for document in matched if all(chosen_by(document, facet, chosen[facet]) for facet in FACETS)
    }
    for facet in FACETS:
        others = [
            document
            for document in matched
            if all(chosen_by(document, other, chosen[other]) for other in FACETS if other != facet)
        ]
        counted = {value: count for value, count in flat(results.facets[facet]).items() if count}
        carrying = [carried(document, facet) for document in others]
        assert counted == {value: sum(value in own for own in carrying) for value in set().union(*carrying)}


def test_months_stand_below_their_year_newest_first_and_read_as_chinese(ask):
    (year,) = ask("").facets["year"]
    assert year.label == "2020年"
    assert [month.label for month in year.children] == ["2020年3月", "2020年2月", "2020年1月"]


def test_a_story_dated_only_by_year_stands_in_no_month(tmp_path):
    put(tmp_path, [story("vague", "题", "话", date="2020", first="2020-01-01", last="2020-12-31")])
    (year,) = Engine.open(tmp_path).search(Request("", "hans")).facets["year"]
    assert (year.count, year.children) == (1, ())


def test_a_month_may_be_chosen_beside_a_year_and_widens(ids):
    assert ids("", year=("2020-01",)) == ["wuhan-driver", "xiangyang-village"]
    assert ids("", year=("2020-01", "2020-03")) == ["henan-teacher", "wuhan-driver", "xiangyang-village"]
    assert len(ids("", year=("2020-01", "2020"))) == 4


def test_the_script_of_the_original_is_a_facet_whatever_script_the_page_is_in(ask):
    for script, label in (("hans", "繁体原文"), ("hant", "繁體原文")):
        results = ask("", script, original=("hant",))
        assert [hit.id for hit in results.hits] == ["henan-teacher"]
        assert [value.label for value in results.facets["original"] if value.active] == [label]


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize(
    "chosen",
    [
        {"place": ("襄樊市",)},
        {"place": ("襄陽市",)},
        {"place": ("火星",)},
        {"year": ("1999-01",)},
        {"person": ("姚雲乾",)},
    ],
)
def test_whatever_was_chosen_however_named_can_be_taken_away_again(ask, chosen, script):
    request = Request("守望", script, **chosen)
    data = results_data(ask("守望", script, **chosen), request, "")
    (active,) = data["active"]
    assert parse_qs(urlsplit(active["url"]).query) == {"q": ["守望"]}


def many_people(most: int) -> tuple[list[Document], Catalogue]:
    """Stories of people of whom the first is in the most; and more sources than people."""
    people = {f"person-{n:03}": Entry(Forms(f"王{n}", f"王{n}")) for n in range(most)}
    sources = {f"paper-{n:03}": Entry(Forms(f"第{n}日报", f"第{n}日報")) for n in range(most)}
    documents = [
        story(f"s-{n:03}", "题", "守望", people=tuple(people)[: n + 1], source=f"paper-{n:03}") for n in range(most)
    ]
    return documents, replace(CATALOGUE, people=people, sources=sources)


def test_a_long_facet_shows_its_hundred_commonest_values_and_says_how_many_more_there_are(tmp_path):
    put(tmp_path, *many_people(130))
    engine = Engine.open(tmp_path)
    results = engine.search(Request("守望", "hans"))
    assert [value.value for value in results.facets["person"]] == [f"person-{n:03}" for n in range(100)]
    assert [value.count for value in results.facets["person"]] == [130 - n for n in range(100)]
    assert [value.value for value in results.facets["source"]] == [f"paper-{n:03}" for n in range(100)], "equals by id"
    assert results.more == {"place": 0, "role": 0, "person": 30, "year": 0, "source": 30, "original": 0}
    assert results.as_json()["more"] == results.more


def test_a_chosen_value_is_shown_however_rare_it_is(tmp_path):
    put(tmp_path, *many_people(130))
    results = Engine.open(tmp_path).search(Request("守望", "hans", person=("person-129", "王128", "nobody")))
    assert [value.value for value in results.facets["person"][-3:]] == ["person-128", "person-129", "nobody"]
    assert [value.count for value in results.facets["person"][-3:]] == [2, 1, 0]
    assert (len(results.facets["person"]), results.more["person"]) == (103, 28)


def test_a_chosen_place_that_no_hit_has_stands_below_its_province_so_that_it_can_be_taken_back(tmp_path):
    put(
        tmp_path,
        [story("one", "题", "守望", places=["hubei/xiangyang/fancheng"]), story("two", "题", "武汉", places=["henan"])],
    )
    request = Request("武汉", "hans", place=("hubei/xiangyang/fancheng",))
    results = Engine.open(tmp_path).search(request)
    [hubei] = [value for value in results.facets["place"] if value.value == "hubei"]
    [xiangyang] = hubei.children
    [fancheng] = xiangyang.children
    assert (hubei.count, xiangyang.count, fancheng.count) == (0, 0, 0)
    assert (hubei.active, fancheng.active) == (False, True)
    [taken_back] = results_data(results, request, "")["active"]
    assert taken_back == {"label": "樊城区", "url": "/zh-hans/search/?q=%E6%AD%A6%E6%B1%89"}


def test_years_beyond_a_hundred_are_the_oldest_ones(tmp_path):
    days = [f"{year}-06-01" for year in range(1880, 2020)]
    put(tmp_path, [story(day, "题", "守望", date=day, first=day, last=day) for day in days])
    results = Engine.open(tmp_path).search(Request("守望", "hans"))
    assert [year.value for year in results.facets["year"]] == [str(year) for year in range(2019, 1919, -1)]
    assert all(len(year.children) == 1 for year in results.facets["year"])
    assert results.more["year"] == 40


def values_of(data: dict, facet: str) -> list[dict]:
    return next(one["values"] for one in data["facets"] if one["name"] == facet)


def test_one_walks_down_from_a_province_to_a_district_and_each_step_narrows(ask):
    data, seen = results_data(ask("", place=("hubei",)), Request("", "hans", place=("hubei",)), ""), []
    for _ in range(2):
        (chosen,) = [value for value in all_of(values_of(data, "place")) if value["active"]]
        seen.append((chosen["label"], data["total"]))
        step = next(value for value in chosen["children"] if value["label"] == "襄阳市" or value["label"] == "樊城区")
        place = tuple(parse_qs(urlsplit(step["url"]).query)["place"])
        data = results_data(ask("", place=place), Request("", "hans", place=place), "")
    assert [label for label, _ in seen] == ["湖北省", "襄阳市"]
    assert data["total"] < seen[0][1]
    assert [link["label"] for link in data["active"]] == ["樊城区"]


def all_of(values: list[dict]) -> list[dict]:
    return [found for value in values for found in (value, *all_of(value["children"]))]


def test_what_lies_below_a_value_is_shown_when_it_is_chosen_or_the_only_one(ask):
    everything = values_of(results_data(ask(""), Request("", "hans"), ""), "place")
    assert len(everything) > 1
    assert not any(value["children"] for value in everything)
    only = values_of(results_data(ask("", place=("hubei",)), Request("", "hans", place=("hubei",)), ""), "place")
    assert [bool(value["children"]) for value in only] == [value["active"] for value in only]


def test_a_long_list_of_values_is_folded_but_never_what_was_chosen(tmp_path):
    stories = [story(f"s{n:02}", "守望", "守望", people=[f"p{n:02}"]) for n in range(20)]
    put(tmp_path, stories, CATALOGUE)
    engine = Engine.open(tmp_path)
    for chosen in ((), ("p19",)):
        request = Request("守望", "hans", person=chosen)
        values = values_of(results_data(engine.search(request), request, ""), "person")
        assert [value["folded"] for value in values].count(False) == 12 + len(chosen)
        assert not any(value["folded"] for value in values if value["active"])
    engine.close()
