"""Who may speak to the desk: a browser on this machine that was given the token, from the desk's own pages, and not too much."""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.search.web.guard import HEADERS

#: The address that opens the desk, with ``?token=``.
OPEN: Final = "/desk/open"
HOME: Final = "/desk/"
#: A form with a long story, and a file that is brought in, in bytes.
MOST_TEXT: Final = 4 << 20
MOST_FILE: Final = 64 << 20
_FILES: Final = ("/desk/import", "/desk/images")
#: What whoever is turned away may have all the same, so that the page that says why can be read; nothing of an archive is in it.
_DRESS: Final = frozenset({"/desk/static/desk.css", "/desk/static/favicon.svg"})
_SAFE: Final = frozenset({"GET", "HEAD"})
_ALLOWED: Final = _SAFE | {"POST"}
_HEADERS: Final = {
    **{name: value for name, value in HEADERS.items() if name != "Server-Timing"},
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": browsers would then send "Origin: null" with a form, which says nothing of where it comes from.
    "Referrer-Policy": "same-origin",
}


class TooLargeError(Exception):
    """More was sent than is taken."""


class Guard:
    """ASGI: lets in what it should, and adds the headers of every answer.

    Args:
        app: the desk, and the preview that it leads to.
        port: where it listens, on this machine only.
        token: what the opening address carries; made here where none is given.
    """

    def __init__(self, app: ASGIApp, port: int, token: str = "") -> None:
        self._app = app
        self.token = token or secrets.token_urlsafe(32)
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
        # Cookies know no ports: a second desk on another one must not throw the first one's editor out.
        self._cookie = f"shouwang-desk-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["Cache-Control"] = "no-store"
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send_with_headers)
            return
        await self._app(scope, _bounded(scope["path"], receive), send_with_headers)

    def _refused(self, scope: Scope) -> Response | None:
        """What to answer somebody who may not go on; also the answer to the opening address."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return _page(421, "这里不是这个地址", "书桌只在这台电脑上打开。")
        if scope["method"] not in _ALLOWED:
            return _page(405, "不能这样做", "书桌只读网页、只收表单。")
        if scope["method"] not in _SAFE and headers.get("origin") != f"http://{headers['host']}":
            return _page(403, "这份表单不是从书桌来的", "请回到书桌的页面再试。")
        if scope["path"] == OPEN:
            return self._opened(QueryParams(scope["query_string"]).get("token", ""))
        if scope["path"] not in _DRESS and not self._is_known(headers.get("cookie", "")):
            words = "请用启动书桌时窗口里写的那个地址打开（一长串的那个）。写过而没有保存的文字，打开以后还在。"
            return _page(403, "请从启动时的地址打开", words)
        return None

    def _opened(self, token: str) -> Response:
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return _page(403, "这个地址已经过期", "书桌每次启动地址都不同，请用最近一次启动时窗口里写的那个。")
        answer = RedirectResponse(HOME, 303)
        answer.set_cookie(self._cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _is_known(self, cookies: str) -> bool:
        try:
            sent = SimpleCookie(cookies).get(self._cookie)
        except CookieError:
            return False
        return sent is not None and hmac.compare_digest(sent.value.encode(), self.token.encode())


def _most(path: str) -> int:
    return MOST_FILE if path.startswith(_FILES) else MOST_TEXT


def _bounded(path: str, receive: Receive) -> Receive:
    """Receives no more than is taken, whatever length was announced."""
    left = _most(path)

    async def take() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLargeError
        return message

    return take


def _page(status: int, title: str, words: str) -> Response:
    """A page that leads nowhere: somebody without the token may have nothing of the desk but its dress."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title} · 守望</title><meta name="color-scheme" content="light dark">'
        '<link rel="icon" type="image/svg+xml" href="/desk/static/favicon.svg"><link rel="stylesheet" href="/desk/static/desk.css">'
    )
    mark = '<img src="/desk/static/favicon.svg" alt="" width="32" height="32"><span>守望</span> <small>书桌</small>'
    body = (
        f'<header class="mast wrap"><p class="mark">{mark}</p></header>'
        f'<main class="wrap"><div class="word"><h1>{title}</h1><p>{words}</p></div></main>'
    )
    return HTMLResponse(f'<!doctype html><html lang="zh-Hans"><head>{head}</head><body>{body}</body></html>', status)
