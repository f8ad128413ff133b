"""The editors' page on names and conversion: each of its examples comes out as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.hanzi.convert import Converter
from plugins.hanzi.glossary import COLUMNS, Glossary
from plugins.hanzi.names import propose
from plugins.hanzi.quotes import follow
from plugins.hanzi.scripts import Forms

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "names.zh.md").read_text(encoding="utf-8")
SITE = Glossary.load(ROOT / "content" / "vocabulary" / "glossary.tsv")
TO_HANT = Converter("hans", "hant", glossary=SITE)


def rows(first: str) -> list[list[str]]:
    """The cells of the table whose head begins with a cell."""
    lines = PAGE[PAGE.index(f"| {first} |") :].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(("source", "result"), re.findall(r"^([^|\n`]+) → (.+)$", PAGE, re.MULTILINE))
def test_examples_come_out_as_the_page_says(source: str, result: str) -> None:
    assert TO_HANT.convert(source) == result


def test_names_of_the_page_come_out_as_it_says() -> None:
    names = [Forms("卢松", "盧松"), propose("余融豪", "hans"), Forms("靳会杰", "靳會杰"), Forms("会杰", "會杰")]
    for _, source, result in rows("字段区里写"):
        assert TO_HANT.convert(source, names) == result


def test_proposals_are_those_of_the_page() -> None:
    for hans, proposed, _ in rows("简体 | 推出来的"):
        assert propose(hans, "hans").hant == proposed


def test_quotation_marks_are_those_of_the_page() -> None:
    for hans, hant in rows("简体 | 繁体"):
        assert (follow(hans, "hant"), follow(hant, "hans")) == (hant, hans)


def test_the_columns_and_lines_are_those_of_the_glossary(tmp_path: Path) -> None:
    assert [row[0] for row in rows("列")] == list(COLUMNS)
    block = PAGE.split("```tsv\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "glossary.tsv"
    path.write_text(block, encoding="utf-8")
    assert Glossary.read(path)[1] == ()
    shipped = {(line.source, line.target) for line in SITE.lines}
    assert {tuple(line.split("\t")[1:3]) for line in block.splitlines()} <= shipped
