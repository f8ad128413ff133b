"""Retold means in our own words: what still equals the raw input is shown to the editor, and the raw input to nobody else."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.desk.importing import copied
from plugins.desk.importing.copied import copied_faults
from plugins.packaging import package
from plugins.site import Build
from tests.desk.importing.articles import BODY, PARAGRAPHS, page, paragraphs
from tests.small_site import SmallSite

#: The second paragraph in other words; what the secretary says stays as it was.
RETOLD = "周一航带着六个人，把要送菜的人家记在挂历的反面。他说：“灯先不修，菜要先送到。”"


def told(editor, story: Path) -> list[tuple[int, str]]:
    return [(one.line, one.severity) for one in copied_faults(editor.content) if one.path.endswith(story.name)]


def retell(story: Path, body: str) -> None:
    front = story.read_text("utf-8").split("\n---\n", 1)[0]
    story.write_text(f"{front}\n---\n\n{body}\n", "utf-8")


def line_of(story: Path, text: str) -> int:
    return next(number for number, line in enumerate(story.read_text("utf-8").split("\n"), 1) if text in line)


def test_an_imported_draft_is_still_its_source(editor):
    story = editor.saved(page(paragraphs(*PARAGRAPHS)), "a.html")
    assert told(editor, story) == [(line_of(story, PARAGRAPHS[0]), "warning")]


def test_a_story_in_our_own_words_is_not_and_speech_may_stay(editor):
    story = editor.saved(BODY)
    retell(story, RETOLD)
    assert told(editor, story) == []


def test_one_passage_left_over_is_found_at_its_line_and_column(editor):
    story = editor.saved(BODY)
    retell(story, f"{RETOLD}\n\n那时候，{PARAGRAPHS[3]}")
    [fault] = copied_faults(editor.content)
    assert (fault.line, fault.column) == (line_of(story, "那时候"), 5)
    assert "1 处" in fault.message


def test_it_is_found_in_the_other_script_too(editor):
    story = editor.saved(BODY)
    retell(story, "社區裡的網格員許蘭負責最裡面的院子。院裡住著幾位老人，最大的九十一歲，耳朵不好。")
    assert len(told(editor, story)) == 1


@pytest.mark.parametrize("change", [("kind: retold", "kind: reproduced"), ("status: draft", "status: withdrawn")])
def test_what_may_be_reproduced_and_what_is_withdrawn_is_left_alone(editor, change):
    story = editor.saved(BODY)
    story.write_text(story.read_text("utf-8").replace(*change), "utf-8")
    assert told(editor, story) == []


def test_a_story_without_a_raw_input_is_left_alone(editor):
    story = editor.saved(BODY)
    for raw in (editor.content / "raw").iterdir():
        raw.unlink()
    assert told(editor, story) == []


def test_nothing_is_compared_twice_and_every_change_is_seen(editor, monkeypatch):
    story = editor.saved(BODY)
    read: list[Path] = []
    monkeypatch.setattr(copied, "raw_text", lambda file: read.append(file) or BODY)
    assert told(editor, story) == told(editor, story) != []
    assert len(read) == 1
    retell(story, RETOLD)
    assert told(editor, story) == []
    assert len(read) == 2


def test_check_tells_of_it(editor, tmp_path):
    import json
    import subprocess
    import sys

    story = editor.saved(BODY)
    command = [
        sys.executable,
        "tasks.py",
        "check",
        "--json",
        "--content",
        str(editor.content),
        "--output",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[3])
    faults = json.loads(done.stdout)["faults"]
    assert [(one["path"], one["draft"]) for one in faults if one["code"] == "copied"] == [
        (f"stories/{story.name}", True)
    ]


def test_neither_the_raw_input_nor_its_draft_is_in_what_is_built_or_packed(tmp_path):
    site = SmallSite(tmp_path)
    site.story("one-story")
    (site.content / "raw").mkdir()
    told_only_there = "只在原件里的一句话"
    (site.content / "raw/one-story.html").write_text(f"<p>{told_only_there}</p>", "utf-8")
    (site.content / "raw/pictures.docx").write_bytes(told_only_there.encode())
    site.build()
    options = site.options()
    package(replace(options), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        packed.extractall(tmp_path / "unpacked")
    with Build(options) as build:
        build.check()
    everything = [path for path in tmp_path.rglob("*") if path.is_file() and site.content not in path.parents]
    assert len(everything) > 50
    assert [
        path
        for path in everything
        if told_only_there.encode() in path.read_bytes() or "raw" in path.relative_to(tmp_path).parts
    ] == []
