"""What is wrong with a story file: where it is, in plain words, and what to type instead; all of it at once."""

import pytest

from tests.stories.conftest import BODY, FRONT

PATH = "stories/fancheng-365.md"
#: What every source should have.
REST = "archive: https://web.archive.org/web/2020/a, seen: 2026-11-22, rights: 转述"


def only(prepared):
    """The one fault of a file."""
    assert len(prepared.faults) == 1, prepared.faults
    return prepared.faults[0]


def test_a_sound_story_has_no_fault(desk):
    prepared = desk.prepare(desk.story())
    assert prepared.faults == ()
    assert prepared.facts["id"] == "fancheng-365"


def test_bom_and_windows_line_ends_are_accepted(desk):
    text = f"\ufeff---\n{FRONT}---\n{BODY}".replace("\n", "\r\n")
    unix = desk.prepare(desk.story())
    assert desk.prepare(desk.write(PATH, text)) == unix


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("樊城\n", "文件开头没有字段区"),
        ("", "文件开头没有字段区"),
        ("---\nid: x\n", "字段区没有结束"),
    ],
)
def test_a_file_without_front_matter_is_told_how_to_begin(desk, text, message):
    fault = only(desk.prepare(desk.write(PATH, text)))
    assert (fault.line, fault.column, fault.code, fault.message) == (1, 1, "no-front-matter", message)
    assert "---" in fault.help


@pytest.mark.parametrize(
    ("line", "column"),
    [("\tid: x", 1), ("title: a: b", 9), ("places: [a, b", 14), ("title: '樊城", 11), ("id: again", 1)],
)
def test_front_matter_that_is_no_yaml_is_told_where(desk, line, column):
    fault = only(desk.prepare(desk.write(PATH, f"---\nid: x\n{line}\n---\n{BODY}")))
    assert (fault.path, fault.line, fault.column, fault.code) == (PATH, 3, column, "yaml")
    assert not fault.message.isascii()


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\uffff"])
def test_a_control_character_in_the_text_is_named_with_its_place(desk, character):
    fault = only(desk.prepare(desk.story(body=f"\t下雪了。\n\n余融豪{character}在门口。\n")))
    assert (fault.line, fault.column, fault.code, fault.severity) == (19, 4, "control-character", "error")
    assert f"U+{ord(character):04X}" in fault.message
    page = desk.write("pages/about.md", f"---\nid: about\ntitle: 关于\nscript: hans\n---\n关于{character}我们。\n")
    assert only(desk.prepare(page)).code == "control-character"


@pytest.mark.parametrize("reference", ["&#11;", "&#0012;", "&#x1;", "&#X7f;", "&#65535;", "&#xD800;", "&#1"])
def test_a_control_character_written_as_a_reference_is_one_as_well_but_in_code_it_is_a_text(desk, reference):
    fault = only(desk.prepare(desk.story(body=f"下雪了。\n\n余融豪{reference}在门口。\n")))
    assert (fault.line, fault.column, fault.code) == (19, 4, "control-character")
    assert desk.prepare(desk.story(body=f"余融豪在门口写 `{reference}`，&#38;&#x9f3b;。\n")).faults == ()


@pytest.mark.parametrize("escape", ["\\x01", "\\0", "\\v", "\\x85", "\\uffff"])
def test_a_control_character_written_as_an_escape_is_one_as_well(desk, escape):
    fault = only(desk.prepare(desk.story(title=f'"樊城{escape}队员"')))
    assert (fault.line, fault.column, fault.code) == (3, 8, "yaml")
    assert "控制字符" in fault.message


def test_lists_too_deep_to_be_read_are_a_fault_and_no_crash_and_the_next_story_is_as_ever(desk):
    deep = "\n".join(f"{'    ' * level}- 第{level}层" for level in range(300))
    before = desk.prepare(desk.story())
    fault = only(desk.prepare(desk.story(body=f"{deep}\n", path="stories/deep.md", id="too-deep")))
    assert (fault.code, fault.severity) == ("too-deep", "error")
    assert desk.prepare(desk.story()) == before


def test_a_file_in_another_encoding_is_named_with_the_line(desk):
    fault = only(desk.prepare(desk.write(PATH, b"---\ntitle: ab\n---\nok \xce\xd2\n")))
    assert (fault.path, fault.line, fault.column, fault.code) == (PATH, 4, 4, "encoding")
    assert "UTF-8" in fault.help


def test_a_twin_in_another_encoding_is_named_itself(desk):
    desk.write("stories/fancheng-365.hant.md", b"\xb6\xb0")
    assert only(desk.prepare(desk.story())).path == "stories/fancheng-365.hant.md"


