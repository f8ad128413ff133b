"""The built site as files over HTTP: folders by their index.html, right types, validators, and the site's own 404 page."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from plugins.hanzi.scripts import PREFIX

#: By the end of the name. Our own table, so that an answer does not depend on the machine's.
_TYPES: Final = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".avif": "image/avif",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".epub": "application/epub+zip",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".jsonld": "application/ld+json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}
_ANY_TYPE: Final = "application/octet-stream"
_FEEDS: Final = ("atom.xml", "feed.xml")

#: A file or folder named by the digest of what is in it, below the folders where the build gives such names: it never changes.
_DIGEST: Final = re.compile(r"(?:[\w.]+-|[\w-]+\.)?[0-9a-f]{12,64}(?:\.[a-z0-9.]+)?")
_DIGEST_FOLDERS: Final = frozenset({"search", "theme"})
_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_FIRST: Final = "no-cache"

#: Precompressed files that may stand beside a file, smallest first.
_ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
_COMPRESSED: Final = frozenset(_ENCODINGS.values())
#: What is read and sent in one piece; larger files go by chunks, of which as many wait as there are slow readers.
_WHOLE: Final = 256 * 1024
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """An open file, so that what is sent is what was measured, whatever a build puts in its place meanwhile.

    Attributes:
        path: the file of the address.
        file: it, or the precompressed one beside it; ``encoding`` says how, empty for not at all.
        negotiated: whether the answer depends on the encodings that the reader's browser takes.
        forever: whether the address never means anything else.
    """

    path: Path
    file: BinaryIO
    encoding: str
    negotiated: bool
    forever: bool = False


class SiteFiles:
    """An ASGI application that serves one folder. Never a dotfile, never anything outside the folder.

    Args:
        site: the folder of the built site; may be built later.
        base: the path that the site stands under, ``""`` or ``"/repo"``.
    """

    def __init__(self, site: Path, base: str = "") -> None:
        self._site = site
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await anyio.to_thread.run_sync(self._respond, scope)
        await response(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        path: str = scope["path"]
        if self._base:
            if not f"{path}/".startswith(f"{self._base}/"):
                return self._missing(path, scope)
            path = path[len(self._base) :] or "/"
        parts = [part for part in path.split("/") if part]
        file = self._inside(parts)
        if file is not None and file.is_dir():
            if (file / "index.html").is_file() and not path.endswith("/"):
                query = scope["query_string"].decode("latin-1")
                target = self._base + "/" + quote("/".join(parts)) + "/" + (f"?{query}" if query else "")
                return RedirectResponse(target, status_code=301)
            file = self._inside([*parts, "index.html"])
        elif path.endswith("/"):
            file = None
        found = _open(file, scope) if file is not None else None
        if found is None:
            return self._missing(path, scope)
        forever = parts[0] in _DIGEST_FOLDERS and any(map(_DIGEST.fullmatch, parts[1:])) if parts else False
        return _file(replace(found, forever=forever), scope)

    def _inside(self, parts: list[str]) -> Path | None:
        """The file or folder of a path, None where there is none that may be shown."""
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        try:
            file = self._site.joinpath(*parts).resolve(strict=True)
            inside = file.is_relative_to(self._site.resolve())
            return file if inside and stat.S_IFMT(file.stat().st_mode) in (stat.S_IFREG, stat.S_IFDIR) else None
        except (OSError, ValueError):
            return None

    def _missing(self, path: str, scope: Scope) -> Response:
        """The 404 page of the edition that the path is in, or the site's."""
        first = path.split("/")[1] if path.startswith("/") else ""
        pages = [self._site / first / "404.html"] if first in PREFIX.values() else []
        for page in (*pages, self._site / "404.html"):
            if (found := _open(page, scope)) is not None:
                return _file(found, scope, status=404)
        return PlainTextResponse("404\n", 404)


def _open(path: Path, scope: Scope) -> Found | None:
    """Open a file, or what stands compressed beside it where the browser takes that; None where there is nothing.

    Raises:
        OSError: the file is there and cannot be opened now, as where no more files may be open: that is no 404.
    """
    accepted = _accepted(Headers(scope=scope).get("accept-encoding", ""))
    beside = (
        {}
        if path.suffix in _COMPRESSED
        else {name: path.with_name(path.name + end) for name, end in _ENCODINGS.items()}
    )
    try:
        written = path.stat().st_mtime_ns
    except OSError:
        return None
    negotiated = False
    for encoding, compressed in beside.items():
        try:
            current = compressed.stat().st_mtime_ns >= written  # what is older was made of something else
            negotiated = negotiated or current
            if current and encoding in accepted:
                return Found(path, compressed.open("rb"), encoding, negotiated=True)
        except OSError:
            continue
    try:
        return Found(path, path.open("rb"), "", negotiated)
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        return None


def _accepted(header: str) -> set[str]:
    """The encodings that a browser says it takes."""
    found = set()
    for item in header.split(","):
        name, _, weight = item.partition(";")
        if re.fullmatch(r"\s*(?:q\s*=\s*0(?:\.0*)?)\s*", weight) is None:
            found.add(name.strip().lower())
    return found


def _file(found: Found, scope: Scope, status: int = 200) -> Response:
    size, headers = _headers(found)
    if status == 200 and _unchanged(headers, scope):  # noqa: PLR2004
        found.file.close()
        return Response(status_code=304, headers={key: headers[key] for key in headers if key != "Content-Type"})
    if scope["method"] == "HEAD":
        found.file.close()
        return Response(status_code=status, headers=headers | {"Content-Length": str(size)})
    if size <= _WHOLE:
        with found.file as file:
            return Response(file.read(size), status, headers)
    return StreamingResponse(_chunks(found.file, size), status, headers | {"Content-Length": str(size)})


async def _chunks(file: BinaryIO, size: int) -> AsyncIterator[bytes]:
    with file:
        while size > 0 and (chunk := await anyio.to_thread.run_sync(file.read, min(size, _CHUNK))):
            size -= len(chunk)
            yield chunk


def _headers(found: Found) -> tuple[int, dict[str, str]]:
    """How many bytes will be sent, and the headers that describe them."""
    of = os.fstat(found.file.fileno())
    kind = _TYPES[".atom"] if found.path.name.endswith(_FEEDS) else _TYPES.get(found.path.suffix.lower(), _ANY_TYPE)
    headers = {
        "Content-Type": kind,
        "Cache-Control": _FOREVER if found.forever else _ASK_FIRST,
        "ETag": f'"{of.st_mtime_ns:x}-{of.st_size:x}{found.encoding[:1]}"',
        "Last-Modified": formatdate(of.st_mtime, usegmt=True),
    }
    if found.encoding:
        headers["Content-Encoding"] = found.encoding
    if found.negotiated:
        headers["Vary"] = "Accept-Encoding"
    return of.st_size, headers


def _unchanged(headers: Mapping[str, str], scope: Scope) -> bool:
    asked = Headers(scope=scope)
    if (tags := asked.get("if-none-match")) is not None:
        wanted = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return headers["ETag"] in wanted or "*" in wanted
    if (since := asked.get("if-modified-since")) is not None:
        try:
            return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False
    return False
