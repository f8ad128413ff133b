"""Files of entries by term, each small enough to be fetched for one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from plugins.search.static.packing import deflated, put, put_bytes, put_text

#: About how many bytes a shard of a base holds before it is deflated, and one of a later segment: every question about a term
#: fetches one of each segment's, so where few stories stand they are cut smaller.
BASE_SHARD: Final = 8_192
LATER_SHARD: Final = 4_096


class Shards:
    """Entries by term, spread over files by the first two characters of their terms.

    Args:
        folder: where to; made.
        size: about how many bytes one holds before it is deflated.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self._size = size
        self._entries: list[tuple[str, bytes]] = []
        folder.mkdir(parents=True)

    def add(self, term: str, entry: bytes | bytearray) -> None:
        """Add what stands under a term."""
        self._entries.append((term, bytes(entry)))

    def own_file(self, name: str, data: bytes | bytearray) -> None:
        """Write what is too large for a shard."""
        (self._folder / f"x{name}.bin").write_bytes(deflated(data))

    def write(self) -> int:
        """Write all shards and give their number."""
        count = max(1, sum(len(term) * 3 + len(entry) for term, entry in self._entries) // self._size)
        shards: list[list[tuple[str, bytes]]] = [[] for _ in range(count)]
        for term, entry in self._entries:
            shards[shard_of(term, count)].append((term, entry))
        for number, entries in enumerate(shards):
            out = bytearray()
            put(out, len(entries))
            for term, entry in entries:
                put_text(out, term)
                put_bytes(out, entry)
            (self._folder / f"{number}.bin").write_bytes(deflated(out))
        return count


def shard_of(term: str, count: int) -> int:
    """The shard that a term stands in: FNV-1a over the code points of its first two characters."""
    number = 0x811C9DC5
    for ch in term[:2]:
        number = ((number ^ ord(ch)) * 0x01000193) & 0xFFFFFFFF
    return (number ^ number >> 15) % count
