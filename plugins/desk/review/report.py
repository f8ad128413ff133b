"""The report of ``review`` in words: for a terminal, or as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plugins.desk.review.items import CLOSE, OPEN, REASONS, Item, accepting
from plugins.desk.review.lock import Comparison
from plugins.desk.review.review import Reviewed


def lines(reviewed: Iterable[Reviewed], folder: str) -> Iterator[str]:
    """The report, a story after the other; stories with nothing to look at are left out."""
    for one in reviewed:
        if one.items:
            yield f"{one.subject.story.id}  {one.subject.story.title}"
            for item in one.items:
                yield from _item(item, folder)
            yield ""


def _item(item: Item, folder: str) -> Iterator[str]:
    yield f"  {folder}/{item.path}:{item.line}:{item.column}: {item.message}"
    yield f"    …{item.before}{OPEN}{item.source}{CLOSE}{item.after}…"
    others = f"；也可能是 {'、'.join(item.alternatives)}" if item.alternatives else ""
    was = f"确认过的是 {item.was}，" if item.was else ""
    yield f"    {was}现在转成 {item.result}{others}"
    for how, line in item.write:
        yield f"    {how}：{line}"
    yield f"    现在这样就对，运行：{accepting(item.key)}"


def counts(items: Iterable[Item]) -> dict[str, int]:
    """How many items there are for each reason, in the order of :data:`REASONS`."""
    found = Counter(item.reason for item in items)
    order = [*REASONS, *sorted(found.keys() - REASONS.keys())]
    return {reason: found[reason] for reason in order if found[reason]}


def as_json(reviewed: Sequence[Reviewed], decided: int, stale: int) -> dict[str, Any]:
    """The report as ``review --json`` prints it."""
    items = [item for one in reviewed for item in one.items]
    return {
        "stories": len(reviewed),
        "items": [item.as_json() for item in items],
        "counts": counts(items),
        "decisions": decided,
        "stale": stale,
    }


def difference(comparison: Comparison) -> Iterator[str]:
    """What ``review --against`` prints."""
    for one in comparison.changed:
        yield f"{one.story} {one.where}"
        yield f"  原文  {one.source}"
        yield f"  原作  {one.before}"
        yield f"  现作  {one.after}"
