"""Which folder of an index answers: a pointer that is replaced in one step, and the sweeping away of what does not.

Only folders with names of our own making are ever removed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path

_FOLDER = re.compile(r"i-[0-9a-f]{16}")
_TOC = re.compile(r"_MAIN_(\d+)\.toc")

#: A snapshot: the folder that answers and the number of its last commit.
Version = tuple[str, int]


def current_version(directory: Path) -> Version | None:
    """What an index folder answers with now: cheap, reads one small file and one folder. None if there is nothing."""
    try:
        name = (directory / "current").read_text("ascii").strip()
        if not _FOLDER.fullmatch(name):
            return None
        commits = [int(match[1]) for entry in (directory / name).iterdir() if (match := _TOC.fullmatch(entry.name))]
    except (OSError, UnicodeDecodeError):
        return None
    return (name, max(commits)) if commits else None


def new_folder(directory: Path) -> Path:
    """Make a folder for an index that does not answer yet."""
    folder = directory / f"i-{secrets.token_hex(8)}"
    folder.mkdir(parents=True)
    return folder


def point_to(directory: Path, folder: Path) -> None:
    """From now on, this folder answers."""
    replace_file(directory / "current", folder.name.encode())


def sweep(directory: Path) -> None:
    """Remove every folder of ours that does not answer: old ones, and what killed writers left."""
    version = current_version(directory)
    for entry in directory.iterdir():
        if _FOLDER.fullmatch(entry.name) and (version is None or entry.name != version[0]):
            shutil.rmtree(entry, ignore_errors=True)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that its name shows the old bytes or the new ones, never less."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
