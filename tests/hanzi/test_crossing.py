"""A phrase of the library that goes over the border of two words is no phrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.hanzi.convert import Converter
from plugins.hanzi.engine import engine
from plugins.hanzi.glossary import NAME, Glossary

SITE = Converter("hans", "hant", glossary=Glossary.load(Path(__file__).parents[2] / "content" / NAME))
BARE = Converter("hans", "hant")
ROWS = (Path(__file__).parent / "data" / "crossing.tsv").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("\t")[0])
def test_the_words_on_both_sides_of_a_border_stay_words(row: str) -> None:
    hans, hant = row.split("\t")
    assert SITE.convert(hans) == hant


@pytest.mark.parametrize(
    ("hans", "hant", "library"),
    [
        ("经济形势判断发生改变。", "經濟形勢判斷發生改變。", "斷髮"),
        ("巨大冲击", "巨大衝擊", "大沖"),
        ("中国历代", "中國歷代", "國曆"),
        ("全县里程最长的公路", "全縣里程最長的公路", "縣裡"),
        ("展示了如何洗手，被发明", "展示了如何洗手，被發明", "瞭如"),
    ],
)
def test_no_list_of_phrases_is_needed_for_it(hans: str, hant: str, library: str) -> None:
    assert library in engine("s2tw").convert(hans)
    assert BARE.convert(hans) == hant


@pytest.mark.parametrize(("hans", "hant"), [("他了如指掌。", "他瞭如指掌。"), ("理发店的头发", "理髮店的頭髮")])
def test_a_phrase_that_is_a_word_stays_one(hans: str, hant: str) -> None:
    assert BARE.convert(hans) == hant


def test_such_a_place_is_not_asked_about() -> None:
    assert BARE.convert_with_flags("形势判断发生改变。").flags == ()
