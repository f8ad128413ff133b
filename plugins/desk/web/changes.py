"""The views of what changes many files at once: the vocabulary, and taking a story down. What would change is shown first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plugins.desk.edits import ConflictError, digest
from plugins.desk.takedown.command import lines, today
from plugins.desk.takedown.redact import is_enough, redact
from plugins.desk.takedown.withdraw import Takedown, withdraw
from plugins.desk.vocabulary_edits.kinds import KINDS, SHAPES
from plugins.desk.vocabulary_edits.plan import Plan, RefusedError, add, rename
from plugins.desk.web.listing import called
from plugins.desk.web.pages import careful, elsewhere, page, posted, word, working
from plugins.desk.web.workplace import Workplace
from plugins.faults import ContentError

#: What the form of the vocabulary asks for, in order, and what editors call it.
_BOXES: Mapping[str, str] = {
    "name": "现在的名称",
    "hans": "简体",
    "hant": "繁体",
    "parent": "上级",
    "aliases": "别的叫法",
    "former": "曾用名",
    "level": "级别",
    "url": "网址",
    "id": "id",
}
#: What to do at the desk about a box, where the fault's own words are for the command line.
_IN_BOXES: Mapping[tuple[str, str], str] = {
    ("hans", "missing-field"): "写“简体”或“繁体”",
    ("level", "missing-field"): "写明“级别”，例如 village（村、社区）",
}
#: So many places are named that say the same as what is taken down.
_MOST_PLACES = 20
_SEVERAL = frozenset({"aliases", "former"})


@dataclass(frozen=True, slots=True)
class _Shown:
    """A change as it is shown before it is made.

    Attributes:
        lines: the diff, or each file and what happens to it.
        notes: what those alone do not say.
        apply: makes the change.
    """

    lines: tuple[str, ...]
    notes: tuple[str, ...]
    apply: Callable[[], None]

    @property
    def digest(self) -> str:
        """What an editor who agrees has seen."""
        return digest("\n".join(self.lines).encode())


class Changes:
    """The views over one workplace."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    def routes(self) -> list[BaseRoute]:
        """Their addresses, below the desk's."""
        return [
            Route("/vocabulary", careful(self.vocabulary), methods=["GET", "POST"]),
            Route("/withdraw/{id}", careful(self.withdraw), methods=["GET", "POST"]),
            Route("/redact/{id}", careful(self.redact), methods=["GET", "POST"]),
        ]

    async def vocabulary(self, request: Request) -> Response:
        """Add or rename an entry: the form, what would change, and that it was changed."""
        if request.method == "GET":
            return page("vocabulary.html", **_form(dict(request.query_params)))
        return await working(self._vocabulary, dict(await posted(request)))

    def _vocabulary(self, form: Mapping[str, str]) -> Response:
        data = _form(form)
        given: dict[str, Any] = {key: value for key, value in data["boxes"].items() if value and key != "name"}
        given |= {key: _several(given[key]) for key in _SEVERAL & given.keys()}
        content, style = self.workplace.content, self.workplace.style
        try:
            if data["action"] == "add":
                plan = add(content, data["kind"], given, style)
            else:
                keep = bool(form.get("keep"))
                plan = rename(content, data["kind"], data["boxes"]["name"], given, keep=keep, style=style)
        except RefusedError as error:
            return page("vocabulary.html", 422, **data | {"problems": _problems(error)})
        if not plan.edits.changed:
            return page("vocabulary.html", 422, **data | {"problems": [("", "这样写和现在一样，没有什么要改。")]})
        shown = _Shown(tuple(plan.edits.diff().splitlines()), tuple(_notes(plan)), plan.edits.apply)
        if _made(shown, form):
            name = plan.entry.forms.hans
            return elsewhere(f"/desk/vocabulary?kind={plan.kind}&done={quote(name)}")
        return page("vocabulary.html", **data | {"shown": shown, "again": bool(form.get("seen"))})

    async def withdraw(self, request: Request) -> Response:
        """Take a story down: the reason, what would go, and that it is gone."""
        story = request.path_params["id"]
        if request.method == "GET":
            return await working(lambda: page("withdraw.html", **called(self.workplace, story), **_NOTHING))
        return await working(self._withdraw, story, dict(await posted(request)))

    def _withdraw(self, story: str, form: Mapping[str, str]) -> Response:
        why, keep_title = " ".join(form.get("why", "").split()), bool(form.get("keep_title"))
        data = {**called(self.workplace, story), **_NOTHING, "why": why, "keep_title": keep_title}
        if not why:
            return page("withdraw.html", 422, **data | {"problems": [("why", "要写原因；读者看得到它。")]})
        content, style = self.workplace.content, self.workplace.style
        try:
            plan = withdraw(content, story, why, day=today(), keep_title=keep_title, style=style)
        except RefusedError as error:
            return page("withdraw.html", 422, **data | {"problems": _problems(error)})
        notes = list(_remaining(plan))
        if plan.linked:
            notes.append(f"这些文件链接到它，链接会通到说明页：{'、'.join(plan.linked)}")
        shown = _Shown(tuple(lines(plan)), tuple(notes), plan.apply)
        if _made(shown, form):
            return word(
                200,
                "已经撤下",
                "预览马上就没有它了；网站要再发布一次。版本记录、旧的压缩包里还有，怎样清除见 docs/takedown.zh.md。",
            )
        return page("withdraw.html", **data | {"shown": shown, "again": bool(form.get("seen"))})

    async def redact(self, request: Request) -> Response:
        """Take a name or a passage out of a story: which, what would change, and what is left elsewhere."""
        story = request.path_params["id"]
        if request.method == "GET":
            return await working(lambda: page("redact.html", **called(self.workplace, story), **_NOT_REDACTED))
        return await working(self._redact, story, dict(await posted(request)))

    def _redact(self, story: str, form: Mapping[str, str]) -> Response:
        what, instead, why = (" ".join(form.get(name, "").split()) for name in ("what", "instead", "why"))
        data = {**called(self.workplace, story), **_NOT_REDACTED, "what": what, "instead": instead, "why": why}
        missing = {
            "what": "" if is_enough(what) else "要隐去的字至少写两个；一个字到处都有。",
            "instead": "" if instead else "写上换成什么，例如“某”。",
            "why": "" if why else "要写原因；读者看得到它。",
        }
        if problems := [(name, text) for name, text in missing.items() if text]:
            return page("redact.html", 422, **data | {"problems": problems})
        content, style = self.workplace.content, self.workplace.style
        try:
            plan = redact(content, story, what, why, instead=instead, day=today(), style=style)
        except RefusedError as error:
            return page("redact.html", 422, **data | {"problems": _problems(error)})
        except ContentError as error:
            problems = [("", "换掉以后这一篇会有错误，所以没有动："), *(("", str(fault)) for fault in error.faults)]
            return page("redact.html", 422, **data | {"problems": problems})
        remaining = tuple(_remaining(plan))
        shown = _Shown(tuple(lines(plan)), remaining, plan.apply)
        if _made(shown, form):
            return word(200, "已经隐去", *remaining, *_TO_DO_BY_HAND, back=f"/desk/story/{quote(plan.path)}")
        return page("redact.html", **data | {"shown": shown, "again": bool(form.get("seen"))})


