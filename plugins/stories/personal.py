"""Numbers that belong to nobody but their bearer: identity cards and mobile phones, wherever they stand in a file.

Hotlines (110, 12345), landlines of offices, counts, dates and the numbers in web addresses are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from plugins.faults import Fault
from plugins.stories.addresses import blanked

#: Full-width digits, letters and signs, as they come from Word.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: GB 11643: six digits of the place, eight of the birthday, three in a row, one that checks the others.
_CARD = re.compile(
    r"(?<![0-9A-Za-z_])([1-8][0-9]{5})[ -]?((?:18|19|20)[0-9]{2})([0-9]{2})([0-9]{2})[ -]?([0-9]{3})[ -]?([0-9Xx])(?![0-9A-Za-z_])"
)
#: The form of before 1999, whose year has two digits and which nothing checks.
_OLD_CARD = re.compile(r"(?<![0-9A-Za-z_])([1-8][0-9]{5})([0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}(?![0-9A-Za-z_])")
#: The provinces that the first two digits of a place may mean.
_PROVINCES = frozenset(
    str(number)
    for one in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(one[0], one[1] + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: Eleven digits of a mobile phone, with the country before them or not; an amount has a unit behind it.
_PHONE = re.compile(
    r"(?<![0-9A-Za-z_.¥￥$第])(?<![0-9][,-])(?:(?:\+|00)?86[ -]?)?"
    r"((?:13[0-9]|14[5-9]|15[0-35-9]|16[2567]|17[0-8]|18[0-9]|19[0-35-9])[ -]?[0-9]{4}[ -]?[0-9]{4})"
    r"(?![0-9A-Za-z_]|[.,-][0-9])(?!\s*[余多]?[元块万亿人名个個户戶吨噸米次字份件株粒只条條辆輛秒克升票%])"
)
_MASK = "把中间的数字换成星号，或整个删去；要给读者留电话，写单位的座机或热线"


def numbers_in(path: str, text: str) -> Iterator[Fault]:
    """Every identity card number (an error where its check digit is right) and every mobile number (a warning) of a file.

    A message shows no more than both ends of a number, for it goes into logs.
    """
    plain = blanked(text.replace("\r\n", "\n")).translate(_HALF_WIDTH)
    for match in _CARD.finditer(plain):
        place, year, month, day, row, check = match.groups()
        if _is_birthday(place, year, month, day) and _check(place + year + month + day + row) == check.upper():
            message = f"有一个身份证号码 {_masked(match[0])}"
            yield Fault(path, *_at(plain, match.start()), "id-number", message, "身份证号码不能发表，请删去")
    for match in _OLD_CARD.finditer(plain):
        place, year, month, day = match.groups()
        if _is_birthday(place, f"19{year}", month, day):
            message = f"{_masked(match[0])} 像是 15 位的旧身份证号码"
            yield Fault(path, *_at(plain, match.start()), "id-number", message, "若是，请删去", "warning")
    for match in _PHONE.finditer(plain):
        message = f"有一个手机号码 {_masked(match[1])}"
        yield Fault(path, *_at(plain, match.start(1)), "phone-number", message, _MASK, "warning")


def _is_birthday(place: str, year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return place[:2] in _PROVINCES


def _check(digits: str) -> str:
    """The last place of a card number, which ISO 7064 MOD 11-2 makes of the seventeen before it."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def _masked(number: str) -> str:
    digits = re.sub(r"[ -]", "", number)
    return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"


def _at(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
