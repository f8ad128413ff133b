"""What the report says to write is written just so, tried before it is shown, and then nobody is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.edits import ConflictError
from plugins.desk.persons import find_names
from plugins.desk.review.items import Item, Kind, Way
from plugins.desk.review.review import Review, Reviewed
from plugins.desk.review.ways import in_story, on_site, passage_of, ways_of
from plugins.desk.review.writing import NotWrittenError, Written, write

FLOUR = "村民买米、面、油，先锋队送来。"


def first(desk, story: str = "one-story") -> tuple[Review, Reviewed, Item]:
    review = Review(desk.folder, find_names)
    found = review.story(story)
    assert found
    return review, found, found.items[0]


def way_of(found: Reviewed, item: Item, kind: Kind, form: str = "") -> Way:
    return next(way for way in ways_of(found.subject, item, form) if way.kind == kind)


def written(desk, kind: Kind, form: str = "") -> Written:
    """The first item of the story decided: planned, and made."""
    review, found, item = first(desk)
    plan = write(review, found, item, way_of(found, item, kind, form))
    before = files(desk.folder)
    assert files(desk.folder) == before, "planning writes nothing"
    plan.edits.apply()
    return plan


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def story(desk) -> str:
    return (desk.folder / "stories/one-story.md").read_text("utf-8")


def said(plan: Written) -> list[tuple[str, str]]:
    return [(one.before, one.after) for one in plan.changed]


def test_a_mark_is_written_in_its_place_and_the_sentence_that_changes_is_shown(desk):
    desk.story(f"第一段。\n\n他说：**{FLOUR}**")
    plan = written(desk, "here", "麵")
    assert "\n他说：**村民买米、-{面|麵}-、油，先锋队送来。**\n" in story(desk)
    assert said(plan) == [("他說：村民買米、⟦面⟧、油，先鋒隊送來。", "他說：村民買米、⟦麵⟧、油，先鋒隊送來。")]
    assert desk.said() == []


def test_every_way_of_the_report_writes_the_line_that_the_report_prints(desk):
    kinds: tuple[Kind, ...] = ("here", "story", "site")
    for kind in kinds:
        desk.story("第二天家里人劝他。")
        desk.glossary()
        review, found, item = first(desk)
        way = next(one for one in item.ways if one.kind == kind)
        write(review, found, item, way).edits.apply()
        texts = story(desk) + (desk.folder / "vocabulary/glossary.tsv").read_text("utf-8")
        line = way.line if kind != "story" else f"{way.word}: {way.form}"
        assert line in texts
        assert desk.said() == []


def test_links_to_a_paragraph_that_gets_a_mark_go_on_leading_there(desk):
    desk.story(FLOUR)
    old = first(desk)[2].where
    assert written(desk, "here", "麵").moves_anchor
    assert f"anchors:\n  {old}: p-" in story(desk)
    desk.story(FLOUR, more="status: draft\n")
    assert not written(desk, "here", "麵").moves_anchor, "nobody can have linked to a draft"
    assert "anchors" not in story(desk)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"title": "米、面、油"}, "title: 米、-{面|麵}-、油\n"),
        ({"more": "summary: 先买米、面。\n"}, "summary: 先买米、-{面|麵}-。\n"),
        ({"people": "[{name: 王俊, role: 米、面的人}]"}, "role: '米、-{面|麵}-的人'"),
        ({"body": "![买米、面的人](images/a.jpg)"}, "![买米、-{面|麵}-的人](images/a.jpg)"),
    ],
)
def test_fields_and_descriptions_are_marked_too(desk, fields, line):
    desk.story(**{"body": "没有别的。", **fields})
    written(desk, "here", "麵")
    assert line in story(desk).replace('"', "'")
    assert desk.said() == []


def test_a_line_for_the_site_shows_what_changes_in_every_story(desk):
    desk.story(FLOUR)
    desk.story("送来米、**面**、油。", id_="another-story")
    desk.story("没有。", id_="third-story")
    desk.glossary("hans>hant\t解封\t解封\t小区解封了。")
    plan = written(desk, "site", "麵")
    assert sorted({one.story for one in plan.changed}) == ["another-story", "one-story"]
    assert (
        (desk.folder / "vocabulary/glossary.tsv")
        .read_text("utf-8")
        .endswith("\nhans>hant\t米、面\t米、麵\t村民买米、面、油\n")
    )
    assert desk.said() == []


def test_somebody_is_listed_with_both_forms_where_one_is_doubtful(desk):
    desk.story("队员王瑞华来了。")
    written(desk, "people")
    assert "people: [王瑞华]" in story(desk) or "people:\n  - 王瑞华\n" in story(desk)
    desk.story("他来了。", people="[钟宇宁, 王俊]")
    written(desk, "people", "鐘宇寧")
    text = story(desk)
    assert "鐘宇寧" in text
    assert "王俊" in text
    assert desk.said() == []


def test_a_name_goes_into_the_register_of_people(desk):
    desk.story("他来了。", people="[钟宇宁]")
    plan = written(desk, "register")
    assert plan.edits.content == desk.folder
    assert "hant: 鍾宇寧" in (desk.folder / "vocabulary/people.yaml").read_text("utf-8")
    assert desk.said() == []


def test_another_word_than_the_proposed_one_may_be_written(desk):
    desk.story(FLOUR)
    review, found, item = first(desk)
    write(review, found, item, in_story("买米、面", "買米、麵")).edits.apply()
    assert "买米、面: 買米、麵" in story(desk)
    assert desk.said() == []


def test_what_would_not_decide_it_is_refused_with_the_reason(desk):
    desk.story(FLOUR)
    review, found, item = first(desk)
    passage = passage_of(found.subject, item)
    end = item.start + len(item.source)
    before = files(desk.folder)
    for way, words in (
        (way_of(found, item, "here", "面"), "现在就是这样写的"),
        (way_of(found, item, "here", "麵}-"), "不能有"),
        (in_story("先锋", "先鋒隊"), "不是这一处的词"),
        (on_site(passage, item.start, end, "面粉", "麵粉"), "不是这一处的词"),
    ):
        with pytest.raises(NotWrittenError, match=words):
            write(review, found, item, way)
    assert files(desk.folder) == before


def test_a_line_that_the_glossary_has_otherwise_is_refused(desk):
    desk.story("小区服务长胡源说了。", people="[胡源]")
    desk.glossary("hans>hant\t长胡\t長胡\t服务长胡说。")
    review, found, item = first(desk)
    with pytest.raises(NotWrittenError, match="长的优先"):
        write(review, found, item, way_of(found, item, "site", "長鬍源"))


def test_nothing_is_written_over_what_somebody_wrote_meanwhile(desk):
    desk.story(FLOUR)
    review, found, item = first(desk)
    plan = write(review, found, item, way_of(found, item, "here", "麵"))
    desk.story(f"{FLOUR}\n\n别人加的一段。")
    before = files(desk.folder)
    with pytest.raises(ConflictError):
        plan.edits.apply()
    assert files(desk.folder) == before


def test_two_editors_who_decide_at_the_same_time_both_keep_what_they_decided(desk):
    desk.story(FLOUR)
    desk.story("大家买米、面。", id_="another-story")
    mine, theirs = desk.review(), desk.review()
    found = mine.story("one-story")
    theirs.accept([item for one in theirs.stories(["another-story"]) for item in one.items], "2026-11-22")
    mine.accept(found.items, "2026-11-22")
    assert desk.said() == []
