"""The site's glossary: every fault named with its line, every line with an example."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.faults import ContentError
from plugins.hanzi.convert import Converter
from plugins.hanzi.glossary import Glossary

GOOD = """direction\tfrom\tto\texample\tnote
# 单字和交叉的词

hans>hant\t不准\t不准\t不准外出。\t准/準
hans>hant\t被发明\t被發明\t三年前被发明出来。
both\t干了三天\t幹了三天\t他干了三天。\t
hant>hans\t批覆\t批复\t已批覆。\t
"""


def read(tmp_path: Path, text: str) -> tuple[Glossary, list[tuple[int, str, str]]]:
    path = tmp_path / "glossary.tsv"
    path.write_text(text, encoding="utf-8")
    glossary, faults = Glossary.read(path)
    return glossary, [(fault.line, fault.code, fault.severity) for fault in faults]


def test_each_direction_has_its_own_decisions(tmp_path: Path) -> None:
    glossary, faults = read(tmp_path, GOOD)
    assert faults == []
    assert glossary.entries("hans") == {"不准": "不准", "被发明": "被發明", "干了三天": "幹了三天"}
    assert glossary.entries("hant") == {"批覆": "批复", "幹了三天": "干了三天"}


def test_every_example_comes_out_as_its_line_says(tmp_path: Path) -> None:
    glossary, _ = read(tmp_path, GOOD)
    to_hant, to_hans = (
        Converter("hans", "hant", glossary=glossary),
        Converter("hant", "hans", glossary=glossary),
    )
    for line in glossary.lines:
        converter = to_hans if line.direction == "hant>hans" else to_hant
        assert line.target in converter.convert(line.example)


@pytest.mark.parametrize("text", ["", "\n\n", "# 空\n"])
def test_an_empty_file_is_an_empty_glossary(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == (Glossary(), [])


def test_a_missing_file_is_an_empty_glossary(tmp_path: Path) -> None:
    assert Glossary.load(tmp_path / "none.tsv") == Glossary()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("hans-hant\t干\t幹\t干", "glossary-line"),
        ("hans>hant\t干了\t\t干了", "glossary-line"),
        ("hans>hant\t干了\t幹了\t", "glossary-line"),
        ("hans>hant\t干了\t幹了\t湿了", "glossary-line"),
        ("hans>hant\t干了\t幹了\t干了\t说明\t没有", "glossary-line"),
        ("hans>hant\t干了\t幹了\t干了\t说明\t晒干了\t多了", "glossary-line"),
        ("hans>hant", "glossary-line"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, code: str) -> None:
    glossary, faults = read(tmp_path, "# 一\n" + line)
    assert faults == [(2, code, "error")]
    assert glossary == Glossary()


def test_lines_that_repeat_or_contradict_are_refused(tmp_path: Path) -> None:
    text = "hans>hant\t干了\t幹了\t干了\nhans>hant\t干了\t乾了\t干了\nhans>hant\t干了\t幹了\t干了\n"
    _, faults = read(tmp_path, text)
    assert faults == [(2, "glossary-contradiction", "error"), (3, "glossary-duplicate", "error")]


def test_a_line_for_both_directions_may_contradict_backwards(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "both\t批复\t批覆\t已批复\nhant>hans\t批覆\t批答\t已批覆\n")
    assert faults == [(2, "glossary-contradiction", "error")]


def test_a_longer_line_that_overrules_a_shorter_one_is_refused_unless_it_says_so(tmp_path: Path) -> None:
    shorter, longer = "hans>hant\t干了\t幹了\t干了", "hans>hant\t晒干了\t曬乾了\t晒干了"
    assert read(tmp_path, f"{shorter}\n{longer}")[1] == [(2, "glossary-shadow", "error")]
    assert read(tmp_path, f"{shorter}\n{longer}\t不同于干了")[1] == []


def test_loading_a_faulty_file_names_every_fault_at_once(tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text("x\t一\t二\t一\ny\t一\t二\t一\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Glossary.load(path)
    assert [fault.line for fault in caught.value.faults] == [1, 2]


def test_the_version_is_what_the_glossary_does(tmp_path: Path) -> None:
    one, _ = read(tmp_path, "hans>hant\t干了\t幹了\t干了\t注\nhans>hant\t不准\t不准\t不准")
    two, _ = read(tmp_path, "hans>hant\t不准\t不准\t不准出门\nhans>hant\t干了\t幹了\t干了")
    three, _ = read(tmp_path, "hans>hant\t不准\t不準\t不准")
    assert one.version == two.version != three.version
