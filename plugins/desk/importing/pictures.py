"""The images of a text: only local files, only kinds that a browser shows and that run nothing, never from the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from plugins.desk.images import LARGEST, ending_of

#: Gives the bytes of an image by its address in the page; None where it is not there.
Source = Callable[[str], bytes | None]


class Pictures:
    """Collects the images of one text."""

    def __init__(self, source: Source | None) -> None:
        self._source = source
        self._paths: dict[str, str | None] = {}
        #: The images by the path that the blocks write for each; the draft gives them their names.
        self.found: dict[str, bytes] = {}
        #: How many were left out.
        self.left_out = 0

    def take(self, address: str) -> str | None:
        """The path to write for an image; None where it stays out."""
        if address not in self._paths:
            data = self._source(address) if self._source and address and not address.startswith("data:") else None
            self._paths[address] = self.add(data) if data is not None else None
            self.left_out += data is None and bool(address) and not address.startswith("data:")
        return self._paths[address]

    def add(self, data: bytes) -> str | None:
        """Keep an image; None where it is none, or too small to be seen."""
        ending = ending_of(data)
        if ending is None:
            return None
        path = f"images/import-{len(self.found) + 1}{ending}"
        self.found[path] = data
        return path


def beside(file: Path, root: Path) -> Source:
    """Images that stand as files beside a page, and nowhere outside the folder that is imported.

    Args:
        file: the page.
        root: the folder beyond which nothing is read.
    """
    top = root.resolve()

    def read(address: str) -> bytes | None:
        try:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                return None
            written = unquote(parts.path)
            bases = (
                [top]
                if written.startswith("/")
                else [file.parent, file.with_suffix(""), top, top / "static", top / "source"]
            )
            for base in bases:
                found = (base / PurePosixPath(written.lstrip("/"))).resolve()
                if found.is_relative_to(top) and found.is_file() and found.stat().st_size <= LARGEST:
                    return found.read_bytes()
        except (OSError, ValueError):
            return None
        return None

    return read
