"""What the short lines around an article say: who wrote it, when it appeared, where it was taken from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from plugins.hanzi.fold import HAN

_YEAR = r"(?:19|20)\d{2}"
#: A full date, as papers and content systems write it.
DATE = re.compile(
    rf"(?P<year>{_YEAR})\s*(?:年|[-./])\s*(?P<month>\d{{1,2}})\s*(?:月|[-./])\s*(?P<day>\d{{1,2}})(?:\s*日)?(?!\d)"
    r"(?:[T\s]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?)?"
)
_CHINESE_DATE = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_MONTH = re.compile(rf"({_YEAR})年(\d{{1,2}})月")
_SITE = re.compile(
    rf"[{HAN}]{{2,12}}(?:网|網|日报|日報|晚报|晚報|早报|晨报|时报|時報|周报|周刊|都市报|电视台|電視台|广播电台|门户网站|客户端|传媒|在线|线上)"
    rf"(?:[{HAN}]{{2,6}}(?:新闻|新聞|频道|頻道|站|分网)?)?"
)
_DIGITS = {ch: at % 10 for at, ch in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}

#: Where a text was taken from.
_OUTLET = re.compile(
    r"(?:文章|稿件|信息|資訊|内容|新闻|新聞)?(?:来源|來源|稿源|出处|出處|转自|轉自|转载自|"
    r"轉載自)\s*[:：]?\s*(?P<name>[^\s|｜,，;；()（）\[\]【】]{2,30})"
)
_LABEL = re.compile(
    r"(?:作者|编辑|編輯|责编|責編|责任|責任|发布|發佈|发表|时间|時間|日期|浏览|瀏覽|点击|點擊|阅读|閱讀|字号|记者|"
    r"記者|通讯员|网址|原标题)"
)

_PIECES = re.compile(rf"[|｜]|(?<=[\s　])(?={_LABEL.pattern}|来源|來源)")

_WRITERS = (
    "特约记者", "特約記者", "见习记者", "見習記者", "实习记者", "實習記者",
    "首席记者", "首席記者", "全媒体记者", "全媒體記者", "记者", "記者", "特约通讯员",
    "特約通訊員", "通讯员", "通訊員", "特约撰稿人", "撰稿人", "撰稿", "撰文", "采写",
    "採寫", "采访", "採訪", "作者", "供稿", "实习生", "實習生", "口述",
)  # fmt: skip
#: People who worked on a text and are not its authors.
_OTHERS = (
    "责任编辑", "責任編輯", "责编", "責編", "编辑", "編輯", "校对", "校對",
    "审核", "審核", "审校", "監製", "监制", "编审", "編審", "制图", "製圖",
    "版式", "摄影", "攝影", "图片", "圖片", "图", "圖", "摄", "攝", "文字", "整理",
)  # fmt: skip
_ROLE = re.compile(rf"(?P<writer>{'|'.join(_WRITERS)}|文(?=\s*[:：/／|丨]))|(?P<other>{'|'.join(_OTHERS)})")
_SKIPPED = re.compile(r"(?:摄影报道|攝影報道|文/图|图/文|文图|图文|报道|報道|報導|综合|综述|提供|供图|图|摄|文)$")
_SEPARATORS = re.compile(r"[\s、,，;；/／|｜丨&和:：]+")
_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}(?:[·•・][{HAN}]{{1,6}}){{1,3}}")
_GROUP = re.compile(r"[(（\[【]([^()（）\[\]【】\n]{4,80})[)）\]】]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'’ -]{2,40}")
_SHORT = 70
#: Who stands before 记者 and is no paper of a name: 本报记者.
_OWN = re.compile(r"^(?:本报|本報|本网|本網|本刊|本台|我台|我报|文|图|稿|见习|首席|特约|全媒体)?$")


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line or one bracket says.

    Attributes:
        authors: the names of reporters, correspondents and writers.
        outlet: the paper that stands before 记者, or an empty text.
    """

    authors: tuple[str, ...]
    outlet: str = ""


def date_in(text: str) -> str | None:
    """The first full date in a text, as 2020-02-14; None where there is none."""
    for found in DATE.finditer(text):
        day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
        if day:
            return day
    for written in _CHINESE_DATE.finditer(text):
        year = int("".join(str(_DIGITS[ch]) for ch in written[1]))
        day = _day(year, _number(written[2]), _number(written[3]))
        if day:
            return day
    return None


def dates_in(text: str) -> list[str]:
    """Every full date in a text, in order."""
    days = (_day(int(found["year"]), int(found["month"]), int(found["day"])) for found in DATE.finditer(text))
    return [day for day in days if day]


