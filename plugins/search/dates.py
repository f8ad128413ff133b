"""Dates in queries: single days, months and years, ranges, and days of any year."""

from __future__ import annotations

import calendar
import re
from datetime import date

from plugins.search.syntax import AnyYear, Dates

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_ANY_YEAR = re.compile(r"(?:\*|-)-(\d{1,2})(?:-(\d{1,2}))?")
_LEAP_YEAR = 2000
_OPEN = ("", "*")


class BadDateError(ValueError):
    """Not a date. ``code`` is the key of the message for readers."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read_dates(value: str) -> Dates | AnyYear:
    """Read the value of ``date:``, already folded.

    ``2020``, ``2020-02``, ``2020-02-14``; also ``2020年2月14日`` and ``2020/2/14``; ranges ``2020-02..2020-03``,
    open ones ``2020-02..`` and ``..2020-02``; any year ``*-02-14``, ``*-02``, or as in ISO ``--02-14``.

    Raises:
        BadDateError: it is none of these, or no such day exists, or a range ends before it begins.
    """
    text = re.sub(r"[年月/]", "-", value.replace("日", "").replace("号", "")).removesuffix("-")
    if match := _ANY_YEAR.fullmatch(text):
        return _any_year(match)
    first, dots, last = text.partition("..")
    first, last = first.strip("-"), last.strip("-")
    if not dots:
        return Dates(*_span(first))
    start = None if first in _OPEN else _span(first)[0]
    end = None if last in _OPEN else _span(last)[1]
    if start is None and end is None:
        raise BadDateError("bad-date")
    if start is not None and end is not None and start > end:
        raise BadDateError("date-order")
    return Dates(start, end)


def overlaps(wanted: Dates, first: str, last: str) -> bool:
    """Whether a story's days, from ``first`` to ``last`` (ISO), share a day with the span."""
    return (wanted.last is None or first <= wanted.last) and (wanted.first is None or last >= wanted.first)


def overlaps_any_year(wanted: AnyYear, first: str, last: str) -> bool:
    """Whether a story's days share a day with that day or month of any year."""
    day = wanted.day
    start = f"{wanted.month:02}-{day if day is not None else 1:02}"
    end = f"{wanted.month:02}-{day if day is not None else 31:02}"
    return any(
        first <= f"{year:04}-{end}" and last >= f"{year:04}-{start}" and _exists(year, wanted)
        for year in range(int(first[:4]), int(last[:4]) + 1)
    )


def _exists(year: int, wanted: AnyYear) -> bool:
    return wanted.day is None or wanted.day <= calendar.monthrange(max(year, 1), wanted.month)[1]


def _any_year(match: re.Match[str]) -> AnyYear:
    month, day = int(match[1]), int(match[2]) if match[2] else None
    try:
        date(_LEAP_YEAR, month, day or 1)
    except ValueError as error:
        raise BadDateError("bad-date") from error
    if day == 0:
        raise BadDateError("bad-date")
    return AnyYear(month, day)


def _span(text: str) -> tuple[str, str]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise BadDateError("bad-date")
    year, month, day = int(match[1]), match[2], match[3]
    try:
        first = date(year, int(month or 1), int(day or 1))
        final_month = int(month) if month else 12
        last = date(year, final_month, int(day) if day else calendar.monthrange(year, final_month)[1])
    except (ValueError, calendar.IllegalMonthError) as error:
        raise BadDateError("bad-date") from error
    return first.isoformat(), last.isoformat()
