"""Cut a long list of stories into pages that stay as they are when a story comes, wherever in the list it stands.

Stories of 2020 are written down for years to come, in any order: pages of a fixed number would all shift behind a new one. So a
page ends where a story's own id says so, seen beside those near it, and is called after that story.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

#: A page ends with a story that weighs more than so many before it and after it; what it weighs is a digest of its id. So a page
#: holds more stories than this, twice as many and one on the average, and a new story can only move the ends that are so near.
REACH = 12


@dataclass(frozen=True, slots=True)
class Chunk(Generic[Item]):
    """One page of a list: the id of its newest story, or None for the newest page, which stands on the list's own address."""

    name: str | None
    items: tuple[Item, ...]


def chunks(items: Sequence[Item], name: Callable[[Item], str]) -> list[Chunk[Item]]:
    """Cut a list that goes from the oldest to the newest.

    Args:
        items: the list; no two have the same name.
        name: the id of an item.

    Returns:
        The newest chunk first. Within a chunk the newest item stands first. An item more changes the chunk where it stands, and
        at most those whose ends are within ``REACH`` of it.
    """
    names = [name(item) for item in items]
    weights = [_weight(one) for one in names]
    inner = range(REACH, len(items) - REACH)
    ends = [at for at in inner if weights[at] == max(weights[at - REACH : at + REACH + 1])]
    cuts = [0, *(end + 1 for end in ends), len(items)]
    parts = [tuple(reversed(items[start:end])) for start, end in pairwise(cuts)]
    older = [Chunk(names[end], part) for end, part in zip(ends, parts, strict=False)]
    return [Chunk(None, parts[-1]), *reversed(older)]


@cache
def _weight(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=8).digest()


def address(path: str, name: str | None) -> str:
    """The path of one page of a list, below the edition."""
    return path if name is None else f"{path}page/{name}/"


def pager(
    path: str, parts: Sequence[Chunk[Any]], here: int, label: str, url: Callable[[str], str]
) -> dict[str, Any] | None:
    """The links between the pages of a list (docs/theme.md), or None where there is only one page.

    A page links to those beside it. Only the list's own page links to the oldest: if all did, all would change with it.

    Args:
        path: the list's own path below the edition.
        parts: all its pages, the newest first.
        here: which of them this is.
        label: what the page says of its stories.
        url: makes an address of a path.
    """
    if len(parts) == 1:
        return None

    def link(at: int) -> str | None:
        return url(address(path, parts[at].name)) if 0 <= at < len(parts) else None

    return {
        "current": label,
        "newer": link(here - 1),
        "older": link(here + 1),
        "oldest": link(len(parts) - 1) if here == 0 and len(parts) > 2 else None,  # noqa: PLR2004 (else it is the older one)
    }
