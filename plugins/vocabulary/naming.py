"""The generic endings of Chinese place names: 樊城区 is 樊城 for short, 长阳土家族自治县 is 长阳.

Both the tool that makes the gazetteer (for slugs) and the lookup (for short names) go by these rules.
"""

from __future__ import annotations

import re

#: Endings that people drop, in Simplified, longest first where one contains another.
SUFFIXES = (
    "特别行政区", "自治区", "街道", "地区", "苏木", "省", "市", "区", "县", "盟", "镇", "乡",
)  # fmt: skip

_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|"
    "拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|"
    "塔吉克族?|怒族|乌孜别克族?|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|塔塔尔族?|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|各族|蒙古|民族"
)
_AUTONOMOUS = re.compile(
    f"(?P<stem>.{{2,}}?)(?P<peoples>(?:{_PEOPLES})+)(?P<tail>自治区|自治州|自治县|自治旗|民族乡|镇|乡|区)$"
)
_TAIL = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗", "民族乡": "乡"}
_NAMED_AFTER_A_PEOPLE = {
    "东乡族自治县": ("东乡县", "东乡"),
    "鄂伦春自治旗": ("鄂伦春旗", "鄂伦春"),
    "鄂温克族自治旗": ("鄂温克旗", "鄂温克"),
}


def short(name: str) -> str | None:
    """The name without its generic ending (樊城 for 樊城区), or None where one character or nothing would be left.

    Args:
        name: a full name in Simplified.
    """
    if names := autonomous(name):
        return names[-1]
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            stem = name.removesuffix(suffix)
            return stem if len(stem) > 1 else None
    return None


def autonomous(name: str) -> tuple[str, ...]:
    """The short names of a place that is named after its peoples: 恩施州 and 恩施 for 恩施土家族苗族自治州.

    Args:
        name: a full name in Simplified; any other name gives nothing.
    """
    if name in _NAMED_AFTER_A_PEOPLE:
        return _NAMED_AFTER_A_PEOPLE[name]
    match = _AUTONOMOUS.fullmatch(name)
    if not match:
        return ()
    stem, tail = match["stem"], _TAIL.get(match["tail"], match["tail"])
    return (stem,) if not tail else (stem + tail, stem)
