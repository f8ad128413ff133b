"""A reader can follow a story to its source: what the source leaves out, what its address gives away, dates at odds."""

from __future__ import annotations

import pytest

URL = "https://example.org/a"
COPY = "https://web.archive.org/web/2020/https://example.org/a"


def found(desk, **fields: str) -> list[tuple[int, int, str, str]]:
    faults = desk.prepare(desk.story(**fields)).faults
    assert {fault.severity for fault in faults} <= {"warning"}
    return [(fault.line, fault.column, fault.code, fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        (f"name: 新华社, url: {URL}", "网页存档的网址、看到原文的日子、权利说明"),
        (f"name: 新华社, url: {URL}, seen: 2026-11-22, rights: 转述", "网页存档的网址"),
        ("name: unknown, url: unknown, reason: 没有网址", "看到原文的日子、权利说明"),
        (f"name: 新华社, url: '{COPY}', rights: 转述", "看到原文的日子"),
    ],
)
def test_one_warning_says_everything_that_a_source_leaves_out(desk, source: str, missing: str) -> None:
    assert found(desk, source=f"{{{source}}}") == [(11, 1, "incomplete-source", f"出处还缺：{missing}")]


@pytest.mark.parametrize(
    "source",
    [
        f"name: 新华社, url: {URL}, archive: '{COPY}', seen: 2026-11-22, rights: 转述",
        f"name: 新华社, url: '{COPY}', seen: 2026-11-22, rights: 转述",
        "name: unknown, url: unknown, reason: 没有网址, seen: 2026-11-22, rights: 转述",
    ],
)
def test_a_source_that_has_no_address_or_is_a_copy_needs_no_copy(desk, source: str) -> None:
    assert found(desk, source=f"{{{source}}}") == []


def test_an_address_that_tells_who_opened_it_is_shown_without_that(desk) -> None:
    url = "https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=1&sn=b&scene=21&sessionid=9"
    source = f"{{name: 新华社, seen: 2026-11-22, rights: 转述, archive: '{COPY}?utm_source=x', url: '{url}'}}"
    (first, second) = desk.prepare(desk.story(source=source)).faults
    assert (first.line, first.column, first.code, first.help) == (11, 60, "tracking-address", f"写成 {COPY}")
    assert second.help == "写成 https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=1&sn=b"
    assert found(desk, source=f"{{name: 新华社, seen: 2026-11-22, rights: 转述, url: '{COPY}?id=5#p2'}}") == []


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ({"date": "2027-01"}, (4, 7), "事情发生（2027-01-01）晚于收录（2026-11-22）"),
        ({"updated": "2026-11-21"}, (15, 8), "收录（2026-11-22）晚于修改（2026-11-21）"),
        (
            {
                "source": f"{{name: 新华社, url: {URL}, archive: '{COPY}', seen: 2026-01-01, rights: 转述, date: 2026-02}}"
            },
            (11, 152),
            "原文发表（2026-02-01）晚于看到原文（2026-01-01）",
        ),
        (
            {
                "source": f"{{name: 新华社, url: {URL}, archive: '{COPY}', seen: 2026-01-01, rights: 转述, date: 2020-01-31}}"
            },
            (4, 7),
            "事情发生（2020-02-01）晚于原文发表（2020-01-31）",
        ),
    ],
)
def test_dates_that_can_not_both_be_right_are_shown(desk, fields, place, message: str) -> None:
    assert found(desk, **fields) == [(*place, "date-order", message)]


def test_a_date_that_is_known_to_the_month_is_at_odds_with_nothing_in_it(desk) -> None:
    source = f"{{name: 新华社, url: '{COPY}', seen: 2026-01-01, rights: 转述, date: 2020-02-14}}"
    assert found(desk, source=source, date="2020-02") == []


def test_a_bad_date_is_told_once(desk) -> None:
    codes = [fault.code for fault in desk.prepare(desk.story(date="2027年", added="2026-13-01")).faults]
    assert codes == ["bad-date", "bad-date"]
