"""The terms of many stories, gathered in memory and handed to Whoosh's own writer of postings in order.

Takes the place of Whoosh's pool, which sorts a tuple for every posting and writes them to disk in between.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

#: A posting as Whoosh passes it on: field, term, document, weight, value.
Posting = tuple[str, bytes, int, float, bytes]


#: How many postings Whoosh writes and reads in one go.
BLOCK = 1024


class Inversion:
    """For each term of each field its documents, ascending, and a number of ours for each: Whoosh's "weight".

    Args:
        fieldwriter: the writer of postings of the segment that is being written.
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
        """Add one posting; Whoosh calls this for fields of its own and when it merges segments."""
        field, term, document, weight, _ = posting
        documents, numbers = self._fields[field][term.decode()]
        documents.append(document)
        numbers.append(weight)

    def iter_postings(self) -> Iterable[Posting]:
        """What Whoosh passes on to the writer of postings; it has them already."""
        return ()

    def _write(self, schema: Any, _lengths: object, _postings: Iterable[Posting]) -> None:
        """Write everything by field and term; each term is let go of once it is written."""
        writer = self._fieldwriter
        for field in sorted(self._fields):
            postings = self._fields.pop(field)
            writer.start_field(field, schema[field])
            for term in sorted(postings):
                writer.start_term(term.encode())
                _fill(writer._postwriter, *postings.pop(term))  # noqa: SLF001
                writer.finish_term()
            writer.finish_field()

    def cleanup(self) -> None:
        """Let go of everything."""
        self._fields.clear()


def _no_postings() -> tuple[array[int], array[float]]:
    return array("I"), array("f")


def _fill(writer: Any, documents: array[int], numbers: array[float]) -> None:
    """Give a term's postings to Whoosh's writer a block at a time; it writes the last one itself."""
    for start in range(0, len(documents), BLOCK):
        if start:
            writer._write_block()  # noqa: SLF001
        writer._ids = documents[start : start + BLOCK]  # noqa: SLF001
        writer._weights = numbers[start : start + BLOCK]  # noqa: SLF001
        writer._maxweight = max(writer._weights)  # noqa: SLF001
