"""A person's name in the other script: what a copy editor proposes, and what she asks about."""

from __future__ import annotations

import pytest

from plugins.hanzi import names
from plugins.hanzi.names import KNOWN, propose, risky
from plugins.hanzi.scripts import Forms

PAIRS = [
    ("余融豪", "余融豪"),
    ("钟宇宁", "鍾宇寧"),
    ("范冰", "范冰"),
    ("于右任", "于右任"),
    ("姚云乾", "姚雲乾"),
    ("卢松", "盧松"),
    ("付双涛", "付雙濤"),
    ("后志强", "后志強"),
    ("叶圣陶", "葉聖陶"),
    ("万里", "萬里"),
    ("郑州生", "鄭州生"),
    ("沈从文", "沈從文"),
    ("岳云鹏", "岳雲鵬"),
    ("游本昌", "游本昌"),
    ("涂建国", "涂建國"),
    ("郁达夫", "郁達夫"),
    ("征明", "征明"),
    ("丰子恺", "豐子愷"),
    ("干勇", "干勇"),
    ("里根", "里根"),
    ("姜文", "姜文"),
    ("党为民", "黨為民"),
    ("种师道", "种師道"),
    ("仇和", "仇和"),
    ("曲靖", "曲靖"),
    ("折可求", "折可求"),
    ("秋瑾", "秋瑾"),
    ("占国平", "占國平"),
    ("谷爱凌", "谷愛凌"),
    ("曹冲", "曹沖"),
    ("鲜于枢", "鮮于樞"),
    ("仆固怀恩", "僕固懷恩"),
    ("欧阳修", "歐陽修"),
    ("尼克松", "尼克松"),
    ("栗战书", "栗戰書"),
    ("刘建征", "劉建征"),
    ("王北斗", "王北斗"),
    ("会杰", "會傑"),
    ("武后", "武后"),
    ("托尔斯泰", "托爾斯泰"),
]


@pytest.mark.parametrize(("hans", "hant"), PAIRS)
def test_a_simplified_name_is_proposed_in_traditional(hans: str, hant: str) -> None:
    proposed = propose(hans, "hans")
    assert (proposed.hans, proposed.hant) == (hans, hant)


@pytest.mark.parametrize(("hans", "hant"), PAIRS)
def test_and_back(hans: str, hant: str) -> None:
    assert propose(hant, "hant").hans == hans


@pytest.mark.parametrize(
    ("hant", "hans"),
    [("姚雲乾", "姚云乾"), ("畢昇", "毕昇"), ("甯浩", "甯浩"), ("游錫堃", "游锡堃"), ("鍾南山", "钟南山")],
)
def test_a_traditional_name_keeps_what_simplified_names_keep(hant: str, hans: str) -> None:
    assert propose(hant, "hant").hans == hans


@pytest.mark.parametrize(("hans", "hant"), KNOWN.items())
def test_people_whom_everybody_knows_are_written_as_they_are(hans: str, hant: str) -> None:
    assert propose(hans, "hans") == Forms(hans, hant)
    assert propose(hant, "hant").hans in {hans, hans.replace("升", "昇")}  # Simplified since 2013


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("余融豪", ()),
        ("于右任", ()),
        ("范冰", ()),
        ("胡源", ()),
        ("钟宇宁", ("钟", "宁")),
        ("张杰", ("杰",)),
        ("王征", ("征",)),
        ("李丰", ("丰",)),
        ("周杰伦", ()),
        ("王干", ("干",)),
        ("赵朴初", ("朴",)),
        ("李升", ("升",)),
        ("曹冲", ("冲",)),
        ("马云", ("云",)),
        ("余庆余", ("余",)),
    ],
)
def test_characters_that_somebody_should_confirm(name: str, asked: tuple[str, ...]) -> None:
    assert risky(name, "hans") == asked


def test_qian_is_asked_about_in_traditional() -> None:
    assert risky("姚雲乾", "hant") == ("乾",)
    assert risky("余融豪", "hant") == ()


@pytest.mark.parametrize("name", ["", "A", "阿卜杜拉·买买提", "Smith", "𠀀𠀁", "司"])
def test_no_name_is_an_error(name: str) -> None:
    for script in ("hans", "hant"):
        assert propose(name, script).in_script(script) == name
        risky(name, script)


def test_the_tables_list_only_what_the_library_would_get_wrong_or_say_so() -> None:
    assert {given for given, form in names.GIVEN.items() if len(given) != 1 or len(form) != 1} == set()
    assert all(len(surname) == len(form) == 2 for surname, form in names.DOUBLE_SURNAMES.items())
