"""Reading the Whoosh index on disk. A folder of ours looks like this::

index/current            the name of the folder that answers
index/i-1f3a…/stamp.json what built it; written before ``current`` names it
index/i-1f3a…/sizes-7.json   the sizes of the files of commit 7, so that a truncated file is noticed
index/i-1f3a…/_MAIN_7.toc …  Whoosh's own files (pickles: opened only under our stamp)
index/lock               held by the one writer
"""

from __future__ import annotations

import json
import threading
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any, Self

from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.search.faults import IndexUnusable
from plugins.search.folders import Version, current_version
from plugins.search.library import stamp, whoosh

_TRIES = 40
_PAUSE = 0.05


class Store:
    """An open snapshot of an index. Never changes; a writer's later commits do not disturb it.

    Whoosh's readers share one file position, so every read holds a lock.
    """

    def __init__(self, reader: Any, version: Version) -> None:
        self.version = version
        self._reader = reader
        self._leaves = [(leaf, offset) for leaf, offset in reader.leaf_readers()]
        self._columns: dict[str, list[Any]] = {
            name: [leaf.column_reader(name) for leaf, _ in self._leaves] for name in ("card", "folded", *SCRIPTS)
        }
        self._lock = threading.Lock()

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open the last good index of a folder.

        Raises:
            IndexUnusable: there is none, or it is stale, broken or not ours.
        """
        for _ in range(_TRIES):
            version = current_version(directory)
            try:
                return cls._open(directory, version)
            except Exception as error:
                if current_version(directory) == version:  # not a writer that has just finished
                    if isinstance(error, IndexUnusable):
                        raise
                    raise IndexUnusable(f"the index cannot be read: {error!r}") from error
            time.sleep(_PAUSE)
        raise IndexUnusable("the index changes faster than it can be opened")

    @classmethod
    def _open(cls, directory: Path, version: Version | None) -> Self:
        if version is None:
            raise IndexUnusable(f"there is no index in {directory.name}/")
        folder = directory / version[0]
        try:
            found = json.loads((folder / "stamp.json").read_bytes())
        except (OSError, ValueError) as error:
            raise IndexUnusable("the index carries no stamp of ours") from error
        if found != stamp():
            raise IndexUnusable("the index was built by another version")
        sizes = folder / f"sizes-{version[1]}.json"
        if sizes.exists():
            for name, size in json.loads(sizes.read_bytes()).items():
                if not (folder / name).is_file() or (folder / name).stat().st_size != size:
                    raise IndexUnusable(f"the index is broken: {name} has changed")
        index = whoosh().index.open_dir(str(folder))
        return cls(index.reader(), version)

    def cards(self) -> list[tuple[int, bytes]]:
        """The card of every live story, with the number that its postings go by."""
        return self._every("card")

    def card(self, number: int) -> bytes:
        """The card of one story."""
        return self._column("card", number)

    @cached_property
    def stories(self) -> Sequence[tuple[int, str, str]]:
        """The number, the id and the digest of every live story."""
        rows = ((number, data.decode().partition("\n")) for number, data in self._every("digest"))
        return [(number, id_, digest) for number, (id_, _, digest) in rows]

    def digests(self) -> dict[str, str]:
        """The digest of every live story, by its id."""
        return {id_: digest for _, id_, digest in self.stories}

    def folded(self, number: int) -> str:
        """The folded texts of one story, as they were written."""
        return str(self._column("folded", number), "utf-8")

    def edition(self, number: int, script: Script) -> Any:
        """One edition of a story as plain data; None where it was given in one script only."""
        data = self._column(script, number)
        return json.loads(zlib.decompress(data)) if data else None

    def words(self, number: int) -> list[str]:
        """The words of a story."""
        with self._lock:
            words: list[str] = json.loads(self._reader.stored_fields(number)["data"])
        return words

    def special(self, key: str) -> Any:
        """Plain data stored once for the whole index, or None."""
        data = self.special_data(key)
        return None if data is None else json.loads(data)

    def special_data(self, key: str) -> bytes | None:
        """The same as the bytes that were written; equal data give equal bytes."""
        with self._lock:
            for leaf, _ in self._leaves:
                if ("key", "@" + key) not in leaf:
                    continue
                for number in leaf.postings("key", "@" + key).all_ids():
                    data: bytes = leaf.stored_fields(number)["data"]
                    return data
        return None

    def postings(self, field: str, term: str) -> tuple[array[int], array[int]]:
        """The numbers of the stories that have a term, ascending, dead ones too; and what each posting carries."""
        numbers, carried = array("l"), array("l")
        with self._lock:
            for leaf, offset in self._leaves:
                for ids, weights in _blocks(leaf, field, term):
                    numbers.extend(map(offset.__add__, ids))
                    carried.extend(map(int, weights))
        return numbers, carried

    def close(self) -> None:
        """Let go of the files. Whoosh closes some of them only when nobody refers to its readers any more."""
        with self._lock:
            self._reader.close()
            self._leaves, self._columns, self._reader = [], {}, None

    def _every(self, column: str) -> list[tuple[int, bytes]]:
        """What a column holds of every live story."""
        found = []
        with self._lock:
            for leaf, offset in self._leaves:
                data = leaf.column_reader(column)
                found += [(offset + i, value) for i in leaf.all_doc_ids() if (value := bytes(data[i]))]
        return found

    def _column(self, name: str, number: int) -> bytes:
        with self._lock:
            at = next(i for i in range(len(self._leaves) - 1, -1, -1) if self._leaves[i][1] <= number)
            return bytes(self._columns[name][at][number - self._leaves[at][1]])


def _blocks(leaf: Any, field: str, term: str) -> Iterator[tuple[Iterable[int], Iterable[float]]]:
    """The documents of a term and their weights, a block at a time: Whoosh itself goes on posting by posting."""
    try:
        matcher = leaf.postings(field, term)
    except whoosh().reading.TermNotFound:
        return
    matcher = getattr(matcher, "child", matcher)  # without the filter that leaves dead documents out
    while matcher.is_active():
        matcher._read_data()  # noqa: SLF001
        steps, weights, _ = matcher._data  # noqa: SLF001
        if not isinstance(weights, tuple):
            weights = repeat(1.0 if weights is None else weights, len(steps))
        yield accumulate(steps), weights
        matcher._next_block()  # noqa: SLF001
