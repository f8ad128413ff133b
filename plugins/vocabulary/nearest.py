"""Did you mean: the names that differ from a mistyped one by a character or two."""

from __future__ import annotations

from collections.abc import Iterable

#: A name this long may be off by two characters, a shorter one by one.
_LONG = 5
#: How much longer a name may be that begins with what was typed.
_TAIL = 3
#: A name this short must begin as it was typed, or everything would be near everything.
_SHORT = 2


def distance(one: str, two: str, most: int) -> int:
    """The edit distance of two strings (a neighbouring swap counts one), or ``most + 1`` where it is larger."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    older: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(two, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        older = above
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
    most = 1 if len(name) < _LONG else 2
    letters = set(name)
    found: list[tuple[int, int, str]] = []
    for other in names:
        if abs(len(other) - len(name)) <= most and len(letters.intersection(other)) >= len(letters) - most:
            steps = distance(name, other, most)
            if steps <= most and (len(name) > _SHORT or other[0] == name[0]):
                found.append((steps, other[:1] != name[:1], other))
        elif len(name) > 1 and other.startswith(name) and len(other) - len(name) <= _TAIL:
            found.append((most + 1, 0, other))
    return tuple(dict.fromkeys(other for _, _, other in sorted(found)))[:limit]
