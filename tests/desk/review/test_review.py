"""The editors' report: what nobody decided, where it stands, what to write; decided once, it does not come back."""

from __future__ import annotations

import pytest

from plugins.desk.persons import find_names
from plugins.desk.review.collect import collect
from plugins.desk.review.decisions import NAME, Decisions
from plugins.desk.review.subject import Subject
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


def test_a_name_that_the_rule_of_surnames_kept_is_asked_about_as_a_name(desk):
    desk.story("护士长余晓岚来了。")
    [item] = desk.items()
    assert (item.reason, item.source, item.result) == ("named", "余晓岚", "余曉嵐")
    assert item.write[0] == ("是人名，就在这一篇的 people 里写", "- 余晓岚")


def test_a_rule_that_the_report_proposes_is_made_of_whole_words(desk):
    desk.story("第二天家里人劝他歇一天。")
    [item] = desk.items()
    assert item.source == "里"
    assert ("这一篇都这样，字段区里写", "convert: {家里人: 家里人}") in item.write


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


TWIN = "---\ntitle: 一夜\n---\n\n村民買米、麵、油，先鋒隊送來。\n"


def test_what_a_hand_written_twin_says_is_not_reviewed(desk):
    desk.story(f"{FLOUR}\n\n![买米、面](one.jpg)")
    desk.write("stories/one-story.hant.md", TWIN)
    assert desk.said() == []


def test_a_twin_does_not_contradict_what_was_accepted_before_it_was_written(desk):
    desk.story(FLOUR)
    desk.accept()
    desk.write("stories/one-story.hant.md", TWIN)
    assert desk.said() == []


def test_the_notes_of_a_story_with_a_twin_are_still_converted_and_reviewed(desk):
    desk.story(FLOUR, people="[{name: 胡源, role: 买米、面的人}]")
    desk.write("stories/one-story.hant.md", TWIN)
    assert [(item.where, item.source) for item in desk.items()] == [("note:role-hu-yuan", "面")]


# Everything that conversion makes


def test_image_descriptions_and_titles_are_read_too(desk):
    desk.story('村里。\n\n![买米、面的人](one.jpg "再买米、面")\n\n见[网址](https://example.org/面 "又买米、面")。')
    items = desk.items()
    assert [(item.line, item.column, item.context) for item in items] == [
        (16, 6, "买米、⟦面⟧的人"),
        (16, 24, "再买米、⟦面⟧"),
        (18, 34, "又买米、⟦面⟧"),
    ]
    assert desk.pointed() == ["面", "面", "面"]
    assert items[0].message.endswith("（图片说明）")
    assert ("这一处要“麵”，正文的图片说明里写", "买米、-{面|麵}-的人") in items[0].write


def test_a_description_is_found_where_it_stands_and_not_where_the_text_says_the_same(desk):
    desk.story("村民买米、面。\n\n![村民买米、面](one.jpg)")
    assert [(item.line, item.column) for item in desk.items()] == [(14, 6)], "one clause is asked about once"
    desk.story("村民买米、-{面|麵}-。\n\n![村民买米、面](one.jpg)")
    assert [(item.line, item.column) for item in desk.items()] == [(16, 8)]


def test_a_mark_decides_in_a_description(desk):
    desk.story("村里。\n\n![买米、-{面|麵}-的人](one.jpg)")
    assert desk.said() == []


def test_what_stands_in_code_or_is_kept_is_not_reviewed(desk):
    kept = '<span data-zh="keep"><img src="one.jpg" alt="买米、面"></span>'
    said = '<span data-zh="say" data-hans="甲" data-hant="乙"><img src="two.jpg" alt="面"></span>'
    desk.story(f'村里。\n\n{kept}{said}<code><img src="three.jpg" alt="面"></code><img src="four.jpg" alt="要米、面">')
    assert [item.context for item in desk.items()] == ["要米、⟦面⟧"]


@pytest.mark.parametrize("field", ["name", "title", "reason", "rights"])
def test_what_is_said_of_the_source_is_read_and_the_line_to_write_is_whole(desk, field):
    given = {"name": "某处", "url": "unknown", "reason": "不详", field: "某地买米、面的'人'们"}
    desk.story("没有别的。", source="{" + ", ".join(f'{key}: "{text}"' for key, text in given.items()) + "}")
    [item] = desk.items()
    assert (item.where, item.source) == (f"note:source-{field}", "面")
    assert desk.pointed() == ["面"]
    assert ("这一处要“麵”，source 里写", f"{field}: '某地买米、-{{面|麵}}-的''人''们'") in item.write


def test_the_line_that_the_report_writes_for_the_front_matter_decides(desk):
    desk.story("没有别的。", people="[{name: 胡源, role: 买米、面的人}]")
    [item] = desk.items()
    assert desk.pointed() == ["面"]
    desk.story("没有别的。", people=f"[{{name: 胡源, {item.write[0][1]}}}]")
    [one] = desk.review().stories()
    assert one.items == ()
    assert one.subject.editions["hant"].notes["role-hu-yuan"] == "買米、麵的人"