@pytest.mark.parametrize("field", ["id", "title", "date", "script", "kind", "places", "roles", "source", "added"])
def test_a_missing_field_is_named(desk, field):
    fault = only(desk.prepare(desk.story(**{field: ""})))
    assert (fault.line, fault.column, fault.code, fault.message) == (2, 1, "missing-field", f"缺少「{field}」")
    assert field in fault.help


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", " "),
        ("updated", " "),
        ("corrections", " "),
        ("convert", "~"),
        ("hant_style", "null"),
        ("people", " "),
    ],
)
def test_a_field_that_may_be_left_out_may_be_left_empty(desk, field, value):
    assert desk.faults(**{field: value}) == []


@pytest.mark.parametrize("field", ["title", "places", "roles", "date"])
def test_a_field_that_may_not_be_left_out_may_not_be_left_empty(desk, field):
    fault = only(desk.prepare(desk.story(**{field: " "})))
    assert (fault.code, fault.message) == ("empty-field", f"「{field}」是空的")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tittle", "title"), ("标题", "title"), ("place", "places"), ("地點", "places"), ("sumary", "summary")],
)
def test_an_unknown_field_names_the_one_that_was_meant(desk, typed, meant):
    fault = only(desk.prepare(desk.story(**{typed: "x"})))
    assert (fault.line, fault.column, fault.code) == (16, 1, "unknown-field")
    assert fault.help == f"是否想写 {meant}？"


def test_an_unknown_field_of_a_person_is_one_of_a_person(desk):
    fault = only(desk.prepare(desk.story(people="[{name: 余融豪, palce: 樊城区}]")))
    assert (fault.line, fault.message, fault.help) == (9, "不认识的字段「people.palce」", "是否想写 place？")


def test_a_field_unlike_any_other_is_to_be_taken_out(desk):
    assert only(desk.prepare(desk.story(zzz="x"))).help == "请删去这一行"


@pytest.mark.parametrize(
    ("field", "value", "help_text"),
    [
        ("script", "Hans", "可以写：hans、hant"),
        ("kind", "转述", "可以写：retold、reproduced"),
        ("status", "public", "可以写：published、draft"),
        ("hant_style", "taiwan", "可以写：mainland、tw、hk"),
        ("id", "樊城", "写 3 到 64 个小写字母、数字或连字符，例如 fancheng-365"),
        ("id", "Fancheng", "写 3 到 64 个小写字母、数字或连字符，例如 fancheng-365"),
    ],
)
def test_a_value_that_is_not_allowed_names_those_that_are(desk, field, value, help_text):
    fault = only(desk.prepare(desk.story(**{field: value})))
    assert (fault.code, fault.help) == ("bad-value", help_text)
    assert value in fault.message
    assert fault.column == len(field) + 3


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("places", "{a: b}", "列表"),
        ("source", "新华社", "名称: 内容"),
        ("title", "[a]", "文字"),
        ("people", "[[a]]", "名称"),
    ],
)
def test_a_value_of_another_shape_is_told_how_to_write_it(desk, field, value, what):
    fault = only(desk.prepare(desk.story(**{field: value})))
    assert fault.code == "bad-value"
    assert what in fault.message


def test_a_bad_date_suggests_the_mended_one(desk):
    fault = only(desk.prepare(desk.story(date="2020年2月14日")))
    assert (fault.line, fault.column, fault.code, fault.message) == (4, 7, "bad-date", "「2020年2月14日」不是日期")
    assert fault.help.startswith("是否 2020-02-14？")


@pytest.mark.parametrize("field", ["added", "updated"])
def test_a_day_is_a_day_of_the_calendar(desk, field):
    assert desk.faults(**{field: "2026-11-30"}) == []
    for typed in ("2026-02-30", "2026-2-3", "2026-02", "20260203"):
        fault = only(desk.prepare(desk.story(**{field: typed})))
        assert fault.code == "bad-date"
        assert typed in fault.message
    assert only(desk.prepare(desk.story(**{field: "2026/2/3"}))).help.startswith("是否 2026-02-03？")


def test_an_unknown_place_suggests_the_near_ones(desk):
    fault = only(desk.prepare(desk.story(places="[湖北省/襄阳市/樊成区]")))
    assert (fault.line, fault.column, fault.code) == (7, 10, "unknown-place")
    assert "樊成区" in fault.message
    assert "湖北省/襄阳市/樊城区" in fault.help


