"""The vocabulary and taking down at the desk: what would change is shown first, and only what was seen is done."""

from __future__ import annotations

import re

import pytest

from tests.desk.web.conftest import DeskServer

FILES = ("places.yaml", "roles.yaml", "people.yaml", "sources.yaml", "moved.tsv")


def vocabulary(desk: DeskServer) -> dict[str, str]:
    folder = desk.content / "vocabulary"
    return {name: (folder / name).read_text("utf-8") for name in FILES if (folder / name).is_file()}


def seen(answer) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', answer.text)
    assert found, answer.text
    return found[1]


def test_an_entry_is_shown_before_it_is_written_and_written_as_it_was_shown(desk):
    before = vocabulary(desk)
    form = {"action": "add", "kind": "person", "hans": "钟后云"}
    answer = desk.ask("/desk/vocabulary", form)
    assert answer.status == 200
    assert "<ins>+" in answer.text
    assert "有两可" in answer.text
    assert vocabulary(desk) == before
    done = desk.ask("/desk/vocabulary", form | {"seen": seen(answer)})
    try:
        assert done.status == 303
        assert "钟后云" in vocabulary(desk)["people.yaml"]
        said = desk.ask(done.headers["location"]).text
        assert "“钟后云”写好了" in said
        assert "可以关掉，回那一篇接着写" in said, "what to do next is said"
    finally:
        (desk.content / "vocabulary/people.yaml").write_text(before["people.yaml"], "utf-8")


def test_a_new_name_reaches_the_stories_that_use_the_old_one(desk):
    path = desk.write("a-story")
    before = vocabulary(desk)
    form = {"action": "rename", "kind": "person", "name": "余融豪", "hans": "余融毫"}
    answer = desk.ask("/desk/vocabulary", form)
    assert "1 篇故事跟着改" in answer.text
    assert "余融豪" in path.read_text("utf-8")
    try:
        assert desk.ask("/desk/vocabulary", form | {"seen": seen(answer)}).status == 303
        assert "people: [余融毫]" in path.read_text("utf-8")
    finally:
        (desk.content / "vocabulary/people.yaml").write_text(before["people.yaml"], "utf-8")


def test_what_was_not_seen_is_not_done(desk):
    before = vocabulary(desk)
    answer = desk.ask("/desk/vocabulary", {"action": "add", "kind": "person", "hans": "李刚", "seen": "0" * 64})
    assert answer.status == 200
    assert "请再看一遍" in answer.text
    assert vocabulary(desk) == before


def test_what_cannot_be_is_told_and_the_form_keeps_what_was_typed(desk):
    answer = desk.ask("/desk/vocabulary", {"action": "rename", "kind": "role", "name": "没有这个角色", "hans": "新名"})
    assert answer.status == 422
    assert "没有这个角色" in answer.text
    assert 'value="新名"' in answer.text
    assert desk.ask("/desk/vocabulary", {"action": "add", "kind": "person"}).status == 422


def test_a_story_is_taken_down_after_its_files_were_shown(desk):
    path = desk.write("a-story")
    form = {"why": "当事人要求"}
    assert "/desk/withdraw/a-story" in desk.ask("/desk/story/stories/a-story.md").text
    answer = desk.ask("/desk/withdraw/a-story", form)
    assert answer.status == 200
    assert "只留下" in answer.text
    assert "withdrawn" not in path.read_text("utf-8")
    done = desk.ask("/desk/withdraw/a-story", form | {"seen": seen(answer)})
    assert "已经撤下" in done.text
    assert "status: withdrawn" in path.read_text("utf-8")
    assert desk.ask("/desk/").status == 200
    assert desk.ask("/desk/story/stories/a-story.md").status == 200


