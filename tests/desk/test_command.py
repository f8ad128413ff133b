"""``review`` at the command line: what it prints, keeps, and answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import tasks
from plugins.desk.items import key_of

ROOT = Path(__file__).resolve().parents[2]


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


def test_against_answers_by_its_exit_code(desk, capsys, tmp_path):
    desk.story("村民买米、面、油。")
    lock = str(tmp_path / "lock")
    assert run(desk, capsys, "--lock", lock) == (0, "")
    assert run(desk, capsys, "--against", lock) == (0, "")
    desk.glossary("hans>hant\t米、面\t米、麵\t村民买米、面、油\t")
    code, out = run(desk, capsys, "--against", lock)
    assert code == 1
    assert "现作  村民買米、⟦麵⟧、油。" in out


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
    for story in re.findall(r"^python3 run\.py review (?:--accept-all )?([a-z0-9-]{3,})$", guide, re.MULTILINE):
        assert story in stories
