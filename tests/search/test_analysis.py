"""Terms of a text, and runs in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi.fold import fold
from plugins.search.analysis import contains, count, covering_terms, spans, split_by_words, terms, trim

TEXT = st.text(alphabet="武汉加油我们说 ，。4.5:7aQrx-？“”\n", max_size=40).map(fold)


def test_a_stretch_of_han_gives_single_characters_and_pairs():
    assert terms("守望者") == {"守", "望", "者", "守望", "望者"}


def test_pairs_do_not_cross_punctuation_or_words():
    assert terms("武汉,加油") == {"武", "汉", "武汉", "加", "油", "加油"}
    assert "城名" not in terms("樊城365名")


@pytest.mark.parametrize("word", ["365", "qr", "4.45", "7:30", "h7n9", "2020.02.14"])
def test_words_are_whole(word):
    assert terms(f"有{word}个") == {"有", word, "个"}


def test_a_comma_between_numbers_parts_them_because_full_width_commas_fold_to_it():
    assert {"2020", "30"} <= terms(fold("2020，30"))


def test_a_word_is_found_whole_only():
    assert contains("365", "有365名")
    assert not contains("365", "有1365次")
    assert not contains("45", "4.45万")
    assert not contains("4", "4.45万")
    assert contains("45", "共45.")
    assert contains("4.45万", "与4.45万居民")
    assert not contains("5万", "与4.45万居民")


def test_a_question_mark_is_one_han_character():
    assert contains("武?封城", "武汉封城")
    assert not contains("武?城", "武汉封城")
    assert not contains("武?城", "武a城")
    assert contains("谁?我们", "是谁?我们")


def test_punctuation_and_question_marks_at_the_ends_are_left_off():
    assert trim("“谁是英雄?") == (1, 5)
    assert trim("?!") == (0, 0)


def test_splitting_takes_the_longest_word_from_the_left():
    words = frozenset({"检察", "检察官", "官下", "下沉", "社区"})
    assert split_by_words("检察官下沉365社区的", words, 3) == ("检察官", "下沉", "365", "社区", "的")


@given(TEXT, st.integers(0, 39), st.integers(1, 8))
def test_a_text_with_a_run_has_every_covering_term_of_it(text, at, size):
    run = text[at : at + size]
    first, last = trim(run)
    run = run[first:last]
    for block in text.split("\n"):
        if run and contains(run, block):
            assert covering_terms(run) <= terms(block)


@given(TEXT, st.integers(0, 39), st.integers(1, 8))
def test_counting_finding_and_containing_agree(text, at, size):
    run = text[at : at + size]
    first, last = trim(run)
    run = run[first:last]
    if run and "\n" not in run:
        assert count(run, text) == len(spans(run, text))
        assert contains(run, text) == bool(spans(run, text))
