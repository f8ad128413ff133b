"""People: both forms of a name, and an address that lasts."""

import pytest

from plugins.hanzi.scripts import Forms
from plugins.stories.mentions import same_part, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("余融豪", "yu-ronghao"), ("吕娜", "lv-na"), ("王", "wang"),
        ("欧阳修", "ouyang-xiu"), ("单田芳", "shan-tianfang"), ("曾国藩", "zeng-guofan"), ("解放", "xie-fang"),
        ("卡德尔·买买提", "kadeer-maimaiti"), ("卡德尔・买买提", "kadeer-maimaiti"), ("司马义·铁力瓦尔地", "simayi-tieliwaerdi"),
        ("Maria Smith", "maria-smith"), ("É. Zola", "e-zola"), ("O'Neil", "oneil"), ("Tony王", "tonywang"),
        ("？", "uff1f"),
    ],
)  # fmt: skip
def test_the_address_of_a_name(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["王𱍊", "𰻝", "㐂", "王〇", "😀", "王—", "某" * 100, "A" * 100])
def test_any_name_has_an_address_that_is_ascii_and_short(name):
    slug = slug_of(name)
    assert slug.replace("-", "").isalnum()
    assert slug.isascii()
    assert slug == slug.lower().strip("-")
    assert len(slug) <= 64


def test_a_rare_character_still_tells_two_people_apart():
    assert slug_of("王\U00031000") != slug_of("王\U00031001")


def people(desk, entry, **fields):
    """What the facts of the usual story say of one person."""
    prepared = desk.prepare(desk.story(people=f"[{entry}]", **fields))
    assert {fault.severity for fault in prepared.faults} <= {"warning"}
    return prepared.facts["people"][0]


def test_a_name_has_both_forms_by_the_rule_for_names(desk):
    assert people(desk, "余融豪")["hant"] == "余融豪"
    assert people(desk, "姚云乾")["hant"] == "姚雲乾"


def test_the_register_wins_over_the_rule_and_the_story_over_the_register(desk):
    assert people(desk, "周杰伦")["hant"] == "周杰倫"
    assert people(desk, "{name: 周杰伦, hant: 周傑倫}")["hant"] == "周傑倫"
    assert people(desk, "{name: 李杰, hant: 李杰}")["hant"] == "李杰"


def test_a_person_listed_by_an_alias_is_that_person(desk):
    person = people(desk, "会杰")
    assert (person["id"], person["hans"], person["hant"]) == ("jin-huijie", "靳会杰", "靳會傑")
    assert person["aliases"] == [["会杰", "會傑"]]


def test_a_name_is_found_in_the_other_script_too(desk):
    body = "靳會傑在門口守著，後來雪停了。\n"
    person = people(desk, "靳會傑", script="hant", title="樊城區的365名隊員", body=body, summary="")
    assert (person["id"], person["hans"]) == ("jin-huijie", "靳会杰")


def test_an_alias_of_the_story_follows_the_whole_name(desk):
    person = people(desk, "{name: 钟宇宁, hant: 鍾宇寧, aliases: [宇宁, 小钟]}")
    assert person["aliases"] == [["宇宁", "宇寧"], ["小钟", "小鐘"]] or person["aliases"][0] == ["宇宁", "宇寧"]


def test_a_part_of_a_name_is_written_like_the_whole():
    forms = Forms("靳会杰", "靳會傑")
    assert same_part("会杰", forms) == Forms("会杰", "會傑")
    assert same_part("會傑", forms) == Forms("会杰", "會傑")
    assert same_part("小靳", forms) is None
    assert same_part("", forms) is None
