"""What a segment holds of every story, column by column: dates, script, lengths, facet values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final, TypeAlias

from plugins.search.static.packing import put, put_all, put_texts

#: A story's card as the index stores it (``index.py``), with ``other``: whether its other edition folds to something else.
Card: TypeAlias = Mapping[str, Any]
#: The order in which equals are shown, and stories numbered: newest first, then by id.
Key: TypeAlias = tuple[int, int, str]

#: The columns of facet values, with the kind of catalogue entry that they name. People have a file of their own.
TAGS: Final = ("places", "roles", "sources")
PEOPLE: Final = "people"


def order(card: Card) -> Key:
    """What a story is sorted by."""
    return -_day(card["first"]), -_day(card["last"]), card["id"]


def columns(cards: Sequence[Card], base: Mapping[str, Sequence[str]], earlier: Sequence[Sequence[int]]) -> bytearray:
    """The columns of a segment.

    Args:
        cards: in order.
        base: for each kind of facet the ids of the base's catalogue; values are numbers in it, and beyond it in what the
            segment itself adds.
        earlier: for each earlier segment how many of its stories stand before each card's.
    """
    out = bytearray()
    put(out, len(cards))
    for before in earlier:
        put_all(out, _steps(before))
    put_all(out, _steps([-order(card)[0] for card in cards], descending=True))
    put_all(out, (_day(card["last"]) - _day(card["first"]) for card in cards))
    put_all(out, map(_flags, cards))
    for kind in TAGS:
        _put_tags(out, [_tags(card, kind) for card in cards], base[kind])
    for field in range(3):
        put_all(out, (card["lengths"][field] for card in cards))
    return out


def people_column(cards: Sequence[Card], base: Mapping[str, Sequence[str]]) -> bytearray:
    """Who is in each story; as a column of its own, for many questions never need it."""
    out = bytearray()
    _put_tags(out, [card[PEOPLE] for card in cards], base[PEOPLE])
    return out


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def _steps(numbers: Sequence[int], *, descending: bool = False) -> list[int]:
    """Each number as the step from the one before; the first as it is."""
    steps = [here - before for before, here in pairwise(numbers)]
    return [*numbers[:1], *(-step if descending else step for step in steps)]


def _flags(card: Card) -> int:
    """Bits: Traditional original, dated to the month at least, another fold in the other edition."""
    by_month = all("-" in point for point in card["date"].split("/"))
    return sum(1 << bit for bit, is_so in enumerate((card["script"] == "hant", by_month, card["other"])) if is_so)


def _tags(card: Card, kind: str) -> Sequence[str]:
    if kind == "sources":
        return [card["source"]] if card["source"] else []
    tags: Sequence[str] = card[kind]
    return tags


def _put_tags(out: bytearray, tags: Sequence[Sequence[str]], base: Sequence[str]) -> None:
    known = {id_: number for number, id_ in enumerate(base)}
    added = sorted({id_ for own in tags for id_ in own if id_ not in known})
    known |= {id_: number for number, id_ in enumerate(added, len(base))}
    put_texts(out, added)
    number_of: Callable[[str], int] = known.__getitem__
    put_all(out, map(len, tags))
    put_all(out, (number_of(id_) for own in tags for id_ in own))
