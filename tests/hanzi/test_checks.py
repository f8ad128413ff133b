"""The checks that a build makes: each names the places at fault."""

from __future__ import annotations

import pytest

from plugins.hanzi.checks import (
    Difference,
    NameCount,
    Place,
    leftovers,
    mixed_script,
    name_counts,
    private_use,
    round_trip,
)
from plugins.hanzi.convert import Converter
from plugins.hanzi.marks import MarkError
from plugins.hanzi.scripts import Forms

TO_HANT = Converter("hans", "hant")
TO_HANS = Converter("hant", "hans", hant_style="tw")
YAO = Forms("姚云乾", "姚雲乾")


def test_private_use_characters_are_named_with_their_place() -> None:
    assert private_use("村\ue000里\U000f0001\ufdd0") == (Place(1, "\ue000"), Place(3, "\U000f0001"), Place(4, "\ufdd0"))
    assert private_use("村里，𠀀") == ()


def test_characters_of_the_other_script_are_named() -> None:
    assert mixed_script("村里的幹部说", "hans") == (Place(3, "幹"),)
    assert mixed_script("村裡的幹部说", "hant") == (Place(5, "说"),)


def test_leftovers_are_those_outside_names_and_marks() -> None:
    assert leftovers("余紅說：热", "hant") == (Place(4, "热"),)
    assert leftovers("热娜說", "hant", [Forms("热娜", "热娜")]) == ()
    assert leftovers("他寫的是「国」字", "hant", kept=["国"]) == ()


def test_a_conversion_leaves_nothing_over() -> None:
    text = "机关干部下沉社区，后张村的志愿者也来了，湿了干，干了又湿。"
    assert leftovers(TO_HANT.convert(text), "hant") == ()


def test_a_name_must_occur_as_often_in_both_editions() -> None:
    text = "姚云乾说，姚云乾走了。"
    assert name_counts(text, TO_HANT.convert(text, [YAO]), [YAO]) == ()
    assert name_counts(text, "姚雲乾說，姚雲幹走了。", [YAO]) == (NameCount(YAO, 2, 1),)
    assert name_counts("姚雲乾說", "姚云干说", [YAO], "hant") == (NameCount(YAO, 1, 0),)


def test_an_alias_inside_a_name_counts_where_it_stands_alone() -> None:
    names = [Forms("靳会杰", "靳會傑"), Forms("会杰", "會傑")]
    assert name_counts("靳会杰，会杰", "靳會傑，會傑", names) == ()
    assert name_counts("靳会杰，会杰", "靳會傑，會杰", names) == (NameCount(names[1], 1, 0),)


def test_what_does_not_come_back_is_named() -> None:
    assert round_trip("姚云乾说", TO_HANT, TO_HANS) == (Difference(2, 3, "乾", "干"),)
    assert round_trip("姚云乾说", TO_HANT, TO_HANS, [YAO]) == ()
    assert round_trip("后张村", TO_HANT, TO_HANS, rules={"后张村": "后張屯村"}) == ()


def test_marks_are_not_compared_and_offsets_are_those_of_the_text() -> None:
    assert round_trip("-{于|於}-今，郭乾", TO_HANT, TO_HANS, marks=True) == (Difference(10, 11, "乾", "干"),)
    with pytest.raises(MarkError):
        round_trip("-{于", TO_HANT, TO_HANS, marks=True)
