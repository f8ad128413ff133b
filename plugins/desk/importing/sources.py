"""What was asked to be imported, one input after another: files, every file of a folder, addresses, what comes on stdin."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.importing.fetch import fetch
from plugins.desk.importing.findings import Refused
from plugins.desk.importing.pictures import Source, beside
from plugins.stories.addresses import is_address

LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    Attributes:
        shown: as the user named it, or its path below the folder that the user named.
        name: a file name that tells its kind.
        read: gives its bytes; Refused where there are none.
        address: where it was fetched from; None for a file.
        images: where its images are; None where it has none beside it.
    """

    shown: str
    name: str
    read: Callable[[], bytes]
    address: str | None = None
    images: Source | None = None


def inputs(asked: Iterable[str], stdin: Callable[[], bytes]) -> Iterator[Input]:
    """Every input, in order; nothing is read before its ``read`` is called, but addresses are fetched when their turn comes.

    Args:
        asked: paths, addresses, and ``-`` for stdin.
        stdin: gives what comes on stdin.
    """
    for one in asked:
        if one == "-":
            yield Input("-", "", stdin)
        elif is_address(one):
            yield fetched(one)
        elif Path(one).is_dir():
            yield from _below(one, Path(one))
        else:
            file = Path(one)
            yield Input(one, file.name, _reader(file), images=beside(file, file.parent))


def fetched(address: str) -> Input:
    """A page of the web."""
    try:
        page = fetch(address)
    except Refused as error:
        return Input(address, "", _refusing(error), address)
    return Input(address, page.name, lambda: page.data, page.address)


def _below(shown: str, folder: Path) -> Iterator[Input]:
    """Every file of a folder; what can't be read, and what is not entered, is told as well."""
    shown = shown.rstrip("/\\")

    def enter(here: Path, prefix: str) -> Iterator[Input]:
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            yield _refused(prefix, "unreadable", "这个文件夹打不开")
            return
        for entry in entries:
            name = f"{prefix}/{entry.name.encode('utf-8', 'replace').decode()}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name.startswith("."):
                    yield _refused(name, "hidden", "这是隐藏的文件夹，没有导入其中的文件")
                else:
                    yield from enter(Path(entry.path), name)
            elif entry.is_symlink():
                yield _refused(name, "link", "这是指向别处的链接，请直接导入它指向的文件")
            elif entry.name.startswith("."):
                yield _refused(name, "hidden", "这是系统的隐藏文件，不是文章")
            else:
                file = Path(entry.path)
                yield Input(name, entry.name, _reader(file), images=beside(file, folder))

    yield from enter(folder, shown)


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            about = file.stat()
            if not stat.S_ISREG(about.st_mode):
                raise Refused("no-file", "这不是普通的文件")
            if about.st_size > LARGEST:
                raise Refused("too-large", f"文件大于 {LARGEST // 1_000_000} MB，不像一篇文章")
            return file.read_bytes()
        except FileNotFoundError:
            raise Refused("no-file", "没有这个文件或文件夹") from None
        except (OSError, ValueError):
            raise Refused("unreadable", "这个文件打不开，请检查权限") from None

    return read


def _refused(shown: str, code: str, reason: str) -> Input:
    return Input(shown, "", _refusing(Refused(code, reason)))


def _refusing(error: Refused) -> Callable[[], bytes]:
    def read() -> bytes:
        raise error

    return read
