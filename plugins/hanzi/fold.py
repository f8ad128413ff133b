"""Fold: map every character to the one that stands for its class, so that 說, 説 and 说 become one.

One code point in, one code point out, always: an offset into the folded text is an offset into the text as written.
Both the text and the query are folded, so it does not matter which character stands for a class, only that it is
always the same one.

The classes join every pair that opencc-python-reimplemented's own character tables know, all candidates counted
(發 and 髮 are both 发, so the three are one class), and the pairs in ``EXTRA``. Compatibility forms (full-width
letters, CJK compatibility ideographs) and capitals are folded where Unicode maps them to exactly one code point.

Phrase conversion (``t2s``) must not be used for matching: it depends on the context and 姚雲乾 becomes 姚云干.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from plugins.hanzi import library

#: The library's character tables whose pairs are joined.
TABLES = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants", "TWVariantsRev", "HKVariantsRev")

#: Pairs that the library's character tables do not join, or join only by luck, each with the reason in one example.
EXTRA = (
    "画畫划",  # 計畫 in Taiwan is 计划
    "着著",  # 看著, 看着, 看著
    "了瞭",  # 了解, 瞭解
    "借藉",  # 借口, 藉口
    "什甚",  # 什么, 甚麼
    "么麽",  # 麽 and 麼 are one character to every reader
    "卫衞",  # Hong Kong's 衞
    "凌淩",  # 凌晨, 淩晨
    "说説",
    "产産",
    "具俱",  # from here on pairs that only phrases of the library join: 家具, 傢俱
    "坐座",  # 坐标, 座標
    "呆待",  # 呆着, 待著
    "熏薰",
    "并幷",
    "蔽庇",  # 荫蔽, 蔭庇
    "穗繐",
    "戚鏚",
    "酰醯",
    "吣唚",
    "你妳",  # Taiwan's feminine 妳
    "彷徬",  # 彷徨, 徬徨
    "沉沈",  # 沉默 is often 沈默 in Traditional print
    "谷榖",  # a common misprint of 穀
    "侄姪",
    "榨搾",
    "干乹",
    "值値",  # the next lines: old printed shapes of one character
    "青靑",
    "吴呉",
    "溉漑",
    "留畱",
)

#: What stands between the brackets of a regular expression that matches one Han character (々 and 〇 among them).
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
_HAN = re.compile(f"[{HAN}]")
_SURROGATES = range(0xD800, 0xE000)


def is_han(ch: str) -> bool:
    """Whether the text is one Han character (々 and 〇 among them)."""
    return _HAN.fullmatch(ch) is not None


def classes() -> tuple[frozenset[str], ...]:
    """The classes of characters that fold joins, those of two members and more, largest first."""
    members: dict[str, set[str]] = {}
    for ch, representative in _CLASS.items():
        members.setdefault(representative, {representative}).add(ch)
    found = (frozenset(group) for group in members.values() if len(group) > 1)
    return tuple(sorted(found, key=lambda group: (-len(group), min(group))))


def fold(text: str) -> str:
    """Replace every character by the one that stands for its class; the length never changes."""
    return text.translate(_TABLE)


def fold_pairs(characters: Iterable[str] | None = None) -> Mapping[str, str]:
    """The fold as plain pairs, only those that change, for a program that is not Python.

    Args:
        characters: the characters wanted; by default all of Unicode, which takes some seconds.
    """
    wanted = characters if characters is not None else map(chr, set(range(sys.maxunicode + 1)) - set(_SURROGATES))
    return {ch: folded for ch in sorted(set(wanted)) if (folded := fold(ch)) != ch}


def _plain(ch: str) -> str:
    """NFKC and case folding, each only where it gives exactly one code point."""
    for _ in range(4):
        before = ch
        ch = one if len(one := unicodedata.normalize("NFKC", ch)) == 1 else ch
        ch = one if len(one := ch.casefold()) == 1 else ch
        if ch == before:
            break
    return ch


def _pairs() -> Iterable[tuple[str, str]]:
    """Every pair of characters that count as one."""
    for name in TABLES:
        for key, values in library.dictionary(name).items():
            for value in values:
                yield key, value
                yield _plain(value), value
            yield _plain(key), key
    for group in EXTRA:
        for ch in group[1:]:
            yield group[0], ch


def _joined() -> Iterable[list[str]]:
    """The members of each class, by union-find over the library's pairs and ours."""
    parent: dict[str, str] = {}

    def root(ch: str) -> str:
        while (above := parent.setdefault(ch, ch)) != ch:
            ch = above
        return ch

    for one, two in _pairs():
        parent[root(two)] = root(one)
    members: dict[str, list[str]] = {}
    for ch in parent:
        members.setdefault(root(ch), []).append(ch)
    return members.values()


def _classes() -> dict[str, str]:
    """Each character that has a class with the character that stands for it.

    The one that stands for a class is the one that most of the others are simplified to (the first candidate in
    TSCharacters), then the one with the lowest code point; never a compatibility form.
    """
    votes = Counter(values[0] for key, values in library.dictionary("TSCharacters").items() if key != values[0])
    table: dict[str, str] = {}
    for group in _joined():
        standing = min(group, key=lambda ch: (_plain(ch) != ch, -votes[ch], ord(ch)))
        table.update(dict.fromkeys(group, standing))
    return table


class _Table(dict[int, int]):
    """A table for ``str.translate`` that works out a code point the first time it is met, and remembers it."""

    def __missing__(self, code: int) -> int:
        plain = _plain(chr(code))
        self[code] = folded = ord(_CLASS.get(plain, plain))
        return folded


_CLASS = _classes()
_TABLE = _Table({ord(ch): ord(standing) for ch, standing in _CLASS.items()})

#: Changes whenever the fold of any character may have changed: an index built under another version must be rebuilt.
FOLD_VERSION = sha256(
    "".join(
        ["1", unicodedata.unidata_version, *(f"{ch}{standing}" for ch, standing in sorted(_CLASS.items()))]
    ).encode()
).hexdigest()[:16]
