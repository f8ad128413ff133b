"""``vocabulary`` and ``move`` at the console: the diff first, then the question, then the files."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.console import UsageError, print_json, say, speaks_chinese
from plugins.desk.edits import ConflictError, Edits
from plugins.desk.vocabulary_edits.kinds import KINDS, SHAPES
from plugins.desk.vocabulary_edits.move import move
from plugins.desk.vocabulary_edits.plan import Plan, RefusedError, add, rename
from plugins.desk.vocabulary_edits.spelling import Kind
from plugins.stories.editions import Style

_ADD, _RENAME = "add", "rename"
_KINDS: Mapping[str, Kind] = {
    name: kind for kind in KINDS for name in (kind, f"{kind}s", SHAPES[kind].folder, SHAPES[kind].chinese)
}
_YES = frozenset(("y", "yes", "是", "好", "改"))
_MOST_LINES = 5
_COLOURS = {"+": "\033[32m", "-": "\033[31m", "@": "\033[36m"}


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
        _tell_problems(error, as_json=as_json)
        return 2
    if as_json:
        document = plan.as_json()
        done = yes and bool(plan.edits.changed)
        if done and not _apply(plan.edits):
            return 1
        print_json({**document, "applied": done})
        return 0
    _tell(plan)
    return settle(plan.edits, yes=yes)


def change_id(content: Path, old: str, new: str, *, yes: bool) -> int:
    """Give a story another id; returns the exit code."""
    try:
        planned = move(content, old, new)
    except RefusedError as error:
        _tell_problems(error, as_json=False)
        return 2
    if planned.linked:
        say(f"{len(planned.linked)} 个文件里的链接跟着改。", f"Links in {len(planned.linked)} files follow.")
    say(f"旧网址 stories/{old}/ 会转到 stories/{new}/", f"The old address stories/{old}/ will lead to stories/{new}/")
    return settle(planned.edits, yes=yes)


def settle(edits: Edits, *, yes: bool) -> int:
    """Show the diff on stdout; make the changes after yes. Returns the exit code."""
    if not edits.changed:
        say("没有要改的。", "There is nothing to change.")
        return 0
    _print_diff(edits.diff())
    count = len(edits.changed)
    if not yes and not _agreed(count):
        say("没有写入任何文件；要写入，加 --yes。", "Nothing was written; --yes writes it.")
        return 0
    if not _apply(edits):
        return 1
    say(f"写入了 {count} 个文件。", f"{count} files written.")
    return 0


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


def _tell_problems(error: RefusedError, *, as_json: bool) -> None:
    if as_json:
        print_json({"problems": [{"field": one.field, **one.fault.as_json()} for one in error.problems]})
        return
    for one in error.problems:
        fault = one.fault
        option = "" if one.field == "name" else f"--{'alias' if one.field == 'aliases' else one.field}: "
        where = f"（{fault.path}:{fault.line}）" if fault.code == "name-taken" else ""
        text = f"{option}{fault.message}{where}；{fault.help}"
        say(text, text)


def _print_diff(diff: str) -> None:
    colours = _COLOURS if sys.stdout.isatty() else {}
    for line in diff.splitlines():
        colour = colours.get(line[:1], "")
        print(f"{colour}{line}\033[0m" if colour else line)
    sys.stdout.flush()


def _agreed(count: int) -> bool:
    """Ask, where there is somebody to ask."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    question = f"改这 {count} 个文件吗？(y/N) " if speaks_chinese() else f"Change these {count} files? (y/N) "
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return sys.stdin.readline().strip().lower() in _YES
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return False


def _apply(edits: Edits) -> bool:
    try:
        edits.apply()
    except ConflictError as error:
        say(
            f"{'、'.join(error.paths)} 刚才又被改动了，没有写入；请再运行一次。",
            f"{', '.join(error.paths)} changed meanwhile, nothing was written; run this again.",
        )
        return False
    return True
