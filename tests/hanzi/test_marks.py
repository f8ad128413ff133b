"""Inline marks: exactly three, and what cannot be read says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi.marks import Boundary, Keep, MarkError, Say, parse, resolve, scan


def test_the_three_marks() -> None:
    assert parse("甲-{保持}-乙-{简|繁}-丙-{}-丁") == [
        "甲", Keep("保持"), "乙", Say("简", "繁"), "丙", Boundary(), "丁",
    ]  # fmt: skip


def test_each_edition_prints_its_side() -> None:
    text = "在-{里|裡}-面-{}-，-{只}-有"
    assert resolve(text, "hans") == "在里面，只有"
    assert resolve(text, "hant") == "在裡面，只有"


def test_one_side_may_be_empty() -> None:
    assert resolve("-{|（繁）}-", "hans") == ""
    assert resolve("-{|（繁）}-", "hant") == "（繁）"


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("干部-{保持", 2, "没有"),
        ("-{一行\n两行}-", 0, "同一行"),
        ("-{外-{里}-}-", 3, "不能再有"),
        ("-{一|二|三}-", 0, "两边"),
        ("好-{一}-的-{二", 7, "没有"),
    ],
)
def test_a_mark_that_cannot_be_read_says_where_and_why(text: str, position: int, words: str) -> None:
    with pytest.raises(MarkError, match=words) as caught:
        parse(text)
    assert caught.value.position == position


def test_offsets_are_code_points() -> None:
    assert list(scan("𠀀-{一}-二")) == [(0, "𠀀"), (1, Keep("一")), (6, "二")]


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_a_text_without_marks_is_left_alone(text: str) -> None:
    assert resolve(text, "hans") == text
    assert "".join(part for part in parse(text) if isinstance(part, str)) == text


def test_a_closing_bracket_by_itself_is_text() -> None:
    assert resolve("{集合}-甲", "hans") == "{集合}-甲"
