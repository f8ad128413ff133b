"""Changing the Whoosh index on disk: one writer at a time, all or nothing. ``store`` says what stands in its folder."""

from __future__ import annotations

import contextlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from plugins.hanzi.scripts import Script
from plugins.search.counts import coded
from plugins.search.faults import IndexUnusable
from plugins.search.folded import FIELD_END
from plugins.search.folders import current_version, new_folder, point_to, replace_file, sweep
from plugins.search.inversion import Inversion
from plugins.search.library import COLUMNS, schema, stamp, whoosh
from plugins.search.plain import as_json
from plugins.search.segments import gathered

_PAUSE = 0.05
_LOCK_TIMEOUT = 600.0


class Writer:
    """One change to an index, all or nothing: leaving the ``with`` block commits, an exception leaves it as it was.

    Args:
        directory: the index folder; the caller holds its lock.
        fresh: build a new folder beside the one that answers and swap at the end; else change the one that answers.
    """

    def __init__(self, directory: Path, *, fresh: bool) -> None:
        self._directory = directory
        self._fresh = fresh
        library = whoosh()
        if fresh:
            self._folder = new_folder(directory)
            index = library.index.create_in(str(self._folder), schema())
        else:
            version = current_version(directory)
            if version is None:
                raise IndexUnusable("no index to change")
            self._folder = directory / version[0]
            index = library.index.open_dir(str(self._folder))
        self._index = index
        self._searcher = index.searcher()
        codec = library.codec.whoosh3.W3Codec()
        codec.length_stats = False  # we keep lengths; Whoosh would look its own up at every posting
        self._writer = index.writer(codec=codec)
        self._terms = self._writer.pool = Inversion(self._writer.fieldwriter)

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

    def add(
        self,
        key: str,
        *,
        digest: str,
        card: bytes,
        folded: str,
        editions: Mapping[Script, object],
        words: Sequence[str],
    ) -> None:
        """Write one story. ``folded``: its folded fields joined (``folded.FIELD_END``). ``words``: those of its original."""
        columns: dict[str, bytes] = {
            "digest": f"{key}\n{digest}".encode(),
            "card": card,
            "folded": folded.encode(),
            **{script: zlib.compress(as_json(edition)) for script, edition in editions.items()},
        }
        self._add_story(f"/{key}", columns, words)

    def _add_story(self, key: str, columns: Mapping[str, bytes], words: Sequence[str]) -> None:
        number = self._writer.docnum
        self._writer.add_document(key=key, data=as_json(words), **columns)
        self._terms.add_terms("grams", number, coded(str(columns["folded"], "utf-8").split(FIELD_END)))
        self._terms.add_terms("words", number, dict.fromkeys(words, 1))

    def _gather(self, _writer: object, segments: Sequence[Any]) -> list[Any]:
        """Write what is alive in some of the segments into the new one; give those that stay as they are.

        Whoosh itself would read every list of postings of such a segment, and of stories that were edited one by one each word
        is a list of its own. To make them again from the folded texts takes a fraction of that.
        """
        chosen = gathered([(segment.doc_count(), segment.deleted_count()) for segment in segments])
        for number in chosen:
            reader = whoosh().reading.SegmentReader(self._writer.storage, self._writer.schema, segments[number])
            self._add_living(reader)
            reader.close()
        return [segment for number, segment in enumerate(segments) if number not in chosen]

    def _add_living(self, reader: Any) -> None:
        """Write every document that is alive in a segment once more."""
        columns = {name: reader.column_reader(name) for name in COLUMNS}
        for key in reader.lexicon("key"):
            for number in reader.postings("key", key).all_ids():
                data = reader.stored_fields(number)["data"]
                found = {name: value for name, column in columns.items() if (value := bytes(column[number]))}
                if found:
                    self._add_story(key.decode(), found, json.loads(data))
                else:
                    self._writer.add_document(key=key.decode(), data=data)

    def remove(self, keys: Iterable[str]) -> Iterator[list[str]]:
        """Take stories out, as they were before this change, and give the words of each."""
        reader = self._searcher.reader()
        for key in keys:
            for number in list(reader.postings("key", f"/{key}").all_ids()):
                yield json.loads(reader.stored_fields(number)["data"])
            self._writer.delete_by_term("key", f"/{key}", searcher=self._searcher)

    def put_special(self, key: str, value: object) -> None:
        """Store plain data for the whole index, in place of what was stored by that key."""
        self._writer.delete_by_term("key", f"@{key}", searcher=self._searcher)
        self._writer.add_document(key=f"@{key}", data=as_json(value))

    def _commit(self) -> None:
        try:
            self._writer.commit(mergetype=self._gather)
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
    filelock = whoosh().util.filelock
    directory.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(str(directory / "lock"))
    if not filelock.try_for(lock.acquire, timeout=_LOCK_TIMEOUT, delay=_PAUSE):
        raise TimeoutError("another writer holds the index")
    try:
        yield
        sweep(directory)
    finally:
        lock.release()
