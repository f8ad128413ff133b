"""Names that jieba does not know, told by what stands before them: 副检察长洪远方, 民警叫付双涛, 47岁的蔡秀兰, 妻子刘盼盼."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.desk.persons import SURNAMES
from plugins.hanzi.fold import fold, is_han
from plugins.hanzi.words import words

#: Surnames that are commoner as words: 干部向居民…, 民警从…
_WORDS = frozenset(fold("向于和都从应全时来计分经过连查成方常解关单支池古明有相和安宁党为任同公"))
_SURNAMES = frozenset(map(fold, SURNAMES)) - _WORDS
#: What ends a name of one or two characters.
_ENDS = frozenset(
    fold("是在说和与及的被把将对向从也都就又还给让为到去来等已正拿带用有没不并则曾才能会要想看听叫做站走跑坐守住每第一")
)
_AGE = fold("岁")
_NEXT = 8


def introduced(folded: str, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of every name that something introduces.

    Args:
        folded: the text, folded.
        ends: finds whatever introduces a name.
    """
    for found in ends.finditer(folded):
        end = _name(folded, found.end())
        if end:
            yield found.end(), end


def pattern(titles: list[str]) -> re.Pattern[str]:
    """What introduces a name: a title, a relative, an age."""
    listed = "|".join(map(re.escape, titles))
    called = fold("名叫|叫")
    return re.compile(rf"(?:{listed})(?:{called})?|\d{_AGE}(?:{fold('的')})?")


def _name(folded: str, start: int) -> int:
    """Where the name that begins here ends; 0 where none does."""
    cut = words(folded[start : start + _NEXT])
    if not cut or cut[0][0] not in _SURNAMES:
        return 0
    for length, taken in ((3, _three(cut)), (2, len(cut) > 1 and len(cut[0]) == 1 and _given(cut[1]))):
        if taken:
            return start + length
    return 0


def _three(cut: list[str]) -> bool:
    """Whether the first three characters are a name: 周一|航, 洪|远方, 刘|悦|红."""
    lengths = tuple(map(len, cut[:3]))
    if lengths[:2] == (2, 1):
        return _given(cut[1]) and _over(cut[2:])
    if lengths[:2] == (1, 2):
        return all(map(is_han, cut[1])) and _over(cut[2:])
    return lengths[:3] == (1, 1, 1) and _given(cut[1]) and _given(cut[2])


def _given(word: str) -> bool:
    return len(word) == 1 and is_han(word) and word not in _ENDS


def _over(rest: list[str]) -> bool:
    """Whether a name may end before these words: a verb, a mark, a word that ends it."""
    return not rest or rest[0] in _ENDS or not is_han(rest[0][0]) or len(rest[0]) > 1