def test_a_take_down_asks_for_its_reason_and_for_a_story_that_is_there(desk):
    path = desk.write("a-story")
    before = path.read_bytes()
    assert desk.ask("/desk/withdraw/a-story", {"why": " "}).status == 422
    assert desk.ask("/desk/withdraw/nobody", {"why": "当事人要求"}).status == 422
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["withdraw", "redact"])
def test_what_is_taken_down_is_called_by_its_title_and_by_its_id_where_two_have_that_title(desk, step):
    desk.write("a-story")
    desk.write("b-story", title="雪夜里的灯")
    form = {"what": "大家都在", "instead": "某", **WHY}
    for read in (lambda: None, desk.shelf.read):  # also before the desk has read the archive
        read()
        for asked in ({}, {"sent": form}):
            heading = heading_of(desk.ask(f"/desk/{step}/b-story", *asked.values()))
            assert "《雪夜里的灯》" in heading
            assert "b-story" not in heading
    desk.write("c-story", title="雪夜里的灯")
    assert "《雪夜里的灯》<code>c-story</code>" in heading_of(desk.ask(f"/desk/{step}/c-story", form))
    assert "<code>nobody</code>" in heading_of(desk.ask(f"/desk/{step}/nobody"))


def heading_of(answer):
    """What a page says at its top."""
    return re.search(r"<h1>(.*?)</h1>", answer.text)[1]


WHY = {"why": "应本人要求"}


def test_words_are_redacted_after_every_line_was_shown_and_what_is_left_is_named(desk):
    path, elsewhere = desk.write("a-story"), desk.write("b-story", body="余融豪也在这里。", people="余融豪")
    before = path.read_bytes()
    assert "/desk/redact/a-story" in desk.ask("/desk/story/stories/a-story.md").text
    desk.shelf.read()
    assert "/desk/redact/a-story" in desk.ask("/desk/").text
    assert 'value="某"' in desk.ask("/desk/redact/a-story").text
    form = {"what": "餘融豪", "instead": "某人", **WHY}
    answer = desk.ask("/desk/redact/a-story", form)
    assert answer.status == 200
    assert "<ins>+某人说，大家都在。" in answer.text
    assert path.read_bytes() == before, "nothing is written before the editor agrees"
    done = desk.ask("/desk/redact/a-story", form | {"seen": seen(answer)})
    assert "已经隐去" in done.text
    assert "stories/b-story.md 第 " in done.text
    assert "余融豪" not in path.read_text("utf-8")
    assert "redacted: yes" in path.read_text("utf-8")
    assert "余融豪也在" in elsewhere.read_text("utf-8")


def test_words_that_were_changed_after_they_were_shown_are_shown_again(desk):
    path = desk.write("a-story")
    before = path.read_bytes()
    answer = desk.ask("/desk/redact/a-story", {"what": "余融豪", "instead": "某", **WHY})
    other = desk.ask("/desk/redact/a-story", {"what": "大家都在", "instead": "某", **WHY, "seen": seen(answer)})
    assert other.status == 200
    assert "请再看一遍" in other.text
    path.write_text(path.read_text("utf-8").replace("社区门口", "社区大门"), "utf-8")
    late = desk.ask("/desk/redact/a-story", {"what": "社区门口", "instead": "某处", **WHY, "seen": seen(answer)})
    assert late.status == 422
    assert path.read_bytes() == before.replace("社区门口".encode(), "社区大门".encode())


def test_a_redaction_that_cannot_be_is_told_and_keeps_what_was_typed(desk):
    path = desk.write("a-story", roles="志愿者", body="志愿者来了。", people="")
    before = path.read_bytes()
    for form, says in (
        ({"what": "余", "instead": "某", **WHY}, "至少写两个"),
        ({"what": "没有的话", "instead": "某", **WHY}, "里没有“没有的话”"),
        ({"what": "志愿者", "instead": "", **WHY}, "写上换成什么"),
        ({"what": "来了", "instead": "某", "why": " "}, "要写原因"),
        ({"what": "来了", "instead": "某", "why": "不该说来了"}, "不能有"),
        ({"what": "志愿者", "instead": "某某", **WHY}, "会有错误"),
    ):
        answer = desk.ask("/desk/redact/a-story", form)
        assert answer.status == 422
        assert says in answer.text
        assert form["what"] in answer.text
    assert path.read_bytes() == before
    assert desk.ask("/desk/redact/nobody", {"what": "来了", "instead": "某", **WHY}).status == 422
