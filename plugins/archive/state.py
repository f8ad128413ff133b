"""What the last build knew, in one SQLite file beside the output. Deleting it changes nothing but the time a build takes."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from plugins.archive.plan import Output, Plan
from plugins.archive.recipe import Blob
from plugins.archive.scan import Source

Result = TypeVar("Result")

#: Another layout makes the old file worthless; it is dropped, never migrated: everything in it can be made again.
SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (root TEXT, path TEXT, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (root, path)) WITHOUT ROWID;
CREATE TABLE record (path TEXT PRIMARY KEY, key TEXT NOT NULL, facts TEXT NOT NULL, texts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE output (path TEXT PRIMARY KEY, recipe TEXT, digest TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What was made of one source file.

    Attributes:
        key: the digest of all that it was made from; it is made again when the key changes.
        facts: short plain data that lists are made of, loaded for all records at every build.
        texts: long plain data (bodies), loaded only where a page or the index needs it.
    """

    key: str
    facts: dict[str, Any]
    texts: dict[str, Any]


class State:
    """The state of one output folder. One process at a time; use :meth:`open`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = self._connect()

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path) -> Iterator[State]:
        """Open the state, or begin a new one where there is none, or where it is damaged or of another layout.

        Raises:
            BusyError: when another build holds it.
            OSError: when it can't be written where it stands.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        state = cls(path)
        try:
            yield state
        finally:
            state._db.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            return _opened(self._path)
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise BusyError(str(self._path)) from error
            raise OSError(f"{self._path}: {error}") from error
        except sqlite3.DatabaseError:  # damaged: everything in it can be made again
            self._remove()
            return _opened(self._path)

    def _remove(self) -> None:
        for end in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def mended(self, work: Callable[[], Result]) -> Result:
        """What a piece of work gives; where it finds the state damaged, a new one is begun and the work is done once more.

        Opening looks at the first page only, and looking at all of them would take longer than most builds.

        Args:
            work: whatever reads and writes this state, and nothing that can't be done twice.

        Raises:
            OSError: when the state can't be read or written: the disk is full, or fails.
        """
        try:
            return work()
        except sqlite3.OperationalError as error:
            raise OSError(f"{self._path}: {error}") from error
        except (sqlite3.DatabaseError, zlib.error):
            self._db.close()
            self._remove()
            self._db = self._connect()
            return work()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is changed inside is kept if the block ends well.

        Raises:
            OSError: when it can't be written: the disk is full, or fails.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise OSError(f"{self._path}: {error}") from error
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def get(self, key: str) -> str | None:
        """A remembered value, or None."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, key: str, value: str) -> None:
        """Remember a value."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def sources(self, root: str) -> dict[str, Source]:
        """The files below one root as they were seen last, by path."""
        rows = self._db.execute("SELECT path, mtime_ns, size, digest FROM source WHERE root = ?", (root,))
        return {path: Source(mtime_ns, size, digest) for path, mtime_ns, size, digest in rows}

    def save_sources(self, root: str, before: Mapping[str, Source], after: Mapping[str, Source]) -> None:
        """Remember the files below one root; only what differs is written."""
        changed = [(root, path, *_columns(source)) for path, source in after.items() if before.get(path) != source]
        self._db.executemany("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)", changed)
        gone = [(root, path) for path in before if path not in after]
        self._db.executemany("DELETE FROM source WHERE root = ? AND path = ?", gone)

    def keys(self) -> dict[str, str]:
        """The key of every record, by path."""
        return dict(self._db.execute("SELECT path, key FROM record").fetchall())

    def facts(self) -> dict[str, dict[str, Any]]:
        """The facts of every record, by path."""
        return {
            path: json.loads(facts) for path, facts in self._db.execute("SELECT path, facts FROM record ORDER BY path")
        }

    def texts(self, path: str) -> dict[str, Any]:
        """The texts of one record.

        Raises:
            KeyError: when there is no such record.
        """
        row = self._db.execute("SELECT texts FROM record WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise KeyError(path)
        texts: dict[str, Any] = json.loads(zlib.decompress(row[0]))
        return texts

    def blob(self, blob: Blob) -> str:
        """The text of a blob."""
        return str(self.texts(blob.owner)[blob.name])

    def save_records(self, records: Mapping[str, Record], gone: Iterable[str]) -> None:
        """Keep new and changed records; forget those whose file is gone."""
        rows = (
            (path, record.key, _json(record.facts), zlib.compress(_json(record.texts).encode(), 3))
            for path, record in records.items()
        )
        self._db.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)", rows)
        self._db.executemany("DELETE FROM record WHERE path = ?", [(path,) for path in gone])

    def outputs(self) -> dict[str, Output]:
        """Every file that we wrote or were about to write, by path."""
        return {path: Output(*rest) for path, *rest in self._db.execute("SELECT path, recipe, digest FROM output")}

    def begin_outputs(self, plan: Plan) -> None:
        """Say beforehand which outputs are about to change. A build that dies leaves them unknown, so the next makes them anew."""
        touched = [page.path for page, _ in plan.render] + [asset.path for asset in plan.copy] + list(plan.remove)
        self._db.executemany("INSERT OR REPLACE INTO output VALUES (?, NULL, NULL)", [(path,) for path in touched])

    def finish_outputs(self, made: Mapping[str, Output], removed: Iterable[str]) -> None:
        """Record what stands in the output now."""
        rows = [(path, output.recipe, output.digest) for path, output in made.items()]
        self._db.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?)", rows)
        self._db.executemany("DELETE FROM output WHERE path = ?", [(path,) for path in removed])

    def scour(self) -> None:
        """Leave nothing of what was forgotten in the file: no freed pages, and no log beside it."""
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_records(self) -> None:
        """Make every record anew."""
        self._db.execute("DELETE FROM record")

    def forget_outputs(self) -> None:
        """Trust nothing of what stands in the output folder, but go on knowing which paths are ours to remove."""
        self._db.execute("UPDATE output SET recipe = NULL, digest = NULL")


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that holds the file for itself, with our tables in it."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        # One build at a time, from the first look to the last word; a killed process lets go of its lock.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                connection.execute(f"DROP TABLE {name}")
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


class BusyError(Exception):
    """Another build of the same output is running; the message is the path of its state."""

    exitcode = 1


def _columns(source: Source) -> tuple[int, int, str]:
    return source.mtime_ns, source.size, source.digest


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
