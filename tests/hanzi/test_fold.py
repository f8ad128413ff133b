"""Fold: one character for every way of writing it, and offsets that survive."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi import library
from plugins.hanzi.convert import Converter
from plugins.hanzi.fold import FOLD_VERSION, HAN, _classes, classes, fold, fold_pairs, is_han

SIMPLIFIED = "".join(library.dictionary("STCharacters"))
TRADITIONAL = "".join(library.dictionary("TSCharacters"))


@pytest.mark.parametrize(
    "ways",
    [
        "說説说",
        "裏裡里",
        "着著",
        "了瞭",
        "餘余馀",
        "發髮发",
        "乾幹干",
        "臺台檯颱",
        "畫画划劃",
        "藉借",
        "甚什",
        "麽麼么",
        "衞卫衛",
        "淩凌",
        "産产產",
        "為爲为",
        "鍾鐘钟锺",
        "妳你",
        "沈瀋沉",
    ],
)
def test_every_way_of_writing_a_character_is_one_character(ways: str) -> None:
    assert len({fold(ch) for ch in ways}) == 1


@pytest.mark.parametrize("pair", ["买卖", "土士", "未末", "请清", "已己", "人入", "像象", "里哩", "分份"])
def test_characters_that_are_not_the_same_stay_apart(pair: str) -> None:
    assert fold(pair[0]) != fold(pair[1])


def test_a_class_is_named_by_its_simplified_character() -> None:
    assert fold("說話餘融豪裡麵畫發麼著臺鐘") == "说话余融豪里面画发么着台钟"


def test_full_width_letters_and_capitals_are_folded_and_nothing_that_would_grow() -> None:
    assert fold("ＱＲ码 Qr１２，") == "qr码 qr12,"
    assert fold("㈱ß…½ﷺ") == "㈱ß…½ﷺ"


@given(st.text())
def test_offsets_survive_folding(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.characters() | st.sampled_from(SIMPLIFIED + TRADITIONAL)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_run_is_found_wherever_it_stands(one: str, two: str) -> None:
    assert fold(one) + fold(two) == fold(one + two)


@given(st.text(alphabet=st.sampled_from(SIMPLIFIED + "，。a1")), st.sampled_from(["tw", "hk"]))
def test_a_simplified_text_and_its_traditional_edition_fold_alike(text: str, region: str) -> None:
    assert fold(Converter("hans", "hant", region=region).convert(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from(TRADITIONAL + "，。a1")), st.sampled_from(["mainland", "tw", "hk"]))
def test_a_traditional_text_and_its_simplified_edition_fold_alike(text: str, style: str) -> None:
    assert fold(Converter("hant", "hans", hant_style=style).convert(text)) == fold(text)


@pytest.mark.parametrize("dictionary", ["STPhrases", "TSPhrases", "TWVariantsRevPhrases", "HKVariantsRevPhrases"])
def test_every_phrase_of_the_library_folds_as_its_conversion_does(dictionary: str) -> None:
    """The two editions of a text fold alike wherever the library converted it: 家具 and 傢俱, 坐标 and 座標."""
    assert [key for key, values in library.dictionary(dictionary).items() if fold(key) != fold(values[0])] == []


def test_classes_stay_small() -> None:
    """Joining pairs must not chain half the dictionary together; the largest are listed so that a change is seen."""
    largest = ["".join(sorted(group)) for group in classes() if len(group) >= 6]
    assert largest == ["㓰划劃画畫畵", "坛墰壇壜罈罎", "炼煉鍊鏈链𫔀"]
    assert 3900 < len(classes()) < 4050


def test_the_table_for_other_programs_says_what_fold_does() -> None:
    assert fold_pairs("樊城說説Ａ余A") == {"A": "a", "Ａ": "a", "說": "说", "説": "说"}


def test_the_version_is_a_short_stable_digest() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", FOLD_VERSION)
    assert _classes() == _classes()


@pytest.mark.parametrize("ch", "一龥㐀𠀀〇々乾")
def test_han_characters_are_known(ch: str) -> None:
    assert is_han(ch)
    assert re.fullmatch(f"[{HAN}]", ch)


@pytest.mark.parametrize("ch", ["a", "1", "，", "ア", "한", "", "乾坤", "\U0001f600"])
def test_nothing_else_is_a_han_character(ch: str) -> None:
    assert not is_han(ch)
