"""Numbers and strings as bytes, as the browser reads them (theme/static/js/search/packing.js)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence


def put(out: bytearray, number: int) -> None:
    """Append a number that is not negative: seven bits a byte, the lowest first."""
    while number > 0x7F:  # noqa: PLR2004 - the one loop that every posting goes through
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def put_all(out: bytearray, numbers: Iterable[int]) -> None:
    """Append several numbers."""
    for number in numbers:
        put(out, number)


def put_bytes(out: bytearray, data: bytes | bytearray) -> None:
    """Append bytes after their number."""
    put(out, len(data))
    out += data


def put_text(out: bytearray, text: str) -> None:
    """Append a string."""
    put_bytes(out, text.encode())


def put_texts(out: bytearray, texts: Sequence[str]) -> None:
    """Append strings after their number."""
    put(out, len(texts))
    for text in texts:
        put_text(out, text)


def put_gaps(out: bytearray, ascending: Iterable[int]) -> None:
    """Append ascending numbers as the steps between them."""
    before = 0
    for number in ascending:
        put(out, number - before)
        before = number


def deflated(data: bytes | bytearray) -> bytes:
    """Raw DEFLATE, as small as it gets."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
