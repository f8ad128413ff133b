"""A story in both scripts: what is converted, what is kept, and what an editor's own words override."""

import re

from plugins.stories.body import blocks

TRADITIONAL = {
    "script": "hant",
    "title": "樊城區的365名隊員",
    "summary": "小區門口有人守著。",
}


def text_of(prepared, script):
    assert not [fault for fault in prepared.faults if fault.severity == "error"]
    return "\n".join(text for _, text in blocks(prepared.texts[script]))


def test_names_of_people_stay_names(desk):
    prepared = desk.prepare(desk.story(people="[余融豪, 胡源]", body="余融豪和服务长胡源后来都在社区里。\n"))
    assert text_of(prepared, "hant") == "余融豪和服務長胡源後來都在社區裡。"
    assert text_of(prepared, "hans") == "余融豪和服务长胡源后来都在社区里。"


def test_names_of_places_and_of_what_they_are_part_of_are_protected(desk):
    prepared = desk.prepare(
        desk.story(places="[后张村]", body="后张村在湖北省樊城区，樊城的人来了以后，余融豪才走。\n")
    )
    assert text_of(prepared, "hant").startswith("後張村在湖北省樊城區，樊城的人來了以後")


def test_the_original_is_never_rebuilt_from_the_other_script(desk):
    body = "劉悅紅說：「髮後乾幹裡裏着著為爲，台臺。」\n\n*余*融豪\n"
    prepared = desk.prepare(desk.story(**TRADITIONAL, people="[劉悅紅, 余融豪]", body=body))
    assert text_of(prepared, "hant") == "劉悅紅說：「髮後乾幹裡裏着著為爲，台臺。」\n余融豪"
    editions = prepared.facts["editions"]
    assert (editions["hant"]["title"], editions["hant"]["converted"]) == (TRADITIONAL["title"], False)
    assert (editions["hans"]["title"], editions["hans"]["converted"]) == ("樊城区的365名队员", True)


def test_title_summary_and_notes_are_converted(desk):
    fields = {
        "people": "[{name: 余融豪, role: 团委书记}]",
        "source": "{name: 人民日报, title: 门口的人, url: https://example.org/, rights: 版权归原作者, authors: [钟岳]}",
        "corrections": "[{date: 2026-11-23, note: 改正了时间}]",
    }
    own = desk.prepare(desk.story(**fields)).facts["editions"]["hant"]
    assert (own["title"], own["summary"]) == ("樊城區的365名隊員", "小區門口有人守著。")
    assert own["notes"] == {
        "source-name": "人民日報", "source-title": "門口的人", "source-rights": "版權歸原作者",
        "role-yu-ronghao": "團委書記", "correction-0": "改正了時間",
    }  # fmt: skip


def test_authors_are_converted_by_the_rule_for_names_or_as_registered(desk):
    source = "{name: 新华社, url: https://example.org/, authors: [范岳, 周杰伦, Maria Smith]}"
    own = desk.prepare(desk.story(source=source)).facts["editions"]
    assert own["hant"]["authors"] == ["范岳", "周杰倫", "Maria Smith"]
    assert own["hans"]["authors"] == ["范岳", "周杰伦", "Maria Smith"]


def test_a_registered_outlet_is_written_as_registered(desk):
    assert desk.prepare(desk.story()).facts["editions"]["hant"]["notes"]["source-name"] == "新華社"
    assert desk.prepare(desk.story()).facts["source"]["outlet"] == "xinhua"


def test_marks_say_their_side_in_title_and_body(desk):
    prepared = desk.prepare(desk.story(title="-{里|裡}-长-{后}-", body="-{里|裡}-长说-{后}-，`后-{台}-`。\n"))
    assert (prepared.facts["editions"]["hans"]["title"], prepared.facts["editions"]["hant"]["title"]) == (
        "里长后",
        "裡長后",
    )
    assert text_of(prepared, "hans") == "里长说后，后-{台}-。"
    assert text_of(prepared, "hant") == "裡長說后，后-{台}-。"
    assert "data-zh" not in prepared.texts["hans"] + prepared.texts["hant"]


