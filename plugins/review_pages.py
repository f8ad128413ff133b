"""The addresses of the preview under which conversions are reviewed. Composes the desk and the service, like ``serving``."""

from __future__ import annotations

import html
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.desk.persons import find_names
from plugins.desk.review.page import STYLE, list_page, story_page
from plugins.desk.review.review import Review
from plugins.faults import ContentError
from plugins.stories.editions import Style

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_FRESH = {"Cache-Control": "no-store"}


def review_routes(content: Path, style: Style) -> list[Any]:
    """``/-/review/``, ``/-/review/<story-id>`` and their stylesheet; what they show is read anew each time."""
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import Route

    one_at_a_time = threading.Lock()

    def answer(story: str | None) -> Response:
        with one_at_a_time:
            try:
                review = Review(content, find_names, style)
                if story is None:
                    return HTMLResponse(list_page(review.stories()), headers=_FRESH)
                found = review.story(story)
            except ContentError as error:
                return HTMLResponse(_plain("内容有错误", map(str, error.faults)), 503, headers=_FRESH)
            if found is None:
                return HTMLResponse(_plain("没有这一篇，或这一篇有错误", map(str, review.faults)), 404, headers=_FRESH)
            return HTMLResponse(story_page(review, found), headers=_FRESH)

    def all_stories(_request: Request) -> Response:
        return answer(None)

    def one_story(request: Request) -> Response:
        return answer(request.path_params["story"])

    def stylesheet(_request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers=_FRESH)

    return [
        Route("/-/review.css", stylesheet),
        Route("/-/review/", all_stories),
        Route("/-/review/{story}", one_story),
    ]


def _plain(title: str, lines: Any) -> str:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    head = f'<meta charset="utf-8"><title>{title}</title><link rel="icon" href="/theme/favicon.svg">'
    head += '<link rel="stylesheet" href="/-/review.css">'
    body = f'<main><h1>{title}</h1><ul>{items}</ul><p><a href="/-/review/">全部故事</a></p></main>'
    return f'<!doctype html><html lang="zh-Hans"><head>{head}</head><body>{body}</body></html>'
