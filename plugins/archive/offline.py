"""A copy of a site that is read from a folder, without a server: links relative and down to the file, all in one zip."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Container, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from plugins.archive import compressed

#: The folder that the zip unpacks to, and the time that all of it bears, so that the same site gives the same bytes.
FOLDER: Final = "archive"
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o100644 << 16

#: What only a web server or a search engine has a use for.
_ONLINE: Final = re.compile(r"(?:.*/)?404\.html|robots\.txt|sitemap(?:-\d+)?\.xml|_headers|_redirects|CNAME")
#: What is compressed in itself.
_PACKED: Final = frozenset((".avif", ".bin", ".gif", ".jpeg", ".jpg", ".png", ".webp", ".zip"))

_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_OTHER_ADDRESSES: Final = re.compile(r'<link rel="alternate"[^<>]*>\n?')
_ADDRESS: Final = re.compile(
    r'(?P<before>\s(?P<name>href|src|srcset|action|content|data-base|data-index)=")(?P<value>[^"]*)"'
)
_REFRESH: Final = re.compile(r"(\d+; *url=)(.*)")


class Relative:
    """Makes the addresses of one site relative.

    Args:
        base: the path that the site stands under, ``""`` or ``"/repo"``.
        files: the paths of its files.
    """

    def __init__(self, base: str, files: Container[str]) -> None:
        self._base = base
        self._files = files

    def page(self, html: str, path: str) -> str:
        """A page with links that lead to files. What names other places for it, editions for search engines and feeds, is left out.

        Args:
            html: the page.
            path: where it stands in the site.
        """
        html = _OTHER_ADDRESSES.sub("", html)
        return _TAG.sub(lambda tag: _ADDRESS.sub(lambda found: self._attribute(found, path), tag[0]), html)

    def _attribute(self, found: re.Match[str], page: str) -> str:
        name, value = found["name"], found["value"]
        if name == "srcset":
            value = ", ".join(self._candidate(one.strip(), page) for one in value.split(","))
        elif name == "content":
            value = _REFRESH.sub(lambda parts: parts[1] + self.address(parts[2], page), value)
        elif name == "data-base":
            value = _up(page)
        elif name == "data-index":
            value = _up(page) + value.removeprefix(self._base)
        else:
            value = self.address(value, page)
        return f'{found["before"]}{value}"'

    def _candidate(self, candidate: str, page: str) -> str:
        address, _, width = candidate.partition(" ")
        return f"{self.address(address, page)} {width}".rstrip()

    def address(self, address: str, page: str) -> str:
        """An address as it is reached from a page; those of other sites, and those on the page itself, stay as they are."""
        path, rest = re.fullmatch(r"([^?#]*)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr] # it always matches
        if not path.startswith(f"{self._base}/") or path.startswith("//"):
            return address
        target = path.removeprefix(f"{self._base}/")
        if not target or target.endswith("/"):
            target += "index.html"
        elif unquote(f"{target}/index.html") in self._files:
            target += "/index.html"
        return posixpath.relpath(target, posixpath.dirname(page) or ".") + rest


def _up(page: str) -> str:
    """The way from a page's folder to the top."""
    return "/".join([".."] * page.count("/")) or "."


def offline_files(site: Path, base: str) -> Iterator[tuple[str, bytes]]:
    """The files of the copy, in order of path.

    Args:
        site: the folder of the finished site.
        base: the path that it stands under on the web.
    """
    found = (path for path in site.rglob("*") if path.is_file())
    files = {path.relative_to(site).as_posix(): path for path in found}
    relative = Relative(base, files)
    for path in sorted(files):
        hidden = any(part.startswith(".") for part in path.split("/"))
        beside = path.endswith(compressed.ENDS) and path[:-3] in files
        if hidden or beside or _ONLINE.fullmatch(path):
            continue
        data = files[path].read_bytes()
        yield path, relative.page(data.decode(), path).encode() if path.endswith(".html") else data


def write_zip(target: Path, site: Path, base: str, more: dict[str, str]) -> None:
    """Write the copy as one zip, in one step: whoever had the old one has it until the new one is whole.

    Args:
        target: the zip.
        site: the folder of the finished site.
        base: the path that it stands under on the web.
        more: texts to add at the top, by name.
    """
    staged = target.with_name(f".{target.name}.tmp")
    try:
        with zipfile.ZipFile(staged, "w", compresslevel=9) as archive:
            texts = ((name, text.encode()) for name, text in sorted(more.items()))
            for path, data in chain(texts, offline_files(site, base)):
                info = zipfile.ZipInfo(f"{FOLDER}/{path}", _TIME)
                packed = PurePosixPath(path).suffix in _PACKED
                info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                info.create_system, info.external_attr = 3, _MODE
                archive.writestr(info, data, compresslevel=9)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)
