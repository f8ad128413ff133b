"""When did it happen: what the text and the day of publication show, and the question that stays open."""

from __future__ import annotations

import re
from datetime import date, timedelta

from plugins.desk.importing.bylines import dates_in, months_in
from plugins.desk.importing.findings import Found
from plugins.desk.importing.manuscript import Manuscript

_DAY = re.compile(r"(?<![\d年月])(\d{1,2})月(\d{1,2})[日号號]")
_MONTH = re.compile(r"(?<![\d年])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|初|中旬|底|上旬|下旬)?(?!\d)")
#: What tells an editor the year, though not a program.
_HINT = re.compile(
    r"(?:(?:去年|前年)(?:底|初)?|今年(?=\d|[一二三四五六七八九十]))(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|初)?)?|除夕|春[节節]|正月|元宵|清明|端午|中秋|[国國][庆慶]"
)
_SHOWN, _MOST_MONTHS, _RECENT = 3, 3, timedelta(days=31)


def happened(made: Manuscript) -> Found | None:
    """When it happened, as far as the source shows.

    Dates in full in the text, where they lie close together; days without a year where they lie in the month before publication;
    else the day of publication.
    """
    days = sorted(set(dates_in(made.text)))
    months = sorted({*(day[:7] for day in days), *months_in(made.text)})
    if months and _apart(months[0], months[-1]) < _MOST_MONTHS:
        value = f"{months[0]}/{months[-1]}" if len(months) > 1 else days[0] if len(days) == 1 else months[0]
        return Found(value, f"正文里写明的日期 {'、'.join((days or months)[:_SHOWN])}", "likely")
    if made.published is None:
        return None
    if not months and (near := _before(made.text, made.published.value)):
        value = near[0] if len(near) == 1 else near[0][:7]
        if near[0][:7] == near[-1][:7]:
            return Found(value, "正文里的月和日，年份按发布日期推定", "guess")
    return Found(made.published.value, "发布日期（暂用；请改成事情发生的日期）", "guess")


def question_of_date(text: str) -> str:
    """What an editor is asked where nothing shows the date."""
    days = list(dict.fromkeys(found[0] for found in _DAY.finditer(text)))[:_SHOWN]
    days = days or list(dict.fromkeys(_MONTH.findall(text)))[:_SHOWN]
    hints = "".join(f"“{one}”" for one in list(dict.fromkeys(_HINT.findall(text)))[:_SHOWN])
    if days:
        also = f"（文中还有{hints}）" if hints else ""
        return f"文中写到 {'、'.join(days)}，没有年份{also}：是哪一年？"
    if hints:
        return f"文中只写{hints}：事情发生在哪一天、哪个月，或哪一年？"
    return "文中没有日期：事情发生在哪一天、哪个月，或哪一年？"


def _before(text: str, published: str) -> list[str]:
    """The days of a text without years, each in the year that puts it into the month before publication; or none."""
    end = date.fromisoformat(published)
    found: set[str] = set()
    for month, day in _DAY.findall(text):
        days = (_real(year, int(month), int(day)) for year in (end.year, end.year - 1))
        fits = [one for one in days if one and end - _RECENT <= one <= end]
        if not fits:
            return []
        found.add(fits[0].isoformat())
    return sorted(found)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _apart(first: str, last: str) -> int:
    """How many months lie between two, written 2020-02."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
