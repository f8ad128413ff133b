"""The conversion library and its dictionaries: is it the one we expect, and what do its files say.

Everything that this room knows about characters and phrases is read from the files that opencc-python-reimplemented
installs, so the library stays the only source; nothing is copied from it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import opencc

DISTRIBUTION = "opencc-python-reimplemented"
VERSION = "0.1.7"


class LibraryError(RuntimeError):
    """The module ``opencc`` is not the one from opencc-python-reimplemented 0.1.7."""


def folder() -> Path:
    """Where the library's ``config`` and ``dictionary`` folders stand."""
    return Path(opencc.__file__ or "").parent


@cache
def check_library() -> None:
    """Make sure that ``opencc`` is opencc-python-reimplemented 0.1.7.

    The distributions OpenCC, opencc-py and opencc-python-reimplemented install the same module name; the one that was
    installed last silently wins, and converts otherwise.

    Raises:
        LibraryError: another distribution or another version answers to the name; the message says what to type.
    """
    cure = f"pip uninstall -y opencc opencc-py {DISTRIBUTION} && pip install {DISTRIBUTION}=={VERSION}"
    phrases = folder() / "dictionary" / "STPhrases.txt"
    if not phrases.is_file():
        raise LibraryError(
            f"the module opencc in {folder()} has no dictionary/STPhrases.txt: "
            f"another distribution has replaced {DISTRIBUTION}. Run: {cure}"
        )
    try:
        found = metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        found = "none"
    if found != VERSION:
        raise LibraryError(f"{DISTRIBUTION} must be {VERSION}, found {found}. Run: {cure}")


@cache
def dictionary(name: str) -> dict[str, tuple[str, ...]]:
    """One dictionary of the library: each key with all its candidates, the library's own choice first.

    Args:
        name: the file's name without ``.txt``, such as ``STCharacters``.

    Raises:
        LibraryError: the installed library is not the one we expect.
        FileNotFoundError: the library has no dictionary of that name.
    """
    check_library()
    table: dict[str, tuple[str, ...]] = {}
    for line in (folder() / "dictionary" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        key, _, values = line.strip().partition("\t")
        if key:
            table[key] = tuple(values.split(" "))
    return table


def chain(config: str) -> tuple[tuple[str, ...], ...]:
    """The steps of one of the library's configurations, each a group of dictionary names in order of precedence."""
    check_library()
    steps: list[dict[str, Any]] = json.loads((folder() / "config" / f"{config}.json").read_text(encoding="utf-8"))[
        "conversion_chain"
    ]
    return tuple(tuple(_files(step["dict"])) for step in steps)


def _files(entry: dict[str, Any]) -> list[str]:
    """The dictionary names in one entry of a configuration; a group may hold groups."""
    if entry["type"] == "group":
        return [name for part in entry["dicts"] for name in _files(part)]
    return [str(entry["file"]).removesuffix(".txt")]


@cache
def separator() -> re.Pattern[str]:
    """What the library splits a text at before it looks for phrases."""
    pattern: re.Pattern[str] = opencc.OpenCC().split_chars_re
    return pattern


@cache
def digest(config: str) -> str:
    """A digest of the library's version and of every byte of the dictionaries that a configuration uses."""
    state = sha256(f"{DISTRIBUTION} {VERSION} {config}".encode())
    for group in chain(config):
        for name in group:
            state.update(f"\n{name}\n".encode())
            state.update((folder() / "dictionary" / f"{name}.txt").read_bytes())
        state.update(b"\n--\n")
    return state.hexdigest()[:16]
