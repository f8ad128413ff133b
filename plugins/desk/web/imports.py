"""The views of import: files that are dropped, text that is pasted, an address that is given; and what came of each."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plugins.desk.edits import ConflictError
from plugins.desk.images import ending_of
from plugins.desk.importing.draft import Draft
from plugins.desk.importing.fetch import fetch
from plugins.desk.importing.findings import Refused
from plugins.desk.importing.intake import Intake, Refusal
from plugins.desk.importing.pictures import Source
from plugins.desk.web.pages import careful, elsewhere, page, working
from plugins.desk.web.workplace import Workplace
from plugins.stories.addresses import is_address

_MOST_FILES = 200
_LONGEST_ADDRESS = 4000
_TRIES = 3
PASTED = "粘贴的文字"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it came: how an editor calls it, a file name that tells its kind, its bytes, where it was fetched from."""

    shown: str
    name: str
    data: bytes
    address: str | None = None
    images: Source | None = None


class Imports:
    """The views over one workplace."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self._saving = threading.Lock()

    def routes(self) -> list[BaseRoute]:
        """Their addresses, below the desk's."""
        return [Route("/import", careful(self.imports), methods=["GET", "POST"])]

    async def imports(self, request: Request) -> Response:
        """The three ways in; and what came in by one of them."""
        if request.method == "GET":
            return await working(self._page)
        async with request.form(max_files=_MOST_FILES, max_fields=20, max_part_size=4 << 20) as form:
            files = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
            read = [(one.filename or "", await one.read()) for one in files]
            texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        return await working(self._posted, [one for one in read if one[1] or one[0]], texts)

    def _posted(self, files: Sequence[tuple[str, bytes]], texts: dict[str, str]) -> Response:
        text, address = texts.get("text", ""), texts.get("address", "").strip()
        # What a page's text was copied from tells more than the text: headings, links, the page's own title.
        pasted = texts.get("html", "") if text.strip() else ""
        found: list[Draft | Refusal] = []
        if files:
            found += self._taken(articles(files))
        if text.strip():
            found += self._taken([Article(PASTED, "", (pasted or text).encode("utf-8", "replace"))])
        if address:
            found += self._fetched(address)
        if not found:
            return self._page(422, message="还没有选文件、粘贴文字，或写网址。")
        return self._answer(found, text, address)

    def _fetched(self, address: str) -> list[Draft | Refusal]:
        if not is_address(address) or len(address) > _LONGEST_ADDRESS:
            return [Refusal(address[:100], "网址要从 http:// 或 https:// 开始，整个写上", "bad-address")]
        try:
            one = fetch(address)
        except Refused as error:
            return [Refusal(address, error.reason, error.code)]
        return self._taken([Article(address, one.name, one.data, one.address)])

    def _taken(self, given: Iterable[Article]) -> list[Draft | Refusal]:
        """Drafts, saved all together, and refusals."""
        given = list(given)
        with self._saving:
            for _ in range(_TRIES):
                intake = Intake(self.workplace.content)
                found = [
                    outcome
                    for one in given
                    for outcome in intake.take(
                        one.name, one.data, address=one.address, images=one.images, shown=one.shown
                    )
                ]
                try:
                    intake.save([one for one in found if isinstance(one, Draft)])
                except ConflictError as error:  # somebody took a name between our looking and our writing
                    taken = "、".join(error.paths)
                else:
                    intake.remember()
                    return found
        reason = f"要写的文件已经有了：{taken}；请先给它改名"
        return [Refusal(one.input, reason, "taken") if isinstance(one, Draft) else one for one in found]

    def _answer(self, found: Sequence[Draft | Refusal], text: str, address: str) -> Response:
        drafts = [one for one in found if isinstance(one, Draft)]
        refused = [one for one in found if isinstance(one, Refusal)]
        if len(drafts) == 1 and not refused:
            return elsewhere(f"/desk/story/{quote(drafts[0].path)}?saved=import")
        kept = {"text": text, "address": address} if refused and not drafts else {}
        return self._page(200 if drafts else 422, drafts=[_row(one) for one in drafts], refused=refused, **kept)

    def _page(self, status: int = 200, **more: Any) -> Response:
        data = {"drafts": [], "refused": [], "message": "", "text": "", "address": ""} | more
        return page("import.html", status, **data)


def articles(files: Iterable[tuple[str, bytes]]) -> list[Article]:
    """The articles among the files that came together; pictures that came beside them are theirs."""
    files = list(files)
    pictures = {_last(name): data for name, data in files if ending_of(data)}
    others = [(name, data) for name, data in files if _last(name) not in pictures]

    def picture(address: str) -> bytes | None:
        return pictures.get(_last(unquote(urlsplit(address).path)))

    return [Article(name, _last(name), data, images=picture if pictures else None) for name, data in others or files]


def _last(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "path": draft.path,
        "title": draft.title,
        "input": draft.input,
        "questions": len(draft.questions),
        "found": [*draft.places, *draft.roles, *draft.people],
    }
