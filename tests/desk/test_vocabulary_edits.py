"""Editing the vocabulary: stories and addresses follow, nothing else changes, and nothing is written before it was shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.desk.edits import ConflictError
from plugins.desk.vocabulary_edits.entry_list import EntryList
from plugins.desk.vocabulary_edits.move import move
from plugins.desk.vocabulary_edits.plan import RefusedError, add, rename
from plugins.desk.vocabulary_edits.spelling import id_for
from plugins.faults import ContentError
from plugins.vocabulary.vocabulary import Vocabulary
from tests.small_site import ROOT, SmallSite, story_text

ROLES = """\
# 角色
- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}  # 常用
- {id: night, hans: 守夜志愿者, hant: 守夜志願者, parent: volunteer}

# 学校
- id: teacher
  hans: 教师
  hant: 教師
  parent: null
  aliases:
    - 老师
"""
PLACES = """\
- {id: shangwu, hans: 商务区, hant: 商務區, level: zone, parent: null}
- {id: houzhang-cun, hans: 后张村, hant: 後張村, level: village, parent: 商务区}
- {id: nanyuan-cun, hans: 南园村, hant: 南園村, level: village, parent: 商务区}
"""
PEOPLE = "- {id: zhong-ning, hans: 钟宁, hant: 鍾寧}\n"
SOURCES = "- {id: xiangyang-daily, hans: 襄阳日报, hant: 襄陽日報, url: null}\n"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A small archive with something of every kind."""
    site = SmallSite(tmp_path)
    for name, text in (("roles", ROLES), ("places", PLACES), ("people", PEOPLE), ("sources", SOURCES)):
        site.write(f"vocabulary/{name}.yaml", text)
    site.story("one-story", roles="志愿者, 教师", places="商务区/后张村", people="钟宁, 余融豪", body="钟宁在商务区。")
    site.story(
        "two-story", roles="义工", places="湖北省/襄阳市/樊城区", people="", body="见[前一篇](story:one-story)。"
    )
    return site


def text(site: SmallSite, path: str) -> str:
    return (site.content / path).read_text("utf-8")