_UNSEEN: Mapping[str, Any] = {"problems": [], "shown": None, "again": False}
_NOT_REDACTED: Mapping[str, Any] = {"what": "", "instead": "某", "why": "", **_UNSEEN}
#: What no program finds after words were taken out.
_TO_DO_BY_HAND = (
    "还要自己看：网址里有没有名字的拼音，图片里的字和脸，只称姓、称外号的地方。",
    "预览马上就没有这些字了；网站要再发布一次。版本记录、旧的压缩包里还有，怎样清除见 docs/takedown.zh.md。",
)
_NOTHING: Mapping[str, Any] = {"why": "", "keep_title": False, **_UNSEEN}


def _remaining(plan: Takedown) -> Iterable[str]:
    """Where else the same is said; these files are left alone."""
    places = [f"{path} 第 {line} 行" for path, line in plan.remains]
    rest = len(places) - _MOST_PLACES
    if places:
        more = f"，还有 {rest} 处" if rest > 0 else ""
        yield f"别处还有同样的话，没有动，请自己看：{'、'.join(places[:_MOST_PLACES])}{more}。"


def _form(form: Mapping[str, str]) -> dict[str, Any]:
    """What the page of the vocabulary shows of a form."""
    kind, action = form.get("kind", ""), form.get("action", "")
    return {
        "kinds": [(one, SHAPES[one].chinese) for one in KINDS],
        "kind": kind if kind in KINDS else "person",
        "action": action if action in {"add", "rename"} else "add",
        "labels": _BOXES,
        "boxes": {key: form.get(key, "").strip() for key in _BOXES},
        "keep": bool(form.get("keep")),
        "done": form.get("done", "")[:80],
        **_UNSEEN,
    }


def _several(text: str) -> list[str]:
    return [one for one in (part.strip() for part in text.replace("，", "、").split("、")) if one]


def _problems(error: RefusedError) -> list[tuple[str, str]]:
    found = []
    for one in error.problems:
        help_text = _IN_BOXES.get((one.field, one.fault.code), one.fault.help)
        found.append((one.field, "；".join(filter(None, (one.fault.message, help_text)))))
    return found


def _notes(plan: Plan) -> Iterable[str]:
    """What the diff alone does not say."""
    spelling = plan.spelling
    if spelling.proposed:
        form = spelling.forms.in_script(spelling.proposed)
        doubt = f"“{'、'.join(spelling.doubtful)}”有两可，请查证，不对就自己写。" if spelling.doubtful else ""
        yield f"{'繁体' if spelling.proposed == 'hant' else '简体'}写作“{form}”，是程序拟的。{doubt}"
    if plan.stories:
        yield f"{len(plan.stories)} 篇故事跟着改。"
    yield from (f"旧网址 {old} 会转到 {new}" for old, new in plan.moved)
    yield from (f"正文里还是旧名，请自己看：{path} 第 {line} 行" for path, line in plan.left)


def _made(shown: _Shown, form: Mapping[str, str]) -> bool:
    """Make the change, if it is the very one that the editor has seen; False if it must be looked at (again)."""
    if form.get("seen") != shown.digest:
        return False
    try:
        shown.apply()
    except ConflictError:
        return False
    return True
