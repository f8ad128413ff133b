"""Names that are nearly right, and passages in the wrong script: told once, at their place, with what was meant."""

from __future__ import annotations

import pytest

REST = "archive: https://web.archive.org/a, seen: 2026-11-22, rights: 转述"


def found(desk, **fields: str) -> list[tuple[int, int, str, str]]:
    return [(one.line, one.column, one.code, one.help) for one in desk.prepare(desk.story(**fields)).faults]


def test_a_listed_person_whom_the_text_nearly_names_is_shown_with_the_name_that_it_has(desk) -> None:
    ((line, column, code, help_text),) = found(desk, people="[李刚, 余融毫]", body="李刚和余融豪守着。\n")
    assert (line, column, code) == (9, 14, "unseen-person")
    assert help_text.startswith("是否 余融豪？")


@pytest.mark.parametrize(
    ("people", "body"),
    [
        ("[余融豪]", "余-{}-融**豪**守着。"),
        ("[余融豪]", "余融\n豪守着。"),
        ("[{name: 余融豪, aliases: [融豪]}]", "融豪和余融毫守着。"),
        ("[余融豪]", "他守着。"),
        ("[张伟]", "张三守着。"),
        ("[阿不都·热合曼]", "阿不都・热合曼守着。"),
    ],
)
def test_a_person_whom_the_text_names_otherwise_or_not_at_all_is_no_fault(desk, people: str, body: str) -> None:
    assert "unseen-person" not in [code for *_, code, _ in found(desk, people=people, body=f"{body}\n")]


def test_a_source_that_sounds_like_a_registered_one_is_asked_about(desk) -> None:
    url = "url: https://example.org/a"
    assert found(desk, source=f"{{name: 新化社, {url}, {REST}}}") == [(11, 16, "unknown-outlet", "是否 新华社？")]
    assert found(desk, source=f"{{name: 新民社, {url}, {REST}}}") == []


def test_a_passage_in_the_other_script_is_told_once_where_it_begins(desk) -> None:
    body = "余融豪在小区门口守着，后来雪停了，他说这样就好。\n\n他們說話，聽見門開了。\n\n他们说这里没有什么问题，谢谢关心。\n"
    assert found(desk, body=body) == [(19, 2, "mixed-script", "改成简体；整篇都是就改 script")]


def test_single_characters_of_the_other_script_are_told_each_at_its_place(desk) -> None:
    body = "余融豪在小区门口守着，\n后来他們说这样就好，**谢謝**关心。\n"
    assert [one[:3] for one in found(desk, body=body)] == [(18, 4, "mixed-script"), (18, 14, "mixed-script")]
