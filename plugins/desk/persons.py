"""People's names in a text, as jieba tags them. For a report that a human reads: it finds most, and sometimes a word."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from plugins.hanzi.convert import Converter
from plugins.hanzi.fold import is_han
from plugins.hanzi.scripts import Script

#: The surnames of nearly everybody; a "name" that begins otherwise is nearly always a word.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
    "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫"
    "庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘米"
    "池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟"
    "付肖闫栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
_LONGEST = 3
#: A given name that is a word as common as this is a word: 段|时间, 白|班.
_COMMON = 1500
#: So many runs of unknown characters are remembered with what they were taken for.
_MOST_GUESSED = 1 << 14
_MAKING = threading.Lock()


def _tagger() -> tuple[Any, Any]:
    """The tagger and its tokenizer. Whoever asks while they are made waits, and does not make them a second time."""
    with _MAKING:
        return _made()


@cache
def _made() -> tuple[Any, Any]:
    """Jieba's tagger over a dictionary of its own; loading it takes a second or two, and writes no cache anywhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        from jieba import posseg

    logging.getLogger("jieba").setLevel(logging.CRITICAL + 1)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    tagger = object.__new__(posseg.POSTokenizer)  # its own __init__ would read the table of tags a second time
    tagger.tokenizer, tagger.word_tag_tab = tokenizer, posseg.dt.word_tag_tab
    guess = tagger._POSTokenizer__cut_detail

    @lru_cache(maxsize=_MOST_GUESSED)
    def guess_names(unknown: str) -> tuple[Any, ...]:
        """Guessing takes most of the time: no name is found where no surname stands, and a name is said more than once."""
        return (posseg.pair(unknown, "x"),) if SURNAMES.isdisjoint(unknown) else tuple(guess(unknown))

    tagger._POSTokenizer__cut_detail = guess_names
    return tagger, tokenizer


@cache
def _simplifier() -> Converter:
    return Converter("hant", "hans")


def find_names(text: str, script: Script) -> Iterator[tuple[int, int]]:
    """(start, end) of what looks like a person's name."""
    simplified = text if script == "hans" else _simplifier().convert(text)  # keeps every offset
    tagger, tokenizer = _tagger()
    at = 0
    for word, tag in tagger.cut(simplified):
        if tag.startswith("nr") and _is_name(word, tokenizer, tagger.word_tag_tab):
            yield at, at + len(word)
        at += len(word)


def _is_name(word: str, tokenizer: Any, tags: dict[str, str]) -> bool:
    """Whether a word with a name's tag is likely to be one."""
    if not 1 < len(word) <= _LONGEST or word[0] not in SURNAMES or not all(map(is_han, word)):
        return False
    if len(word) < _LONGEST:
        return not tokenizer.FREQ.get(word)  # 明白, 安静: words of the dictionary, tagged wrongly
    given = word[1:]
    return not tokenizer.FREQ.get(given, 0) > _COMMON or tags.get(given, "").startswith("nr")
