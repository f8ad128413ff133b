"""What editors rely on when they write content/vocabulary/places.yaml."""

import pytest

from plugins.faults import ContentError
from plugins.vocabulary import custom
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.gazetteer import Gazetteer


def load(text: str) -> Gazetteer:
    entries, faults = custom.read(text)
    assert faults == []
    return Gazetteer.load(entries)


def faults_of(text: str) -> list[tuple[int, int, str]]:
    entries, faults = custom.read(text)
    if not faults:
        with pytest.raises(ContentError) as caught:
            Gazetteer.load(entries)
        faults = list(caught.value.faults)
    assert all(fault.path == "vocabulary/places.yaml" for fault in faults)
    return [(fault.line, fault.column, fault.code) for fault in faults]


ZONE = "- {id: shangwu-zhongxinqu, hans: 商务中心区, hant: 商務中心區, level: zone, parent: null}\n"
VILLAGE = "- {id: houzhang-cun, hans: 后张村, hant: 後張村, level: village, parent: 商务中心区, former: [老张村]}\n"


def test_a_place_whose_parent_nobody_knows_stands_under_unplaced():
    places = load(ZONE)
    place = places.find("商務中心區")
    assert (place.id, place.parent, place.code) == ("unplaced/shangwu-zhongxinqu", None, None)
    assert places.ancestors(place.id) == ()


def test_a_child_of_an_unplaced_place_stands_under_it_in_any_order():
    for text in (ZONE + VILLAGE, VILLAGE + ZONE):
        places = load(text)
        assert places.find("后张村").id == "unplaced/shangwu-zhongxinqu/houzhang-cun"
        assert places.path_name("unplaced/shangwu-zhongxinqu/houzhang-cun", "hant") == "商務中心區/後張村"
        assert places.find("老张村") is places.find("商务中心区/後張村")
        assert [child.id for child in places.children("unplaced/shangwu-zhongxinqu")] == [
            "unplaced/shangwu-zhongxinqu/houzhang-cun"
        ]


def test_a_place_may_stand_under_a_shipped_one_by_path_or_name():
    for parent in ("湖北省/襄阳市/樊城区", "樊城区", "樊城區", "hubei/xiangyang/fancheng"):
        places = load(f"- {{id: tielu-shequ, hans: 铁路社区, hant: 鐵路社區, level: village, parent: {parent}}}")
        assert places.find("樊城区/铁路社区").id == "hubei/xiangyang/fancheng/tielu-shequ"
        assert [one.forms.hans for one in places.ancestors(places.find("铁路社区").id)] == [
            "湖北省",
            "襄阳市",
            "樊城区",
        ]


def test_a_town_may_be_given_another_parent_than_the_table_says():
    places = load("- {id: dawang-zhen, hans: 大王镇, hant: 大王鎮, level: town, parent: 湖北省/黄石市/铁山区}")
    assert places.find("铁山区/大王镇").id == "hubei/huangshi/tieshan/dawang-zhen"
    assert places.find("阳新县/大王镇").id == "hubei/huangshi/yangxin/dawang"
    with pytest.raises(AmbiguousName) as caught:
        places.find("黄石市/大王镇")
    assert caught.value.candidates == ("湖北省/黄石市/铁山区/大王镇", "湖北省/黄石市/阳新县/大王镇")


def test_an_own_place_that_bears_a_shipped_name_makes_the_name_ambiguous():
    assert load("").find("樊城区").id == "hubei/xiangyang/fancheng"
    places = load("- {id: fancheng-qu, hans: 樊城区, hant: 樊城區, level: zone, parent: null}")
    with pytest.raises(AmbiguousName):
        places.find("樊城区")
    assert places.find("unplaced/fancheng-qu").level == "zone"


def test_a_confirmed_form_replaces_the_generated_one():
    path = "陕西省/西安市/鄠邑区/余下街道"
    before = load("")
    place_id = before.find(path).id
    assert before.unsure(place_id) == "余"
    places = load(f"- {{place: {path}, hant: 餘下街道, aliases: [余下镇]}}")
    assert places.find(path).forms.hant == "餘下街道"
    assert places.unsure(place_id) == ""
    assert places.find("鄠邑区/余下镇").id == place_id
    assert len(places) == len(before)


def test_the_order_of_the_file_does_not_matter_to_what_is_found():
    forward, backward = load(ZONE + VILLAGE), load(VILLAGE + ZONE)
    assert {place.id for place in forward.own} == {place.id for place in backward.own}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ZONE + "- {id: a-cun, hans: 甲村, hant: 甲村, level: village, parent: 樊成区}", (2, 59, "unknown-place")),
        ("- {id: a-cun, hans: 甲村, hant: 甲村, level: village, parent: 朝阳区}", (1, 59, "ambiguous-place")),
        (ZONE + ZONE, (2, 3, "duplicate-id")),
        ("- {id: aux, hans: 甲村, hant: 甲村, level: village, parent: null}", (1, 8, "windows-name")),
        ("- {id: A村, hans: 甲村, hant: 甲村, level: village, parent: null}", (1, 8, "bad-id")),
        ("- {id: roles, hans: 甲村, hant: 甲村, level: village, parent: null}", (1, 8, "reserved-id")),
        ("- {id: a-cun, hans: 甲村, level: village, parent: null}", (1, 3, "missing-field")),
        ("- {id: a-cun, hans: 甲村, hant: 甲村, level: hamlet, parent: null}", (1, 42, "bad-level")),
        ("- {id: a-cun, hans: 甲村, hant: 甲村, level: village}", (1, 3, "missing-field")),
        ("- {id: a-cun, hans: 甲村, hant: 甲村, level: village, parent: null, nmae: 1}", (1, 71, "unknown-field")),
        ("- {place: 樊成区, hant: 樊城區}", (1, 11, "unknown-place")),
        ("- 甲村", (1, 3, "bad-entry")),
        ("a: b", (1, 1, "bad-file")),
        ("- {id: [", (1, 9, "bad-yaml")),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(text, expected):
    assert faults_of(text) == [expected]


def test_parents_that_go_in_a_circle_are_faults():
    text = (
        "- {id: a-cun, hans: 甲村甲, hant: 甲村甲, level: village, parent: 乙村乙}\n"
        "- {id: b-cun, hans: 乙村乙, hant: 乙村乙, level: village, parent: 甲村甲}\n"
    )
    assert [(line, code) for line, _, code in faults_of(text)] == [(1, "parent-circle"), (2, "parent-circle")]


def test_all_faults_are_named_at_once():
    text = (
        "- {id: a-cun, hans: 甲村, hant: 甲村, level: village, parent: 樊成区}\n"
        "- {id: b-cun, hans: 乙村, hant: 乙村, level: village, parent: 朝阳区}\n"
    )
    assert [code for _, _, code in faults_of(text)] == ["unknown-place", "ambiguous-place"]


def test_no_shipped_place_has_an_address_that_the_site_uses_itself():
    assert not [place.id for place in load("") if custom.RESERVED & set(place.id.split("/"))]


def test_of_a_place_that_is_half_typed_those_that_go_on_so_are_meant_first():
    own = load(
        "- {id: houzhang, hans: 后张村, hant: 後張村, level: village, parent: 湖北省/襄阳市/樊城区, aliases: []}"
    )
    with pytest.raises(UnknownName) as caught:
        own.find("后张")
    assert caught.value.suggestions[0] == "湖北省/襄阳市/樊城区/后张村"
