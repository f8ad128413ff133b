"""Numbers of persons are found wherever they stand, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from plugins.stories.personal import numbers_in

#: Made up: the digits of nobody, with a right check digit.
CARD = "42060619800230"  # there is no 30th of February, so this one can't be
SOUND = "11010519491231002X"
PHONE = "13812345678"


def found(text: str) -> list[tuple[int, int, str, str]]:
    return [(one.line, one.column, one.code, one.severity) for one in numbers_in("stories/a.md", text)]


@pytest.mark.parametrize(
    "written",
    [SOUND, SOUND.lower(), "110105 19491231 002X", "110105-19491231-002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_a_card_number_is_an_error_at_its_place(written: str) -> None:
    assert found(f"第一行\n身份证号{written}，住在城南。") == [(2, 5, "id-number", "error")]


@pytest.mark.parametrize(
    "written", ["110105194912310021", f"{CARD}002X", f"9{SOUND[1:]}", f"1{SOUND}", f"{SOUND}1", "110105********002X"]
)
def test_what_only_looks_like_a_card_number_is_none(written: str) -> None:
    assert found(f"编号{written}。") == []


def test_a_card_number_of_the_old_form_is_a_warning() -> None:
    assert found("证号110105491231002。") == [(1, 3, "id-number", "warning")]
    assert found("单号110105491331002。") == []


@pytest.mark.parametrize(
    ("written", "column"),
    [
        (PHONE, 3),
        ("138 1234 5678", 3),
        ("138-1234-5678", 3),
        ("１３８１２３４５６７８", 3),
        (f"+86{PHONE}", 6),
        (f"0086 {PHONE}", 8),
        ("19912345678", 3),
    ],
)
def test_a_mobile_number_is_a_warning_at_its_place(written: str, column: int) -> None:
    assert found(f"请打{written}找他。") == [(1, column, "phone-number", "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345、110、120、12315、12320和400-810-8888，或0710-3345678、（027）85871234。",
        "2020年1月23日至2020-02-14，20200214，2020-01/2020-02，10:30。",
        "募得13812345678元，13812345678余元，又收13812345678 株。",
        "￥13812345678，第13812345678号，单号A13812345678、13812345678A、0.13812345678。",
        "1381234567、138123456789、12812345678、14012345678、138****5678。",
        "[报道](https://www.thepaper.cn/newsDetail_forward_13812345678)，https://a.example/11010519491231002X。",
        "ISBN 978-7-5327-1234-5，银行账号6222021234567890123。",
    ],
)
def test_hotlines_dates_amounts_and_addresses_are_no_numbers_of_persons(text: str) -> None:
    assert found(text) == []


def test_a_message_does_not_repeat_the_number() -> None:
    messages = "".join(f"{one.message}{one.help}" for one in numbers_in("a.md", f"{SOUND} {PHONE}"))
    assert SOUND not in messages
    assert PHONE not in messages
    assert "138******78" in messages


def test_numbers_are_found_in_the_front_matter_the_text_and_the_twin(desk) -> None:
    desk.write("stories/fancheng-365.hant.md", f"---\ntitle: 樊城\n---\n電話{PHONE}，守著門後。\n")
    prepared = desk.prepare(desk.story(summary=f"联系{PHONE}。", body=f"余融豪守着。\n\n证号{SOUND}。\n"))
    assert [(one.path[-7:], one.line, one.column, one.code) for one in prepared.faults] == [
        ("hant.md", 4, 3, "phone-number"),
        ("-365.md", 14, 12, "phone-number"),
        ("-365.md", 19, 3, "id-number"),
    ]
    assert prepared.facts is None, "a card number is never published"


def test_numbers_are_found_in_the_editors_own_pages_and_in_files_that_cannot_be_read(desk) -> None:
    page = desk.write("pages/about.md", f"---\nid: about\ntitle: 关于\nscript: hans\n---\n找{PHONE}。\n")
    assert [(one.line, one.column, one.code) for one in desk.prepare(page).faults] == [(6, 2, "phone-number")]
    broken = desk.write("stories/x.md", f"---\nid: [\n---\n{SOUND}\n")
    assert [one.code for one in desk.prepare(broken).faults] == ["yaml", "id-number"]
