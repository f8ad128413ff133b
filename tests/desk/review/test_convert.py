"""``convert``: texts from outside the archive, with the names that come along protected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder with a person and a glossary of its own."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "vocabulary").mkdir()
    person = "- {id: zhou-jielun, hans: 周杰伦, hant: 周杰倫, aliases: []}\n"
    (folder / "vocabulary/people.yaml").write_text(person, "utf-8")
    (folder / "vocabulary/glossary.tsv").write_text("hans>hant\t湿了干\t溼了乾\t衣服湿了干。\n", "utf-8")
    return folder


def convert(content: Path, *options: str, given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tasks.py", "convert", *options, "--content", str(content)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, encoding="utf-8", env=environment, check=False
    )


def answers(content: Path, *documents: object, to: str = "hant") -> list[dict[str, object]]:
    given = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)
    done = convert(content, "--to", to, "--json", given=given)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_in_gives_a_line_out_with_the_names_protected(content):
    found = answers(
        content,
        {"text": "服务长胡源说，湿了干。", "people": ["胡源"]},
        {"text": "钟宇宁、周杰伦到过范县。", "people": ["钟宇宁", "周杰伦"], "places": ["范县"]},
        {
            "text": "会杰在余下镇。",
            "people": [{"name": "会杰", "hant": "會杰"}],
            "places": [{"hans": "余下", "hant": "餘下"}],
        },
        {"text": "没有名字"},
    )
    assert [one["text"] for one in found] == [
        "服務長胡源說，溼了乾。",
        "鍾宇寧、周杰倫到過范縣。",
        "會杰在餘下鎮。",
        "沒有名字",
    ]


def test_offsets_of_flags_are_code_points_of_the_input(content):
    text = "𠮷野家的服务长胡源。"
    [found] = answers(content, {"text": text, "people": ["胡源"]})
    flags = [flag for flag in found["flags"] if flag["reason"] == "name-overlap"]
    assert [(text[flag["start"] : flag["end"]], flag["from"], flag["to"]) for flag in flags] == [
        ("长胡源", "长胡源", "長胡源")
    ]
    assert flags[0]["alternatives"] == ["長鬍源"]


def test_a_name_that_only_a_rule_knows_is_flagged_at_its_doubtful_characters(content):
    text = "周杰伦见了刘干，刘干走了。"
    [found] = answers(content, {"text": text, "people": ["周杰伦", "刘干"]})
    flags = [(flag["start"], flag["from"], flag["to"]) for flag in found["flags"] if flag["from"] in "杰干"]
    assert flags == [(6, "干", "干"), (9, "干", "干")], "周杰伦 is known"
    assert "幹" in found["flags"][0]["alternatives"]
    [found] = answers(content, {"text": text, "people": [{"hans": "刘干", "hant": "劉幹"}]})
    assert "劉幹" in found["text"]
    assert [flag for flag in found["flags"] if flag["from"] == "干"] == []


def test_it_goes_the_other_way_too(content):
    [found] = answers(content, {"text": "姚雲乾說", "people": ["姚雲乾"]}, to="hans")
    assert found["text"] == "姚云乾说"


def test_plain_text_comes_out_as_plain_text(content):
    done = convert(content, "--to", "hant", given="衣服湿了干。\n-{后}-面\n")
    assert (done.returncode, done.stdout) == (0, "衣服溼了乾。\n后面\n")


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": 1}', '{"text": "", "name": []}', '{"text": "", "people": [1]}', '{"text": "-{后"}']
)
def test_a_bad_line_is_named_by_its_number(content, line):
    done = convert(content, "--to", "hant", "--json", given='{"text": "说"}\n' + line + "\n")
    assert done.returncode == 2
    assert json.loads(done.stdout)["text"] == "說"
    assert "2" in done.stderr.split("：")[0].split(":")[0]


def test_a_script_must_be_named(content):
    assert convert(content, given="").returncode == 2
    assert convert(content, "--to", "tw", given="").returncode == 2


def test_a_glossary_at_fault_is_named(tmp_path):
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary/glossary.tsv").write_text("x\ty\n", "utf-8")
    done = convert(tmp_path, "--to", "hant", given="说")
    assert done.returncode == 1
    assert "vocabulary/glossary.tsv:1:1" in done.stdout
