"""The terms of many stories, gathered in memory and written in order into the files that Whoosh reads.

Takes the place of Whoosh's pool, which sorts a tuple for every posting and writes them to disk in between.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import sub
from typing import Any, Final

from plugins.search.library import whoosh

#: A posting as Whoosh passes it on: field, term, document, weight, value.
Posting = tuple[str, bytes, int, float, bytes]

#: How many postings stand in a block, which is read in one go.
BLOCK: Final = 1024

_FIELD: Final = struct.Struct("!H")
_LENGTH: Final = struct.Struct("!i")
_EXTENT: Final = struct.Struct("!qi")
_PROTOCOL: Final = 2
_COMPRESSION: Final = 3
_WORTH_COMPRESSING: Final = 40  # bytes; below, zlib makes them more


class Inversion:
    """For each term of each field its documents, ascending, and a number of ours for each: Whoosh's "weight".

    Args:
        fieldwriter: Whoosh's writer of terms of the segment that is being written.
    """

    def __init__(self, fieldwriter: Any) -> None:
        self._fields: defaultdict[str, defaultdict[str, tuple[array[int], array[float]]]] = defaultdict(
            lambda: defaultdict(_no_postings)
        )
        self._fieldwriter = fieldwriter
        fieldwriter.add_postings = self._write  # Whoosh's own takes posting by posting, several microseconds each

    def add_terms(self, field: str, document: int, terms: Mapping[str, int]) -> None:
        """Add all terms of a field of a document, each with its number."""
        postings = self._fields[field]
        for term, number in terms.items():
            documents, numbers = postings[term]
            documents.append(document)
            numbers.append(number)

    def add(self, posting: Posting) -> None:
        """Add one posting; Whoosh calls this for the field that it fills itself, the key."""
        field, term, document, weight, _ = posting
        documents, numbers = self._fields[field][term.decode()]
        documents.append(document)
        numbers.append(weight)

    def iter_postings(self) -> Iterable[Posting]:
        """What Whoosh passes on to its writer of terms; that has them already."""
        return ()

    def _write(self, schema: Any, _lengths: object, _postings: Iterable[Posting]) -> None:
        """Write everything by field and term; each term is let go of once it is written."""
        writer = self._fieldwriter
        file, add = writer._postfile, writer._tindex.add  # noqa: SLF001
        for field in sorted(self._fields):
            postings = self._fields.pop(field)
            writer.start_field(field, schema[field])
            prefix = _FIELD.pack(writer._fieldid)  # noqa: SLF001
            at = file.tell()
            for term in sorted(postings):
                data, summary = _encoded(*postings.pop(term))
                file.write(data)
                add(prefix + term.encode(), summary + _EXTENT.pack(at, len(data)))
                at += len(data)
            writer.finish_field()

    def cleanup(self) -> None:
        """Let go of everything."""
        self._fields.clear()


def _no_postings() -> tuple[array[int], array[float]]:
    return array("I"), array("f")


def _encoded(documents: array[int], numbers: array[float]) -> tuple[bytes, bytes]:
    """A term's list of postings, and what its entry says of the whole list, as Whoosh 2.7.4 reads them.

    Whoosh's own writer (``codec/whoosh3.py``: ``W3PostingsWriter``, ``W3TermInfo``) gives the same in three times the time, of
    which most terms of a small segment need all for a single document.
    """
    codec = whoosh().codec.whoosh3
    out = bytearray(codec.WHOOSH3_HEADER_MAGIC)
    size = len(documents)
    for start in range(0, size, BLOCK):
        ids, weights = documents[start : start + BLOCK], numbers[start : start + BLOCK]
        most = max(weights)
        alike = most == min(weights)
        carried = tuple(weights) if not alike else None if most == 1.0 else most
        steps = ids[0], *map(sub, ids[1:], ids)
        data = pickle.dumps((steps, carried, None), _PROTOCOL)
        compression = _COMPRESSION if len(data) > _WORTH_COMPRESSING else 0
        if compression:
            data = zlib.compress(data, compression)
        about = pickle.dumps((len(ids), ids[-1], most, compression, 0, 0), _PROTOCOL)
        length = len(about) + len(data)
        out += _LENGTH.pack(-length if start + BLOCK >= size else length) + about + data
    summary = codec.W3TermInfo._struct.pack(0, sum(numbers), size, 0, 0, max(numbers), documents[0], documents[-1])  # noqa: SLF001
    return bytes(out), summary