def months_in(text: str) -> list[str]:
    """Every month with its year in a text, as 2020-02, in order; those of full dates too."""
    return [f"{year}-{int(month):02d}" for year, month in _YEAR_MONTH.findall(text) if 1 <= int(month) <= 12]  # noqa: PLR2004


def site_in(line: str) -> str | None:
    """The site or paper whose name a line is, and nothing else: 中国新闻网河南新闻."""
    line = line.strip(" 　|｜_-")
    return line if _SITE.fullmatch(line) else None


def outlet_in(text: str) -> str | None:
    """The paper that a line names as its source; None where it names none."""
    found = _OUTLET.search(text)
    if not found:
        return None
    name = _LABEL.split(found["name"])[0]
    name = DATE.split(name)[0].strip("：:-—_·《》“”\"'. ")
    return name if len(name) > 1 and not name.startswith(("http", "www")) else None


def is_source_line(text: str) -> bool:
    """Whether a line is nothing but what :func:`outlet_in` reads."""
    return len(text) < _SHORT and _OUTLET.match(text.lstrip("•·*-　 （(")) is not None


def pieces(line: str) -> list[str]:
    """A line as the parts that each begin with a label: ``来源：江岸晚报``, ``作者：林小满``, ``字号：大 中 小``."""
    return [part for part in _PIECES.split(DATE.sub(" ", line)) if part.strip()]


def byline(text: str) -> Byline | None:
    """Who wrote it, of a text that says nothing else; None where it says something else.

    Args:
        text: a line, or what stands in a bracket: ``河南日报客户端记者 卢松 通讯员 赵君明 陆梦娇``.
    """
    text = text.strip(" 　()（）[]【】。.*_")
    roles = list(_ROLE.finditer(text))
    if not roles or len(text) > _SHORT or not any(one["writer"] for one in roles):
        return None
    outlet = text[: roles[0].start()].strip(" 　:：/|丨-—")
    if len(outlet) > 16 or _SEPARATORS.search(outlet) or re.search(r"[，。！？“”]", outlet):  # noqa: PLR2004
        return None
    authors: list[str] = []
    for role, after in zip(roles, [*roles[1:], None], strict=True):
        names = _names(text[role.end() : after.start() if after else len(text)])
        if names is None:
            return None
        if role["writer"]:
            authors += names
    return Byline(tuple(dict.fromkeys(authors)), "" if _OWN.match(outlet) else outlet) if authors else None


def editors_only(text: str) -> bool:
    """Whether a line names only people who worked on the text: 责任编辑:李新贺."""
    text = text.strip(" 　()（）[]【】•·*-。")
    roles = list(_ROLE.finditer(text))
    if not roles or roles[0].start() or len(text) > _SHORT or any(one["writer"] for one in roles):
        return False
    ends = [*(one.start() for one in roles[1:]), len(text)]
    return all(_names(text[one.end() : end]) is not None for one, end in zip(roles, ends, strict=True))


def without_bylines(text: str) -> tuple[str, list[tuple[str, Byline]]]:
    """A paragraph without the brackets at its ends that only say who wrote it; these, and what they say."""
    found: list[tuple[str, Byline]] = []
    for bracket in list(_GROUP.finditer(text)):
        at_end = bracket.end() >= len(text.rstrip(" 。*_"))
        if bracket.start() < 24 or at_end:  # noqa: PLR2004 (after 本报讯, or 新华社武汉2月3日电)
            said = byline(bracket[1])
            if said:
                found.append((bracket[0], said))
                text = text.replace(bracket[0], "", 1)
            elif editors_only(bracket[1]):
                text = text.replace(bracket[0], "", 1)
    return text.strip(), found


def _names(text: str) -> list[str] | None:
    """The names in what follows a role; None where it is no list of names."""
    text = text.strip(" 　:：/／|丨·")
    parts = [part for part in _SEPARATORS.split(text) if part]
    parts = [part for part in (_SKIPPED.sub("", part) for part in parts) if part]
    names: list[str] = []
    single = ""
    for part in parts:
        if len(part) == 1 and re.match(f"[{HAN}]", part):  # 王　娜, set as wide as a name of three
            single += part
            if len(single) == 2:  # noqa: PLR2004
                names.append(single)
                single = ""
        elif _NAME.fullmatch(part):
            names.append(part)
        elif not _LATIN.fullmatch(part):
            return None
        else:
            names.append(part)
    return None if single else names


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (int(_DIGITS.get(tens, 1)) * 10 if ten else 0) + _DIGITS.get(ones, 0)
