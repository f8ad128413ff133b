"""The editors' report: what nobody decided, where it stands, what to write; decided once, it does not come back."""

from __future__ import annotations

import pytest

from plugins.desk.collect import collect
from plugins.desk.decisions import NAME, Decisions
from plugins.desk.persons import find_names
from plugins.desk.subject import Subject
from plugins.faults import ContentError

FLOUR = "村民买米、面、油，先锋队送来。"


def test_a_character_that_nobody_decided_is_reported_with_its_place_and_what_to_write(desk):
    desk.story(f"第一段。\n\n他说：**{FLOUR}**")
    [item] = desk.items()
    assert (item.path, item.line, item.column) == ("stories/one-story.md", 16, 11)
    assert (item.reason, item.source, item.result, item.alternatives) == ("risky", "面", "面", ("麵",))
    assert item.context == "村民买米、⟦面⟧、油"
    assert ("这一处要“麵”，正文里写", "民买米、-{面|麵}-、油，先") in item.write


def test_the_place_is_found_behind_marks_links_and_broken_lines(desk):
    desk.story(
        "见-{软件|軟體}-和[网址](https://example.org/面)，\n大家买**米**、面、\n油。", more="convert: {见: 見}\n"
    )
    [item] = desk.items()
    assert (item.line, item.column) == (16, 10)


def test_what_a_mark_says_is_decided(desk):
    desk.story("村民买米、-{面|麵}-、油。")
    assert desk.said() == []


def test_what_the_story_or_the_glossary_says_is_decided(desk):
    desk.story(FLOUR, more="convert: {米、面: 米、麵}\n")
    assert desk.said() == []
    desk.story(FLOUR)
    desk.glossary("hans>hant\t米、面\t米、麵\t村民买米、面、油\t")
    assert desk.said() == []


def test_title_and_summary_are_read_too(desk):
    desk.story("没有别的。", title="米、面、油", more="summary: 先买米、面。\n")
    assert [(item.line, item.column, item.context) for item in desk.items()] == [
        (3, 10, "米、⟦面⟧、油"),
        (12, 14, "先买米、⟦面⟧"),
    ]


def test_accepted_items_do_not_come_back(desk):
    desk.story(FLOUR)
    desk.accept()
    assert desk.said() == []
    desk.story(f"新的一段。\n\n{FLOUR}\n\n又是一段。")
    assert desk.said() == [], "the clause is the same, wherever it stands"


def test_a_changed_sentence_asks_again(desk):
    desk.story(FLOUR)
    desk.accept()
    desk.story(FLOUR.replace("村民买米", "村民要米"))
    assert desk.said() == [("risky", "面", "面")]


def test_a_decision_holds_for_its_own_story(desk):
    desk.story(FLOUR)
    desk.accept()
    desk.story(FLOUR, id_="another-story")
    assert [item.story for item in desk.items()] == ["another-story"]


def test_a_changed_glossary_asks_again_and_is_shown_first(desk):
    desk.story(f"宣布开始，并说明。{FLOUR}")
    desk.accept()
    desk.story(f"一面之词。他有一副面子。宣布开始，并说明。{FLOUR}\n\n再买米、面。")
    desk.glossary("hans>hant\t米、面\t米、麵\t村民买米、面、油\t")
    first = desk.items()[0]
    assert (first.reason, first.message) == ("changed", "已确认过的写法变了")
    assert (first.source, first.was, first.result) == ("面", "面", "麵")
    desk.accept()
    assert desk.said() == []


def test_a_mark_at_the_place_itself_settles_it_whatever_was_accepted(desk):
    desk.story(FLOUR)
    desk.accept()
    desk.story(FLOUR.replace("面", "-{面|麵}-"))
    assert desk.said() == []


def test_the_names_of_a_story_are_protected_and_a_word_that_crosses_one_is_reported(desk):
    desk.story("小区服务长胡源说了。", people="[胡源]")
    [item] = desk.items()
    assert (item.reason, item.source, item.result, item.alternatives) == (
        "name-overlap", "长胡源", "長胡源", ("長鬍源",)
    )  # fmt: skip


