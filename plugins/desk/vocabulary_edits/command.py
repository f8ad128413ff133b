"""``vocabulary`` and ``move`` at the console: the diff first, then the question, then the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.console import UsageError, print_json, say
from plugins.desk.settling import applied, settle
from plugins.desk.vocabulary_edits.kinds import KINDS, SHAPES
from plugins.desk.vocabulary_edits.move import move
from plugins.desk.vocabulary_edits.plan import Plan, RefusedError, add, rename
from plugins.desk.vocabulary_edits.spelling import Kind
from plugins.stories.editions import Style

_ADD, _RENAME = "add", "rename"
_KINDS: Mapping[str, Kind] = {
    name: kind for kind in KINDS for name in (kind, f"{kind}s", SHAPES[kind].folder, SHAPES[kind].chinese)
}
_MOST_LINES = 5


def change(
    content: Path,
    words: Sequence[str],
    given: Mapping[str, Any],
    *,
    keep: bool,
    yes: bool,
    as_json: bool,
    style: Style,
) -> int:
    """Add or rename an entry as the words of the command say; returns the exit code.

    Raises:
        UsageError: the words are none of ``add KIND`` and ``rename KIND NAME``.
        ContentError: the content is at fault, or a story stands in the way.
    """
    action, kind, name = _read(words)
    try:
        plan = (
            add(content, kind, given, style)
            if action == _ADD
            else rename(content, kind, name, given, keep=keep, style=style)
        )
    except RefusedError as error:
        tell_problems(error, as_json=as_json)
        return 2
    if as_json:
        document = plan.as_json()
        done = yes and bool(plan.edits.changed)
        if done and not applied(plan.edits):
            return 1
        print_json({**document, "applied": done})
        return 0
    _tell(plan)
    return settle(plan.edits, plan.edits.diff, yes=yes)


def change_id(content: Path, old: str, new: str, *, yes: bool) -> int:
    """Give a story another id; returns the exit code."""
    try:
        planned = move(content, old, new)
    except RefusedError as error:
        tell_problems(error, as_json=False)
        return 2
    if planned.linked:
        say(f"{len(planned.linked)} 个文件里的链接跟着改。", f"Links in {len(planned.linked)} files follow.")
    say(f"旧网址 stories/{old}/ 会转到 stories/{new}/", f"The old address stories/{old}/ will lead to stories/{new}/")
    return settle(planned.edits, planned.edits.diff, yes=yes)


def _read(words: Sequence[str]) -> tuple[str, Kind, str]:
    """The action, the kind and the name that the words of the command say."""
    action, *rest = words or [""]
    kind = _KINDS.get(rest[0]) if rest else None
    if kind is None or action not in {_ADD, _RENAME} or len(rest) != (1 if action == _ADD else 2):
        raise UsageError(
            "写成 vocabulary add role --hans 名称，或 vocabulary rename role 旧名 --hans 新名；role 也可以是 place、person、source。",
            "Say: vocabulary add role --hans NAME, or vocabulary rename role OLD --hans NEW; role, place, person or source.",
        )
    return action, kind, rest[1] if action == _RENAME else ""


def _tell(plan: Plan) -> None:
    """What the diff alone does not say."""
    spelling = plan.spelling
    if spelling.proposed:
        form = spelling.forms.in_script(spelling.proposed)
        chinese = "繁体" if spelling.proposed == "hant" else "简体"
        say(f"{chinese}写作“{form}”，是程序拟的。", f"The form {form} is proposed.")
        if spelling.doubtful:
            chars = "、".join(spelling.doubtful)
            say(
                f"“{chars}”有两可，请查证；不对就加 --{spelling.proposed}。",
                f"Doubtful: {chars}; if it is wrong, give --{spelling.proposed}.",
            )
    if plan.stories:
        say(f"{len(plan.stories)} 篇故事跟着改。", f"{len(plan.stories)} stories follow.")
    for old, new in plan.moved:
        say(f"旧网址 {old} 会转到 {new}", f"The old address {old} will lead to {new}")
    for path, line in plan.left[:_MOST_LINES]:
        say(f"正文里还是旧名，请自己看：{path}:{line}", f"The text still has the old name: {path}:{line}")
    if len(plan.left) > _MOST_LINES:
        more = len(plan.left) - _MOST_LINES
        say(f"还有 {more} 处，用 --json 看全部。", f"And {more} more; --json lists all.")


def tell_problems(error: RefusedError, *, as_json: bool) -> None:
    """Say why something can't be done."""
    if as_json:
        print_json({"problems": [{"field": one.field, **one.fault.as_json()} for one in error.problems]})
        return
    for one in error.problems:
        fault = one.fault
        option = "" if one.field == "name" else f"--{'alias' if one.field == 'aliases' else one.field}: "
        where = f"（{fault.path}:{fault.line}）" if fault.code == "name-taken" else ""
        text = f"{option}{fault.message}{where}；{fault.help}"
        say(text, text)
