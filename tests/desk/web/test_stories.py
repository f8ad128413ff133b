"""Writing at the desk: what is saved, what is refused, and that nobody's text is lost."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from plugins.desk.web.fields import FIELDS, WORDS
from plugins.desk.web.workplace import Workplace
from plugins.desk_site import Shelf
from tests.desk.web.conftest import FILLED

PATH = "/desk/story/stories/fancheng-yu-ronghao.md"


def text_of(desk, name="fancheng-yu-ronghao"):
    return (desk.content / "stories" / f"{name}.md").read_text("utf-8")


def test_a_new_story_is_written_as_a_draft_under_an_address_of_its_own(desk):
    answer = desk.ask("/desk/new", {**FILLED, "action": "save"})
    assert (answer.status, answer.headers["location"]) == (303, f"{PATH}?saved=save")
    assert text_of(desk).startswith("---\nid: fancheng-yu-ronghao\ntitle: 夜里的灯\ndate: 2020-02-06\n")
    assert "status: draft\n" in text_of(desk)
    assert text_of(desk).endswith("余融豪把灯挂在路口。\n\n发热的人从这里过。\n")
    assert "已经保存" in desk.ask(f"{PATH}?saved=save").text


def test_two_new_stories_never_write_over_each_other(desk):
    first = desk.ask("/desk/new", {**FILLED, "action": "save"}).headers["location"]
    second = desk.ask("/desk/new", {**FILLED, "title": "另一篇", "action": "save"}).headers["location"]
    third = desk.ask("/desk/new", {**FILLED, "id": "fancheng-yu-ronghao", "title": "第三篇", "action": "save"})
    assert len({first, second, third.headers["location"]}) == 3
    assert "夜里的灯" in text_of(desk)
    assert "id「fancheng-yu-ronghao」" not in text_of(desk)


def test_a_draft_may_be_saved_with_faults_which_stand_at_their_boxes(desk):
    wrong = {**FILLED, "places.0": "樊成区", "date": "2020年2月6日", "source.reason": "", "action": "save"}
    path = desk.ask("/desk/new", wrong).headers["location"].split("?")[0]
    text = desk.ask(path).text
    for box, words in {"places.0": "樊成区", "date": "2020年2月6日", "source": "来源不详"}.items():
        told = text.split(f'id="t-{box}"')[1].split("</div>")[0]
        assert words in told, box
    assert 'value="date=2020-02-06"' in text, "what was probably meant can be chosen"


def test_a_story_with_faults_is_not_published_and_the_text_stays_in_the_form(desk):
    answer = desk.ask("/desk/new", {**FILLED, "roles.0": "志原者", "action": "publish"})
    assert answer.status == 422
    assert "没有保存" in answer.text
    assert "余融豪把灯挂在路口。" in answer.text
    assert 'value="roles.0=志愿者"' in answer.text
    assert list((desk.content / "stories").iterdir()) == []


def test_a_story_without_faults_is_published(desk):
    desk.ask("/desk/new", {**FILLED, "action": "save"})
    form = {**FILLED, "id": "fancheng-yu-ronghao", "digest": desk.ask(PATH).digest}
    assert desk.ask(PATH, {**form, "action": "publish"}).status == 303
    assert "status: published\n" in text_of(desk)


def test_a_published_story_is_not_saved_with_faults_but_can_become_a_draft(desk):
    desk.write("fancheng-yu-ronghao")
    before = text_of(desk)
    form = {**FILLED, "id": "fancheng-yu-ronghao", "date": "昨天", "digest": desk.ask(PATH).digest}
    assert desk.ask(PATH, {**form, "action": "save"}).status == 422
    assert text_of(desk) == before
    assert desk.ask(PATH, {**form, "action": "draft"}).status == 303
    assert "status: draft\n" in text_of(desk)


def test_only_the_lines_that_an_editor_changed_are_written(desk):
    path = desk.write("fancheng-yu-ronghao", more="summary:   两行  # 编者的话\nconvert: {后面: 後面}\n")
    before = path.read_text("utf-8").replace(
        "people: [余融豪]", "people:\n  - 余融豪   # 店主\n  - {name: 洪远方, role: 民警}"
    )
    path.write_text(before, "utf-8")
    page = desk.ask(PATH)
    form = boxes(page.text) | {"title": "换了标题", "action": "save", "digest": page.digest}
    assert desk.ask(PATH, form).status == 303
    assert text_of(desk) == before.replace("title: 守在路口的人", "title: 换了标题")


def boxes(text: str) -> dict[str, str]:
    """What a browser would send of a page's form."""
    from lxml import html

    form = html.fromstring(text).forms[0]
    return {name: value for name, value in form.form_values() if name != "action"}


