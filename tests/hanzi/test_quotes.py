"""Quotation marks follow the edition."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.hanzi.convert import Converter
from plugins.hanzi.html import convert_html
from plugins.hanzi.quotes import Unpaired, follow, unpaired

TEXTS = st.text(alphabet="“”‘’「」『』\"'我说a1，", max_size=30)


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("他说：“不准进。”", "他说：「不准进。」"),
        ("“她问‘谁去’，没人答。”", "「她问『谁去』，没人答。」"),
        ("“一”“二”和‘三’", "「一」「二」和『三』"),
        ("“I don’t know.”他说。", "「I don’t know.」他说。"),
        ("‘China’和“3’0”", "『China』和「3’0」"),
        ("“敲门行动”、\"直引号\"、'单的'", "「敲门行动」、\"直引号\"、'单的'"),
    ],
)
def test_marks_follow_the_edition_and_come_back(hans: str, hant: str) -> None:
    assert follow(hans, "hant") == hant
    assert follow(hant, "hans") == hans


@pytest.mark.parametrize("text", ["don’t", "workers’ rights", "’90s", "“没有完", "没有开始”", "5’", "plain"])
def test_what_has_no_partner_stays(text: str) -> None:
    assert follow(text, "hant") == text


def test_a_mark_without_partner_is_reported_and_spoils_no_pair() -> None:
    text = "“一‘二”，三’和四”"
    assert follow(text, "hant") == "「一‘二」，三’和四”"
    assert unpaired(text) == (Unpaired(2, "‘"), Unpaired(7, "’"), Unpaired(10, "”"))
    assert unpaired("“好”") == ()


def test_marks_in_html_follow_over_tags_and_never_in_code() -> None:
    converter = Converter("hans", "hant")

    def convert(text: str) -> str:
        return follow(converter.convert(text), "hant")

    html = '<p title="“干部”">他说：“<em>干</em>部<code>“x”</code>来了。”</p><p>“另一段</p>'
    assert convert_html(html, convert, "hant") == (
        '<p title="「幹部」">他說：「<em>幹</em>部<code>“x”</code>來了。」</p><p>“另一段</p>'
    )


@given(TEXTS, st.sampled_from(["hans", "hant"]))
def test_following_keeps_the_length_and_is_done_once(text: str, target: str) -> None:
    once = follow(text, target)
    assert len(once) == len(text)
    assert follow(once, target) == once


@given(TEXTS)
def test_there_and_back_gives_the_text(text: str) -> None:
    assume("a’a" not in text)  # an apostrophe, which no edition changes
    assume("a』a" not in text)  # and what would be taken for one
    simplified = text.translate(str.maketrans("「」『』", "    "))
    traditional = text.translate(str.maketrans("“”‘’", "    "))
    assert follow(follow(simplified, "hant"), "hans") == simplified
    assert follow(follow(traditional, "hans"), "hant") == traditional