def test_an_ambiguous_place_names_its_candidates(desk):
    fault = only(desk.prepare(desk.story(places="[樊城区, 鼓楼区]")))
    assert (fault.line, fault.column, fault.code) == (7, 15, "ambiguous-place")
    assert "江苏省/南京市/鼓楼区" in fault.help
    assert "福建省/福州市/鼓楼区" in fault.help


def test_an_unknown_role_suggests_the_near_one(desk):
    fault = only(desk.prepare(desk.story(roles="[志愿者, 志愿员]")))
    assert (fault.line, fault.column, fault.code) == (8, 14, "unknown-role")
    assert "志愿者" in fault.help


def test_a_role_or_place_in_the_other_script_or_by_an_alias_is_the_same(desk):
    plain = desk.prepare(desk.story()).facts
    other = desk.prepare(desk.story(roles="[义工, 志願者]", places="[樊城區, 樊城区]")).facts
    assert (other["roles"], other["places"]) == (plain["roles"], plain["places"])


def test_the_place_of_a_person_is_looked_up_too(desk):
    assert desk.faults(people="[{name: 余融豪, place: 樊成区}]") == [(9, 29, "unknown-place")]


def test_the_wrong_script_is_told_by_the_text(desk):
    fault = only(desk.prepare(desk.story(script="hant")))
    assert (fault.line, fault.column, fault.code) == (5, 9, "wrong-script")
    assert fault.help.startswith("写 script: hans")
    traditional = desk.story(body="劉悅紅在門口守著，後來雪停了。\n", people="")
    assert only(desk.prepare(traditional)).code == "wrong-script"


def test_words_of_the_other_script_in_marks_and_code_say_nothing_about_the_script(desk):
    assert desk.prepare(desk.story(body="原文写作-{劉悅紅}-，即`劉悅紅門後著`。\n")).faults == ()


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("第一段。\n\n他叫-{余融豪，后来。\n", 19, 3),
        ("-{后}-，-{a|b|c}-\n", 17, 7),
        ("-{外-{里}-}-\n", 17, 4),
    ],
)
def test_a_conversion_mark_left_open_is_shown_with_line_and_column(desk, body, line, column):
    fault = only(desk.prepare(desk.story(body=body)))
    assert (fault.line, fault.column, fault.code) == (line, column, "open-mark")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "他叫-{余"),
        ("summary", "他叫-{余"),
        ("people", "[{name: 余融豪, role: '社区-{干'}]"),
        ("source", f"{{name: unknown, url: unknown, reason: '-{{', {REST}}}"),
        ("corrections", "[{date: 2026-11-22, note: '-{'}]"),
    ],
)
def test_a_mark_left_open_anywhere_in_the_front_matter_is_a_fault(desk, field, value):
    assert only(desk.prepare(desk.story(**{field: value}))).code == "open-mark"


def test_a_mark_with_markdown_inside_is_a_fault(desk):
    fault = only(desk.prepare(desk.story(body="好。\n\n他是-{**后**}-人。\n")))
    assert (fault.line, fault.column, fault.code) == (19, 3, "open-mark")


def test_a_mark_in_code_is_no_mark(desk):
    assert desk.prepare(desk.story(body="写作`-{`，或者：\n\n```\n-{\n```\n")).faults == ()


@pytest.mark.parametrize("body", ["", "\n", "  \n\n"])
def test_a_story_says_something(desk, body):
    fault = only(desk.prepare(desk.story(body=body)))
    assert (fault.line, fault.code) == (17, "empty-body")


def test_a_source_that_is_not_known_says_why(desk):
    fault = only(desk.prepare(desk.story(source=f"{{name: unknown, url: unknown, {REST}}}")))
    assert (fault.line, fault.code) == (11, "missing-reason")
    assert only(desk.prepare(desk.story(source=f"{{name: 新华社, url: unknown, {REST}}}"))).code == "missing-reason"
    facts = desk.prepare(desk.story(source=f"{{name: unknown, url: unknown, reason: 没有网址, {REST}}}")).facts
    assert (facts["source"]["known"], facts["source"]["url"]) == (False, None)
    assert facts["editions"]["hant"]["notes"]["source-reason"] == "沒有網址"
    assert "source-name" not in facts["editions"]["hans"]["notes"]


@pytest.mark.parametrize(
    "url", ["example.org", "https://", "www.example.org/a", "https://exa mple.org", "ftp://a.b/c", "见报"]
)
def test_an_address_that_is_none_is_a_fault(desk, url):
    fault = only(desk.prepare(desk.story(source=f"{{name: 新华社, url: '{url}', {REST}}}")))
    assert (fault.line, fault.code) == (11, "bad-url")