def test_a_form_that_is_sent_back_unchanged_changes_no_byte(desk):
    path = desk.write(
        "fancheng-yu-ronghao", people="{name: 余融豪, aliases: [小余, 老余]}, 洪远方", more="anchors: {p-1: p-2}\n"
    )
    before = path.read_bytes()
    page = desk.ask(PATH)
    assert desk.ask(PATH, boxes(page.text) | {"action": "draft"}).status == 303
    assert path.read_bytes().replace(b"status: draft\n", b"") == before


def test_a_file_that_changed_meanwhile_is_not_written_over_until_the_editor_says_so(desk):
    path = desk.write("fancheng-yu-ronghao")
    page = desk.ask(PATH)
    path.write_text(path.read_text("utf-8").replace("大家都在", "大家都来了"), "utf-8")
    theirs = path.read_bytes()
    mine = boxes(page.text) | {"title": "我的标题", "action": "save"}
    answer = desk.ask(PATH, mine)
    assert answer.status == 409
    assert path.read_bytes() == theirs
    assert 'value="我的标题"' in answer.text, "what the editor wrote is still in the form"
    assert "大家都来了" in answer.text.split('class="diff"')[1].split("</pre>")[0], "and the other's words are shown"
    assert answer.text.count("余融豪说，大家都来了。") == 2, "also in the whole of the other's text"
    seen = answer.text.split('name="over" value="')[1].split('"')[0]
    # Whoever changes it once more meanwhile is not overlooked either.
    path.write_text(path.read_text("utf-8") + "\n又一段。\n", "utf-8")
    del mine["action"]
    assert desk.ask(PATH, mine | {"again": "save", "over": seen}).status == 409
    path.write_bytes(theirs)
    assert desk.ask(PATH, mine | {"again": "save", "over": seen}).status == 303
    assert "title: 我的标题\n" in text_of(desk)


def test_a_file_that_was_deleted_meanwhile_is_not_made_again_in_silence(desk):
    path = desk.write("fancheng-yu-ronghao")
    mine = boxes(desk.ask(PATH).text)
    path.unlink()
    assert desk.ask(PATH, mine | {"action": "save"}).status == 409
    assert not path.exists()
    assert desk.ask(PATH, mine | {"again": "draft", "over": "gone"}).status == 303
    assert path.exists()


def test_names_that_several_bear_are_offered(desk):
    form = {**FILLED, "places.0": "朝阳区", "people.0.name": "王俊"}
    told = {one["box"]: one for one in desk.ask("/desk/look", form).json["told"]}
    assert {"box": "places.0", "value": "北京市/朝阳区"} in told["places.0"]["cures"]
    assert (
        {"box": "people.0.id", "value": "wang-jun-2"} in told["people.0"]["cures"]
        if "people.0" in told
        else told["people.0.name"]["cures"]
    )
    chosen = desk.ask("/desk/new", {**form, "cure": "places.0=北京市/朝阳区"}).text
    assert 'name="places.0" value="北京市/朝阳区"' in chosen, "also without JavaScript"


def test_both_editions_are_shown_before_anything_is_saved(desk):
    editions = {one["script"]: one for one in desk.ask("/desk/look", FILLED).json["editions"]}
    assert "发热的人从这里过" in editions["hans"]["html"]
    assert "發熱的人從這裡過" in editions["hant"]["html"]
    assert editions["hant"]["converted"]
    assert list((desk.content / "stories").iterdir()) == []


