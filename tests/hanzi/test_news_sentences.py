"""Sentences of news Chinese by five writers who did not know the converter: nearly all come out exactly right.

``data/conversion-news.tsv`` was written blind, every character with several counterparts in its living readings
(docs/conversion.md tells what each part of it gave before anybody had seen it). Since then its errors were read and mended
where a rule or a line for news Chinese at large would mend them, so it now guards what was reached.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from plugins.hanzi.convert import Converter
from tests.hanzi.test_hard_sentences import SITE, SITE_TO_HANT, Row, names, plain, right

DATA = Path(__file__).parent / "data" / "conversion-news.tsv"
TO_HANS = Converter("hant", "hans", hant_style="tw", glossary=SITE)


@cache
def rows() -> tuple[Row, ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def to_hant() -> list[Row]:
    return [row for row in rows() if row["kind"] != "t2s"]


@pytest.mark.parametrize(("how", "share"), [("given", 0.99), ("none", 0.95)])
def test_simplified_news_comes_out_in_traditional(how: str, share: float) -> None:
    wrong = [
        row["id"]
        for row in to_hant()
        if not right(row, SITE_TO_HANT.convert(row["simplified"], tuple(names(row, how))))  # type: ignore[arg-type]
    ]
    assert len(wrong) <= (1 - share) * len(to_hant()), wrong


def test_traditional_news_comes_out_in_simplified() -> None:
    wrong = [
        row["id"]
        for row in rows()
        if plain(TO_HANS.convert(row["traditional_tw"], tuple(names(row, "given")))) != plain(row["simplified"])
        and not row["accept_simp"]
    ]
    assert len(wrong) <= 0.01 * len(rows()), wrong


def test_most_of_what_comes_out_wrong_without_names_is_asked_about() -> None:
    made = [(row, SITE_TO_HANT.convert_with_flags(row["simplified"])) for row in to_hant()]
    wrong = [found for row, found in made if not right(row, found.text)]
    assert sum(bool(found.flags) for found in wrong) >= 0.85 * len(wrong)
