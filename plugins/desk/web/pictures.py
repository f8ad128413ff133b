"""The views of images: what stands in ``content/images``, and bringing another picture there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.desk.edits import ConflictError, Edits, OutsideError, inside
from plugins.desk.images import LARGEST, TYPES, UnfitImageError, name_for, ready
from plugins.desk.web.forms import plain_line
from plugins.desk.web.pages import careful, page, working
from plugins.desk.web.workplace import Workplace

FOLDER = "images/"
_PAGE = 48
_LONGEST_ALT = 300
_NO_FILE = "还没有选图片"
_NO_WORDS = "还没有写图中有什么：写一句话，给看不到图的人"


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that was put into the folder.

    Attributes:
        path: its file, relative to the content folder.
        markdown: what to write into a text.
        remarks: what was done to it, in an editor's words.
    """

    path: str
    markdown: str
    remarks: tuple[str, ...]


class Pictures:
    """The views over one workplace."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    def routes(self) -> list[BaseRoute]:
        """Their addresses, below the desk's."""
        return [
            Route("/images", careful(self.images), methods=["GET", "POST"]),
            Route("/images/{path:path}", careful(self.image), methods=["GET"]),
        ]

    async def image(self, request: Request) -> Response:
        """One of the images, as the file that it is."""
        path = f"{FOLDER}{request.path_params['path']}"
        file, kind = inside(self.workplace.content, path), TYPES.get(PurePosixPath(path).suffix.lower())
        if kind is None or not file.is_file():
            raise OutsideError(path)
        return FileResponse(file, media_type=kind)

    async def images(self, request: Request) -> Response:
        """All images; a picture that is brought."""
        if request.method == "GET":
            return await working(self._all, request.query_params.get("page", ""))
        async with request.form(max_files=1, max_fields=20, max_part_size=1 << 16) as form:
            file, alt = form.get("file"), form.get("alt")
            name = file.filename or "" if isinstance(file, UploadFile) else ""
            data = await file.read() if isinstance(file, UploadFile) else b""
        alt = plain_line(alt)[:_LONGEST_ALT] if isinstance(alt, str) else ""
        is_script = "application/json" in request.headers.get("accept", "")
        return await working(self._posted, name, data, alt, is_script)

    def _posted(self, name: str, data: bytes, alt: str, is_script: bool) -> Response:
        message = _NO_WORDS if data and not alt else "" if data else _NO_FILE
        try:
            brought = None if message else bring(self.workplace.content, name, data, alt)
        except UnfitImageError as error:
            message, brought = f"没有收下：{error}", None
        if is_script:
            said = {"path": brought.path, "markdown": brought.markdown} if brought else {}
            return JSONResponse(
                said | {"message": message or "；".join(brought.remarks if brought else ())}, 200 if brought else 422
            )
        return self._all("", 200 if brought else 422, brought=brought, message=message, alt="" if brought else alt)

    def _all(self, number: str, status: int = 200, **more: Any) -> Response:
        found = sorted(self.workplace.images())
        last = max(1, -(-len(found) // _PAGE))
        at = min(max(1, int(number) if number.isdecimal() and number.isascii() else 1), last)
        used = _used(self.workplace.archive().facts.values())
        shown = [
            {"path": path, "size": _size(self.workplace.content / path), "stories": used.get(path, [])}
            for path in found[(at - 1) * _PAGE : at * _PAGE]
        ]
        data = {"brought": None, "message": "", "alt": ""} | more
        return page(
            "images.html", status, images=shown, total=len(found), number=at, last=last,
            most=LARGEST // 1_000_000, types=",".join(sorted(set(TYPES.values()))), **data,
        )  # fmt: skip


def bring(content: Path, name: str, data: bytes, alt: str) -> Brought:
    """Put a picture into the folder of images.

    Args:
        content: the content folder.
        name: what the editor's file is called.
        data: what is in it.
        alt: what the picture shows.

    Raises:
        UnfitImageError: it is none that we take.
        OutsideError: the folder of images is a link to somewhere else.
    """
    picture = ready(data)
    remarks = []
    if picture.freed:
        remarks.append("照片里记着的拍摄地点、时间、器材已经去掉")
    if picture.shrunk:
        remarks.append(f"缩小到 {picture.width}×{picture.height}")
    folder = inside(content, FOLDER.rstrip("/"))
    there = [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
    path = next((f"{FOLDER}{one.name}" for one in there if _is(one, picture.data)), "")
    if path:
        remarks.append("这张图片原来就有，没有再存一份")
    while not path:
        edits = Edits(content)
        wanted = f"{FOLDER}{name_for(name, picture.ending, {one.name.lower() for one in there})}"
        edits.expect(wanted, "")
        edits.write(wanted, picture.data)
        try:
            edits.apply()
        except ConflictError:  # the name was taken between our looking and our writing
            there = list(folder.iterdir())
        else:
            path = wanted
    words = alt.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return Brought(path, f"![{words}]({path})", tuple(remarks))


def _is(file: Path, data: bytes) -> bool:
    return file.stat().st_size == len(data) and file.read_bytes() == data


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1000:.0f} kB" if file.is_file() else ""


def _used(facts: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """The stories and pages that show an image, by its path."""
    used: dict[str, list[dict[str, str]]] = {}
    for one in facts:
        shown = {image for image, *_ in one.get("images", ())}
        for path in shown:
            used.setdefault(path, []).append({"path": one["path"], "title": one["editions"][one["script"]]["title"]})
    return used
