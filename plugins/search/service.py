"""The web service: the site's files, the search API with completion, and the results page for readers without JavaScript."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from plugins.hanzi.scripts import PREFIX, SCRIPTS
from plugins.search.files import SiteFiles
from plugins.search.web.answers import Answers, RenderSearch
from plugins.search.web.bounds import Bounds
from plugins.search.web.engines import Engines
from plugins.search.web.guard import Guard, RequestLog

__all__ = ["Bounds", "RenderSearch", "create_app"]


def create_app(
    *,
    index: Path,
    site: Path,
    render_search: RenderSearch,
    base: str = "",
    extra_routes: Sequence[BaseRoute] = (),
    bounds: Bounds | None = None,
) -> Starlette:
    """The service as an ASGI application. A server that speaks ASGI's lifespan lets it open the index before the first request.

    Args:
        index: the index folder; may be made later (503 until then).
        site: the folder of the built site; may be made later.
        render_search: makes the HTML of a results page from a script and the data of ``search.html``: ``query``,
            ``results`` and ``static`` (docs/theme.md).
        base: the path that the site stands under, ``""`` or ``"/repo"``.
        extra_routes: asked before the site's files, so that a development server can add live reload.
        bounds: how much it does; by default no address is counted.
    """
    engines = Engines(index)
    answers = Answers(engines, render_search, base, bounds or Bounds())

    @asynccontextmanager
    async def opened(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(engines.prepare)
        yield

    pages = [Route(f"{base}/{PREFIX[script]}/search/", partial(answers.page, script)) for script in SCRIPTS]
    return Starlette(
        routes=[
            *extra_routes,
            Route("/health", answers.health),
            Route(f"{base}/api/search", answers.search),
            Route(f"{base}/api/suggest", answers.suggest),
            Route(f"{base}/api/openapi.json", answers.openapi),
            *pages,
            Mount("/", app=SiteFiles(site, base)),
        ],
        lifespan=opened,
        middleware=[Middleware(RequestLog), Middleware(Guard)],
    )
