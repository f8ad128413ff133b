"""One page from the web: http and https alone, bounded in size and time, every failure in plain words."""

from __future__ import annotations

import gzip
import http.client
import io
import socket
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import IO

from plugins.desk.importing.findings import Refused

#: A page that is larger, or takes longer, is no page.
LARGEST, SECONDS = 20_000_000, 30.0
_REDIRECTS = 5
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Shouwang-import; one page, asked for by an editor)",
    "Accept": "text/html,*/*;q=0.5",
}
_TYPES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md", "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_SAID = {
    401: "要登录才能看",
    403: "网站不让程序访问；请在浏览器里打开，另存为网页再导入",
    404: "没有这个页面（404）：文章已被删除，或网址不对",
    410: "页面已被删除（410）",
    429: "网站嫌访问太多，请过一会儿再试",
    451: "页面因法律原因不能看（451）",
    500: "网站自己出错了（500），请过一会儿再试",
    502: "网站自己出错了（502），请过一会儿再试",
    503: "网站暂时不能用（503），请过一会儿再试",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: its bytes, its address after redirects, and a file name that tells its kind."""

    data: bytes
    address: str
    name: str


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, to the web alone."""

    max_redirections = _REDIRECTS

    def redirect_request(  # noqa: PLR0917 (the library's signature)
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not newurl.lower().startswith(("http://", "https://")):
            raise Refused("bad-address", "网址转向了不是网页的地方")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str, *, largest: int = LARGEST, seconds: float = SECONDS) -> Fetched:
    """Fetch one page.

    Args:
        address: http:// or https://.
        largest: the most bytes that are read.
        seconds: how long it may take in all.

    Raises:
        Refused: with the reason.
    """
    ends = time.monotonic() + seconds
    opener = urllib.request.build_opener(_Redirects)
    try:
        request = urllib.request.Request(_ascii(address), headers=_HEADERS)  # noqa: S310 (http and https alone)
        with opener.open(request, timeout=max(1.0, seconds / 2)) as answer:
            data = _read(answer, largest, ends)
            if answer.headers.get("Content-Encoding", "").lower() == "gzip":
                data = _read(gzip.GzipFile(fileobj=io.BytesIO(data)), largest, ends)
            ending = _TYPES.get(answer.headers.get_content_type(), "")
            return Fetched(data, answer.geturl(), f"page{ending}")
    except urllib.error.HTTPError as error:
        error.close()
        what = _SAID.get(error.code) or f"网站回答 {error.code}，请在浏览器里看看"
        raise Refused("http-error", f"取不到网页：{what}") from error
    except TimeoutError:
        raise Refused("timeout", f"取不到网页：{seconds:g} 秒内没有收完") from None
    except urllib.error.URLError as error:
        raise Refused("unreachable", _why(error.reason, seconds)) from error
    except (OSError, http.client.HTTPException, EOFError, ValueError) as error:
        raise Refused("unreachable", "取不到网页：连接中断，或网站的回答读不懂") from error


def _ascii(address: str) -> str:
    """An address as it can be sent: Han characters percent-encoded, a Chinese host in its ASCII form."""
    from urllib.parse import quote, urlsplit, urlunsplit

    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        raise Refused("bad-address", "这不是能打开的网址") from None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise Refused("bad-address", "这不是能打开的网址")
    return urlunsplit(
        (
            parts.scheme.lower(),
            host + port,
            quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
            quote(parts.query, safe="/%:@!$&'()*+,;=?~-._"),
            "",
        )
    )


def _read(stream: http.client.HTTPResponse | gzip.GzipFile, largest: int, ends: float) -> bytes:
    """All of a stream, within bounds; never waiting for a full chunk of a server that drips."""
    parts, size = [], 0
    while chunk := stream.read1(65536):
        parts.append(chunk)
        size += len(chunk)
        if size > largest:
            raise Refused("too-large", f"取不到网页：大于 {largest // 1_000_000} MB，不像一篇文章")
        if time.monotonic() > ends:
            raise TimeoutError
    return b"".join(parts)


def _why(reason: object, seconds: float) -> str:
    if isinstance(reason, TimeoutError):
        return f"取不到网页：{seconds:g} 秒内没有回答"
    if isinstance(reason, socket.gaierror):
        return "取不到网页：找不到这个网站，请查对网址，或检查网络"
    if isinstance(reason, ssl.SSLError):
        return "取不到网页：网站的安全证书有问题"
    if isinstance(reason, ConnectionRefusedError):
        return "取不到网页：网站没有开门（拒绝连接）"
    return "取不到网页：连不上这个网站"
