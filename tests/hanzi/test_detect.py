"""Which script a text is in: only characters that one script alone has are evidence."""

from __future__ import annotations

import pytest

from plugins.hanzi.detect import script_of, wrong_characters


def test_a_simplified_text() -> None:
    evidence = script_of("机关干部下沉社区")
    assert evidence.script == "hans"
    assert (evidence.hans, evidence.hant) == (3, 0)


def test_a_traditional_text() -> None:
    assert script_of("機關幹部下沉社區").script == "hant"


@pytest.mark.parametrize(
    "text", ["里后余干台面松谷丑斗云于只征", "姚乾坤瞭望著名慰藉徵羽", "污群峰恒秘吃床", "", "365 QR"]
)
def test_characters_that_both_scripts_write_are_evidence_of_nothing(text: str) -> None:
    evidence = script_of(text)
    assert (evidence.hans, evidence.hant, evidence.script) == (0, 0, None)


@pytest.mark.parametrize("text", ["衞生員説這裏", "衛生員說這裡", "衞生員説這裡喫麪", "爲羣衆"])
def test_regional_glyphs_are_traditional(text: str) -> None:
    assert script_of(text).against("hant") == 0
    assert script_of(text).script == "hant"


def test_the_wrong_characters_are_found() -> None:
    assert wrong_characters("机关幹部發現", "hans") == [(2, "幹"), (4, "發"), (5, "現")]
