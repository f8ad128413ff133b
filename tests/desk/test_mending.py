"""check --fix: what is mechanical is mended, shown first, all files or none; never a word of a text, never a fault more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from invoke.context import Context
from invoke.exceptions import Exit

from plugins.commands.checking import check
from plugins.desk.mending import _mended, replaced
from plugins.faults import Fault
from plugins.stories.prepare import Preparer
from plugins.stories.schema import FrontMatter

PATH = "stories/a.md"
REST = "archive: https://web.archive.org/a, seen: 2026-11-22, rights: 转述"
SOURCE = f"{{name: 新华社, url: 'https://example.org/a?id=5&utm_source=x', {REST}}}"
ROLES = "- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null}\n- {id: police, hans: 民警, hant: 民警, parent: null}\n"


def story(**fields: str) -> str:
    front = {
        "id": "a-story", "title": "门口", "date": "2020-02", "script": "hans", "kind": "retold", "places": "[湖北省/襄阳市/樊城区]",
        "roles": "[志愿者]", "source": SOURCE.replace("&utm_source=x", ""), "added": "2026-11-22",
    }  # fmt: skip
    body = fields.pop("body", "他在门口守着。\n")
    lines = [f"{name}: {value}" for name, value in (front | fields).items() if value]
    return "\n".join(["---", *lines, "---", "", body])


@pytest.fixture(scope="module")
def preparer(tmp_path_factory: pytest.TempPathFactory) -> Preparer:
    content = tmp_path_factory.mktemp("content")
    (content / "vocabulary").mkdir()
    (content / "vocabulary/roles.yaml").write_text(ROLES, "utf-8")
    return Preparer(content, "", {"hans": "/zh-hans/stories/", "hant": "/zh-hant/stories/"})


def mended(preparer: Preparer, text: str) -> str:
    found = preparer.prepare_text(PATH, text).faults
    return _mended(PATH, {PATH: text}, [fault for fault in found if fault.instead], preparer)[PATH]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("date: 2020年2月14日 # 见报", "date: 2020-02-14 # 见报"),
        ("date: '２０２０／２'", "date: '2020-02'"),
        ("added: 2026/11/22", "added: 2026-11-22"),
        ("places: [湖北省襄阳市樊城区, 湖北省/襄阳市/樊成区]", "places: [湖北省/襄阳市/樊城区, 湖北省/襄阳市/樊城区]"),
        ("roles: [志原者]", "roles: [志愿者]"),
        ("script: 简体", "script: hans"),
        ("kind: Retold", "kind: retold"),
        ("status: 草稿", "status: draft"),
        ("标题: 门口", "title: 门口"),
        ("时间: 2020年2月", "date: 2020-02"),
        (f"source: {SOURCE}", f"source: {SOURCE.replace('&utm_source=x', '')}"),
        ("source: {name: 新华社, url: https：／／example.org/a}", "source: {name: 新华社, url: https://example.org/a}"),
    ],
)
def test_what_is_mechanical_is_mended_in_its_place_and_nothing_else(preparer: Preparer, typed: str, meant: str) -> None:
    field = {"标题": "title", "时间": "date"}.get(typed.partition(":")[0], typed.partition(":")[0])
    text = story(**{field: ""}).replace("---\n", f"---\n{typed}\n", 1).replace("\n", "\r\n")
    assert mended(preparer, text) == text.replace(typed, meant)


@pytest.mark.parametrize(
    "typed",
    [
        "date: 去年", "date: 2020-02-31", "places: [樊成区]", "places: [湖北省/襄阳市/郊城区]", "roles: [志愿员]", "tittle: 门口",
        "id: A-Story", "title: 门口  ", "places: [湖北省/襄樊市/樊城]", "kind: 新闻", "title: a: b",
    ],
)  # fmt: skip
def test_what_is_in_doubt_or_no_fault_is_left_to_the_editor(preparer: Preparer, typed: str) -> None:
    text = story(**{typed.partition(":")[0]: ""}).replace("---\n", f"---\n{typed}\n", 1)
    assert mended(preparer, text) == text


def test_what_does_not_stand_where_a_fault_says_is_left_alone() -> None:
    fault = Fault(PATH, 2, 3, "file-link", "", was="b.md", instead="story:b")
    assert replaced("一\n二(b.md)", [fault, fault]) == "一\n二(story:b)"
    for text in ("一\n二三(b.md)", "一", "", "b.md"):
        assert replaced(text, [fault]) == text


_DATES = st.sampled_from(
    [
        "2020-02",
        "2020年2月14日",
        "２０２０／２",
        "2020/2/30",
        "2020年3月至2月",
        "[2020]",
        "'2020.2.1'",
        ">\n  2020年2月",
    ]
)
_PLACES = st.lists(
    st.sampled_from(["樊城区", "湖北省襄阳市樊城区", "湖北省/襄阳市/樊成区", "朝阳区", "'湖北 襄阳'", "x"]), max_size=3
).map(lambda found: f"[{', '.join(found)}]")
_BODIES = st.lists(
    st.sampled_from(["他在门口。", "[他](b.md)", "**2020年2月**  ", "-{后", "<div>", "13812345678", "後來門開了。"]),
    max_size=4,
).map("\n\n".join)
_FIELDS = st.sampled_from(
    [
        "标题: 门口",
        "时间: 2020年2月",
        "kind: 转述",
        "status: 草稿",
        "人物: [余融豪, 余融豪]",
        "updated: 2020/1/1",
        "a: &b *c",
    ]
)
_STORIES = st.fixed_dictionaries(
    {"date": _DATES, "places": _PLACES, "source": st.sampled_from([SOURCE, "unknown", "[]"]), "body": _BODIES}
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(fields=_STORIES, more=st.lists(_FIELDS, max_size=3))
@example(
    fields={"date": "2020年2月", "places": "樊城区", "source": SOURCE, "body": "好。"}, more=["人物: [余融豪, 余融豪]"]
)
def test_mending_never_makes_a_fault_more_and_has_nothing_to_do_the_second_time(
    preparer: Preparer, fields: dict[str, str], more: list[str]
) -> None:
    text = story(**fields).replace("\n---\n\n", "".join(f"\n{one}" for one in more) + "\n---\n\n", 1)
    once = mended(preparer, text)
    before, after = preparer.prepare_text(PATH, text), preparer.prepare_text(PATH, once)
    errors = [sum(fault.severity == "error" for fault in one.faults) for one in (before, after)]
    assert errors[1] <= errors[0]
    assert before.facts is None or len(after.faults) <= len(before.faults)
    assert mended(preparer, once) == once
    assert once.partition("\n---\n\n")[2] == text.partition("\n---\n\n")[2], "the text is the editor's"


_FUZZED = list(FrontMatter.model_fields)
_VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["[", "{a: b}", "[[x]]", "{name: [x]}", "- x", "~", "'", "!!x", "|", "{date: [}"]),
)
_LINE = st.one_of(st.tuples(st.sampled_from(_FUZZED), _VALUES).map(": ".join), st.text(max_size=20))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(_LINE, max_size=10), body=st.text(max_size=60))
def test_no_front_matter_makes_the_check_fall_over(preparer: Preparer, lines: list[str], body: str) -> None:
    text = "\n".join(["---", *lines, "---", body])
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # no file holds half a character
        return
    faults = preparer.prepare_text(PATH, text).faults
    assert all(fault.line >= 1 and fault.column >= 1 and fault.message for fault in faults)
    mended(preparer, text)


@pytest.fixture
def archive(tmp_path: Path) -> dict[str, str]:
    content = tmp_path / "content"
    (content / "stories").mkdir(parents=True)
    (content / "vocabulary").mkdir()
    (content / "vocabulary/roles.yaml").write_text(ROLES, "utf-8")
    (content / "stories/a.md").write_text(story(date="2020年2月", body="见[另一篇](b.md)。\n"), "utf-8")
    (content / "stories/b.md").write_text(
        story(id="b-story", body="见[这一篇](/zh-hans/stories/a-story/)。\n"), "utf-8"
    )
    return {"content": str(content), "output": str(tmp_path / "output")}


def _run(capsys: pytest.CaptureFixture[str], code: int, **options: object) -> str:
    found = 0
    try:
        check(Context(), **options)
    except Exit as error:
        found = error.code
    assert found == code
    return capsys.readouterr().out


def _texts(archive: dict[str, str]) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(Path(archive["content"]).rglob("*.md"))]


def test_nothing_is_written_before_somebody_says_yes(
    archive: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = _texts(archive)
    out = _run(capsys, 1, fix=True, **archive)
    assert "-date: 2020年2月\n+date: 2020-02\n" in out
    assert "+见[另一篇](story:b-story)。" in out, "links of a story that could not be read are mended in the same run"
    assert _texts(archive) == before


def test_all_files_are_mended_together_and_the_second_time_there_is_nothing_to_do(
    archive: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(_run(capsys, 0, fix=True, yes=True, json=True, **archive))
    assert document["fix"]["applied"] is True
    assert document["fix"]["files"] == ["stories/a.md", "stories/b.md"]
    assert document["faults"] == []
    assert [text.rpartition("(")[2] for text in _texts(archive)] == ["story:b-story)。\n", "story:a-story)。\n"]
    document = json.loads(_run(capsys, 0, fix=True, yes=True, json=True, **archive))
    assert document["fix"] == {"diff": "", "files": [], "conflicts": [], "applied": False}


def test_only_the_files_that_were_named_are_reported_and_mended(
    archive: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = [f"{archive['content']}/stories/b.md"]
    document = json.loads(_run(capsys, 0, path=path, json=True, **archive))
    assert [(one["path"], one["line"], one["column"], one["code"], one["instead"]) for one in document["faults"]] == [
        ("stories/b.md", 13, 8, "edition-link", "story:a-story")
    ]
    before = _texts(archive)
    _run(capsys, 0, path=path, fix=True, yes=True, **archive)
    assert (_texts(archive)[0] == before[0], _texts(archive)[1] == before[1]) == (True, False)


def test_the_guide_tells_every_part_of_the_report(archive: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(_run(capsys, 1, json=True, fix=True, **archive))
    guide = (Path(__file__).parents[2] / "docs/editors.zh.md").read_text("utf-8")
    rows = guide.partition("### 给审稿工具")[2].partition("\n### ")[0]
    told = set(re.findall(r"^ *- `(\w+)`：", rows, re.MULTILINE))
    assert told == {*document, *document["faults"][0], *document["fix"]}


def test_notes_of_the_importer_in_a_published_story_are_told_and_taken_away_and_those_of_a_draft_stay(
    archive: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, 0, fix=True, yes=True, json=True, **archive)
    one, other = (Path(archive["content"], "stories", name) for name in ("a.md", "c.md"))
    clean = one.read_text("utf-8")
    noted = clean.replace("date: 2020-02\n", "date: 2020-02  # 导入：文中“二月的一夜”\n# 导入：summary：【问】要写吗\n")
    one.write_text(noted.replace("kind: retold\n", "kind: retold  # 编者自己的话\n"), "utf-8")
    draft = story(id="c-story", status="draft").replace("---\n\n", "# 导入：summary：请写\n---\n\n")
    other.write_text(draft, "utf-8")
    document = json.loads(_run(capsys, 0, json=True, **archive))
    assert [(one["path"], one["line"], one["code"]) for one in document["faults"] if one["code"] == "import-notes"] == [
        ("stories/a.md", noted.split("\n").index("date: 2020-02  # 导入：文中“二月的一夜”") + 1, "import-notes")
    ]
    _run(capsys, 0, fix=True, yes=True, json=True, **archive)
    assert one.read_text("utf-8") == clean.replace("kind: retold\n", "kind: retold  # 编者自己的话\n")
    assert other.read_text("utf-8") == draft
