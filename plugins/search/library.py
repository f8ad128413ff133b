"""The one module that imports whoosh: the library, what of it an index is made of, and what says who made an index.

docs/search.md says why 2.7.4, and what is avoided. Used are documents with existence postings, stored values, byte columns,
one commit; not its query parser, scoring, statistics, highlighting or facets.
"""

from __future__ import annotations

import importlib.metadata
import io
import warnings
from functools import cache
from typing import Any, Final

from plugins.hanzi.fold import FOLD_VERSION
from plugins.hanzi.scripts import SCRIPTS
from plugins.search.analysis import ANALYSIS_VERSION

#: Changes whenever what is stored, or how, changes.
SCHEMA_VERSION = "5"

#: What is kept of each story beside its postings and ``data``, its words: bytes, empty where there is none.
COLUMNS: Final = ("digest", "card", "folded", *SCRIPTS)


def stamp() -> dict[str, str]:
    """What an index must have been built by to be answered from."""
    return {
        "format": "shouwang-search",
        "schema": SCHEMA_VERSION,
        "fold": FOLD_VERSION,
        "analysis": ANALYSIS_VERSION,
        "pypinyin": importlib.metadata.version("pypinyin"),
        "whoosh": ".".join(map(str, whoosh().__version__)),
    }


def schema() -> Any:
    """The fields of an index."""
    library = whoosh()
    columns, fields, formats = library.columns, library.fields, library.formats

    def present() -> Any:
        """Which documents have a term, with a number for each, without positions."""
        field = fields.KEYWORD()
        field.format = formats.Existence()
        return field

    return fields.Schema(
        key=fields.ID(),
        **{name: fields.COLUMN(columns.VarBytesColumn()) for name in COLUMNS},
        data=fields.STORED(),
        grams=present(),
        words=present(),
    )


@cache
def whoosh() -> Any:
    """The library, imported when it is first needed; what Python says of its old code is kept from users.

    Every module that is used is imported here, for the warnings come when a module is first compiled.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        import whoosh as library
        import whoosh.codec.whoosh3
        import whoosh.fields
        import whoosh.filedb.compound
        import whoosh.index
        import whoosh.query
        import whoosh.reading
        import whoosh.searching
        import whoosh.util.filelock
        import whoosh.writing
    library.filedb.compound.BufferFile = _part_of_a_file()
    return library


def _part_of_a_file() -> Any:
    """Whoosh's ``BufferFile`` without its copy of all that it stands for.

    At 20,000 stories those copies are half a gigabyte in every process that opens an index, and as many seconds as it takes.
    """
    from whoosh.filedb.structfile import BufferFile

    class Part(BufferFile):  # type: ignore[misc] # untyped
        def __init__(self, buf: memoryview, name: str | None = None, onclose: object = None) -> None:
            super().__init__(b"", name, onclose)
            self._buf = buf
            self.file = Window(buf)

    return Part


class Window(io.RawIOBase):
    """Reads a part of the memory that a file is mapped to as if it were a file."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, target: Any) -> int:
        """The next bytes, as many as are left and fit."""
        size = max(0, min(len(target), len(self._data) - self._at))
        target[:size] = self._data[self._at : self._at + size]
        self._at += size
        return size

    def seek(self, position: int, whence: int = io.SEEK_SET) -> int:
        """Go on from there."""
        self._at = position + (0, self._at, len(self._data))[whence]
        return self._at

    def tell(self) -> int:
        """From where on is read next."""
        return self._at

    def close(self) -> None:
        """Let go of the memory."""
        self._data = memoryview(b"")
        super().close()
