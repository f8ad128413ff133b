"""The views of stories: the list, the form, the file as a whole, and throwing a draft away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.desk.edits import OutsideError, inside
from plugins.desk.files import StoryFile
from plugins.desk.web.editing import FOLDER, Conflict, Editing, FaultyTextError, Opened, as_json
from plugins.desk.web.forms import Form, plain_body
from plugins.desk.web.listing import rows
from plugins.desk.web.notes import notes_at
from plugins.desk.web.pages import careful, elsewhere, page, posted, word, working
from plugins.desk.web.workplace import Workplace
from plugins.faults import ContentError
from plugins.stories.front_matter import FaultyFileError
from plugins.stories.read import is_twin
from plugins.stories.tombstone import WITHDRAWN

_MOST_COMPLETED = 20
_LONGEST_TYPED = 64
#: The fields that are seldom touched; the others have a place of their own on the page.
_MORE = ("id", "added", "updated", "hant_style", "convert", "corrections", "anchors")
#: What the buttons of the form ask for, and the status that it leads to.
_STATUS: Mapping[str, str] = {"publish": "published", "draft": "draft"}


class Stories:
    """The views over one workplace."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.editing = Editing(workplace)

    def routes(self) -> list[BaseRoute]:
        """Their addresses, below the desk's."""
        views = {
            "/": (self.all, ["GET"]),
            "/new": (self.new, ["GET", "POST"]),
            "/story/{path:path}": (self.story, ["GET", "POST"]),
            "/at/{id}": (self.at, ["GET"]),
            "/look": (self.look, ["POST"]),
            "/source/{path:path}": (self.source, ["GET", "POST"]),
            "/delete/{path:path}": (self.delete, ["GET", "POST"]),
            "/complete": (self.complete, ["GET"]),
        }
        return [Route(path, careful(view), methods=methods) for path, (view, methods) in views.items()]

    async def all(self, request: Request) -> Response:
        """The list of stories and drafts."""
        words = {name: request.query_params.get(name, "")[:200] for name in ("q", "show", "page", "done", "sort")}
        return await working(lambda: page("stories.html", **rows(self.workplace, **words)))

    async def new(self, request: Request) -> Response:
        """A story that is not there yet."""
        if request.method == "GET":
            return await working(self._form, self.editing.blank())
        return await working(self._posted, "", await posted(request))

    async def at(self, request: Request) -> Response:
        """From the address of a story to its form."""
        return await working(self._at, request.path_params["id"])

    def _at(self, story: str) -> Response:
        path = self.editing.path_of(story)
        return (
            elsewhere(f"/desk/story/{quote(path)}") if path else word(404, "没有这一篇", "这一篇已经删去，或换了网址。")
        )

    async def story(self, request: Request) -> Response:
        """The form of a story."""
        path = _story_path(request, self.workplace)
        if request.method == "GET":
            return await working(self._open, path, request.query_params.get("saved", ""))
        return await working(self._posted, path, await posted(request))

    def _open(self, path: str, saved: str) -> Response:
        try:
            opened = self.editing.open(path)
        except (FaultyFileError, UnicodeDecodeError):
            return elsewhere(f"/desk/source/{quote(path)}")
        if opened is None:
            return word(404, "没有这一篇", "地址写错了，或这一篇已经删去。")
        if opened.status == WITHDRAWN and not opened.errors:
            return _withdrawn(StoryFile(path, self.editing.read(path)[0] or ""))
        return self._form(opened, saved=saved)

    def _form(self, opened: Opened, status: int = 200, **more: Any) -> Response:
        data = {"saved": "", "refused": False, "conflict": None, "message": ""} | more
        at: dict[str, list[Any]] = {}
        for one in opened.told:
            at.setdefault(one.box, []).append(one)
        more_open = any(box.split(".")[0] in _MORE for box in at)
        return page(
            "story.html",
            status,
            opened=opened,
            form=opened.form,
            at=at,
            notes=notes_at(opened.form, opened.notes),
            more=_MORE,
            more_open=more_open,
            **data,
        )

    def _posted(self, path: str, values: list[tuple[str, str]]) -> Response:
        sent = dict(values)
        form = Form.posted(values)
        opened = Opened(path, sent.get("digest", ""), self._status(path, sent), form)
        if opened.status == WITHDRAWN:
            return word(409, "没有保存", "这一篇已经撤下，不能再改。")
        if "cure" in sent:
            box, _, value = sent["cure"].partition("=")
            return self._form(self.editing.look(replace(opened, form=form.with_box(box, value))))
        over = sent.get("over", "")
        action = sent.get("action") or (sent.get("again", "") if over else "") or "look"
        if action not in {"save", *_STATUS}:
            return self._form(self.editing.look(opened))
        wanted = replace(opened, status=_STATUS.get(action, opened.status))
        try:
            saved = self.editing.save(wanted, {"gone": ""}.get(over, over) if over else None)
        except FaultyTextError as error:
            return self._form(replace(self.editing.look(opened), told=error.told), 422, refused=True)
        if isinstance(saved, Conflict):
            return self._form(self.editing.look(opened), 409, conflict=saved, action=action)
        return elsewhere(f"/desk/story/{quote(saved)}?saved={action}")

    def _status(self, path: str, sent: Mapping[str, str]) -> str:
        """What a story is now; a new one is a draft."""
        text = self.editing.read(path)[0] if path else None
        if text is None:
            return "published" if sent.get("status") == "published" and path else "draft"
        return str(StoryFile(path, text).get("status") or "published")

    async def look(self, request: Request) -> Response:
        """Faults and both editions of what stands in the form, for the page's script."""
        values = await posted(request)
        sent = dict(values)
        path = sent.get("path", "")
        if path:
            _checked(path, self.workplace)

        def answer() -> Response:
            opened = Opened(path, "", self._status(path, sent), Form.posted(values))
            return JSONResponse(as_json(self.editing.look(opened)))

        return await working(answer)

    async def source(self, request: Request) -> Response:
        """A story, or its twin, as the whole file that it is."""
        path = _story_path(request, self.workplace, twins=True)
        sent = dict(await posted(request)) if request.method == "POST" else None
        return await working(self._source, path, sent)

    def _source(self, path: str, sent: Mapping[str, str] | None) -> Response:
        try:
            text, known = self.editing.read(path)
        except UnicodeDecodeError:
            return word(409, "这个文件不是 UTF-8 编码", "请用编辑器打开它，另存为 UTF-8，再回到这里。")
        if text is None:
            return word(404, "没有这个文件")
        data: dict[str, Any] = {
            "path": path,
            "twin": is_twin(path),
            "text": text,
            "digest": known,
            "conflict": None,
            "refused": False,
        }
        if sent is None:
            return page("source.html", told=self.editing.look_at_text(path, text), **data)
        mine = plain_body(sent.get("text", ""))
        return self._source_posted(sent, data | {"text": mine, "digest": sent.get("digest", "")})

    def _source_posted(self, sent: Mapping[str, str], data: dict[str, Any]) -> Response:
        """A whole file as it was sent: looked at, or saved."""
        path, text = data["path"], data["text"]
        if sent.get("action") == "look":
            return page("source.html", told=self.editing.look_at_text(path, text), **data)
        try:
            saved = self.editing.save_text(path, text, sent.get("over") or data["digest"])
        except FaultyTextError as error:
            return page("source.html", 422, told=error.told, **data | {"refused": True})
        if isinstance(saved, Conflict):
            return page("source.html", 409, told=[], **data | {"conflict": saved})
        return elsewhere(f"/desk/source/{quote(path)}" if is_twin(path) else f"/desk/story/{quote(path)}?saved=save")

    async def delete(self, request: Request) -> Response:
        """Ask, then throw a draft away."""
        path = _story_path(request, self.workplace)
        sent = dict(await posted(request)) if request.method == "POST" else None
        return await working(self._delete, path, sent)

    def _delete(self, path: str, sent: Mapping[str, str] | None) -> Response:
        if sent is not None:
            if self.editing.delete(path, sent.get("digest", "")):
                return elsewhere("/desk/?done=deleted")
            return word(409, "没有删", "只能删草稿，而且要是您刚才看到的那一份。请重新打开看看。")
        text, known = self.editing.read(path)
        if text is None:
            return word(404, "没有这一篇", "这一篇已经删去。")
        return page("delete.html", path=path, text=text, digest=known)

    async def complete(self, request: Request) -> Response:
        """What may be meant by what is typed so far: places, roles, people, sources."""
        typed = request.query_params.get("q", "")[:_LONGEST_TYPED]
        kind = request.query_params.get("kind", "")

        def answer() -> Response:
            completion = self.workplace.words().completion
            finds = {
                "place": completion.places,
                "role": completion.roles,
                "person": completion.people,
                "source": completion.sources,
            }
            found = finds[kind](typed, _MOST_COMPLETED) if kind in finds and typed.strip() else []
            return JSONResponse([{"value": one.value, "label": one.label, "detail": one.detail} for one in found])

        try:
            return await working(answer)
        except ContentError:
            return JSONResponse([])


def _withdrawn(stone: StoryFile) -> Response:
    """What the desk shows of a story that was taken down."""
    title, day, why = (str(stone.get(field) or "") for field in ("title", WITHDRAWN, "why"))
    return word(
        200,
        "这篇故事已撤下",
        title or str(stone.get("id")),
        f"{day} 撤下。{why}",
        "要恢复，只能从版本记录里取回原来的文件。",
    )


def _story_path(request: Request, workplace: Workplace, *, twins: bool = False) -> str:
    return _checked(request.path_params["path"], workplace, twins=twins)


def _checked(path: str, workplace: Workplace, *, twins: bool = False) -> str:
    """The path of a story's file, which may not be there.

    Raises:
        OutsideError: no story can stand there.
    """
    if not path.startswith(FOLDER) or not path.endswith(".md") or (is_twin(path) and not twins):
        raise OutsideError(path)
    inside(workplace.content, path)
    return path
