"""Did you mean: the names that differ from a mistyped one by a character or two."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, two: str, most: int) -> int:
    """The edit distance of two strings (a neighbouring swap counts one), or ``most + 1`` where it is larger."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        previous, row, before = row, [i], row
        for j, b in enumerate(two, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        older = before
        if min(row) > most:
            return most + 1
    return row[-1]


def nearest(name: str, names: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """The names nearest to one, likeliest first.

    Args:
        name: what was typed, folded.
        names: all names to choose from, folded; each is given back as it stands here.
        limit: how many at most.
    """
    most = 1 if len(name) < 5 else 2
    letters = set(name)
    found: list[tuple[int, int, str]] = []
    for other in names:
        if abs(len(other) - len(name)) <= most and len(letters.intersection(other)) >= len(letters) - most:
            steps = distance(name, other, most)
            if steps <= most:
                found.append((steps, other[:1] != name[:1], other))
        elif len(name) > 1 and other.startswith(name) and len(other) - len(name) <= 3:
            found.append((most + 1, 0, other))
    return tuple(dict.fromkeys(other for _, _, other in sorted(found)))[:limit]
