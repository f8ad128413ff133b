"""What must hold for every query and every history of the archive."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search_stories import STORIES, convert, digest, put, story

from plugins.hanzi.fold import fold
from plugins.search.analysis import trim
from plugins.search.documents import Document
from plugins.search.engine import Engine, Request

LETTERS = "守望武汉说學战戰場书記教师，。a4"
BODY = st.text(alphabet=LETTERS, max_size=16)
DAYS = st.sampled_from(["2020-01-01", "2020-02-14", "2021-03-02"])


@st.composite
def stories(draw) -> Document:
    body = draw(st.lists(BODY, min_size=1, max_size=3))
    return story(
        draw(st.sampled_from("abcdefgh")),
        draw(BODY),
        *body,
        summary=draw(BODY),
        script=draw(st.sampled_from(["hans", "hant"])),
        date=draw(DAYS),
        places=draw(st.sampled_from([[], ["hubei/wuhan"], ["henan", "hubei"]])),
        roles=draw(st.sampled_from([[], ["driver"], ["teacher"]])),
        words=draw(st.lists(st.sampled_from(["守望", "武汉", "说", "教师"]).map(fold), max_size=3)),
    )


ARCHIVES = st.lists(stories(), max_size=6).map(
    lambda found: list({document.id: document for document in found}.values())
)
QUERIES = [
    "守望",
    "守",
    "“武汉说”",
    "战 OR 书",
    "武 -汉",
    "守望武汉说学战场",
    "place:湖北",
    "a4",
    "4",
    "武?说",
    "学 NEAR/3 说",
    "",
]


def answers(directory: Path, query: str, script="hans"):
    engine = Engine.open(directory)
    found = engine.search(Request(query, script, size=100))
    result = [(hit.id, hit.score) for hit in found.hits], found.facets if script == "hans" else None
    engine.close()
    return result


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARCHIVES, min_size=2, max_size=5))
def test_after_any_history_the_answers_are_those_of_a_fresh_index(archives):
    with TemporaryDirectory() as folder:
        old, fresh = Path(folder) / "old", Path(folder) / "fresh"
        for archive in archives:
            put(old, archive)
        put(fresh, archives[-1])
        for query in QUERIES:
            assert answers(old, query) == answers(fresh, query)


def holds(document: Document, run: str) -> bool:
    """The brute force: does any block of either edition hold the run after folding? For runs of Han only."""
    return any(
        fold(run) in fold(block)
        for text in document.texts.values()
        for block in (text.title, text.summary, *(b.text for b in text.blocks))
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ARCHIVES, st.lists(st.text(alphabet=LETTERS.replace("a", "").replace("4", ""), min_size=1, max_size=5), max_size=8)
)
def test_a_quoted_run_is_found_exactly_where_a_plain_scan_finds_it(archive, runs):
    with TemporaryDirectory() as folder:
        put(Path(folder), archive)
        for run in runs:
            first, last = trim(run)
            if first < last:
                found = {id_ for id_, _ in answers(Path(folder), f"“{run}”")[0]}
                assert found == {document.id for document in archive if holds(document, run[first:last])}


@pytest.mark.parametrize(
    "query", ["战场", "教师 检察官", "樊城教师检察官守护社区", "role:教师", "说 NEAR/9 战场", "队?", "“双线”"]
)
def test_a_query_finds_the_same_in_the_same_order_in_either_script(index, query):
    hans, hant = convert(query, "hans"), convert(query, "hant")
    assert hans != hant or "?" in query
    assert answers(index, hans)[0] == answers(index, hant)[0] == answers(index, hant, "hant")[0]


def test_every_run_of_every_story_finds_it(index):
    engine = Engine.open(index)
    for document in STORIES:
        for text in document.texts.values():
            for block in text.blocks:
                for at in range(0, len(block.text) - 4, 3):
                    run = block.text[at : at + 4]
                    if any(ch.isascii() or ch in "“”「」" for ch in run):
                        continue
                    found = {hit.id for hit in engine.search(Request(f"『{run}』", "hans")).hits}
                    assert document.id in found, run


def test_digests_alone_decide_what_is_written(tmp_path):
    put(tmp_path, STORIES)
    again = [dataclasses.replace(document) for document in STORIES]
    assert [digest(document) for document in again] == [digest(document) for document in STORIES]
    assert put(tmp_path, again).added == 0
