"""Surnames of people whom no story lists."""

from __future__ import annotations

import pytest

from plugins.hanzi.convert import Converter
from plugins.hanzi.scripts import Forms

TO_HANT = Converter("hans", "hant")


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("余玉海把余款退回。", "余玉海把餘款退回。"),
        ("大家问谁去，范玉梅举了手。", "大家問誰去，范玉梅舉了手。"),
        ("记者于晓东报道。", "記者于曉東報道。"),
        ("村民涂强说，墙是他涂的。", "村民涂強說，牆是他塗的。"),
    ],
)
def test_a_surname_at_the_head_of_a_clause_or_after_a_calling_stays(hans: str, hant: str) -> None:
    assert TO_HANT.convert(hans) == hant


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("三千余明星到场。", "三千餘明星到場。"),
        ("会后国庆放假，之后来了车。", "會後國慶放假，之後來了車。"),
        ("于今年开学，范围不大，游泳馆关了。", "於今年開學，範圍不大，游泳館關了。"),
        ("余震不断，余光扫过，后来他走了。", "餘震不斷，餘光掃過，後來他走了。"),
    ],
)
def test_the_same_characters_in_words_are_words(hans: str, hant: str) -> None:
    assert TO_HANT.convert(hans) == hant


def test_a_surname_that_a_rule_kept_is_still_asked_about() -> None:
    flag = TO_HANT.convert_with_flags("余玉海说").flags[0]
    assert (flag.source, flag.result, flag.alternatives, flag.reason) == ("余", "余", ("餘",), "risky")


def test_a_listed_name_needs_no_rule_and_no_flag() -> None:
    found = TO_HANT.convert_with_flags("余玉海说", [Forms("余玉海", "餘玉海")])
    assert (found.text, found.flags) == ("餘玉海說", ())