def test_the_preview_shows_the_text_while_fields_are_still_wrong(desk):
    looked = desk.ask("/desk/look", {"script": "hans", "places.0": "没有的地方", "body": "灯还亮着。"}).json
    assert looked["errors"] > 3
    assert "燈還亮著" in looked["editions"][1]["html"]


def test_what_a_pasted_page_brings_does_not_reach_the_preview(desk):
    body = "<script>alert(1)</script><img src=x onerror=alert(1)>[字](javascript:alert(1))<b style='color:red'>字</b>"
    html = desk.ask("/desk/look", {**FILLED, "body": body}).json["editions"][0]["html"]
    for part in ("<script", "onerror", "javascript:", "style="):
        assert part not in html


def test_faults_of_the_text_name_their_line(desk):
    told = desk.ask("/desk/look", {**FILLED, "body": "第一段。\n\n这里有-{没合上。"}).json["told"]
    assert [(one["box"], one["line"]) for one in told if one["error"]] == [("body", 3)]


def test_faults_between_stories_are_told_before_saving(desk):
    desk.write("the-other")
    desk.shelf.read()
    told = desk.ask("/desk/look", {**FILLED, "id": "the-other", "body": "看[那篇](story:nowhere)。"}).json["told"]
    assert {one["box"] for one in told if one["error"]} >= {"body"}


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("place", "樊城", "湖北省/襄阳市/樊城区"),
        ("place", "樊城區", "湖北省/襄阳市/樊城区"),
        ("place", "fancheng", "湖北省/襄阳市/樊城区"),
        ("place", "fcq", "湖北省/襄阳市/樊城区"),
        ("role", "zhiyuan", "志愿者"),
        ("role", "義工", "志愿者"),
        ("person", "yrh", "余融豪"),
    ],
)
def test_names_are_completed_by_characters_pinyin_and_initials(desk, kind, typed, value):
    from urllib.parse import quote

    found = desk.ask(f"/desk/complete?kind={kind}&q={quote(typed)}").json
    assert value in [one["value"] for one in found]


def test_more_rows_can_be_had_without_javascript(desk):
    answer = desk.ask("/desk/new", {**FILLED, "more": "people"})
    assert answer.text.count('id="b-people.') > desk.ask("/desk/new").text.count('id="b-people.')
    assert "夜里的灯" in answer.text


def test_a_file_that_is_no_form_is_edited_as_a_whole(desk):
    path = desk.content / "stories" / "broken.md"
    path.write_text("---\nid: broken\ntitle: [没有合上\n---\n\n正文。\n", "utf-8")
    assert desk.ask("/desk/story/stories/broken.md").headers["location"] == "/desk/source/stories/broken.md"
    page = desk.ask("/desk/source/stories/broken.md")
    assert "没有合上" in page.text
    sent = {"digest": page.digest, "text": "---\nid: broken\ntitle: 还是不对\n---\n\n正文。\n"}
    assert desk.ask("/desk/source/stories/broken.md", sent).status == 422
    good = desk.write("broken").read_text("utf-8")
    page = desk.ask("/desk/source/stories/broken.md")
    assert (
        desk.ask("/desk/source/stories/broken.md", {"digest": page.digest, "text": good.replace("\n", "\r\n")}).status
        == 303
    )
    assert path.read_text("utf-8") == good


def test_a_draft_is_deleted_after_a_question_and_a_published_story_never(desk):
    draft = desk.write("a-draft", more="status: draft\n")
    published = desk.write("a-story")
    for path in (draft, published):
        address = f"/desk/delete/stories/{path.name}"
        page = desk.ask(address)
        assert path.exists()
        desk.ask(address, {"digest": page.digest})
    assert not draft.exists()
    assert published.exists()


def test_a_draft_that_changed_since_the_question_is_not_deleted(desk):
    draft = desk.write("a-draft", more="status: draft\n")
    digest = desk.ask("/desk/delete/stories/a-draft.md").digest
    draft.write_text(draft.read_text("utf-8") + "\n别人刚写的。\n", "utf-8")
    assert desk.ask("/desk/delete/stories/a-draft.md", {"digest": digest}).status == 409
    assert draft.exists()


