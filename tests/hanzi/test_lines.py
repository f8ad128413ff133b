"""Where a line of a title may end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi.lines import line_ends, pieces
from plugins.hanzi.words import Segmenter


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(["网格员", "联防联控队员"])


@pytest.mark.parametrize(
    ("title", "names", "wanted"),
    [
        ("夜里，一位退休教师把一百二十六户人家的药单抄了三遍", (), "夜里，一位|退休|教师|把一百二十六户|人家的|药单抄了|三遍"),
        ("樊城区的365名联防联控队员", (), "樊城区的|365名|联防联控队员"),
        ("铁路社区北苑小区三号门值守的第四十七个夜晚", ("铁路社区",), "铁路社区|北苑|小区|三号门|值守的|第四十七个|夜晚"),
        ("罗霞涛和洪远方在后张村守了一夜", ("罗霞涛", "洪远方", "后张村"), "罗霞涛|和洪远方|在后张村守了|一夜"),
        ("余融豪、洪远方：检察院的人在北苑小区", (), "余融豪、洪远方：检察院的人在北苑小区"),
        ("", (), ""),
    ],
)  # fmt: skip
def test_a_long_part_is_cut_between_words_and_a_short_one_stays_whole(segmenter, title, names, wanted):
    assert "|".join(pieces(title, line_ends(segmenter.words(title), names), 10)) == wanted


def test_a_longer_line_leaves_more_whole(segmenter):
    title = "樊城区的365名联防联控队员"
    assert pieces(title, line_ends(segmenter.words(title)), 14) == ["樊城区的365名联防联控队员"]


@given(st.text("守望一二的在，、：——“”a1 \U00020bb7名", max_size=40))
def test_pieces_are_the_text_again_and_none_begins_with_a_mark_or_is_empty(text):
    found = pieces(text, line_ends(Segmenter().words(text)), 3)
    assert "".join(found) == text
    assert all(one[0].isalnum() and before[-1].isalnum() for before, one in pairwise(found))
