"""Put files in place so that nobody ever sees half of one, and take away only what we wrote."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def put(staged: Path, target: Path) -> None:
    """Move a finished file to its place in one step. A folder of the same name that stands in the way is an error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        staged.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write(target, staged.read_bytes())  # the output is mounted from elsewhere


def write(target: Path, data: bytes) -> None:
    """Write a file in one step: readers see the old bytes or the new, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        staged.write_bytes(data)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


def remove(root: Path, paths: Iterable[str]) -> None:
    """Remove files below a folder, then the folders that this leaves empty; the root itself stays."""
    folders: set[Path] = set()
    for path in paths:
        target = root / path
        target.unlink(missing_ok=True)
        folders.update(target.relative_to(root).parents)
    for folder in sorted(folders, key=lambda path: -len(path.parts)):
        if folder.parts:
            try:
                (root / folder).rmdir()
            except OSError:  # not empty, or gone already
                continue


def empty(folder: Path) -> Path:
    """An empty folder at this path, whatever stood there before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
