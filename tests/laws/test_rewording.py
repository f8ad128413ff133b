"""A change of the glossary says what it changes in stories that nobody edited, before the site takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.site import Build
from tests.small_site import SmallSite, tree

LINE = "hans>hant\t岗亭\t崗哨亭\t岗亭里有灯。\n"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    site.story("gate-one", body="路口有一个岗亭。夜里很冷。")
    site.story("gate-two", body="风雪里的超市门口。")
    site.build()
    return site


def test_a_glossary_line_names_each_sentence_that_it_changes(site: SmallSite, capsys) -> None:
    site.write("vocabulary/glossary.tsv", LINE)
    capsys.readouterr()
    site.build()
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "gate-one  路口有一個崗亭。  →  路口有一個崗⟦哨⟧亭。" in told[1]


def test_a_check_names_them_too_and_leaves_the_site_as_it_was(site: SmallSite, capsys) -> None:
    before = tree(site.output)
    site.write("vocabulary/glossary.tsv", LINE)
    capsys.readouterr()
    with Build(site.options()) as build:
        build.check()
    assert "崗⟦哨⟧亭" in capsys.readouterr().err
    assert tree(site.output) == before


def test_an_editors_own_change_is_not_told(site: SmallSite, capsys) -> None:
    site.story("gate-one", body="路口有两个岗亭。")
    site.write("vocabulary/glossary.tsv", "hans>hant\t灯笼\t燈籠子\t灯笼亮了。\n")
    capsys.readouterr()
    site.build()
    assert capsys.readouterr().err == ""
