"""Words that stand near each other raise a story; how near is counted in characters, inside one block."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_stories import put, story

from plugins.search.analysis import spans
from plugins.search.corpus import Folded
from plugins.search.documents import Block, Text
from plugins.search.engine import Engine, Request
from plugins.search.nearness import distance
from plugins.search.syntax import Run

FIELD = st.text(alphabet="甲乙丙，", max_size=12)
FIELDS = st.tuples(FIELD, FIELD, st.lists(FIELD, max_size=3).map("\n".join))
RUNS = st.sampled_from(["甲", "乙", "甲乙", "乙甲", "丙", "甲甲", "甲?"])
NOTHING = ("", "", "")


def look(one: str, other: str, blocks: list[str]) -> int | None:
    """The least distance by trying every pair of occurrences in every block."""
    found = [
        max(b - f, a - e)
        for block in blocks
        for (a, f), (b, e) in product(spans(one, block), spans(other, block))
        if b >= f or a >= e
    ]
    return min(found, default=None)


@given(RUNS, RUNS, FIELDS, FIELDS)
def test_the_distance_is_that_of_the_nearest_pair_in_one_block(one, other, original, twin):
    def blocks(fields):
        return [fields[0], fields[1], *fields[2].split("\n")]

    expected = look(one, other, blocks(original))
    if expected is None:
        expected = look(one, other, blocks(twin))
    assert distance(Run(one), Run(other), Folded(original, twin)) == expected
    assert distance(Run(other), Run(one), Folded(original, twin)) == expected


def test_no_distance_reaches_over_the_end_of_a_block():
    assert distance(Run("甲"), Run("乙"), Folded(("甲", "乙", "甲\n乙"), NOTHING)) is None


def test_a_run_asked_for_in_the_title_is_near_only_what_stands_in_the_title():
    folded = Folded(("甲丙丙丙乙", "", "甲乙"), NOTHING)
    assert distance(Run("甲"), Run("乙"), folded) == 0
    assert distance(Run("甲", title=True), Run("乙"), folded) == 3


def search(directory, query):
    engine = Engine.open(directory)
    found = engine.search(Request(query, "hans")).hits
    engine.close()
    return {hit.id: hit.score for hit in found}, [hit.id for hit in found]


FILLER = "别的话说了一遍又一遍，"


@pytest.mark.parametrize("query", ["武汉 医生", "医生 武汉", "武汉 OR 医生"])
def test_words_near_each_other_rank_above_the_same_words_far_apart(tmp_path, query):
    put(
        tmp_path,
        [
            story("far", "题", f"武汉{FILLER * 6}医生", date="2020-03-01"),
            story("apart", "题", f"武汉{FILLER * 6}", "医生", date="2020-03-02"),
            story("near", "题", f"{FILLER * 5}医生去武汉{FILLER}", date="2020-01-01"),
        ],
    )
    assert search(tmp_path, query)[1] == ["near", "far", "apart"]


def test_the_words_of_a_split_run_rank_by_nearness_and_the_whole_run_above_them(tmp_path):
    words = ["志愿", "司机", "接送", "医生"]
    put(
        tmp_path,
        [
            story("far", "题", FILLER.join(words), words=words, date="2020-03-01"),
            story("near", "题", "医生接送司机志愿" * 9, words=words, date="2020-02-01"),
            story("whole", "题", "志愿司机接送医生" + FILLER * 9, words=words, date="2020-01-01"),
        ],
    )
    assert search(tmp_path, "志愿司机接送医生")[1] == ["whole", "near", "far"]


def test_words_near_each_other_in_the_other_edition_count_where_the_original_has_them_not_in_one_block(tmp_path):
    twin = Text("題", "", (Block("p-0", "軟體和硬體"), Block("p-1", "別的")))
    put(
        tmp_path,
        [
            story("with", "题", "软件和硬件", "别的", twin=twin),
            story(
                "without", "题", "软件和硬件", "别的", twin=Text("題", "", (Block("p-0", "軟體"), Block("p-1", "硬體")))
            ),
        ],
    )
    scores, order = search(tmp_path, "软体 硬体")
    assert order == ["with", "without"]
    assert scores["with"] > scores["without"]


def test_what_is_asked_for_in_one_spelling_takes_no_part(tmp_path):
    put(tmp_path, [story("near", "题", "医生武汉"), story("far", "题", "医生", "武汉")])
    scores, _ = search(tmp_path, "exact:医生 武汉")
    assert scores["near"] == scores["far"]


def test_scores_are_whole_millionths(ask):
    for query in ("守望 社区", "樊城教师检察官守望"):
        for hit in ask(query).hits:
            assert hit.score == math.floor(hit.score * 1e6 + 0.5) / 1e6
