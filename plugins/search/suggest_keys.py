"""What names and titles are completed by: folded characters, pinyin, initials, as plain lists.

Made when the index is made, so that whoever completes (``suggest.py``, or a script in the browser) only compares text.
Pinyin is for completion alone; it never makes a story a hit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from plugins.hanzi.fold import fold

#: Names of at most so many characters get all readings of their characters; longer ones the reading of their words.
_SHORT = 6
#: How many readings a name has at most.
_MOST_READINGS = 8
_SYLLABLE = re.compile(r"[a-z0-9]+")


def readings(text: str) -> tuple[str, ...]:
    """The ways to read a name written in Simplified: syllables parted by spaces, likeliest first.

    The first goes by words (重庆 chong qing, 六安 lu an); a short name has those of its characters too, for 单 as a
    surname is shan and 曾 zeng. Whatever stands between is left out; Latin words and numbers are syllables as they are.
    """
    from pypinyin import Style, lazy_pinyin, pinyin

    likeliest = lazy_pinyin(text, errors=_others)
    found = [_joined(likeliest)]
    if len(text) <= _SHORT:
        ways = pinyin(text, style=Style.NORMAL, heteronym=True, errors=_others)
        found += map(_joined, islice(product(*ways), _MOST_READINGS * 2))
    return tuple(reading for reading in dict.fromkeys(found) if reading)[:_MOST_READINGS]


def title_reading(text: str) -> str:
    """The one reading of a title, by words; empty where there is nothing to read."""
    from pypinyin import lazy_pinyin

    return _joined(lazy_pinyin(text, errors=_others))


def initials(reading: str) -> str:
    """The first letters of a reading's syllables: ``wu han shi`` is ``whs``."""
    return "".join(syllable[0] for syllable in reading.split())


def all_readings(names: Iterable[str], known: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The readings of each name, in order; those already known are not worked out again."""
    return {name: known.get(name) or list(readings(name)) for name in sorted(set(names))}


def spelled(query: str) -> str:
    """What was typed as pinyin, without tone marks and capitals; spaces part syllables. Empty where it is no pinyin."""
    plain = unicodedata.normalize("NFKD", query).lower().replace("u\u0308", "v")  # ü with its tone too, and full width
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    plain = re.sub(r"[\s'’]+", " ", plain).strip()
    return plain if plain and all(map(_SYLLABLE.fullmatch, plain.split(" "))) else ""


def typed(query: str) -> str:
    """What was typed, folded as names are, spaces at the ends left off."""
    return " ".join(fold(query).split())


def _others(text: str) -> str:
    """Latin words and numbers among the characters; everything else is left out."""
    return " ".join(_SYLLABLE.findall(unicodedata.normalize("NFKC", text).lower()))


def _joined(syllables: Iterable[str]) -> str:
    return " ".join(syllable for syllable in syllables if syllable)
