"""The gazetteer as it is shipped: the rows of ``data/gazetteer.tsv``, read once, made into places on demand.

44,000 rows are split into columns when a lookup is made; a ``Place`` is made when somebody asks for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Forms
from plugins.vocabulary.model import Level, Place
from plugins.vocabulary.naming import short

TABLE = Path(__file__).parent / "data" / "gazetteer.tsv"
_ID, _LEVEL, _HANS, _HANT, _CODE, _ALIASES, _FORMER, _UNSURE = range(8)

Row = list[str]


class Atlas(NamedTuple):
    """The shipped table and its indexes; shared by all lookups, changed by none.

    Attributes:
        rows: id, level, hans, hant (empty: as hans), code, aliases and former names (``|`` between), unsure characters.
        ids: each id with its row.
        names: each folded full name with its rows.
        aliases: each folded stored alias with its rows; short names that an ending rule gives are not stored.
        former: each folded former name with its rows.
        digest: the SHA-256 of the rows, as the tool stamped it.
    """

    rows: list[Row]
    ids: dict[str, int]
    names: dict[str, list[int]]
    aliases: dict[str, list[int]]
    former: dict[str, list[int]]
    digest: str


@cache
def atlas() -> Atlas:
    """The shipped gazetteer; read at the first call."""
    text = TABLE.read_text(encoding="utf-8")
    lines = text.split("\n")
    lines.pop()  # the text ends with a line break
    rows = [line.split("\t") for line in lines[2:]]
    names: dict[str, list[int]] = {}
    for index, name in enumerate(fold("\n".join([row[_HANS] for row in rows])).split("\n")):
        if name in names:
            names[name].append(index)
        else:
            names[name] = [index]
    return Atlas(
        rows=rows,
        ids={row[_ID]: index for index, row in enumerate(rows)},
        names=names,
        aliases=_index(rows, _ALIASES),
        former=_index(rows, _FORMER),
        digest=lines[0].removeprefix("# sha256 "),
    )


def _index(rows: list[Row], column: int) -> dict[str, list[int]]:
    """The folded names of one many-valued column, with their rows."""
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row[column]:
            for name in row[column].split("|"):
                found.setdefault(fold(name), []).append(index)
    return found


def place(row: Row) -> Place:
    """One row as a place, with its short name among the aliases."""
    hans = row[_HANS]
    aliases = row[_ALIASES].split("|") if row[_ALIASES] else []
    brief = short(hans)
    if brief and brief not in aliases:
        aliases.insert(0, brief)
    parent, _, _ = row[_ID].rpartition("/")
    return Place(
        id=row[_ID],
        level=cast("Level", row[_LEVEL]),
        forms=Forms(hans, row[_HANT] or hans),
        parent=parent or None,
        code=row[_CODE] or None,
        aliases=tuple(aliases),
        former=tuple(row[_FORMER].split("|")) if row[_FORMER] else (),
    )


def unsure(row: Row) -> str:
    """The characters of the name whose Traditional form nobody has confirmed."""
    return row[_UNSURE]
