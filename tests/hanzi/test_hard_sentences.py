"""Hard sentences of news Chinese: how many come out exactly right must not fall.

``data/conversion-hard.tsv`` holds pairs chosen to be hard, written by hand (docs/conversion.md says how they are
scored). The numbers here are what this room reaches today with an empty glossary; a change that makes one fall is a
regression, a change that makes one rise raises it here.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from plugins.hanzi import library
from plugins.hanzi.convert import Converter, HantStyle
from plugins.hanzi.names import propose
from plugins.hanzi.scripts import Forms

Row = dict[str, str]
Names = Literal["none", "proposed", "given"]

DATA = Path(__file__).parent / "data" / "conversion-hard.tsv"
TO_HANT = Converter("hans", "hant")

#: Exact sentences of each kind: from Simplified.
TO_HANT_FLOOR: dict[Names, dict[str, int]] = {
    "none": {"word": 75, "person": 29, "place": 19, "idiom": 25},
    "proposed": {"word": 75, "person": 32, "place": 19, "idiom": 25},
    "given": {"word": 75, "person": 36, "place": 22, "idiom": 25},
}
#: And to Simplified, with names given.
TO_HANS_FLOOR: dict[HantStyle, dict[str, int]] = {
    "mainland": {"word": 84, "person": 37, "place": 22, "idiom": 25, "t2s": 13},
    "tw": {"word": 84, "person": 37, "place": 22, "idiom": 25, "t2s": 13},
}


@cache
def rows() -> tuple[Row, ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def glyphs() -> dict[int, str]:
    """Regional glyphs of one character, which are no choice between characters: 裏 and 裡, 爲 and 為, 臺 and 台."""
    return {ord(key): values[0] for key, values in library.dictionary("TWVariants").items()} | {ord("臺"): "台"}


def plain(text: str) -> str:
    return text.translate(glyphs())


def accepted(*patterns: str) -> set[str]:
    """Every sentence that counts as right: ``{a/b}`` in a pattern stands for either."""
    found: set[str] = set()
    for pattern in filter(None, patterns):
        parts = [part[1:-1].split("/") if part.startswith("{") else [part] for part in re.split(r"(\{.*?\})", pattern)]
        found |= {plain("".join(choice)) for choice in itertools.product(*parts)}
    return found


def names(row: Row, how: Names) -> Iterator[Forms]:
    """The names that a row lists: its forms as proposed by rule, or as the row's Traditional sentence has them."""
    for listed in row["names"].split():
        kind, name = listed[0], listed[1:]
        if how == "given":
            at = row["simplified"].index(name)
            yield Forms(name, row["traditional_tw"][at : at + len(name)])
        elif how == "proposed":
            yield propose(name, "hans") if kind == "p" else Forms(name, TO_HANT.convert(name))


@pytest.mark.parametrize("how", ["none", "proposed", "given"])
def test_simplified_sentences_come_out_in_traditional(how: Names) -> None:
    right = Counter(
        row["kind"]
        for row in rows()
        if row["kind"] != "t2s"
        and plain(TO_HANT.convert(row["simplified"], tuple(names(row, how))))
        in accepted(row["traditional_tw"], row["accept_tw"])
    )
    assert {kind: right[kind] for kind in TO_HANT_FLOOR[how] if right[kind] < TO_HANT_FLOOR[how][kind]} == {}


@pytest.mark.parametrize(("style", "column"), [("mainland", "traditional"), ("tw", "traditional_tw")])
def test_traditional_sentences_come_out_in_simplified(style: HantStyle, column: str) -> None:
    converter = Converter("hant", "hans", hant_style=style)
    right = Counter(
        row["kind"]
        for row in rows()
        if plain(converter.convert(row[column], tuple(names(row, "given"))))
        in accepted(row["simplified"], row["accept_simp"])
    )
    assert {kind: right[kind] for kind in TO_HANS_FLOOR[style] if right[kind] < TO_HANS_FLOOR[style][kind]} == {}


def test_a_name_that_is_given_comes_out_as_given() -> None:
    for row in rows():
        given = tuple(names(row, "given"))
        result = TO_HANT.convert(row["simplified"], given)
        assert all(name.hant in result for name in given), row["id"]
