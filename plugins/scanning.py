"""The files that a build is made from: found, digested where their stamps are new, remembered. Composes, like ``site``."""

from __future__ import annotations

import contextlib
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from plugins.archive import scan
from plugins.archive.build import SourceChangedError
from plugins.archive.recipe import digest
from plugins.archive.scan import Source
from plugins.archive.state import State
from plugins.desk.review.decisions import NAME as DECISIONS
from plugins.faults import ContentError, Fault
from plugins.options import Options
from plugins.vocabulary import moved

#: The code of the rooms: a change of it makes everything again.
CODE = Path(__file__).resolve().parent

#: What drafts were imported from: other people's texts, which are no part of the site and need not be here.
RAW = "raw/"

#: The libraries whose versions change what a page says.
_LIBRARIES = ("jinja2", "markdown", "nh3", "opencc-python-reimplemented", "jieba", "pypinyin", "whoosh", "pillow")

#: Files of the vocabulary's folder that no story depends on.
_BESIDE = frozenset({DECISIONS, moved.NAME})


@dataclass
class Files:
    """The files that a build is made from, by root (content, theme, code): as the state remembers them, and as they are."""

    before: dict[str, dict[str, Source]] = field(default_factory=dict)
    now: dict[str, dict[str, Source]] = field(default_factory=dict)
    misnamed: list[str] = field(default_factory=list)

    @classmethod
    def find(cls, options: Options, state: State) -> Files:
        """Scan every root, and read the files whose stamps are new.

        Raises:
            ContentError: when a file or folder of the content may not be read.
            SourceChangedError: when a file went while it was looked at.
        """
        with readable(options.content):
            return cls._find(options, state)

    @classmethod
    def _find(cls, options: Options, state: State) -> Files:
        roots = {"content": options.content, "theme": options.theme.folder, "code": CODE}
        roots |= {f"override-{number}": Path(one) for number, one in enumerate(options.theme.overrides)}
        files = cls()
        for root, folder in roots.items():
            now_ns = time.time_ns()
            known = files.before[root] = state.sources(root)
            found = scan.scan(folder)
            if root == "content":
                found = {path: stamp for path, stamp in found.items() if not path.startswith(RAW)}
            files.misnamed += sorted(path for path in found if not scan.well_named(path))
            readable = {path: stamp for path, stamp in found.items() if scan.well_named(path)}
            files.now[root] = scan.refresh(folder, readable, known, now_ns)
        return files

    def save(self, state: State) -> None:
        """Remember the files as they are now."""
        with state.transaction():
            for root, sources in self.now.items():
                state.save_sources(root, self.before[root], sources)

    def digest(self, root: str) -> str:
        """The digest of every file below a root."""
        return digest([[path, one.digest] for path, one in self.now[root].items()])

    def words(self) -> list[list[str]]:
        """The digests of the vocabulary and the glossary; of what stands beside them, nothing is read into a story."""
        found = self.now["content"].items()
        return [[path, one.digest] for path, one in found if path.startswith("vocabulary/") and path not in _BESIDE]

    def inputs(self, options: Options) -> str:
        """The digest of everything that the site is made from."""
        shape: list[object] = [
            [path.encode("utf-8", "replace").decode() for path in self.misnamed],
            options.drafts,
            options.preview,
            options.compress,
            repr(options.style),
            repr(options.site),
            options.theme.fingerprint(),
            versions(),
        ]
        return digest([*shape, *(self.digest(root) for root in sorted(self.now))])

    def texts(self) -> set[str]:
        """The paths of all stories, their twins, and the editors' own pages."""
        return {
            path for path in self.now["content"] if path.startswith(("stories/", "pages/")) and path.endswith(".md")
        }

    def images(self) -> set[str]:
        """The paths of all images."""
        return {path for path in self.now["content"] if path.startswith("images/")}


@contextlib.contextmanager
def readable(content: Path) -> Iterator[None]:
    """A file of the content that goes while it is read was changed, and one that may not be read is at fault; both are no crash.

    Args:
        content: the content folder.

    Raises:
        SourceChangedError, ContentError: in place of what the system said.
    """
    try:
        yield
    except (FileNotFoundError, PermissionError) as error:
        file = Path(str(error.filename))
        if not file.is_relative_to(content):
            raise
        path = file.relative_to(content).as_posix()
        if isinstance(error, FileNotFoundError):
            raise SourceChangedError(path) from error
        message = "打不开：没有读它的权限，或别的程序正占着它"
        raise ContentError([Fault(path, 1, 1, "unreadable", message, "改好权限，或先关掉那个程序")]) from error


@lru_cache(maxsize=1)
def versions() -> list[str]:
    """The versions of Python and of the libraries that decide what a page says."""
    return [platform.python_version(), *(f"{name} {metadata.version(name)}" for name in _LIBRARIES)]
