"""Changes of files below the content folder: shown as one diff, made all together or not at all.

Nothing leaves the content folder, and nothing that somebody else wrote meanwhile is overwritten.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath


class ConflictError(Exception):
    """Somebody changed these files since they were read; nothing was written. ``paths`` names them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        super().__init__("、".join(self.paths))


class OutsideError(ValueError):
    """A path that leads out of the content folder, or to no file that the archive would read."""


def digest(data: bytes | None) -> str:
    """What a save says that it started from: SHA-256 in hexadecimal digits; empty for a file that is not there."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def inside(content: Path, path: str) -> Path:
    """The file that a relative path with forward slashes means.

    Raises:
        OutsideError: it leads out of the content folder, also by a link, or has a part that no file may be called.
    """
    parts = PurePosixPath(path).parts
    if (
        not parts
        or path != "/".join(parts)
        or any(part in {"..", "/"} or "\\" in part or "\0" in part for part in parts)
    ):
        raise OutsideError(path)
    if any(part.startswith(".") or ":" in part for part in parts):
        raise OutsideError(path)
    root = content.resolve()
    found = root.joinpath(*parts)
    if not found.resolve().is_relative_to(root):
        raise OutsideError(path)
    return found


class Edits:
    """Changes that are made together. Paths are relative to the content folder, with forward slashes."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes | None] = {}

    def read(self, path: str) -> str | None:
        """The text of a file with these edits made, or None where there is none. What was read may not change until ``apply``.

        Raises:
            OutsideError: see :func:`inside`.
            UnicodeDecodeError: the file is not UTF-8.
        """
        data = self.read_bytes(path)
        return None if data is None else data.decode("utf-8")

    def read_bytes(self, path: str) -> bytes | None:
        """As :meth:`read`, for a file of any kind."""
        file = inside(self.content, path)
        if path not in self._before:
            self._before[path] = _read(file)
        return self._after[path] if path in self._after else self._before[path]

    def write(self, path: str, data: str | bytes) -> None:
        """Make or change a file."""
        self.read_bytes(path)
        self._after[path] = data.encode("utf-8") if isinstance(data, str) else data

    def delete(self, path: str) -> None:
        """Take a file away."""
        self.read_bytes(path)
        self._after[path] = None

    def expect(self, path: str, known: str) -> None:
        """Refuse to apply unless a file is what the editor saw: its :func:`digest`, empty for none.

        Raises:
            ConflictError: it is not.
        """
        self.read_bytes(path)
        if digest(self._before[path]) != known:
            raise ConflictError([path])

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of the files that would be made, changed or taken away."""
        return tuple(sorted(path for path, data in self._after.items() if data != self._before[path]))

    def diff(self, paths: Iterable[str] | None = None) -> str:
        """All changes, or those of some files, as a unified diff; of a file that is no text, only that it changes."""
        return "".join(part for path in paths or self.changed for part in self._diff(path))

    def _diff(self, path: str) -> Iterator[str]:
        before, after = self._before[path], self._after[path]
        try:
            old, new = ((data or b"").decode("utf-8").splitlines(keepends=True) for data in (before, after))
        except UnicodeDecodeError:
            yield f"{path}: {len(before or b'')} -> {len(after or b'')} bytes\n"
            return
        was, now = ("/dev/null" if data is None else f"{side}/{path}" for side, data in (("a", before), ("b", after)))
        for line in difflib.unified_diff(old, new, was, now):
            yield line if line.endswith("\n") else f"{line}\n"

    def apply(self) -> None:
        """Make the changes. A failure takes back those already made.

        Raises:
            ConflictError: a file that was read is not as it was; nothing was written.
            OSError: a file can't be written; the others are as they were.
        """
        if conflicts := [path for path, data in self._before.items() if _read(inside(self.content, path)) != data]:
            raise ConflictError(conflicts)
        staged: dict[str, Path] = {}
        done: list[str] = []
        try:
            for path in self.changed:
                if (data := self._after[path]) is not None:
                    staged[path] = _stage(inside(self.content, path), data)
            for path in self.changed:
                done.append(path)
                file = inside(self.content, path)
                if path in staged:
                    staged[path].replace(file)
                else:
                    file.unlink(missing_ok=True)
        except OSError:
            for path in done:
                self._restore(path)
            raise
        finally:
            for fresh in staged.values():
                fresh.unlink(missing_ok=True)
        self._before |= self._after
        self._after.clear()

    def _restore(self, path: str) -> None:
        file, data = inside(self.content, path), self._before[path]
        with contextlib.suppress(OSError):  # the first failure is the one to tell of
            if data is None:
                file.unlink(missing_ok=True)
            elif _read(file) != data:
                _stage(file, data).replace(file)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _stage(file: Path, data: bytes) -> Path:
    """The data in a file of its own beside the one that it is to become; scans pass over such names."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            fresh.chmod(file.stat().st_mode & 0o777)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh
