"""The language of queries as data for the browser, so that Python stays its one source.

What ``theme/static/js/search/language.js`` opens: the fold, the classes of characters, the names of fields, the limits,
and what is said to readers. The browser's own tables are of another version of Unicode than those that made the index.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Final

from plugins.hanzi.fold import HAN, classes, fold_pairs
from plugins.search.analysis import WORD
from plugins.search.lexer import FIELDS, LONGEST_NEAR
from plugins.search.matching import LONGEST_UNSPLIT
from plugins.search.messages import MESSAGES
from plugins.search.naming import PLACE_ENDINGS
from plugins.search.parameters import DEEPEST_PAGE, LARGEST_PAGE, MOST_VALUES
from plugins.search.query import DEEPEST, LONGEST_QUERY, MOST_TERMS, MOST_WILD

_BLOCK: Final = 256
_SURROGATES: Final = range(0xD800, 0xE000)


@lru_cache(maxsize=1)
def language_data() -> Mapping[str, object]:
    """Everything that the browser must know of the language, as plain data for JSON. The same for every archive."""
    return {
        "fold": fold_table(),
        "han": HAN,
        "word": _brackets(re.findall(WORD, _everything())),
        "digit": _brackets(filter(str.isdigit, _everything())),
        "zeros": "".join(ch for ch in re.findall(r"\d", _everything()) if unicodedata.decimal(ch) == 0),
        "space": "".join(re.findall(r"\s", _everything())),
        "fields": list(FIELDS.items()),
        "endings": sorted(PLACE_ENDINGS),
        "limits": {
            "query": LONGEST_QUERY,
            "terms": MOST_TERMS,
            "wild": MOST_WILD,
            "depth": DEEPEST,
            "near": LONGEST_NEAR,
            "unsplit": LONGEST_UNSPLIT,
            "page": DEEPEST_PAGE,
            "size": LARGEST_PAGE,
            "values": MOST_VALUES,
        },
        "messages": {key: [forms.hans, forms.hant] for key, forms in MESSAGES.items()},
    }


def fold_table() -> tuple[list[int], list[int], list[int]]:
    """The fold as stretches of neighbouring characters that move by the same distance.

    Returns:
        for each stretch how far it begins after the beginning of the one before, how far its characters move, and how
        many they are.
    """
    pairs = [(ord(ch), ord(folded)) for ch, folded in fold_pairs(_may_fold()).items()]
    gaps, shifts, counts, last = [], [], [], 0
    for _, stretch in groupby(enumerate(pairs), lambda item: (item[1][0] - item[0], item[1][1] - item[1][0])):
        members = [pair for _, pair in stretch]
        first, folded = members[0]
        gaps.append(first - last)
        shifts.append(folded - first)
        counts.append(len(members))
        last = first
    return gaps, shifts, counts


def _may_fold() -> Iterator[str]:
    """Every character that folds, and others; finding them alone takes seconds."""
    for group in classes():
        yield from group
    for at in range(0, len(_everything()), _BLOCK):
        block = _everything()[at : at + _BLOCK]
        if not unicodedata.is_normalized("NFKC", block) or block.casefold() != block:
            yield from block


def _brackets(characters: Iterable[str]) -> str:
    """Characters as they stand between the brackets of a regular expression; all of them letters or digits."""
    stretches = []
    for _, stretch in groupby(enumerate(map(ord, characters)), lambda item: item[1] - item[0]):
        members = [chr(code) for _, code in stretch]
        stretches.append(f"{members[0]}-{members[-1]}")
    return "".join(stretches)


@lru_cache(maxsize=1)
def _everything() -> str:
    """Every character of Unicode, in order."""
    return "".join(chr(code) for code in range(sys.maxunicode + 1) if code not in _SURROGATES)
