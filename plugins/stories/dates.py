"""When a story happened: a day, a month, a year, or a first and a last of these (EDTF level 0, ISO 8601-2:2019)."""

from __future__ import annotations

import calendar
import contextlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

#: A story reaches over at most so many years: a slip in one digit (9020 for 2020) would make a page of every month until then.
MOST_YEARS = 100

#: What editors type for a date that we can mend for them, as in 2020年2月14日 or 2020/2/14.
_LOOSE = re.compile(r"\s*(\d{4})\s*[年/.\-]\s*(?:(\d{1,2})\s*(?:[月/.\-]\s*(?:(\d{1,2})\s*日?)?)?)?\s*")


class DateError(ValueError):
    """Not a date; ``suggestion`` is what the editor may have meant, ``why`` what is wrong with it, in Chinese; or empty."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.suggestion = _mended(text)
        self.why = _why(text)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days.

    Attributes:
        text: as written: ``2020``, ``2020-02``, ``2020-02-14``, ``2020-01/2020-02``.
        first, last: the first and the last day that it may mean.
    """

    text: str
    first: date
    last: date

    def readable(self) -> str:
        """As Chinese readers write it, the same in both scripts: 2020年2月14日, 2020年1月至2月, 2019年12月31日至2020年1月2日."""
        start, _, end = self.text.partition("/")
        if not end:
            return _readable(start)
        first, last = start.split("-"), end.split("-")
        shared = 0
        while shared < min(len(first), len(last)) - 1 and first[shared] == last[shared]:
            shared += 1
        units = "年月日"
        tail = "".join(f"{int(part)}{units[index]}" for index, part in enumerate(last) if index >= shared)
        return f"{_readable(start)}至{tail}"

    def months(self) -> list[str]:
        """Every month that the span reaches into, as ``2020-02``; none where only the year is known."""
        if any("-" not in point for point in self.text.split("/")):
            return []
        months = []
        year, month = self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            months.append(f"{year:04}-{month:02}")
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004
        return months


def _readable(point: str) -> str:
    return "".join(f"{int(part)}{unit}" for part, unit in zip(point.split("-"), "年月日", strict=False))


def _bounds(point: str) -> tuple[date, date]:
    """The first and last day of a year, a month or a day; ValueError if it is none."""
    match = _POINT.fullmatch(point)
    if match is None:
        raise ValueError(point)
    year, month, day = int(match[1]), match[2], match[3]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, int(month), int(day or 1))
    return first, first if day else first.replace(day=calendar.monthrange(year, first.month)[1])


def parse(text: str) -> Span:
    """Read a date as a story's front matter has it.

    Raises:
        DateError: when it is none, ends before it begins, or reaches over more than :data:`MOST_YEARS` years.
    """
    try:
        return Span(text, *_reach(text))
    except ValueError:
        raise DateError(text) from None


def _reach(text: str) -> tuple[date, date]:
    """The first and last day of what may be a span; ValueError if it is none."""
    start, slash, end = text.partition("/")
    first, last = _bounds(start)
    if slash:
        last = _bounds(end)[1]
    if last < first or _is_too_long(first, last):
        raise ValueError(text)
    return first, last


def _is_too_long(first: date, last: date) -> bool:
    return last.year - first.year > MOST_YEARS


def _why(text: str) -> str:
    """What is wrong with something that looks like a date; empty where it does not."""
    if re.match(r"\s*\d{1,2}\s*月", text):
        return "缺年份"
    points = text.split("/")
    for point in points:
        if (found := _POINT.fullmatch(point)) and found[2]:
            if not 1 <= int(found[2]) <= 12:  # noqa: PLR2004 - months
                return f"没有 {int(found[2])} 月"
            if found[3] and not 1 <= int(found[3]) <= calendar.monthrange(int(found[1]) or 1, int(found[2]))[1]:
                return f"{found[1]} 年 {int(found[2])} 月没有 {int(found[3])} 日"
    with contextlib.suppress(ValueError):
        if len(points) == 2 and _is_too_long(_bounds(points[0])[0], _bounds(points[1])[1]):  # noqa: PLR2004 - first and last
            return f"前后相隔超过 {MOST_YEARS} 年"
    return ""


def _mended(text: str) -> str:
    """The date that was probably meant, or an empty string."""
    parts: list[str] = []
    for written in re.split(r"\s*(?:/(?=\s*\d{4})|至|到|~|—|–)\s*", unicodedata.normalize("NFKC", text)):
        point = written.strip()
        if parts and re.match(r"\d{1,2}月", point):
            point = f"{parts[0][:4]}年{point}"  # 2020年1月至2月
        if parts and parts[0].count("-") == 2 and re.match(r"\d{1,2}日$", point):  # noqa: PLR2004 - a day
            point = f"{parts[0][:7]}-{point}"  # 2020年2月3日至4日
        point = re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", point)
        match = _LOOSE.fullmatch(point + "-" if re.fullmatch(r"\s*\d{4}\s*", point) else point)
        if match is None:
            return ""
        year, month, day = match.groups()
        mended = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
        try:
            _bounds(mended)
        except ValueError:
            return ""
        parts.append(mended)
    if len(parts) == 2 and _bounds(parts[1])[1] < _bounds(parts[0])[0]:  # noqa: PLR2004
        parts.reverse()
    mended = "/".join(parts)
    try:
        _reach(mended)
    except ValueError:
        return ""
    return mended if mended != text else ""
