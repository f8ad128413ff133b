"""What was asked to be imported, one input after another: files, every file of a folder, addresses, what comes on stdin.

Nothing is read or fetched before its turn comes.
"""

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
#: What shows that a folder is a blog, and which of its folders hold no articles.
_BLOGS = frozenset(("_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml"))
_NO_ARTICLES = frozenset(
    (
        "themes",
        "layouts",
        "_layouts",
        "_includes",
        "_sass",
        "_site",
        "_data",
        "public",
        "resources",
        "scaffolds",
        "archetypes",
        "node_modules",
        "vendor",
    )
)
#: What browsers call the folder of what belongs to a saved page.
_PARTS = ("_files", ".files", "_文件", "-Dateien")


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes of an input, a file name that tells their kind, and where they were fetched from."""

    name: str
    data: bytes
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    Attributes:
        shown: as the user named it, or its path below the folder that the user named.
        open: gives what is in it; Refused where nothing can be read.
        images: where its images are; None where it has none beside it.
        found: whether it was found in a folder, and not named by the user.
    """

    shown: str
    open: Callable[[], Opened]
    images: Source | None = None
    found: bool = False


def inputs(asked: Iterable[str], stdin: Callable[[], bytes]) -> Iterator[Input]:
    """Every input, in order.

    Args:
        asked: paths, addresses, and ``-`` for stdin.
        stdin: gives what comes on stdin.
    """
    for one in asked:
        if one == "-":
            yield Input("-", lambda: Opened("", stdin()))
        elif is_address(one):
            yield Input(one, _fetching(one))
        elif Path(one).is_dir():
            yield from _below(Path(one), one.rstrip("/\\"), Path(one))
        else:
            file = Path(one)
            yield Input(one, _reading(file), beside(file, file.parent))


def _below(here: Path, shown: str, top: Path) -> Iterator[Input]:
    """Every file of a folder; what can't be read, and what is not entered, is told as well."""
    try:
        entries = sorted(os.scandir(here), key=lambda entry: entry.name)
    except OSError:
        yield _refused(shown, "unreadable", "这个文件夹打不开")
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        name = f"{shown}/{entry.name.encode('utf-8', 'replace').decode()}"
        folder = entry.is_dir(follow_symlinks=False)
        if reason := _passed_over(entry, names, folder=folder):
            yield _refused(name, *reason)
        elif folder:
            yield from _below(Path(entry.path), name, top)
        else:
            file = Path(entry.path)
            yield Input(name, _reading(file), beside(file, top), found=True)


def _passed_over(entry: os.DirEntry[str], names: set[str], *, folder: bool) -> tuple[str, str] | None:
    """Why a file or folder is not looked into: a code and the reason; None where it is."""
    if entry.is_symlink():
        return "link", "这是指向别处的链接，请直接导入它指向的文件"
    if entry.name.startswith("."):
        return "hidden", "这是隐藏的文件夹，没有导入其中的文件" if folder else "这是系统的隐藏文件，不是文章"
    if not folder:
        return None
    if entry.name in _NO_ARTICLES and not _BLOGS.isdisjoint(names):
        return "no-articles", "这是博客的模板或生成的文件，没有导入其中的文件"
    for ending in _PARTS:
        stem = entry.name.removesuffix(ending)
        if stem != entry.name and (
            page := next((one for one in (f"{stem}.html", f"{stem}.htm") if one in names), None)
        ):
            return "parts", f"这是网页 {page} 的附件，没有当作文章导入"
    return None


def _fetching(address: str) -> Callable[[], Opened]:
    def fetched() -> Opened:
        page = fetch(address)
        return Opened(page.name, page.data, page.address)

    return fetched


def _reading(file: Path) -> Callable[[], Opened]:
    def read() -> Opened:
        try:
            about = file.stat()
            if not stat.S_ISREG(about.st_mode):
                raise Refused("no-file", "这不是普通的文件")
            if about.st_size > LARGEST:
                raise Refused("too-large", f"文件大于 {LARGEST // 1_000_000} MB，不像一篇文章")
            return Opened(file.name, file.read_bytes())
        except FileNotFoundError:
            raise Refused("no-file", "没有这个文件或文件夹") from None
        except (OSError, ValueError):
            raise Refused("unreadable", "这个文件打不开，请检查权限") from None

    return read


def _refused(shown: str, code: str, reason: str) -> Input:
    def refuse() -> Opened:
        raise Refused(code, reason)

    return Input(shown, refuse, found=True)
