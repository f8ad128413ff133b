"""What the files of a folder really hold: their bytes, and whatever is compressed in them, wherever it stands."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli

#: The second byte of a zlib stream, for each level of compression.
_LEVELS = b"\x01\x5e\x9c\xda"
_MOST = 1 << 24


def unpacked(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, hidden ones too, by its path: as it is, and each thing that it holds compressed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, name.encode()
            yield from ((name, data) for data in held(name, path.read_bytes()))


def held(name: str, data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and what is compressed in them."""
    yield data
    if name.endswith(".br"):
        yield brotli.decompress(data)
    elif name.endswith(".gz"):
        yield gzip.decompress(data)
    elif name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for one in archive.namelist():
                yield from held(one, archive.read(one))
    elif name.endswith(".bin"):
        yield zlib.decompress(data, -zlib.MAX_WBITS)
    at = data.find(b"\x78")
    while 0 <= at < len(data) - 1:
        if data[at + 1] in _LEVELS:
            stream = zlib.decompressobj()
            with contextlib.suppress(zlib.error):
                yield stream.decompress(data[at:], _MOST)
        at = data.find(b"\x78", at + 1)


def files_saying(folder: Path, words: tuple[str, ...]) -> dict[str, set[str]]:
    """The files that hold one of these words, each with the words that it holds."""
    found: dict[str, set[str]] = {}
    for name, data in unpacked(folder):
        if said := {word for word in words if word.encode() in data or word.encode("utf-16-le") in data}:
            found.setdefault(name, set()).update(said)
    return found
