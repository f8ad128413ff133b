"""The Whoosh index on disk. The only module that imports whoosh; docs/search.md says why 2.7.4, and what is avoided.

What is used of Whoosh: documents with existence postings, stored values, byte columns, one commit. Not its query parser,
scoring, statistics, highlighting or facets. A folder of ours looks like this::

    index/current            the name of the folder that answers
    index/i-1f3a…/stamp.json what built it; written before ``current`` names it
    index/i-1f3a…/sizes-7.json   the sizes of the files of commit 7, so that a truncated file is noticed
    index/i-1f3a…/_MAIN_7.toc …  Whoosh's own files (pickles: opened only under our stamp)
    index/lock               held by the one writer
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import shutil
import threading
import time
import warnings
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from plugins.hanzi.fold import FOLD_VERSION
from plugins.search.analysis import ANALYSIS_VERSION
from plugins.search.faults import IndexUnusable
from plugins.search.folders import Version, current_version, new_folder, point_to, replace_file, sweep

__all__ = ["SCHEMA_VERSION", "Store", "Version", "Writer", "current_version", "stamp", "writing"]

#: Changes whenever what is stored, or how, changes.
SCHEMA_VERSION = "3"

_TRIES = 40
_PAUSE = 0.05
_LOCK_TIMEOUT = 600.0
_MEMORY_MB = 256


def stamp() -> dict[str, str]:
    """What an index must have been built by to be answered from."""
    return {
        "format": "shouwang-search",
        "schema": SCHEMA_VERSION,
        "fold": FOLD_VERSION,
        "analysis": ANALYSIS_VERSION,
        "pypinyin": importlib.metadata.version("pypinyin"),
        "whoosh": ".".join(map(str, _whoosh().__version__)),
    }


class Store:
    """An open snapshot of an index. Never changes; a writer's later commits do not disturb it.

    Whoosh's readers share one file position, so every read holds a lock.
    """

    def __init__(self, reader: Any, version: Version) -> None:
        self.version = version
        self._reader = reader
        self._leaves = [(leaf, offset) for leaf, offset in reader.leaf_readers()]
        self._texts = [leaf.column_reader("folded") for leaf, _ in self._leaves]
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
        index = _whoosh().index.open_dir(str(folder))
        return cls(index.reader(), version)

    def cards(self) -> list[tuple[int, bytes]]:
        """The card of every live story, with the number that its postings go by."""
        found = []
        with self._lock:
            for leaf, offset in self._leaves:
                cards = leaf.column_reader("card")
                found += [(offset + i, card) for i in leaf.all_doc_ids() if (card := bytes(cards[i]))]
        return found

    def folded(self, number: int) -> str:
        """The folded texts of one story, as they were written."""
        with self._lock:
            at = self._leaf(number)
            return str(bytes(self._texts[at][number - self._leaves[at][1]]), "utf-8")

    def stored(self, number: int) -> Any:
        """What was stored with one story, as plain data."""
        with self._lock:
            return json.loads(self._reader.stored_fields(number)["data"])

    def special(self, key: str) -> Any:
        """Plain data stored once for the whole index, or None."""
        with self._lock:
            for leaf, _ in self._leaves:
                for number in self._ids(leaf, "key", "@" + key):
                    return json.loads(leaf.stored_fields(number)["data"])
        return None

    def postings(self, field: str, term: str) -> array[int]:
        """The numbers of the live stories that have a term, ascending."""
        found = array("l")
        with self._lock:
            for leaf, offset in self._leaves:
                found.extend([offset + number for number in self._ids(leaf, field, term)])
        return found

    def close(self) -> None:
        """Let go of the files. Whoosh closes some of them only when nobody refers to its readers any more."""
        with self._lock:
            self._reader.close()
            self._leaves, self._texts, self._reader = [], [], None

    def _leaf(self, number: int) -> int:
        return next(i for i in range(len(self._leaves) - 1, -1, -1) if self._leaves[i][1] <= number)

    @staticmethod
    def _ids(leaf: Any, field: str, term: str) -> Iterable[int]:
        try:
            matcher = leaf.postings(field, term)
        except _whoosh().reading.TermNotFound:
            return ()
        ids: Iterable[int] = matcher.all_ids()
        return ids


class Writer:
    """One change to an index, all or nothing: leaving the ``with`` block commits, an exception leaves it as it was.

    Args:
        directory: the index folder; the caller holds its lock.
        fresh: build a new folder beside the one that answers and swap at the end; else change the one that answers.
    """

    def __init__(self, directory: Path, *, fresh: bool) -> None:
        self._directory = directory
        self._fresh = fresh
        whoosh = _whoosh()
        if fresh:
            self._folder = new_folder(directory)
            index = whoosh.index.create_in(str(self._folder), _schema())
        else:
            version = current_version(directory)
            if version is None:
                raise IndexUnusable("no index to change")
            self._folder = directory / version[0]
            index = whoosh.index.open_dir(str(self._folder))
        self._index = index
        self._searcher = index.searcher()
        self._writer = index.writer(limitmb=_MEMORY_MB)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is not None:
                self._writer.cancel()
            else:
                self._commit()
        finally:
            with contextlib.suppress(Exception):
                self._searcher.close()
            if kind is not None and self._fresh:
                shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, key: str, *, card: bytes, folded: str, stored: object, grams: list[str], words: list[str]) -> None:
        """Write one story."""
        self._writer.add_document(
            key=f"/{key}", card=card, folded=folded.encode(), data=_plain(stored), grams=grams, words=words
        )

    def remove(self, keys: Iterable[str]) -> Iterator[Any]:
        """Take stories out, as they were before this change, and give what was stored with each."""
        reader = self._searcher.reader()
        for key in keys:
            for number in list(reader.postings("key", f"/{key}").all_ids()):
                yield json.loads(reader.stored_fields(number)["data"])
            self._writer.delete_by_term("key", f"/{key}", searcher=self._searcher)

    def put_special(self, key: str, value: object) -> None:
        """Store plain data for the whole index, in place of what was stored by that key."""
        self._writer.delete_by_term("key", f"@{key}", searcher=self._searcher)
        self._writer.add_document(key=f"@{key}", data=_plain(value))

    def _commit(self) -> None:
        try:
            self._writer.commit()
        except BaseException:
            with contextlib.suppress(Exception):  # Whoosh 2.7.4 keeps its lock when a commit fails
                self._writer.writelock.release()
            raise
        commit = self._index.latest_generation()
        files = [entry for entry in self._folder.iterdir() if entry.suffix in (".toc", ".seg")]
        sizes = {entry.name: entry.stat().st_size for entry in files}
        replace_file(self._folder / f"sizes-{commit}.json", json.dumps(sizes).encode())
        for old in self._folder.glob("sizes-*.json"):
            if old.name != f"sizes-{commit}.json":
                old.unlink(missing_ok=True)
        if self._fresh:
            replace_file(self._folder / "stamp.json", json.dumps(stamp()).encode())
            point_to(self._directory, self._folder)


@contextlib.contextmanager
def writing(directory: Path) -> Iterator[None]:
    """Hold the lock of an index folder, made if need be; afterwards sweep away what killed writers left.

    Raises:
        TimeoutError: another writer has held it for ten minutes.
    """
    filelock = _whoosh().util.filelock
    directory.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(str(directory / "lock"))
    if not filelock.try_for(lock.acquire, timeout=_LOCK_TIMEOUT, delay=_PAUSE):
        raise TimeoutError("another writer holds the index")
    try:
        yield
        sweep(directory)
    finally:
        lock.release()


def _plain(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _schema() -> Any:
    whoosh = _whoosh()
    columns, fields, formats = whoosh.columns, whoosh.fields, whoosh.formats

    def present() -> Any:
        """Which documents have a term, without positions or weights.

        Scorable only because Whoosh otherwise looks for a file of lengths at every posting it writes.
        """
        field = fields.KEYWORD(scorable=True)
        field.format = formats.Existence()
        return field

    return fields.Schema(
        key=fields.ID(),
        card=fields.COLUMN(columns.VarBytesColumn()),
        folded=fields.COLUMN(columns.VarBytesColumn()),
        data=fields.STORED(),
        grams=present(),
        words=present(),
    )


@cache
def _whoosh() -> Any:
    """The library, imported when it is first needed; what Python says of its old code is kept from users.

    Every module that is used is imported here, for the warnings come when a module is first compiled.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        import whoosh
        import whoosh.codec.whoosh3
        import whoosh.fields
        import whoosh.index
        import whoosh.query
        import whoosh.searching
        import whoosh.util.filelock
        import whoosh.writing
    return whoosh
