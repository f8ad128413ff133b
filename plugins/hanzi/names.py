"""A person's name in the other script: a proposal, and the characters that somebody should confirm.

A name is not made of words, so no phrase dictionary is asked: the surname is looked up, every other character goes
through the given-name table, then the library's character table (Taiwan's glyphs). What a rule cannot know (周杰倫
writes 杰, most others 傑; 蔣幹 but 王干) is what ``risky`` names. A confirmed form in the vocabulary always wins.

The tables list only what differs from the library's character table. Their sources: 《通用规范汉字表》(2013) for what
Simplified writes (its appendix of Simplified against Traditional; the variants 昇 甯 氾 … it restored for names),
dictionaries' entries of the surnames, and the errors counted in 36,244 names of jieba's dictionary
(docs/conversion.md).
"""

from __future__ import annotations

from functools import cache

from plugins.hanzi.engine import engine
from plugins.hanzi.fold import is_han
from plugins.hanzi.scripts import Forms, Script

#: Surnames that stay as they are, where the library's character table would take another word for them
#: (餘 surplus, 範 model, 鬱 gloomy, 後 after, 慄 tremble …).
SURNAMES_KEPT = frozenset("余于范岳郁游涂后里干丑占种朴征栗咸采岩么台仇姜谷曲折秋松佘冲适据只卤托")

#: Surnames whose Traditional form is neither the same nor what the table gives.
SURNAMES_CHANGED = {"冲": "沖"}

#: Surnames of two characters that the table of characters would spell wrong.
DOUBLE_SURNAMES = {
    "鲜于": "鮮于",
    "淳于": "淳于",
    "单于": "單于",
    "多于": "多于",
    "段干": "段干",
    "仆固": "僕固",
    "谷梁": "穀梁",
    "万俟": "万俟",
    "长孙": "長孫",
    "钟离": "鍾離",
    "澹台": "澹臺",
    "百里": "百里",
    "东里": "東里",
    "相里": "相里",
    "后庄": "后莊",
}

#: Characters in given names and in transcribed foreign names, where the table would take another word: 征 as in 出征,
#: not 徵; 里 as in 万里 and 里根; 沖 as in 曹沖; 斗 as in 北斗; 郁 fragrant, not 鬱 gloomy.
GIVEN = {
    "征": "征",
    "干": "干",
    "里": "里",
    "于": "于",
    "冲": "沖",
    "斗": "斗",
    "丑": "丑",
    "郁": "郁",
    "岳": "岳",
    "岩": "岩",
    "游": "游",
    "占": "占",
    "咸": "咸",
    "采": "采",
    "栗": "栗",
    "种": "種",
    "托": "托",
    "卜": "卜",
    "么": "么",
    "只": "只",
    "尸": "尸",
}

#: People whom everybody knows and whose form no rule gives: it is a fact. Sources: their own signatures and books, and
#: for the older ones the dictionaries (《辞海》, 《重編國語辭典》). Whoever is less known belongs in the vocabulary.
KNOWN = {
    "周杰伦": "周杰倫",
    "李连杰": "李連杰",
    "魏征": "魏徵",
    "蒋干": "蔣幹",
    "文丑": "文醜",
    "张三丰": "張三丰",
    "罗干": "羅幹",
    "郭台铭": "郭台銘",
    "台静农": "臺靜農",
    "毕升": "畢昇",
    "陆征祥": "陸徵祥",
    "茅以升": "茅以昇",
    "洪适": "洪适",
    "文征明": "文徵明",
}

#: At the end of a name 后 is a queen (武后, 慈禧太后), not 後.
QUEEN = "后"

#: What a Simplified name keeps of a Traditional one, where the table would simplify: 乾 is read qián in names; 昇, 甯
#: and 氾 are characters of their own since 2013; 鉅 is 钜 in names.
HANT_KEPT = {"乾": "乾", "昇": "昇", "甯": "甯", "氾": "氾", "鉅": "钜"}

#: Characters that two people write in two ways, although their names are the same in the other script.
RISKY_SURNAMES = frozenset("钟云党宁丰台种冲折肖万干征")
RISKY_GIVEN = frozenset("钟杰征丰干朴升准冲云范后余谷丑台复历苹制卷宁岩党周胜栗游郁岳斗适发蕴修")
RISKY_HANT = frozenset("乾鍾徵昇甯氾鉅著藉濬祇瞭覆")


def propose(name: str, script: Script) -> Forms:
    """Both forms of a person's name that is known in one script.

    Args:
        name: a full name, or an alias; it counts as a full name when it begins with a surname.
        script: the script it is written in.

    Returns:
        The forms; the one given stands exactly as it was given.
    """
    if script == "hant":
        table = engine("t2s").steps[0].characters
        return Forms("".join(HANT_KEPT.get(ch) or ch.translate(table) for ch in name), name)
    if name in KNOWN:
        return Forms(name, KNOWN[name])
    surname, given = _split(name)
    title = given[-1:] if given.endswith(QUEEN) else ""
    rest = given.removesuffix(title)
    return Forms(name, _surname(surname) + "".join(GIVEN.get(ch) or _character(ch) for ch in rest) + title)


def risky(name: str, script: Script) -> tuple[str, ...]:
    """The characters of a name whose other form somebody should confirm, each once, in order.

    A surname that can have one form only is not asked about: 余 in 余融豪 is certain, 余 in 庆余 is not.
    """
    if script == "hant":
        return tuple(dict.fromkeys(ch for ch in name if ch in RISKY_HANT))
    if name in KNOWN:
        return ()
    surname, given = _split(name)
    doubtful = [ch for ch in surname if len(surname) == 1 and ch in RISKY_SURNAMES]
    return tuple(dict.fromkeys([*doubtful, *(ch for ch in given if ch in RISKY_GIVEN)]))


def _split(name: str) -> tuple[str, str]:
    """The surname and the rest."""
    size = 2 if name[:2] in DOUBLE_SURNAMES and len(name) > 1 else 1
    return (name[:size], name[size:]) if name and is_han(name[0]) else ("", name)


def _surname(surname: str) -> str:
    """A surname in Traditional."""
    if len(surname) > 1:
        return DOUBLE_SURNAMES[surname]
    return SURNAMES_CHANGED.get(surname) or (surname if surname in SURNAMES_KEPT else _character(surname))


@cache
def _character(ch: str) -> str:
    """A character by the library's table, in Taiwan's glyphs."""
    return ch.translate(engine("s2tw").steps[0].characters)
