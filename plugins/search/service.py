"""The web service: the site's files, the search API, and the results page for readers without JavaScript."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.hanzi.scripts import PREFIX, SCRIPTS, Script
from plugins.search.engine import Engine
from plugins.search.faults import IndexUnusable, QueryError
from plugins.search.files import SiteFiles
from plugins.search.messages import say
from plugins.search.pages import error_data, results_data
from plugins.search.parameters import ParameterError, read_request
from plugins.search.results import Request as SearchRequest
from plugins.search.results import Results

RenderSearch = Callable[[str, Mapping[str, object]], str]

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_RETRY_SECONDS = "5"
_log = logging.getLogger(__name__)


class Engines:
    """The engine of the newest good index.

    Opens a new one when a writer has committed; keeps the last one where the new one cannot be opened.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def current(self) -> Engine:
        """The engine to answer with.

        Raises:
            IndexUnusable: there is no index at all, and there never was since the service started.
        """
        engine = self._engine
        if engine is not None and engine.is_current():
            return engine
        with self._lock:
            if self._engine is not None and self._engine.is_current():
                return self._engine
            try:
                self._engine = Engine.open(self._directory)  # the old one goes when its last request is answered
            except IndexUnusable as error:
                if self._engine is None:
                    raise
                _log.warning("keeping the last good index: %s", error.reason)
            return self._engine

    def drop(self, engine: Engine) -> None:
        """Answer no more from an engine that turned out to be broken."""
        with self._lock:
            if self._engine is engine:
                self._engine = None


def create_app(
    *,
    index: Path,
    site: Path,
    render_search: RenderSearch,
    base: str = "",
    extra_routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The service as an ASGI application.

    Args:
        index: the index folder; may be made later (503 until then).
        site: the folder of the built site; may be made later.
        render_search: makes the HTML of a results page from a script and the data of ``search.html``: ``query``,
            ``results`` and ``static`` (docs/theme.md).
        base: the path that the site stands under, ``""`` or ``"/repo"``.
        extra_routes: asked before the site's files, so that a development server can add live reload.
    """
    service = _Service(Engines(index), render_search, base)
    pages = [Route(f"{base}/{PREFIX[script]}/search/", partial(service.page, script)) for script in SCRIPTS]
    return Starlette(
        routes=[
            *extra_routes,
            Route("/health", service.health),
            Route(f"{base}/api/search", service.api),
            *pages,
            Mount("/", app=SiteFiles(site, base)),
        ],
        middleware=[Middleware(_Guard)],
    )


class _Service:
    def __init__(self, engines: Engines, render_search: RenderSearch, base: str) -> None:
        self._engines = engines
        self._render = render_search
        self._base = base

    async def api(self, http: HttpRequest) -> Response:
        """``GET /api/search``: the JSON document of docs/search.md."""
        return await run_in_threadpool(self._api, http)

    def _api(self, http: HttpRequest) -> Response:
        try:
            request = read_request(http.query_params.getlist)
            return JSONResponse(self._search(request).as_json(), headers={"Cache-Control": "no-cache"})
        except ParameterError as error:
            return JSONResponse({"error": error.as_json()}, 422)
        except QueryError as error:
            return JSONResponse({"error": error.as_json()}, 400)
        except IndexUnusable:
            script: Script = "hant" if http.query_params.get("script") == "hant" else "hans"
            message = {"position": None, "message": say("no-index", script), "suggestion": None}
            return JSONResponse({"error": message}, 503, headers={"Retry-After": _RETRY_SECONDS})

    async def page(self, script: Script, http: HttpRequest) -> Response:
        """``GET /zh-hans/search/``: the results page, complete without JavaScript."""
        return await run_in_threadpool(self._page, script, http)

    def _page(self, script: Script, http: HttpRequest) -> Response:
        try:
            request = read_request(http.query_params.getlist, script)
        except ParameterError as error:
            return PlainTextResponse(error.message, 422)
        status, results = 200, None
        try:
            if request.query.strip() or any(request.chosen.values()):
                results = results_data(self._search(request), request, self._base)
        except QueryError as error:
            status, results = 400, error_data(error, request, self._base)
        except IndexUnusable:
            return PlainTextResponse(say("no-index", script), 503, headers={"Retry-After": _RETRY_SECONDS})
        html = self._render(script, {"query": request.query, "results": results, "static": False})
        return HTMLResponse(html, status, headers={"Cache-Control": "no-cache"})

    def _search(self, request: SearchRequest) -> Results:
        engine = self._engines.current()
        try:
            return engine.search(request)
        except IndexUnusable:
            _log.exception("the index cannot be answered from")
            self._engines.drop(engine)
            raise

    async def health(self, _: HttpRequest) -> Response:
        """``GET /health``: 200 where questions can be answered, else 503 with the reason."""
        try:
            await run_in_threadpool(self._engines.current)
        except IndexUnusable as error:
            return JSONResponse(
                {"status": "no index", "reason": error.reason}, 503, headers={"Retry-After": _RETRY_SECONDS}
            )
        return JSONResponse({"status": "ok"})


class _Guard:
    """Adds the headers that every answer carries; turns what nobody foresaw into a 503 that is logged, never a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            if started:
                raise
            _log.exception("a request failed")
            text = say("failed", "hans") + "\n" + say("failed", "hant") + "\n"
            answer = PlainTextResponse(text, 503, headers={"Retry-After": _RETRY_SECONDS})
            await answer(scope, receive, send_with_headers)
