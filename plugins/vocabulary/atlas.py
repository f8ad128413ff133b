"""The gazetteer as it is shipped: the rows of ``data/gazetteer.tsv``, read once, made into places on demand.

All 44,000 rows are split when the first gazetteer is made; a ``Place`` is made when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_WIDTH = 8


class Index:
    """Folded names with the rows that bear them. Most names are borne once, so only the others cost a list."""

    def __init__(self, rows: Sequence[int], names: Sequence[str]) -> None:
        """Fold all names at once, because one long text is faster than many short ones.

        Args:
            rows: the row of each name.
            names: the names, as long as ``rows``; none has a line break.
        """
        keys = fold("\n".join(names)).split("\n") if names else []
        self._first = dict(zip(reversed(keys), reversed(rows), strict=True))
        self._more: dict[str, list[int]] = {}
        for row, key in zip(rows, keys, strict=True):
            if self._first[key] != row:
                self._more.setdefault(key, []).append(row)

    @classmethod
    def of_many(cls, column: Sequence[str]) -> Index:
        """The index of a column whose cells hold several names, ``|`` between."""
        pairs = [(row, name) for row, cell in enumerate(column) if cell for name in cell.split("|")]
        return cls([row for row, _ in pairs], [name for _, name in pairs])

    def rows(self, key: str) -> list[int]:
        """The rows that bear a folded name, in the order of the table."""
        return [self._first[key], *self._more.get(key, ())] if key in self._first else []

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)


class Atlas(NamedTuple):
    """The shipped table and its indexes; shared by all lookups, changed by none.

    Attributes:
        cells: the cells of all rows, one after another: id, level, hans, hant (empty: as hans), code, aliases and
            former names (``|`` between), unsure characters. One flat list, because 44,000 small ones take longer.
        ids: each id with its row's number.
        names: the full names.
        aliases: the stored aliases; short names that an ending rule gives are not stored.
        former: the former names.
        digest: the SHA-256 of the rows, as the tool stamped it.
    """

    cells: list[str]
    ids: dict[str, int]
    names: Index
    aliases: Index
    former: Index
    digest: str

    def row(self, index: int) -> Row:
        """The cells of one row."""
        return self.cells[index * _WIDTH : (index + 1) * _WIDTH]

    def id(self, index: int) -> str:
        """The id of one row."""
        return self.cells[index * _WIDTH]


@cache
def atlas() -> Atlas:
    """The shipped gazetteer; read at the first call."""
    stamp, _header, body = TABLE.read_bytes().decode().split("\n", 2)
    cells = body.replace("\n", "\t").split("\t")
    cells.pop()  # the text ends with a line break
    ids = cells[_ID::_WIDTH]
    return Atlas(
        cells=cells,
        ids=dict(zip(ids, range(len(ids)), strict=True)),
        names=Index(range(len(ids)), cells[_HANS::_WIDTH]),
        aliases=Index.of_many(cells[_ALIASES::_WIDTH]),
        former=Index.of_many(cells[_FORMER::_WIDTH]),
        digest=stamp.removeprefix("# sha256 "),
    )


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
