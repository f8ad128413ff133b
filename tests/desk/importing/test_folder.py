"""A folder of two hundred files, mixed and some broken: every one accounted for, none lost, none made twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.desk.importing.command import Imported, run
from plugins.desk.importing.intake import Intake
from plugins.stories.front_matter import split
from tests.desk.importing.conftest import ROLES
from tests.desk.importing.mixed_folder import Expected, build, files


@dataclass(frozen=True)
class Case:
    """The folder, what must become of each file, and what an import made of it."""

    content: Path
    folder: Path
    expected: dict[str, Expected]
    done: Imported

    def below(self, shown: str) -> str:
        return shown.removeprefix(f"{self.folder}/")


def _content(root: Path) -> Path:
    content = root / "content"
    (content / "vocabulary").mkdir(parents=True)
    (content / "stories").mkdir()
    (content / "vocabulary/roles.yaml").write_text(ROLES, "utf-8")
    return content


def _import(content: Path, folder: Path) -> Imported:
    return run([str(folder)], Intake(content, today="2026-11-27"), bytes)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    root = tmp_path_factory.mktemp("folder")
    content = _content(root)
    folder = root / "in"
    folder.mkdir()
    expected = build(folder)
    return Case(content, folder, expected, _import(content, folder))


def test_every_file_is_a_draft_or_refused_or_skipped_and_the_sum_is_right(case):
    told = [
        *(draft.input for draft, _ in case.done.drafts),
        *(one.input for one in (*case.done.refused, *case.done.skipped)),
    ]
    assert len(told) >= 200
    assert Counter(map(case.below, told)) == Counter(case.expected.keys())
    inside = sum(1 for path in files(case.folder) if any(part in {".git", "themes", "页_files"} for part in path.parts))
    assert len(told) - 3 + inside == sum(1 for _ in files(case.folder))


def test_what_became_of_each_file_is_what_must(case):
    drafts = {case.below(draft.input): "" for draft, _ in case.done.drafts}
    codes = {case.below(one.input): one.code for one in (*case.done.refused, *case.done.skipped)}
    became = drafts | codes
    assert {path: became[path] for path in case.expected} == {path: one.code for path, one in case.expected.items()}
    assert {case.below(one.input) for one in case.done.skipped} == {
        path for path, one in case.expected.items() if one.skipped
    }


def test_titles_and_days_come_out_whatever_the_form_and_the_encoding(case):
    drafts = {case.below(draft.input): draft for draft, _ in case.done.drafts}
    wanted = {path: (one.title, one.published) for path, one in case.expected.items() if one.title}
    assert {path: (drafts[path].title, drafts[path].source.get("date", "")) for path in wanted} == wanted


def test_every_draft_and_its_raw_input_are_on_the_disk(case):
    for draft, path in case.done.drafts:
        front = split(path, Path(path).read_text("utf-8")).front.data
        assert (front["id"], front["status"]) == (draft.id, "draft")
        [raw] = (case.content / "raw").glob(f"{draft.id}.*")
        source = case.folder / case.below(draft.input)
        assert "??" in draft.input or raw.read_bytes() == source.read_bytes()
    assert len({draft.id for draft, _ in case.done.drafts}) == len(case.done.drafts)


def test_no_menu_button_or_footer_is_left_in_any_draft(case):
    for _, path in case.done.drafts:
        body = Path(path).read_text("utf-8").split("---\n", 2)[2]
        assert not [
            word
            for word in ("分享到", "版权所有", "关于我们", "首页", "别的新闻", "\u3000", "<", "style=")
            if word in body
        ], path


def test_a_twin_is_named(case):
    reasons = {case.below(one.input): one.reason for one in case.done.refused}
    [first] = [path for draft, path in case.done.drafts if case.below(draft.input) == "t/1.txt"]
    for path in ("t/2-copy.txt", "t/3-page.html", "t/4-other-script.txt", "t/5-shortened.txt"):
        assert Path(first).name in reasons[path]


def test_the_same_import_again_makes_nothing_twice(case):
    before = sorted((path, path.read_bytes()) for path in (case.content / "stories").rglob("*"))
    again = _import(case.content, case.folder)
    assert again.drafts == []
    assert len(again.refused) == len(case.done.drafts) + len(case.done.refused)
    assert again.skipped == case.done.skipped
    assert sorted((path, path.read_bytes()) for path in (case.content / "stories").rglob("*")) == before