def test_the_list_says_what_each_story_lacks_and_finds_it_in_either_script(desk):
    desk.write("good-one", title="没有错的一篇")
    desk.write("bad-one", title="后门的灯", date="昨天", more="status: draft\n")
    desk.shelf.read()
    text = desk.ask("/desk/").text
    assert "1 处要改" in next(item for item in text.split("<li>") if "bad-one" in item)
    assert text.index("后门的灯") < text.index("没有错的一篇"), "drafts come first"
    found = desk.ask("/desk/?q=%E5%BE%8C%E9%96%80").text  # 後門
    assert "后门的灯" in found
    assert "没有错的一篇" not in found
    assert "没有错的一篇" not in desk.ask("/desk/?show=faults").text


def test_while_the_vocabulary_is_broken_the_desk_goes_on_with_the_last_sound_one(desk):
    desk.write("a-story")
    roles = desk.content / "vocabulary" / "roles.yaml"
    before = roles.read_text("utf-8")
    assert desk.ask("/desk/story/stories/a-story.md").status == 200
    roles.write_text("- {id: [", "utf-8")
    try:
        assert desk.ask("/desk/story/stories/a-story.md").status == 200
    finally:
        roles.write_text(before, "utf-8")


def test_every_field_of_the_schema_has_a_box_and_a_name(desk):
    text = desk.ask("/desk/new").text
    for one in FIELDS:
        assert WORDS[one.path][0]
        if one.path != "status":
            assert f"{WORDS[one.path][0]}<" in text or f"{WORDS[one.path][0]}：" in text, one.path
    assert set(WORDS) == {one.path for one in FIELDS} | {inner.path for one in FIELDS for inner in one.inner}


def test_letters_of_markup_in_a_story_stay_letters_on_the_page(desk):
    desk.write("a-story", title="'<b>\"&amp;</b>'", body="</textarea><script>alert(1)</script>正文")
    text = desk.ask("/desk/story/stories/a-story.md").text
    assert "<script>alert" not in text
    assert "<b>" not in text


def test_a_story_is_not_said_to_link_nowhere_before_the_archive_was_read(desk):
    desk.write("the-other-night")
    text = desk.write("a-night", body="见[另一夜](story:the-other-night)。").read_text("utf-8")
    early = Workplace(desk.content, desk.workplace.style, Shelf(desk.site.options(drafts=True, workers=1)))
    assert "dead-link" not in {
        one.code for one in early.faults("stories/a-night.md", text, early.prepare("stories/a-night.md", text))
    }


def test_faults_say_what_to_do_at_the_desk_and_not_in_the_file(desk):
    told = desk.ask("/desk/look", {"source.name": "unknown", "script": "hans", "kind": "retold", "title": "一夜"}).json[
        "told"
    ]
    words = "".join(one["message"] + one["help"] for one in told)
    assert "还没有写“事情发生的时间”" in words
    for of_files in ("---", "source", "reason:", "rights:", "content/"):
        assert of_files not in words


def test_the_usual_line_of_rights_is_one_click_away(desk):
    form = {name: text for name, text in FILLED.items() if name != "source.rights"}
    [told] = [one for one in desk.ask("/desk/look", form).json["told"] if "权利说明" in one["message"]]
    [cure] = told["cures"]
    assert cure["box"] == "source.rights"
    again = desk.ask("/desk/look", {**form, cure["box"]: cure["value"]}).json
    assert not any("权利说明" in one["message"] for one in again["told"])
    reproduced = desk.ask("/desk/look", {**form, "kind": "reproduced"}).json["told"]
    assert all(not one["cures"] for one in reproduced if "权利说明" in one["message"])


def test_a_draft_that_can_not_be_published_is_not_said_to_be_read_already(desk):
    answer = desk.ask("/desk/new", {**FILLED, "date": "", "action": "publish"})
    assert answer.status == 422
    assert "没有发表" in answer.text
    assert "这一篇读者看得到" not in answer.text


