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
        ("这位于医生来自沈阳，范主任也到了。", "這位于醫生來自瀋陽，范主任也到了。"),
        ("由于于某拒不配合，于姓男子被罚。", "由於于某拒不配合，于姓男子被罰。"),
        ("对于于海燕的遭遇，大家和于海燕一样难过。", "對於于海燕的遭遇，大家和于海燕一樣難過。"),
        ("护士长余晓岚、副县长余庆丰和环卫工涂秀云都在。", "護士長余曉嵐、副縣長余慶豐和環衛工涂秀雲都在。"),
        ("干警干小岩在执勤。", "幹警干小岩在執勤。"),
        ("余副局长和范副书记来了，小余和余副主任也来了。", "余副局長和范副書記來了，小余和余副主任也來了。"),
        ("老余说，把小范叫来；老范家的门开着，叫他老余。", "老余說，把小范叫來；老范家的門開著，叫他老余。"),
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
        ("其余医生、业余教练和三十余老人都撤离了。", "其餘醫生、業餘教練和三十餘老人都撤離了。"),
        ("对于老师来说，位于医生办公室旁，由于某种原因。", "對於老師來說，位於醫生辦公室旁，由於某種原因。"),
        ("模范教师示范老师规范种姓制度。", "模範教師示範老師規範種姓制度。"),
        ("小范围试点，小余额也算，老岳父来了，小涂料厂关了。", "小範圍試點，小餘額也算，老岳父來了，小塗料廠關了。"),
    ],
)
def test_the_same_characters_in_words_are_words(hans: str, hant: str) -> None:
    assert TO_HANT.convert(hans) == hant


def test_a_surname_that_a_rule_kept_is_still_asked_about() -> None:
    flag = TO_HANT.convert_with_flags("余玉海说").flags[0]
    assert (flag.source, flag.result, flag.alternatives, flag.reason) == ("余玉海", "余玉海", ("餘玉海",), "risky")


def test_a_listed_name_needs_no_rule_and_no_flag() -> None:
    found = TO_HANT.convert_with_flags("余玉海说", [Forms("余玉海", "餘玉海")])
    assert (found.text, found.flags) == ("餘玉海說", ())


def test_a_word_that_reaches_over_a_surname_stands_and_is_asked_about() -> None:
    found = TO_HANT.convert_with_flags("消防范队长冲进火场。")
    assert found.text == "消防範隊長衝進火場。"
    assert [(flag.source, flag.alternatives) for flag in found.flags if flag.source == "范"] == [("范", ("范",))]
