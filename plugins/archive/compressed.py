"""Files compressed ahead, beside the file they hold: what a host sends to browsers that take it, at no cost of its own.

They belong to their file: written with it, removed with it, and never beside another state of it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from plugins.archive import files

#: What stands after the name of the file.
ENDS: Final = (".br", ".gz")
#: Names what is written here, for the state: another value makes all files anew.
VERSION: Final = "br-gz-1"

#: A page is one of thousands: a step below brotli's best takes a third of the time and 2 % more bytes. Styles and scripts are few,
#: and every reader fetches them.
PAGE: Final = 10
ASSET: Final = 11

#: What is text. Pictures, fonts and the search index are compressed in themselves.
_TEXTS: Final = frozenset(
    ".atom .bib .css .csv .html .js .json .jsonl .jsonld .md .mjs .ris .svg .txt .webmanifest .xml".split()  # noqa: SIM905
)
#: What is smaller goes into one packet anyway.
_LEAST: Final = 1000
#: The part of a file that must be left at most for a compressed one to be worth its place.
_WORTH: Final = 0.9


def write_beside(staged: Path, path: str, data: bytes, quality: int) -> None:
    """Write the compressed forms of a file beside where it is staged, if it is text and they are worth it.

    Args:
        staged: where the file waits.
        path: where it will stand in the output; the end of its name tells what it is.
        data: its bytes.
        quality: of brotli, :data:`PAGE` or :data:`ASSET`.
    """
    if PurePosixPath(path).suffix not in _TEXTS or len(data) < _LEAST:
        return
    import brotli

    forms = (brotli.compress(data, quality=quality), gzip.compress(data, 9, mtime=0))
    for end, form in zip(ENDS, forms, strict=True):
        if len(form) <= len(data) * _WORTH:
            _beside(staged, end).write_bytes(form)


def put(staged: Path, target: Path) -> None:
    """Put a file in its place with what stands compressed beside it.

    Between two states there is none: a host that finds one may send it without a look at the file.
    """
    for end in ENDS:
        _beside(target, end).unlink(missing_ok=True)
    files.put(staged, target)
    for end in ENDS:
        if _beside(staged, end).is_file():
            files.put(_beside(staged, end), _beside(target, end))


def with_compressed(paths: Iterable[str]) -> Iterator[str]:
    """Paths to remove, each after those of its compressed forms, so that none of them is left without its file."""
    for path in paths:
        yield from (path + end for end in ENDS)
        yield path


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
