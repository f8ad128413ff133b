"""What makes a story a hit: its own words in either edition, in the title where only that is asked for, near in one block."""

from __future__ import annotations

import pytest
from search_stories import put, story

from plugins.search.documents import Block, Text
from plugins.search.engine import Engine, Request

STORIES = (
    story("as-converted", "守望的人", "志愿服务队守在门口。"),
    story(
        "by-hand",
        "門前的人",
        "守著門口的人。",
        script="hant",
        twin=Text("守望门前", "值夜班的人", (Block("p-0", "志愿服务队守着大门。"),)),
    ),
    story("in-the-body", "守望一夜", "守望的人和武汉的人。"),
    story("in-the-title", "守望在武汉", "一夜。"),
    story("in-two-blocks", "一夜", "守望的人。", "武汉的人。", date="2021-02-03"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    directory = tmp_path_factory.mktemp("matching") / "index"
    put(directory, STORIES)
    return Engine.open(directory)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # What only an edition written by hand says is found, in the body, the title and the summary, long runs and short.
        ("“志愿服务队守”", {"as-converted", "by-hand"}),
        ("“值夜班的人”", {"by-hand"}),
        ("大门", {"by-hand"}),
        ("title:守望门前", {"by-hand"}),
        ("title:守望", {"as-converted", "by-hand", "in-the-body", "in-the-title"}),
        ("title:大门", set()),
        # Near is in one block, and in the title where one of the runs must stand there.
        ("守望 NEAR/4 武汉", {"in-the-body", "in-the-title"}),
        ("title:守望 NEAR/4 武汉", {"in-the-title"}),
        # Exclusion takes away, alone and after what it narrows; twice it takes nothing away.
        ("守望 -武汉", {"as-converted", "by-hand"}),
        ("守望 NOT NOT 武汉", {"in-the-body", "in-the-title", "in-two-blocks"}),
        ("-守望", set()),
        # A dash right after a run is punctuation; what stands before a colon is a field only where no number or address follows.
        ("“守望”-武汉", {"in-the-body", "in-the-title", "in-two-blocks"}),
        ("covid:19", set()),
        # Right after a run without a space between them 非 is a character; parentheses side by side are not in one another.
        ("“守望”非", set()),
        (" ".join(["(守望)"] * 20), {"as-converted", "by-hand", "in-the-body", "in-the-title", "in-two-blocks"}),
        # A day, a month of any year, however it is written.
        ("date:*-2月", {one.id for one in STORIES}),
        ("date:*-02-03", {"in-two-blocks"}),
        ("date:2021", {"in-two-blocks"}),
        ("date:..2020", {one.id for one in STORIES} - {"in-two-blocks"}),
    ],
)
def test_a_query_finds_just_these_stories(engine: Engine, query: str, found: set[str]) -> None:
    assert {hit.id for hit in engine.search(Request(query, "hans", size=100)).hits} == found


def test_equals_stand_newest_first_by_first_day_then_last_day_then_id(tmp_path) -> None:
    def at(id_: str, first: str, last: str) -> object:
        return story(id_, "题", "守望", date=f"{first}/{last}", first=first, last=last)

    days = [("d", "2020-02-01", "2020-02-29"), ("b", "2020-02-02", "2020-02-02"), ("a", "2020-02-01", "2020-02-01")]
    put(tmp_path, [at(*one) for one in (*days, ("c", "2020-02-01", "2020-02-29"))])
    assert [hit.id for hit in Engine.open(tmp_path).search(Request("", "hans")).hits] == ["b", "c", "d", "a"]


def test_a_story_that_holds_the_whole_of_a_long_run_stands_before_one_that_is_full_of_its_words(tmp_path) -> None:
    run, words = "志愿服务队守在大门", ["志愿", "服务队", "守在", "大门"]
    whole = story("whole", "一夜", "。".join(["别的话"] * 200) + run, words=words)
    parts = story("parts", "志愿，服务队，守在，大门", "志愿，服务队，守在，大门，" * 5, words=words)
    put(tmp_path, [whole, parts, *(story(f"other-{i}", "别的事", "别的话。") for i in range(20))])
    assert [hit.id for hit in Engine.open(tmp_path).search(Request(run, "hans")).hits] == ["whole", "parts"]


def test_a_short_page_is_the_beginning_of_the_whole_order(tmp_path) -> None:
    """A story whose words stand side by side is among the first even where others hold them more often."""
    often = [story(f"often-{i}", "一夜", "守望。" * 3, "武汉。" * 3) for i in range(6)]
    beside = story("beside", "一夜", "别的话。" * 3 + "守望武汉。" + "别的话。" * 3)
    put(tmp_path, [*often, beside, *(story(f"other-{i}", "别的事", "别的话。") for i in range(60))])
    engine = Engine.open(tmp_path)
    whole = [hit.id for hit in engine.search(Request("守望 武汉", "hans", size=100)).hits]
    assert whole[0] == "beside"
    for size in (1, 2, 5):
        assert [hit.id for hit in engine.search(Request("守望 武汉", "hans", size=size)).hits] == whole[:size]


def test_a_pair_of_one_character_counts_without_overlaps_like_every_run(tmp_path) -> None:
    put(tmp_path, [story("thrice", "一夜", "哈哈哈他"), story("twice", "一夜", "哈哈他他")])
    first, second = Engine.open(tmp_path).search(Request("哈哈", "hans")).hits
    assert first.score == second.score


def test_runs_of_one_spelling_are_not_ranked_by_nearness(tmp_path) -> None:
    put(tmp_path, [story("near", "一夜", "守望武汉的人们"), story("far", "一夜", "守望的人们武汉")])
    first, second = Engine.open(tmp_path).search(Request("exact:守望 exact:武汉", "hans")).hits
    assert first.score == second.score