def test_corrections_are_read_too(desk):
    first, second = (
        "  - {date: 2026-11-22, note: 一}\n",
        "  - date: 2026-11-22\n    note: >-\n      原写\n      买米、面。\n",
    )
    desk.story("没有别的。", more=f"corrections:\n{first}{second}")
    [item] = desk.items()
    assert (item.where, item.line) == ("note:correction-1", 17)
    assert desk.pointed() == ["面"]


def test_a_decision_about_a_note_is_kept_by_its_words(desk):
    desk.story("没有别的。", people="[{name: 胡源, role: 买米、面的人}]")
    desk.accept()
    desk.story("没有别的。", people="[王一, {name: 胡源, role: 买米、面的人}]")
    assert desk.said() == []
    desk.story("没有别的。", people="[{name: 胡源, role: 要米、面的人}]")
    assert desk.said() == [("risky", "面", "面")]


def test_the_name_of_an_outlet_that_the_vocabulary_knows_is_no_conversion(desk):
    desk.story("没有别的。", source="{name: 米、面报, url: 'https://example.org/1'}")
    assert [item.where for item in desk.items()] == ["note:source-name"]
    desk.write("vocabulary/sources.yaml", "- {id: mi-mian-bao, hans: 米、面报, hant: 米、麵報, aliases: []}\n")
    assert desk.items() == []


def test_the_place_is_exact_in_a_title_in_quotation_marks_and_behind_a_mark(desk):
    desk.story("没有别的。", title='"-{软件|軟體}-、米、面、油"')
    assert [(item.line, item.column) for item in desk.items()] == [(3, 21)]
    assert desk.pointed() == ["面"]


def test_what_the_report_reads_is_what_the_edition_prints(desk):
    desk.story(
        "- `面` 和 -{后}-面\n- A&amp;B **米**、\n  面\n\n| 甲 | 乙 |\n|---|---|\n| -{软件|軟體}- | 面 |\n\n一  行\n换行"
    )
    [one] = desk.review().stories()
    subject: Subject = one.subject
    edition = dict(subject.editions["hans"].blocks)
    shown = {passage.unit.where: passage.unit.plain for passage in subject.passages}
    assert {where: text for where, text in shown.items() if where.startswith("p-")} == edition


def test_what_editors_write_in_html_of_their_own_does_not_stop_the_report(desk):
    desk.story('<span data-zh="keep">甲|乙|丙</span>买米、面。<span>丙</span>\n\n<table><tr><td>面</td></tr></table>')
    assert ("risky", "面", "面") in desk.said()


# Decisions that nothing stands for any more


def stale(desk) -> list[tuple[str, str]]:
    review = desk.review()
    return [(one.story, one.context) for one in review.stale(review.subjects(), whole=True)]


def test_a_decision_whose_words_are_gone_is_stale(desk):
    desk.story(FLOUR)
    desk.accept()
    assert stale(desk) == []
    desk.story(f"搬到别处。\n\n{FLOUR}")
    assert stale(desk) == [], "the clause still stands"
    desk.story(FLOUR.replace("村民买米", "村民要米"))
    assert stale(desk) == [("one-story", "村民买米、⟦面⟧、油")]


def test_a_decision_is_stale_when_its_story_is_gone(desk):
    desk.story(FLOUR)
    desk.accept()
    (desk.folder / "stories/one-story.md").unlink()
    assert stale(desk) == [("one-story", "村民买米、⟦面⟧、油")]


@pytest.mark.parametrize("broken", ["id: one-story\nplaces: [", "title: 没有 id", "id: One Story"])
def test_a_story_at_fault_keeps_its_decisions(desk, broken):
    desk.story(FLOUR)
    desk.accept()
    desk.write("stories/one-story.md", f"---\n{broken}\n---\n\n{FLOUR}\n")
    assert stale(desk) == []


def test_a_story_whose_twin_is_at_fault_keeps_its_decisions(desk):
    desk.story(FLOUR)
    desk.accept()
    desk.write("stories/one-story.hant.md", "---\ntitl: 一夜\n---\n\n一。\n")
    assert stale(desk) == []


def test_a_story_at_fault_does_not_keep_the_decisions_of_another_that_is_gone(desk):
    for name in ("one-story", "gone-story"):
        desk.story(FLOUR, id_=name)
    desk.accept()
    (desk.folder / "stories/gone-story.md").unlink()
    desk.write("stories/one-story.md", "---\nid: one-story\n---\n\n一。\n")
    assert stale(desk) == [("gone-story", "村民买米、⟦面⟧、油")]


def test_a_twin_does_not_make_decisions_stale(desk):
    desk.story(FLOUR)
    desk.accept()
    desk.write("stories/one-story.hant.md", TWIN)
    assert stale(desk) == []


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
