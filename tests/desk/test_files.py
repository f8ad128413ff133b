"""Story files as the desk writes them: what an editor typed stays, line for line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.desk.files import StoryFile, compose
from plugins.stories.front_matter import FaultyFileError, split
from plugins.stories.schema import FrontMatter

CONTENT = Path(__file__).resolve().parents[2] / "content"
STORIES = sorted((CONTENT / "stories").glob("*.md"))

TEXT = """---
id: gate-at-night
title: '夜里的 #3 号门: 一天'
date: 2020-02   # 文中只有月份
# 地点查过区划表
places: [湖北省/襄阳市/樊城区]
roles: [教师, 民警]
people:
  - 余融豪   # 登记过
  - {name: 姚云乾, hant: 姚雲乾}
source:
  name: unknown
  url: unknown
  reason: 没有写明
added: 2026-11-22
status: draft
---

正文第一段。
"""


def lines_changed(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_file_that_nobody_changed_stays_byte_for_byte(path: Path) -> None:
    text = path.read_text("utf-8")
    file = StoryFile(path.name, text)
    for field, value in file.front.items():
        file.set(field, value)

    assert file.text() == text


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_mark_of_the_file_are_kept(start: str, newline: str) -> None:
    file = StoryFile("a.md", start + TEXT.replace("\n", newline))
    file.set("date", "2020-02-06")

    assert file.text() == start + TEXT.replace("2020-02 ", "2020-02-06 ").replace("\n", newline)


@pytest.mark.parametrize(
    ("path", "value", "changed"),
    [
        ("title", "门", ["title: 门"]),
        ("date", "2020-03", ["date: 2020-03   # 文中只有月份"]),
        ("roles", ["教师", "医生"], ["roles: [教师, 医生]"]),
        ("people.1.hant", "姚雲亁", ["  - {name: 姚云乾, hant: 姚雲亁}"]),
        ("people.1.role", "书记", ["  - {name: 姚云乾, hant: 姚雲乾, role: 书记}"]),
        ("source.url", "https://example.org/a?b=1#c", ["  url: https://example.org/a?b=1#c"]),
        ("source.authors", ["甲", "乙"], ["  authors: [甲, 乙]"]),
        ("summary", "一句话: 有冒号", ["summary: '一句话: 有冒号'"]),
        ("updated", "2026-11-27", ["updated: 2026-11-27"]),
        ("convert", {"后张村": "後張村"}, ["convert:", "  后张村: 後張村"]),
        ("title", "null", ["title: 'null'"]),
        ("places", "湖北省", ["places: 湖北省"]),
        ("title", "否", ["title: 否"]),
    ],
)
def test_only_the_lines_of_what_changed_are_written_anew(path: str, value: object, changed: list[str]) -> None:
    file = StoryFile("a.md", TEXT)
    file.set(path, value)

    assert file.get(path) == value
    assert lines_changed(TEXT, file.text()) == changed
    assert split("a.md", file.text()).body == split("a.md", TEXT).body


def test_a_new_field_stands_where_the_contract_has_it() -> None:
    file = StoryFile("a.md", TEXT)
    file.set("script", "hans")

    assert file.text().splitlines()[3:6] == ["date: 2020-02   # 文中只有月份", "script: hans", "# 地点查过区划表"]


def test_a_field_is_taken_away_with_its_lines_and_no_others() -> None:
    file = StoryFile("a.md", TEXT)
    file.remove("people")
    file.remove("source.reason")

    kept = [
        line for line in TEXT.splitlines() if not any(word in line for word in ("people", "余融豪", "姚云乾", "reason"))
    ]
    assert file.text().splitlines() == kept


def test_a_person_taken_from_the_list_leaves_the_others_as_they_stand() -> None:
    file = StoryFile("a.md", TEXT)
    file.set("people", [{"name": "姚云乾", "hant": "姚雲乾"}])
    assert file.front["people"] == [{"name": "姚云乾", "hant": "姚雲乾"}]

    file.set("people", [{"name": "姚云乾", "hant": "姚雲乾"}, "杜超"])
    assert file.front["people"] == [{"name": "姚云乾", "hant": "姚雲乾"}, "杜超"]


def test_the_body_is_set_and_the_front_matter_stays() -> None:
    file = StoryFile("a.md", TEXT)
    file.body = "\n换了的正文。\n"

    assert file.text() == TEXT.replace("正文第一段。", "换了的正文。")


def test_a_file_without_front_matter_is_refused() -> None:
    with pytest.raises(FaultyFileError):
        StoryFile("a.md", "没有字段区")


def test_a_new_file_is_written_in_house_style() -> None:
    front = {
        "source": {"url": "unknown", "name": "unknown", "reason": "没有写明", "authors": ["甲"]},
        "title": "门",
        "id": "gate",
        "places": ["湖北省"],
        "people": ["余融豪", {"hant": "姚雲乾", "name": "姚云乾"}],
        "status": "draft",
        "summary": None,
    }
    notes = {
        "title": "网页标题",
        "date": "来源没有写日期，\n请补上",
        "places": "文中“湖北”",
        "source.url": "页面没有写",
        "source.archive": "请存档",
        "people.1": "文中“姚云乾书记”",
    }
    assert compose(front, "正文。", notes).splitlines() == [
        "---",
        "id: gate",
        "title: 门  # 导入：网页标题",
        "# 导入：date：来源没有写日期， 请补上",
        "places: [湖北省]  # 导入：文中“湖北”",
        "people:",
        "  - 余融豪",
        "  - {name: 姚云乾, hant: 姚雲乾}  # 导入：文中“姚云乾书记”",
        "source:",
        "  name: unknown",
        "  url: unknown  # 导入：页面没有写",
        "  reason: 没有写明",
        "  authors: [甲]",
        "# 导入：source.archive：请存档",
        "status: draft",
        "---",
        "",
        "正文。",
    ]


def test_notes_can_be_read_and_go_when_their_field_is_answered() -> None:
    notes = {
        "title": "网页标题",
        "date": "没有写",
        "source.url": "页面没有写",
        "people.0": "文中“余融豪”",
        "places": "猜的",
    }
    front = {"title": "门", "places": ["湖北省"], "people": ["余融豪"], "source": {"name": "报", "url": "unknown"}}
    file = StoryFile("a.md", compose(front, "正文。", notes))
    assert file.notes == notes

    file.set("date", "2020-02")
    file.set("title", "夜里的门")
    file.set("source.url", "https://example.org/")
    file.set("people.0", "杜超")
    assert file.notes == {"places": "猜的"}


words = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\x85"), min_size=1)
    .map(str.strip)
    .filter(bool)
)


@given(title=words, summary=words, roles=st.lists(words, min_size=1, max_size=3), name=words)
def test_whatever_is_set_is_read_back(title: str, summary: str, roles: list[str], name: str) -> None:
    file = StoryFile("a.md", TEXT)
    people = [name, {"name": title}]
    for field, value in {"title": title, "summary": summary, "roles": roles, "people": people}.items():
        file.set(field, value)
    made = {"title": title, "summary": summary, "roles": roles, "people": people, "source": {"name": name}}

    for field in ("title", "summary", "roles", "people"):
        assert file.front[field] == made[field]
    assert split("b.md", compose(made, "正文")).front.data == made


def test_every_field_of_the_contract_has_its_place() -> None:
    front = dict.fromkeys(FrontMatter.model_fields, "x")
    assert [line.split(":")[0] for line in compose(dict(reversed(front.items())), "").splitlines()[1:-3]] == list(front)


def test_notes_on_names_in_a_list_stay_with_their_names_and_questions_until_the_list_is_gone() -> None:
    notes = {
        "places.0": "湖北省/襄阳市/樊城区 ← 「樊城区组织教师」（文中还有它的上级）",
        "places.1": "陕西省/西安市/长安区 ← 「长安区的小区」",
        "places.2": "【问】“朝阳区”是不是 北京市/朝阳区？",
        "roles.0": "志愿者（3 处）← 「志愿者在门口」",
        "roles.1": "民警（1 处）← 「民警」",
    }
    front = {"places": ["湖北省/襄阳市/樊城区", "陕西省/西安市/长安区"], "roles": ["志愿者", "民警"], "script": "hans"}
    file = StoryFile("a.md", compose(front, "正文。", notes))
    assert file.notes == notes
    file.set("places", ["陕西省/西安市/长安区", "北京市/朝阳区"])
    assert file.notes == {key: note for key, note in notes.items() if key != "places.0"}
    file.set("places", None)
    file.set("roles", ["志愿者"])
    assert file.notes == {"roles.0": notes["roles.0"]}
    assert "正文。" in file.body


def test_a_text_that_only_looks_like_a_note_is_not_taken_away():
    text = '---\ntitle: "一夜  # 导入：不是"\nid: a-night  # 导入：自动取的\n---\n\n正文\n'
    file = StoryFile("stories/a-night.md", text)
    file.forget_notes()
    assert file.text() == text
