"""Cut a long list of stories into pages that stay as they are when a new story comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

#: How many stories a finished page of a list holds.
SIZE = 30
#: The list's own page, where the newest stand, holds at least so many before older ones are moved to a page of their own.
LEAST = SIZE // 2
#: How many pages to either side a page links to, beside the oldest.
NEAR = 2


@dataclass(frozen=True, slots=True)
class Chunk(Generic[Item]):
    """One page of a list: its number from the oldest, or None for the newest, which stands on the list's own address."""

    number: int | None
    items: tuple[Item, ...]


def chunks(items: Sequence[Item]) -> list[Chunk[Item]]:
    """Cut a list that goes from the oldest to the newest.

    Returns:
        The newest chunk first, then the numbered ones from the newest to the oldest. Within a chunk the newest item stands
        first. A new item at the end changes the first chunk only, or adds one finished chunk.
    """
    finished = max(0, (len(items) - LEAST) // SIZE)
    cut = [Chunk(None, tuple(reversed(items[finished * SIZE :])))]
    cut += [
        Chunk(number, tuple(reversed(items[(number - 1) * SIZE : number * SIZE]))) for number in range(finished, 0, -1)
    ]
    return cut


def address(path: str, number: int | None) -> str:
    """The path of one page of a list, below the edition."""
    return path if number is None else f"{path}page/{number}/"


def pager(path: str, here: int | None, finished: int, label: str, url: Callable[[str], str]) -> dict[str, Any] | None:
    """The links between the pages of a list (docs/theme.md), or None where there is only one page.

    A page links to the oldest and to those near it, never to the newest from afar: so a list that grows by a page changes two
    of its finished pages, not all of them.

    Args:
        path: the list's own path below the edition.
        here: the number of this page, None for the newest.
        finished: how many numbered pages there are.
        label: the words for a page's number, with ``{n}``.
        url: makes an address of a path.
    """
    if not finished:
        return None
    newest = finished + 1
    number = here or newest

    def link(one: int) -> str:
        return url(address(path, None if one == newest else one))

    near = range(min(number + NEAR, newest), max(number - NEAR, 1) - 1, -1)
    return {
        "current": label.format(n=number),
        "newer": link(number + 1) if number < newest else None,
        "older": link(number - 1) if number > 1 else None,
        "pages": [
            {"label": str(one), "url": link(one), "current": one == number}
            for one in (*near, *([] if near[-1] == 1 else [1]))
        ],
    }
