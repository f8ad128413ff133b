"""``review`` at the command line: what it prints, keeps, and answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import tasks
from plugins.desk.review.items import key_of

ROOT = Path(__file__).resolve().parents[3]


def run(desk, capsys, *words: str) -> tuple[int, str]:
    code = tasks.main(["review", *words, "--content", str(desk.folder)])
    return code, capsys.readouterr().out


def test_report_accept_and_report_again(desk, capsys):
    desk.story("村民买米、面、油。宣布开始，并说明。")
    desk.story("没有。", id_="another-story")
    code, out = run(desk, capsys, "--json")
    report = json.loads(out)
    assert (code, report["stories"], report["counts"]) == (0, 2, {"risky": 2})
    keys = [item["key"] for item in report["items"]]
    code, out = run(desk, capsys, "one-story")
    assert code == 0
    assert "stories/one-story.md:14:6: " in out
    assert f"review --accept {keys[0]}" in out
    assert run(desk, capsys, "--accept", *keys)[0] == 0
    assert run(desk, capsys) == (0, "")


def test_a_whole_story_is_accepted_at_once(desk, capsys):
    desk.story("村民买米、面、油。宣布开始，并说明。")
    desk.story("村民买米、面。", id_="another-story")
    assert run(desk, capsys, "--accept-all", "one-story")[0] == 0
    code, out = run(desk, capsys, "--json")
    assert [item["story"] for item in json.loads(out)["items"]] == ["another-story"]
    assert code == 0


def test_a_story_can_be_named_by_its_file(desk, capsys):
    desk.story("村民买米、面、油。")
    desk.story("村民买米、面。", id_="another-story")
    code, out = run(desk, capsys, str(desk.folder / "stories/another-story.md"), "--json")
    assert (code, [item["story"] for item in json.loads(out)["items"]]) == (0, ["another-story"])


def test_what_is_not_there_is_wrong_usage(desk, capsys, tmp_path):
    desk.story("村民买米、面、油。")
    assert run(desk, capsys, "no-such-story")[0] == 2
    assert run(desk, capsys, "--accept", "0000000000")[0] == 2
    assert run(desk, capsys, "--against", str(tmp_path / "none"))[0] == 2
    (tmp_path / "empty").touch()
    assert run(desk, capsys, "--against", str(tmp_path / "empty"))[0] == 2
    assert run(desk, capsys, "one-story", "--lock", str(tmp_path / "lock"))[0] == 2
    assert run(desk, capsys, "one-story", "--prune")[0] == 2
    assert run(desk, capsys, "--prune", "--accept", "0000000000")[0] == 2


def test_against_answers_by_its_exit_code(desk, capsys, tmp_path):
    desk.story("村民买米、面、油。")
    lock = str(tmp_path / "lock")
    assert run(desk, capsys, "--lock", lock) == (0, "")
    assert run(desk, capsys, "--against", lock) == (0, "")
    desk.glossary("hans>hant\t米、面\t米、麵\t村民买米、面、油\t")
    code, out = run(desk, capsys, "--against", lock)
    assert code == 1
    assert "现作  村民買米、⟦麵⟧、油。" in out


def told(desk, capsys, *words: str) -> tuple[int, str, str]:
    code = tasks.main(["review", *words, "--content", str(desk.folder)])
    return code, *capsys.readouterr()


def kept(desk) -> list[str]:
    return (desk.folder / "vocabulary/decisions.tsv").read_text("utf-8").splitlines()[1:]


def test_decisions_that_stand_for_nothing_are_counted_and_dropped_when_asked(desk, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    desk.story("村民买米、面、油。")
    desk.accept()
    [line] = kept(desk)
    desk.story("村民买油。")
    code, out, heard = told(desk, capsys)
    assert (code, out) == (0, "")
    assert "1 处决定已不对应任何文字" in heard
    assert kept(desk) == [line], "the report changes nothing"
    assert told(desk, capsys, "--prune")[:2] == (0, f"{line}\n")
    assert kept(desk) == []
    assert told(desk, capsys, "--prune")[:2] == (0, "")
    assert "决定已不对应" not in told(desk, capsys)[2]


def test_the_report_on_one_story_counts_its_own_stale_decisions(desk, capsys):
    for name in ("one-story", "another-story"):
        desk.story("村民买米、面、油。", id_=name)
    desk.accept()
    desk.story("村民买油。")
    assert json.loads(run(desk, capsys, "another-story", "--json")[1])["stale"] == 0
    assert json.loads(run(desk, capsys, "one-story", "--json")[1])["stale"] == 1


@pytest.mark.parametrize("all_of_it", [True, False])
def test_accepting_drops_what_stands_for_nothing(desk, capsys, all_of_it):
    desk.story("村民买米、面、油。")
    desk.accept()
    [old] = kept(desk)
    desk.story("村民要米、面、油。")
    [item] = desk.items()
    code, out = run(desk, capsys, *(("--accept-all", "one-story") if all_of_it else ("--accept", item.key)))
    assert (code, out) == (0, f"{old}\n")
    assert [line.split("\t")[1] for line in kept(desk)] == [item.key]


def test_a_story_at_fault_keeps_its_decisions_when_others_are_dropped(desk, capsys):
    desk.story("村民买米、面、油。")
    desk.accept()
    line = kept(desk)
    desk.write("stories/one-story.md", "---\nid: one-story\n---\n\n没有。\n")
    assert run(desk, capsys, "--prune") == (0, "")
    assert kept(desk) == line


def test_a_broken_file_of_decisions_stops_the_command(desk, capsys):
    desk.story("村民买米、面、油。")
    desk.write("vocabulary/decisions.tsv", "x\n")
    code, out = run(desk, capsys)
    assert code == 1
    assert "vocabulary/decisions.tsv:1:1: " in out


def test_the_examples_of_the_guide_stand_in_the_archive():
    guide = (ROOT / "docs/review.zh.md").read_text("utf-8")
    files = {path.stem: path.read_text("utf-8") for path in (ROOT / "content/stories").glob("*.md")}
    stories = {name: re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text) for name, text in files.items()}
    shown = re.findall(r"(?:“|…)([^“”…\n]*)⟦([^⟧]+)⟧([^“”…\n]*)(?:”|…)", guide)
    texts = ["".join(one) for one in shown]
    assert len(texts) > 5
    assert [text for text in texts if not any(text in story for story in stories.values())] == []
    [context] = re.findall(r"glossary.tsv 里写：\S+\t个?\S+\t\S+\t(\S+)", guide)
    assert key_of("zhong-yuning-railway-gate", context.replace("个", "⟦个⟧", 1)) in guide
    for story in re.findall(r"^python3 run\.py review (?:--accept-all )?([a-z0-9][a-z0-9-]{2,})$", guide, re.MULTILINE):
        assert story in stories