def test_a_person_named_twice_is_a_fault(desk):
    assert desk.faults(people="[余融豪, 余融豪]") == [(9, 15, "duplicate-person")]


def test_two_people_in_one_story_do_not_share_an_address(desk):
    fault = only(desk.prepare(desk.story(people="[张伟, 章伟]")))
    assert (fault.line, fault.column, fault.code) == (9, 14, "person-address")
    assert "zhang-wei-2" in fault.help
    assert desk.faults(people="[张伟, {name: 章伟, id: zhang-wei-2}]") == []


def test_a_name_that_several_registered_people_bear_names_their_ids(desk):
    fault = only(desk.prepare(desk.story(people="[王军]")))
    assert fault.code == "ambiguous-person"
    assert "wang-jun、wang-jun-2" in fault.help
    assert desk.faults(people="[{name: 王军, id: wang-jun-2}]") == []


def test_an_id_that_belongs_to_somebody_else_is_a_fault(desk):
    fault = only(desk.prepare(desk.story(people="[{name: 王俊, id: wang-jun}]")))
    assert fault.code == "person-address"
    assert "王军" in fault.message


def test_an_image_without_a_description_is_a_warning(desk):
    prepared = desk.prepare(desk.story(body="好。\n\n![](images/a.jpg) ![门口](images/b.jpg)\n"))
    fault = only(prepared)
    assert (fault.line, fault.column, fault.code, fault.severity) == (19, 5, "image-description", "warning")
    assert prepared.facts["images"] == [["images/a.jpg", 19, 5], ["images/b.jpg", 19, 25]]


def test_an_image_of_another_site_is_a_warning(desk):
    prepared = desk.prepare(desk.story(body="![门](https://example.org/a.jpg)\n"))
    assert only(prepared).code == "outside-image"
    assert prepared.facts["images"] == []


def test_all_faults_of_a_file_come_at_once(desk):
    path = desk.story(
        title="", date="2020年2月", places="[樊成区]", roles="[志愿员]", people="[余融豪, {name: 余融豪, age: 3}]", added="2026-02-31",
        source=f"{{name: unknown, url: unknown, sen: x, {REST}}}", sumary="x", body="他-{后\n",
    )  # fmt: skip
    faults = desk.prepare(path).faults
    assert {fault.code for fault in faults} == {
        "missing-field", "bad-date", "unknown-place", "unknown-role", "duplicate-person", "unknown-field", "missing-reason",
        "open-mark",
    }  # fmt: skip
    assert list(faults) == sorted(faults)
    assert all(fault.path == path and not fault.message.isascii() for fault in faults)


def test_a_faulty_field_causes_no_fault_elsewhere(desk):
    assert len(desk.prepare(desk.story(source="新华社", places="{}", id="", script="x")).faults) == 4


def test_a_twin_is_checked_like_its_original(desk):
    path = desk.story()
    twin = "stories/fancheng-365.hant.md"
    for text, code in (
        ("---\ntitle: 樊城\nid: x\n---\n守著。\n", "unknown-field"),
        ("---\ntitle: 樊城\n---\n\n", "empty-body"),
        ("---\ntitle: 樊城\n---\n他-{后\n", "open-mark"),
        ("---\ntitle: 樊城区队员\n---\n小区门口有人守着。\n", "wrong-script"),
    ):
        desk.write(twin, text)
        fault = only(desk.prepare(path))
        assert (fault.path, fault.code) == (twin, code)


def test_a_twin_in_the_script_of_its_original_is_a_fault(desk):
    desk.write("stories/fancheng-365.hans.md", "---\ntitle: 樊城\n---\n守着。\n")
    fault = only(desk.prepare(desk.story()))
    assert (fault.path, fault.code) == ("stories/fancheng-365.hans.md", "twin-script")
    assert "fancheng-365.hant.md" in fault.help


def test_an_old_anchor_that_leads_nowhere_is_a_warning(desk):
    fault = only(desk.prepare(desk.story(anchors="{p-00000000: p-11111111}")))
    assert (fault.line, fault.code, fault.severity) == (16, "lost-anchor", "warning")


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "com0", "lpt9"])
def test_an_id_that_windows_cannot_write_is_refused_with_its_line(desk, name):
    fault = only(desk.prepare(desk.story(id=name)))
    assert (fault.line, fault.column, fault.code) == (2, 5, "windows-name")
    assert f"{name}-1" in fault.help
    assert desk.prepare(desk.story(id=f"{name}-1")).faults == ()
    page = desk.write("pages/about.md", f"---\nid: {name}\ntitle: 关于\nscript: hans\n---\n关于我们。\n")
    assert only(desk.prepare(page)).code == "windows-name"
