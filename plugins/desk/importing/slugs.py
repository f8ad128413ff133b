"""The id of a draft: where, a few words of the title in pinyin, when; readable, never taken, never of the title alone."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from plugins.hanzi.fold import fold, is_han
from plugins.hanzi.words import words

_LONGEST, _WORDS = 64, 3
_LATIN = re.compile(r"[a-z0-9]+")
#: Words that tell nothing of a story.
_EMPTY = frozenset(fold("的了是在和与及把被让这那我你他她们一个有到从向为对等"))


def draft_id(title: str, places: Sequence[str], month: str | None, digest: str, taken: Container[str]) -> str:
    """An id that is free.

    Args:
        title: the title, without names of places; or empty.
        places: ids of the places.
        month: when it happened or appeared, as 2020-02; or None.
        digest: of the text, in hexadecimal digits; part of the id where neither place nor time is known.
        taken: ids in use.
    """
    place = _common(places)
    parts = [place, *_title(title), month or ""]
    known = [part for part in parts if part]
    if len(known) < 2 or not (place or month):  # noqa: PLR2004
        known = [*(known or ["story"]), digest[:6]]
    whole = "-".join(known)
    while len(whole) > _LONGEST - 4 and len(known) > 1:
        known.pop(-2 if len(known) > 2 else 0)  # noqa: PLR2004
        whole = "-".join(known)
    whole = whole[: _LONGEST - 4].strip("-")
    number, free = 1, whole
    while free in taken:
        number += 1
        free = f"{whole}-{number}"
    return free


def _common(places: Sequence[str]) -> str:
    """The slug of the lowest place that all lie in; an empty text where they have none in common."""
    shared: list[str] = []
    for parts in zip(*(one.split("/") for one in places), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return shared[-1] if shared and shared != ["unplaced"] else (places[0].rpartition("/")[2] if places else "")


def _title(title: str) -> list[str]:
    """A few words of a title, each in pinyin."""
    from pypinyin import Style, lazy_pinyin

    found: list[str] = []
    for word in words(fold(title)):
        if all(map(is_han, word)) and len(word) > 1 and not _EMPTY.issuperset(word):
            read = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(word, style=Style.NORMAL)).lower())
        else:
            read = "".join(_LATIN.findall(word.lower())) if word.isascii() else ""
        if read and read not in found:
            found.append(read[:20])
        if len(found) == _WORDS:
            break
    return found