def test_a_name_with_a_doubtful_character_is_asked_about_until_it_is_confirmed(desk):
    desk.story("他来了。", people="[钟宇宁]")
    [item] = desk.items()
    assert (item.reason, item.source, item.result) == ("person", "钟宇宁", "鍾宇寧")
    assert "鐘宇寧" in item.alternatives
    assert item.write[0][1] == "- {name: 钟宇宁, hans: 钟宇宁, hant: 鍾宇寧}"
    desk.story("他来了。", people="[{name: 钟宇宁, hans: 钟宇宁, hant: 鍾宇寧}]")
    assert desk.said() == []
    desk.story("他来了。", people="[钟宇宁]")
    desk.write("vocabulary/people.yaml", "- {id: zhong-yuning, hans: 钟宇宁, hant: 鍾宇寧, aliases: []}\n")
    assert desk.said() == []


def test_a_name_that_was_accepted_is_asked_about_again_when_its_form_changes(desk):
    desk.story("他来了。", people="[钟宇宁]")
    desk.accept()
    assert desk.said() == []
    desk.story("他来了。", people="[{name: 钟宇宁, hant: 鐘宇寧}]")
    assert desk.said() == [], "the story now says it itself"


def test_names_in_the_text_that_are_not_listed_are_found(desk):
    desk.story("胡源和王瑞华送菜，王瑞华先到，大家安静。", people="[胡源]")
    review = desk.review()
    [one] = review.stories()
    found = [item for item in collect(one.subject, (), find_names) if item.reason == "unlisted"]
    assert [(item.source, item.write[0][1]) for item in found] == [("王瑞华", "- 王瑞华")]


def test_names_are_found_in_a_traditional_story_too(desk):
    desk.story("黨員先鋒隊的王瑞華送菜。", script="hant", title="一個晚上")
    [one] = desk.review().stories()
    found = [item.source for item in collect(one.subject, (), find_names) if item.reason == "unlisted"]
    assert found == ["王瑞華"]


def test_a_hand_written_twin_leaves_nothing_to_review(desk):
    desk.story(FLOUR)
    desk.write("stories/one-story.hant.md", "---\ntitle: 一夜\n---\n\n村民買米、麵、油，先鋒隊送來。\n")
    assert desk.said() == []


def test_what_the_report_reads_is_what_the_edition_prints(desk):
    desk.story(
        "- `面` 和 -{后}-面\n- A&amp;B **米**、\n  面\n\n| 甲 | 乙 |\n|---|---|\n| -{软件|軟體}- | 面 |\n\n一  行\n换行"
    )
    [one] = desk.review().stories()
    subject: Subject = one.subject
    edition = dict(subject.editions["hans"].blocks)
    assert {passage.unit.where: passage.unit.plain for passage in subject.passages[1:]} == edition


def test_what_editors_write_in_html_of_their_own_does_not_stop_the_report(desk):
    desk.story('<span data-zh="keep">甲|乙|丙</span>买米、面。<span>丙</span>\n\n<table><tr><td>面</td></tr></table>')
    assert ("risky", "面", "面") in desk.said()


# The file of decisions


def test_the_file_of_decisions_is_sorted_and_does_not_depend_on_the_order_of_deciding(desk):
    for name in ("zeta-story", "alpha-story"):
        desk.story(FLOUR, id_=name)
        desk.accept()
    rows = (desk.folder / NAME).read_text("utf-8").splitlines()
    assert rows[0] == "story\tkey\tfrom\tto\tcontext\tday"
    assert [row.split("\t")[0] for row in rows[1:]] == ["alpha-story", "zeta-story"]
    assert sorted(rows[1:]) == rows[1:]
    assert [path.name for path in (desk.folder / "vocabulary").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("row", ["<<<<<<< HEAD", "one-story\tx", "one-story\t0000000000\t面\t面\t米、⟦面⟧\t2026-11-22"])
def test_a_broken_file_of_decisions_is_a_fault_with_its_line(desk, row):
    desk.story(FLOUR)
    desk.accept()
    with (desk.folder / NAME).open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    with pytest.raises(ContentError) as error:
        Decisions.load(desk.folder)
    assert [(fault.path, fault.line, fault.code) for fault in error.value.faults] == [(NAME, 3, "decisions-line")]


def test_two_decisions_about_one_place_are_a_fault(desk):
    desk.story(FLOUR)
    desk.accept()
    path = desk.folder / NAME
    header, row = path.read_text("utf-8").splitlines()
    path.write_text(f"{header}\n{row}\n{row}\n", "utf-8")
    assert len(Decisions.load(desk.folder)) == 1, "the same twice, after a merge, is one"
    path.write_text(f"{header}\n{row}\n" + row.replace("\t面\t面\t", "\t面\t麵\t") + "\n", "utf-8")
    with pytest.raises(ContentError):
        Decisions.load(desk.folder)
