"""What the service answers: the search API, completion, the results page, its description, its health."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from plugins.hanzi.scripts import Script
from plugins.search.deadline import TimeIsUp
from plugins.search.faults import IndexUnusable, QueryError
from plugins.search.messages import say
from plugins.search.pages import error_data, results_data
from plugins.search.parameters import ParameterError, read_request, read_suggest_request
from plugins.search.results import Request as SearchRequest
from plugins.search.results import Results
from plugins.search.web.bounds import Bounds, BusyError, Rate, TooManyError, Turns
from plugins.search.web.engines import Engines, Snapshot
from plugins.search.web.guard import RETRY_SECONDS, where
from plugins.search.web.openapi import description

RenderSearch = Callable[[str, Mapping[str, object]], str]

_FRESH = {"Cache-Control": "no-cache"}
#: What may be asked again later, with its message.
_LATER: Mapping[type[Exception], str] = {
    TooManyError: "too-often",
    TimeIsUp: "too-slow",
    BusyError: "busy",
    IndexUnusable: "no-index",
}
_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: a status, an error as plain data, and after how many seconds to ask again."""

    status: int
    error: Mapping[str, object]
    retry: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers that go with it."""
        return _FRESH | ({"Retry-After": str(self.retry)} if self.retry else {})


def refusal(error: Exception, script: Script) -> Refusal | None:
    """The refusal that an exception of search means; None for what nobody foresaw."""
    if isinstance(error, QueryError):
        return Refusal(400, error.as_json())
    if isinstance(error, ParameterError):
        return Refusal(422, error.as_json())
    key = next((key for kind, key in _LATER.items() if isinstance(error, kind)), None)
    if key is None:
        return None
    wait = error.wait if isinstance(error, TooManyError) else RETRY_SECONDS
    message = say(key, script, seconds=wait)
    return Refusal(
        429 if isinstance(error, TooManyError) else 503,
        {"position": None, "message": message, "suggestion": None},
        wait,
    )


class Answers:
    """The endpoints.

    Args:
        engines: where the newest good index is found.
        render: makes the HTML of a results page from a script and the data of ``search.html``.
        base: the path that the site stands under.
        bounds: how much is answered.
    """

    def __init__(self, engines: Engines, render: RenderSearch, base: str, bounds: Bounds) -> None:
        self._engines = engines
        self._render = render
        self._base = base
        self._rate = Rate(bounds.per_minute)
        self._searches = Turns(bounds)
        self._completions = Turns(bounds)  # turns of their own: a reader who types does not wait for slow searches

    async def search(self, http: HttpRequest) -> Response:
        """``GET /api/search``: the JSON document of docs/search.md."""

        def answer() -> Response:
            request = read_request(http.query_params.getlist)
            return JSONResponse(self._search(request).as_json(), headers=_FRESH)

        return await self._json(http, "search", self._searches, answer)

    async def suggest(self, http: HttpRequest) -> Response:
        """``GET /api/suggest``: names and titles that go on as the reader has begun."""

        def answer() -> Response:
            asked = read_suggest_request(http.query_params.getlist)
            found = self._asking(lambda now: now.suggester().suggest(asked.query, asked.script, asked.limit))
            return JSONResponse({"query": asked.query, "suggestions": [one.as_json() for one in found]}, headers=_FRESH)

        return await self._json(http, "suggest", self._completions, answer)

    async def page(self, script: Script, http: HttpRequest) -> Response:
        """``GET /zh-hans/search/``: the results page, complete without JavaScript."""
        try:
            self._count("search", http)
            return await self._searches.run(partial(self._page, script, http))
        except Exception as error:
            refused = refusal(error, script)
            if refused is None:
                raise
            return PlainTextResponse(f"{refused.error['message']}\n", refused.status, headers=refused.headers)

    def _page(self, script: Script, http: HttpRequest) -> Response:
        request = read_request(http.query_params.getlist, script)
        status, results = 200, None
        try:
            if request.query.strip() or any(request.chosen.values()):
                results = results_data(self._search(request), request, self._base)
        except QueryError as error:
            status, results = 400, error_data(error, request, self._base)
        html = self._render(script, {"query": request.query, "results": results, "static": False})
        return HTMLResponse(html, status, headers=_FRESH)

    async def openapi(self, _: HttpRequest) -> Response:
        """``GET /api/openapi.json``: the description of all this."""
        return JSONResponse(description(self._base), headers=_FRESH)

    async def health(self, _: HttpRequest) -> Response:
        """``GET /health``: 200 where questions can be answered, else 503 with the reason."""
        try:
            await self._completions.run(lambda: self._asking(lambda _: None))
        except IndexUnusable as error:
            headers = {"Retry-After": str(RETRY_SECONDS)}
            return JSONResponse({"status": "no index", "reason": error.reason}, 503, headers=headers)
        except BusyError:
            return JSONResponse({"status": "busy"}, 503, headers={"Retry-After": str(RETRY_SECONDS)})
        return JSONResponse({"status": "ok"}, headers=_FRESH)

    async def _json(self, http: HttpRequest, what: str, turns: Turns, answer: Callable[[], Response]) -> Response:
        try:
            self._count(what, http)
            return await turns.run(answer)
        except Exception as error:
            refused = refusal(error, "hant" if http.query_params.get("script") == "hant" else "hans")
            if refused is None:
                raise
            return JSONResponse({"error": refused.error}, refused.status, headers=refused.headers)

    def _count(self, what: str, http: HttpRequest) -> None:
        self._rate.count(what, http.client.host if http.client else "")

    def _search(self, request: SearchRequest) -> Results:
        return self._asking(lambda snapshot: snapshot.engine.search(request))

    def _asking(self, question: Callable[[Snapshot], _Answer]) -> _Answer:
        """The newest snapshot's answer. One that turns out to be broken is asked no more."""
        with self._engines.newest() as snapshot:
            try:
                return question(snapshot)
            except IndexUnusable as error:
                _log.error("the index cannot be answered from: %s", where(error.__cause__ or error))
                self._engines.drop(snapshot)
                raise
