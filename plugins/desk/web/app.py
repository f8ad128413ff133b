"""The desk as an ASGI application: every view under its address. Who may ask is decided before, by the guard."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from plugins.desk.web.changes import Changes
from plugins.desk.web.imports import Imports
from plugins.desk.web.pages import static, word
from plugins.desk.web.pictures import Pictures
from plugins.desk.web.reviews import Reviews
from plugins.desk.web.stories import Stories
from plugins.desk.web.workplace import Workplace


def create_desk(workplace: Workplace) -> Starlette:
    """The desk over a workplace, to be mounted at ``/desk``."""
    return Starlette(
        routes=[
            *Stories(workplace).routes(),
            *Imports(workplace).routes(),
            *Pictures(workplace).routes(),
            *Changes(workplace).routes(),
            *Reviews(workplace).routes(),
            Route("/static/{name}", static),
        ],
        exception_handlers={404: _missing, 405: _missing},
    )


async def _missing(_request: Request, _error: Exception) -> Response:
    return word(404, "没有这一页", "地址写错了。")