def told_at(desk, form, code_words):
    """What is told of a form that holds some words."""
    return [one for one in desk.ask("/desk/look", form).json["told"] if code_words in one["message"]]


def followed(desk, address):
    """The boxes of the vocabulary's page as a link fills them in, sent off and agreed to."""
    query = dict(parse_qsl(address.partition("?")[2]))
    sent = boxes(desk.ask(address).text) | {"action": query["action"]}
    return desk.ask("/desk/vocabulary", boxes(desk.ask("/desk/vocabulary", sent).text) | {"action": query["action"]})


def test_a_place_whose_traditional_form_nobody_confirmed_is_settled_by_a_link_that_needs_nothing_typed(desk):
    form = {**FILLED, "places.0": "陕西省/西安市/鄠邑区/余下街道"}
    [told] = told_at(desk, form, "还没有人确认")
    assert "yaml" not in told["help"]
    assert told["box"] == "places.0"
    [lead] = told["leads"]
    try:
        assert followed(desk, lead["address"]).status == 303
        assert "hant: 余下街道" in (desk.content / "vocabulary/places.yaml").read_text("utf-8")
        assert told_at(desk, form, "还没有人确认") == []
    finally:
        (desk.content / "vocabulary/places.yaml").unlink(missing_ok=True)


def test_a_name_that_the_vocabulary_lacks_is_added_by_a_link_with_the_name_in_it(desk):
    before = (desk.content / "vocabulary/roles.yaml").read_text("utf-8")
    form = {**FILLED, "roles.0": "消毒员"}
    [told] = told_at(desk, form, "消毒员")
    [lead] = told["leads"]
    try:
        assert followed(desk, lead["address"]).status == 303
        assert told_at(desk, form, "消毒员") == []
    finally:
        (desk.content / "vocabulary/roles.yaml").write_text(before, "utf-8")


def test_a_name_written_otherwise_in_another_story_is_told_with_that_storys_title_and_the_way_there(desk):
    desk.write("first-night", title="第一夜", people="李杰")
    desk.shelf.read()
    form = {
        **FILLED,
        "people.0.name": "余融豪",
        "people.2.name": "李杰",
        "people.2.hans": "李杰",
        "people.2.hant": "李杰",
    }
    [told] = told_at(desk, form, "却写作")
    assert "在《第一夜》却写作「李傑」" in told["message"]
    for of_files in ("yaml", ".md", "content/"):
        assert of_files not in told["message"] + told["help"]
    assert told["box"] == "people.2"
    leads = {one["words"]: one["address"] for one in told["leads"]}
    assert leads["打开《第一夜》"] == "/desk/story/stories/first-night.md"
    assert "kind=person" in leads["到词表添上"]


def test_a_fault_between_two_people_of_one_story_speaks_of_no_line(desk):
    form = {**FILLED, "people.0.name": "张伟", "people.1.name": "章伟"}
    [told] = told_at(desk, form, "同一个网址")
    assert "行" not in told["message"]
    assert told["box"] == "people.1"


def test_whatever_goes_wrong_when_the_archive_is_read_the_last_reading_stands_and_the_next_is_tried(desk, monkeypatch):
    """The thread that reads would end otherwise, and the desk would show the same list until it is started again."""
    desk.write("a-night")
    desk.shelf.read()
    before = desk.shelf.archive()
    with monkeypatch.context() as broken:
        broken.setattr("plugins.site.Build.look", lambda _build: 1 / 0)
        desk.shelf.read()
    assert desk.shelf.archive() is before
    desk.write("another-night")
    desk.shelf.read()
    assert "stories/another-night.md" in desk.shelf.archive().facts


def test_the_address_of_a_story_leads_to_its_form_whatever_its_file_is_called(desk):
    desk.write("a-night").rename(desk.content / "stories" / "another-name.md")
    answer = desk.ask("/desk/at/a-night")
    assert (answer.status, answer.headers["location"]) == (303, "/desk/story/stories/another-name.md")
    assert desk.ask("/desk/at/another-name").status == 404
