"""Find the files under a folder and tell, at the cost of one stat each, which may have changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

#: A file whose time lies this close to the scan may be written again within the same tick of the file system's clock, so its
#: stamp proves nothing and it is read again next time (the "racy git" problem). Two seconds is FAT's tick, the coarsest.
RACY_NS = 2_000_000_000

#: What editors and systems leave lying about; never content.
_IGNORED_SUFFIXES = ("~", ".swp", ".swx", ".tmp", ".pyc")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one stat tells of a file: equal stamps mean equal bytes, unless ``racy``."""

    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file as the state remembers it: its stamp (mtime -1 where the stamp was racy) and the digest of its bytes."""

    mtime_ns: int
    size: int
    digest: str


def digest_of(data: bytes) -> str:
    """The digest that the whole engine uses: BLAKE2b of 20 bytes, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _files(folder: str, prefix: str, above: tuple[os.stat_result, ...] = ()) -> Iterator[tuple[str, os.stat_result]]:
    here = Path(folder).stat()
    if any(os.path.samestat(here, one) for one in above):
        return  # a link to a folder that it lies in: all that is there has been seen
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name == "__pycache__" or name.endswith(_IGNORED_SUFFIXES):
                continue
            if entry.is_dir():
                yield from _files(entry.path, f"{prefix}{name}/", (*above, here))
            elif entry.is_file():
                yield f"{prefix}{name}", entry.stat()


def scan(root: Path) -> dict[str, Stamp]:
    """Stamp every file below a folder.

    Args:
        root: the folder; a missing one is empty.

    Returns:
        The stamps by path relative to the root, with forward slashes, in order of path. Hidden files, caches and editors'
        leftovers are not seen.

    Raises:
        OSError: when a folder may not be read.
    """
    if not root.is_dir():
        return {}
    return {path: Stamp(stat.st_mtime_ns, stat.st_size) for path, stat in sorted(_files(str(root), ""))}


def well_named(path: str) -> bool:
    """Whether a path is text. Archives packed elsewhere may hold names in another encoding, which nobody could link to."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def refresh(root: Path, stamps: Mapping[str, Stamp], known: Mapping[str, Source], now_ns: int) -> dict[str, Source]:
    """Read the files whose stamps are new and digest them; trust the others.

    Args:
        root: the folder that was scanned.
        stamps: what the scan found.
        known: what the state remembers of it.
        now_ns: the time just before the scan, to recognise racy stamps.

    Returns:
        Every file with its digest. A file that vanished between the scan and the reading is left out.

    Raises:
        OSError: when a file may not be read.
    """
    sources: dict[str, Source] = {}
    for path, stamp in stamps.items():
        before = known.get(path)
        if before is not None and (before.mtime_ns, before.size) == (stamp.mtime_ns, stamp.size):
            sources[path] = before
            continue
        try:
            data = (root / path).read_bytes()
        except FileNotFoundError:
            continue
        mtime_ns = -1 if stamp.mtime_ns > now_ns - RACY_NS else stamp.mtime_ns
        sources[path] = Source(mtime_ns, stamp.size, digest_of(data))
    return sources