def test_a_story_may_have_rules_of_its_own(desk):
    prepared = desk.prepare(desk.story(convert="{下面: 下麵}", body="他在家里下面，余融豪后来才走。\n"))
    assert text_of(prepared, "hant").startswith("他在家裡下麵")


def test_both_editions_have_the_same_anchors(desk):
    prepared = desk.prepare(desk.story(body="# 头\n\n雪停了。\n\n- 门\n    - 开了\n\n甲 | 乙\n-- | --\n发 | 后\n"))
    hans, hant = (re.findall(r' id="([^"]+)"', prepared.texts[script]) for script in ("hans", "hant"))
    assert hans == hant
    assert len(hans) == 8


def test_links_lead_to_the_same_edition_and_images_to_the_site(desk):
    desk.story(body="[他](story:other)，![门](../images/a.jpg)。\n")
    prepared = desk.prepare(base="/repo")
    assert 'href="/repo/zh-hans/stories/other/"' in prepared.texts["hans"]
    assert 'href="/repo/zh-hant/stories/other/"' in prepared.texts["hant"]
    assert 'alt="門" src="/repo/images/a.jpg"' in prepared.texts["hant"]


TWIN = "---\ntitle: 樊城的-{里}-365人\nsummary: 手寫的摘要\n---\n# 頭\n\n雪停了之後，[他](story:other)來了。\n\n多出來的一段。\n"


def test_a_hand_written_twin_wins_over_the_converter(desk):
    desk.write("stories/fancheng-365.hant.md", TWIN)
    path = desk.story(body="# 头\n\n雪停了。\n")
    prepared = desk.prepare(path)
    own = prepared.facts["editions"]["hant"]
    assert (own["title"], own["summary"], own["converted"]) == ("樊城的里365人", "手寫的摘要", False)
    assert text_of(prepared, "hant") == "頭\n雪停了之後，他來了。\n多出來的一段。"
    assert 'href="/zh-hant/stories/other/"' in prepared.texts["hant"]
    assert prepared.facts["twin"]["links"] == [["other", 7, 11]]
    original, twin = (blocks(prepared.texts[script]) for script in ("hans", "hant"))
    assert [anchor for anchor, _ in twin][:2] == [anchor for anchor, _ in original]


def test_old_anchors_live_on_in_both_editions_with_a_twin_or_without(desk):
    plain = desk.prepare(desk.story(body="雪停了。\n"))
    now = blocks(plain.texts["hans"])[0][0]
    path = desk.story(body="雪停了。\n", anchors=f"{{p-old: {now}}}")
    for twin in (None, "---\ntitle: 樊城\n---\n雪停了嗎？\n"):
        if twin:
            desk.write("stories/fancheng-365.hant.md", twin)
        prepared = desk.prepare(path)
        for script in ("hans", "hant"):
            assert f'<p id="{now}"><span id="p-old"></span>雪停' in prepared.texts[script]


def test_what_search_reads_is_what_each_edition_says(desk):
    prepared = desk.prepare(desk.story(body="-{里|裡}-长。\n\n**后来**\n"))
    assert [text for _, text in prepared.texts["blocks"]["hans"]] == ["里长。", "后来"]
    assert [text for _, text in prepared.texts["blocks"]["hant"]] == ["裡長。", "後來"]
    assert prepared.texts["blocks"]["hans"] == [list(block) for block in blocks(prepared.texts["hans"])]


def test_marks_in_an_image_description_say_their_side(desk):
    prepared = desk.prepare(desk.story(body="![-{姚云乾|姚雲乾}-在门口](images/gate.jpg)\n"))
    assert 'alt="姚云乾在门口"' in prepared.texts["hans"]
    assert 'alt="姚雲乾在門口"' in prepared.texts["hant"]


def test_a_name_kept_in_the_other_script_carries_its_language(desk):
    prepared = desk.prepare(desk.story(people="[{name: 热娜, hant: 热娜}]", body="热娜在门口守着。\n"))
    assert '<span lang="zh-Hans">热娜</span>在門口' in prepared.texts["hant"]
    assert "lang=" not in prepared.texts["hans"]
