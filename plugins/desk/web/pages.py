"""The desk's pages as answers: a template and plain data, the desk's own files, and what every view needs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from plugins.desk.edits import OutsideError
from plugins.desk.web.fields import FIELDS, VALUES
from plugins.desk.web.guard import TooLargeError
from plugins.faults import ContentError
from plugins.search.web.guard import where
from plugins.stories.front_matter import FaultyFileError

_FOLDER = Path(__file__).parent
_STATIC = {path.name: path for path in sorted((_FOLDER / "static").iterdir()) if path.is_file()}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

_log = logging.getLogger(__name__)

View = Callable[[Request], Awaitable[Response]]
Values = dict[str, str]


#: What an editor, a browser or a file can bring about, and what is said then.
_WRONG: tuple[tuple[tuple[type[Exception], ...], int, str, str], ...] = (
    ((OutsideError,), 404, "没有这一篇", "地址写错了，或这一篇已经删去。"),
    ((TooLargeError,), 413, "太大了", "一次送来的东西太大，没有收下。图片和文件请先缩小。"),
    ((HTTPException, UnicodeError, ClientDisconnect), 400, "送来的表单读不出来", "请回到上一页再试。"),
)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"FIELDS": {one.path: one for one in FIELDS}, "VALUES": VALUES}
    return made


def page(template: str, status: int = 200, **data: Any) -> HTMLResponse:
    """A page of the desk."""
    return HTMLResponse(_environment().get_template(template).render(data), status)


def word(status: int, title: str, *lines: str, back: str = "/desk/") -> HTMLResponse:
    """A page that says something, and leads back."""
    return page("word.html", status, title=title, lines=lines, back=back)


def elsewhere(address: str) -> Response:
    """After something was done: lead to its page."""
    return RedirectResponse(address, 303)


def static(request: Request) -> Response:
    """One of the desk's own files."""
    path = _STATIC.get(request.path_params["name"])
    if path is None:
        return word(404, "没有这个文件")
    return FileResponse(path, media_type=_TYPES[path.suffix])


async def posted(request: Request) -> list[tuple[str, str]]:
    """The texts of a form, in their order; what is no text is left aside."""
    async with request.form(max_fields=5000, max_part_size=4 << 20) as form:
        return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


async def working(work: Callable[..., Response], *arguments: Any) -> Response:
    """What reads, converts and writes, aside from the server's own thread; what is wrong with the content becomes a page."""
    return await run_in_threadpool(work, *arguments)


def careful(view: View) -> View:
    """The view, with a plain page for what an editor or a broken file can bring about."""

    async def answer(request: Request) -> Response:
        try:
            return await view(request)
        except (ContentError, FaultyFileError) as error:
            title = "词汇表有错误，要先改好" if isinstance(error, ContentError) else "这个文件的字段区读不出来了"
            return word(409, title, *map(str, error.faults))
        except Exception as error:  # noqa: BLE001 - an editor gets a plain word, the log the place
            for kinds, status, title, line in _WRONG:
                if isinstance(error, kinds):
                    return word(status, title, line)
            _log.error("a view failed: %s", where(error))
            return word(500, "出了问题", "这一步没有做成。您写的文字还在浏览器里：回到上一页再试。")

    return answer