def changed_lines(diff: str) -> list[str]:
    """The lines of a diff that say what goes and what comes."""
    return [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_renaming_a_role_changes_the_lines_that_name_it_and_no_other(site: SmallSite) -> None:
    plan = rename(site.content, "role", "志愿者", {"hans": "志工者", "id": "helper"})
    assert changed_lines(plan.edits.diff()) == [
        "-roles: [志愿者, 教师]",
        "+roles: [志工者, 教师]",
        "+old\tnew",
        "+roles/volunteer/\troles/helper/",
        "-- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}  # 常用",
        "-- {id: night, hans: 守夜志愿者, hant: 守夜志願者, parent: volunteer}",
        "+- {id: helper, hans: 志工者, hant: 志工者, parent: null, aliases: [义工]}  # 常用",
        "+- {id: night, hans: 守夜志愿者, hant: 守夜志願者, parent: helper}",
    ]
    assert plan.stories == ("stories/one-story.md",), "what stories call by an alias still holds"


def test_nothing_is_written_until_a_plan_is_applied_and_then_all_of_it(site: SmallSite) -> None:
    before = {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()}
    plan = rename(site.content, "role", "志愿者", {"hans": "志工者", "id": "helper"})
    assert {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()} == before
    plan.edits.apply()
    assert site.build().stories == 2
    for edition in ("zh-hans", "zh-hant"):
        page = (site.output / edition / "roles/volunteer/index.html").read_text("utf-8")
        assert f"url=/{edition}/roles/helper/" in page
    assert site.state() == site.clean_build()


def test_a_plan_is_not_applied_over_what_somebody_wrote_meanwhile(site: SmallSite) -> None:
    plan = rename(site.content, "role", "志愿者", {"hans": "志工者"})
    site.story("one-story", title="刚改过的")
    kept = text(site, "vocabulary/roles.yaml")
    with pytest.raises(ConflictError):
        plan.edits.apply()
    assert text(site, "vocabulary/roles.yaml") == kept


def test_renaming_there_and_back_restores_everything_but_the_way(site: SmallSite) -> None:
    roles, story = text(site, "vocabulary/roles.yaml"), text(site, "stories/one-story.md")
    rename(site.content, "role", "volunteer", {"hans": "志工者", "id": "helper"}).edits.apply()
    rename(site.content, "role", "志工者", {"hans": "志愿者", "hant": "志願者", "id": "volunteer"}).edits.apply()
    assert (text(site, "vocabulary/roles.yaml"), text(site, "stories/one-story.md")) == (roles, story)
    assert text(site, "vocabulary/moved.tsv") == "old\tnew\nroles/helper/\troles/volunteer/\n"
    site.build()


def test_an_old_name_stays_known_where_the_editor_keeps_it(site: SmallSite) -> None:
    rename(site.content, "role", "志愿者", {"hans": "志工者"}, keep=True).edits.apply()
    vocabulary = Vocabulary.load(site.content)
    assert {vocabulary.roles.find(name).id for name in ("志愿者", "志願者", "志工者", "义工")} == {"volunteer"}
    rename(site.content, "place", "商务区", {"hans": "商贸区"}, keep=True).edits.apply()
    assert Vocabulary.load(site.content).places.find("商贸区").former == ("商务区",)


def test_an_entry_over_several_lines_keeps_its_shape(site: SmallSite) -> None:
    plan = rename(site.content, "role", "教师", {"hans": "教员", "aliases": ["先生"]})
    assert changed_lines(plan.edits.diff())[2:] == [
        "-  hans: 教师",
        "-  hant: 教師",
        "+  hans: 教员",
        "+  hant: 教員",
        "-  aliases:",
        "-    - 老师",
        "+  aliases: [老师, 先生]",
    ]


def test_places_below_a_renamed_one_move_with_it(site: SmallSite) -> None:
    rename(site.content, "place", "商务区", {"hans": "商贸区", "id": "shangmao"}).edits.apply()
    assert "places: [商贸区/后张村]" in text(site, "stories/one-story.md")
    assert text(site, "vocabulary/places.yaml").count("parent: 商贸区") == 2
    site.build()
    old = site.output / "zh-hant/places/unplaced/shangwu/houzhang-cun/index.html"
    assert "url=/zh-hant/places/unplaced/shangmao/houzhang-cun/" in old.read_text("utf-8")


def test_a_place_that_gets_a_parent_is_written_by_its_new_path(site: SmallSite) -> None:
    plan = rename(site.content, "place", "后张村", {"parent": "樊城区"})
    plan.edits.apply()
    assert "places: [湖北省/襄阳市/樊城区/后张村]" in text(site, "stories/one-story.md")
    assert plan.moved == (
        ("places/unplaced/shangwu/houzhang-cun/", "places/hubei/xiangyang/fancheng/houzhang-cun/"),
    )  # fmt: skip
    site.build()


def test_a_new_place_never_makes_a_story_mean_another(site: SmallSite) -> None:
    site.story("three-story", places="后张村")
    add(site.content, "place", {"hans": "后张村", "hant": "後張村", "parent": "樊城区"}).edits.apply()
    assert "places: [商务区/后张村]" in text(site, "stories/three-story.md")
    site.build()


def test_a_shipped_place_takes_a_confirmed_form_and_more_names_and_no_other_name(site: SmallSite) -> None:
    plan = rename(site.content, "place", "湖北省/襄阳市/樊城区", {"aliases": ["老樊城"]})
    assert changed_lines(plan.edits.diff()) == ["+- {place: 湖北省/襄阳市/樊城区, aliases: [老樊城]}"]
    with pytest.raises(RefusedError) as caught:
        rename(site.content, "place", "樊城区", {"hans": "樊口区"})
    assert [(one.field, one.fault.code) for one in caught.value.problems] == [("hans", "shipped-place")]


def test_a_person_is_renamed_in_the_front_matter_and_the_text_is_pointed_at(site: SmallSite) -> None:
    plan = rename(site.content, "person", "钟宁", {"hans": "钟宁远"})
    assert "+people: [钟宁远, 余融豪]" in plan.edits.diff()
    assert plan.spelling.proposed == "hant"
    assert plan.spelling.doubtful == ("钟", "宁")
    assert plan.left == (("stories/one-story.md", 14),)
    assert "+钟宁远在" not in plan.edits.diff()


def test_registering_a_person_under_another_id_moves_the_address(site: SmallSite) -> None:
    plan = add(site.content, "person", {"hans": "余融豪", "id": "yu-ronghao-fancheng"})
    assert plan.moved == (("people/yu-ronghao/", "people/yu-ronghao-fancheng/"),)
    plan.edits.apply()
    site.build()


def test_a_namesake_gets_an_id_and_stories_say_whom_they_mean(site: SmallSite) -> None:
    with pytest.raises(RefusedError) as caught:
        add(site.content, "person", {"hans": "钟宁"})
    assert "zhong-ning-2" in caught.value.problems[0].fault.help
    add(site.content, "person", {"hans": "钟宁", "id": "zhong-ning-2"}).edits.apply()
    assert "{name: 钟宁, id: zhong-ning}" in text(site, "stories/one-story.md")
    site.build()


def test_a_source_is_renamed_where_stories_name_it_and_nowhere_else(site: SmallSite) -> None:
    named = story_text("three-story").replace("name: unknown", "name: 襄陽日報")
    site.write("stories/three-story.md", named)
    rename(site.content, "source", "襄阳日报", {"hans": "襄阳晚报"}).edits.apply()
    assert "name: 襄陽晚報" in text(site, "stories/three-story.md")
    assert "name: unknown" in text(site, "stories/one-story.md")


@pytest.mark.parametrize(
    ("kind", "given", "field", "code"),
    [
        ("role", {"hans": "义工"}, "hans", "name-taken"),
        ("role", {"hans": "新角色", "aliases": ["老师"]}, "aliases", "name-taken"),
        ("role", {"hans": "新角色", "id": "teacher"}, "id", "duplicate-id"),
        ("role", {"hans": "新角色", "id": "Not An Id"}, "id", "bad-id"),
        ("role", {"hans": "新角色", "parent": "没有的"}, "parent", "unknown-parent"),
        ("role", {}, "hans", "missing-field"),
        ("place", {"hans": "甲乙丙", "parent": "樊城区"}, "level", "missing-field"),
        ("place", {"hans": "甲村", "level": "hamlet"}, "level", "bad-level"),
        ("place", {"hans": "後張村", "parent": "商务区"}, "hans", "name-taken"),
        ("source", {"hans": "某报", "url": "example.org"}, "url", "bad-url"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    site: SmallSite, kind: str, given: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        add(site.content, kind, given)  # type: ignore[arg-type]
    assert [(one.field, one.fault.code) for one in caught.value.problems] == [(field, code)]


def test_a_vocabulary_at_fault_is_told_before_anything_is_planned(site: SmallSite) -> None:
    site.write("vocabulary/roles.yaml", "- {id: x}\n")
    with pytest.raises(ContentError):
        add(site.content, "role", {"hans": "新角色"})


def test_a_new_role_stands_with_its_like_and_the_first_entry_makes_the_file(site: SmallSite) -> None:
    plan = add(site.content, "role", {"hans": "消毒志愿者", "parent": "志愿者"})
    plan.edits.apply()
    lines = text(site, "vocabulary/roles.yaml").splitlines()
    assert lines[3] == "- {id: xiaodu-zhiyuanzhe, hans: 消毒志愿者, hant: 消毒志願者, parent: volunteer}"
    (site.content / "vocabulary/sources.yaml").unlink()
    add(site.content, "source", {"hant": "漢江晚報"}).edits.apply()
    assert text(site, "vocabulary/sources.yaml") == "- {id: hanjiang-wanbao, hans: 汉江晚报, hant: 漢江晚報}\n"


@pytest.mark.parametrize(
    "word", ["甲, 乙", "甲: 乙", "null", "# 甲", "[甲]", "it's", "- 甲", "007", "“甲”", "@甲", "甲 #乙", "*甲"]
)
def test_any_text_is_written_so_that_it_is_read_again(word: str) -> None:
    entries = EntryList("vocabulary/roles.yaml", "- {id: a, hans: x}\r\n- id: b\r\n  hans: y\r\n")
    entries.set(0, "hans", word)
    entries.set(1, "hans", word)
    entries.set(1, "aliases", [word])
    entries.add({"id": "c", "hans": word}, after=0)
    assert [one["hans"] for one in entries.entries] == [word] * 3
    assert entries.entries[2]["aliases"] == [word]
    assert entries.text.count("\n") == entries.text.count("\r\n") == 5


def test_ids_are_read_as_names_are() -> None:
    assert id_for("place", "后张村", ()) == "houzhang-cun"
    assert id_for("person", "曾小贤", ()) == "zeng-xiaoxian"
    assert id_for("source", "河南日报客户端", ()) == "henanribao-kehuduan"
    assert id_for("person", "李刚", {"li-gang"}) == "li-gang-2"


# A story's id


def test_a_story_moves_with_its_file_its_links_and_its_address(site: SmallSite) -> None:
    site.write("stories/one-story.hant.md", "---\ntitle: 手寫\n---\n\n正文。\n")
    site.write(
        "pages/help.md", "---\nid: help\ntitle: 帮助\nscript: hans\n---\n\n[一](story:one-story)，story:one-story-2。\n"
    )
    planned = move(site.content, "one-story", "first-story")
    planned.edits.apply()
    assert not (site.content / "stories/one-story.md").exists()
    assert (site.content / "stories/first-story.hant.md").is_file()
    assert "story:first-story)" in text(site, "stories/two-story.md")
    assert "story:first-story)，story:one-story-2" in text(site, "pages/help.md")
    site.build()
    assert "stories/first-story/" in (site.output / "zh-hant/stories/one-story/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("no-story", "x-story", "unknown-story"),
        ("one-story", "two-story", "duplicate-id"),
        ("one-story", "X", "bad-value"),
    ],
)
def test_a_story_moves_to_a_free_and_proper_id_only(site: SmallSite, old: str, new: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        move(site.content, old, new)
    assert [one.fault.code for one in caught.value.problems] == [code]


# The commands


def run(site: SmallSite, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tasks.py", *arguments, "--content", str(site.content)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8", stdin=subprocess.DEVNULL
    )


def test_without_yes_and_a_terminal_the_diff_is_shown_and_nothing_is_written(site: SmallSite) -> None:
    done = run(site, "vocabulary", "rename", "role", "志愿者", "--hans", "志工者")
    assert (done.returncode, "+roles: [志工者, 教师]" in done.stdout) == (0, True)
    assert "志愿者" in text(site, "stories/one-story.md")
    assert run(site, "vocabulary", "rename", "角色", "志愿者", "--hans", "志工者", "--yes").returncode == 0
    assert "roles: [志工者, 教师]" in text(site, "stories/one-story.md")
    assert run(site, "move", "one-story", "first-story", "--yes").returncode == 0
    assert (site.content / "stories/first-story.md").is_file()


def test_a_plan_is_one_document_for_machines(site: SmallSite) -> None:
    done = run(site, "vocabulary", "add", "person", "--hans", "钟远", "--json")
    document = json.loads(done.stdout)
    assert (document["id"], document["hant"], document["doubtful"], document["applied"]) == (
        "zhong-yuan",
        "鍾遠",
        ["钟"],
        False,
    )
    wrong = run(site, "vocabulary", "add", "role", "--hans", "义工", "--json")
    assert (wrong.returncode, json.loads(wrong.stdout)["problems"][0]["field"]) == (2, "hans")


def test_words_that_say_nothing_are_wrong_usage(site: SmallSite) -> None:
    assert run(site, "vocabulary", "add").returncode == 2
