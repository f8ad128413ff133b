"""The built site as files over HTTP: folders by their index.html, right types, validators, and the site's own 404 page."""

from __future__ import annotations

import os
import stat
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from plugins.hanzi.scripts import PREFIX

_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
_FEEDS = ("atom.xml", "feed.xml")


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
        import anyio.to_thread

        response = await anyio.to_thread.run_sync(self._respond, scope)
        await response(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:  # noqa: PLR0911 - one return for each kind of answer
        if scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        path: str = scope["path"]
        if self._base:
            if not f"{path}/".startswith(f"{self._base}/"):
                return self._missing(path)
            path = path[len(self._base) :] or "/"
        parts = [part for part in path.split("/") if part]
        file = self._inside(parts)
        if file is None:
            return self._missing(path)
        if file.is_dir():
            if not (file / "index.html").is_file():
                return self._missing(path)
            if not path.endswith("/"):
                query = scope["query_string"].decode("latin-1")
                target = self._base + "/" + quote("/".join(parts)) + "/" + (f"?{query}" if query else "")
                return RedirectResponse(target, status_code=301)
            file /= "index.html"
        elif path.endswith("/"):
            return self._missing(path)
        return self._file(file, scope)

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

    def _file(self, file: Path, scope: Scope, status: int = 200) -> Response:
        try:
            found = file.stat()
        except OSError:
            return Response("", 404)
        kind = _TYPES[".atom"] if file.name in _FEEDS else _TYPES.get(file.suffix.lower())
        response = FileResponse(
            file, status_code=status, stat_result=found, headers={"Content-Type": kind} if kind else {}
        )
        response.headers["Cache-Control"] = "no-cache"
        if status == 200 and _unchanged(response, scope, found):  # noqa: PLR2004
            kept = ("etag", "last-modified", "cache-control")
            return Response(status_code=304, headers={key: response.headers[key] for key in kept})
        return response

    def _missing(self, path: str) -> Response:
        """The 404 page of the edition that the path is in, or the site's."""
        first = path.split("/")[1] if path.startswith("/") else ""
        pages = [self._site / first / "404.html"] if first in PREFIX.values() else []
        for page in (*pages, self._site / "404.html"):
            if page.is_file():
                return self._file(page, {}, status=404)
        return Response("404\n", 404, media_type="text/plain")


def _unchanged(response: Response, scope: Scope, found: os.stat_result) -> bool:
    headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
    if (tags := headers.get(b"if-none-match")) is not None:
        wanted = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return response.headers["etag"] in wanted or "*" in wanted
    if (since := headers.get(b"if-modified-since")) is not None:
        try:
            return int(found.st_mtime) <= parsedate_to_datetime(since).timestamp()
        except (TypeError, ValueError):
            return False
    return False
