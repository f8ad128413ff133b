"""Commands that look for what is wrong, and mend it where that is mechanical: ``check`` and ``review``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.settings import CONFIG, reported, settings_of, told
from plugins.console import print_faults, print_json, say

if TYPE_CHECKING:
    from plugins.faults import Fault
    from plugins.options import Options


@task(
    iterable=["path"],
    help={
        "path": "only the faults of this file or folder",
        "json": "print the faults as JSON",
        "fix": "mend what is mechanical: show the changes, ask, write",
        "yes": "with --fix: write without asking",
    },
)
def check(
    _c: Context,
    path: list[str] | None = None,
    json: bool = False,
    fix: bool = False,
    yes: bool = False,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Name every fault in the content: where, what, what to type. 检查全部故事。"""
    from plugins.options import options_of

    options = options_of(settings_of(CONFIG, content, output))
    if yes and not fix:
        say("--yes 要和 --fix 一起用。", "--yes goes with --fix.")
        raise Exit(code=2)
    wanted = _below(options.content, path or [])
    files, faults = _faults(options, wanted)
    mended: dict[str, Any] = {}
    if fix:
        mended = _mend(options, faults, yes=yes, as_json=json)
        if mended["applied"]:
            files, faults = _faults(options, wanted)
    errors = sum(fault.severity == "error" for fault in faults)
    if json:
        counts = {"files": files, "errors": errors, "warnings": len(faults) - errors}
        document = {**counts, "faults": [fault.as_json() for fault in faults]}
        print_json(document | {"fix": mended} if fix else document)
    else:
        _tell(options, files, faults, errors)
    if errors or mended.get("conflicts"):
        raise Exit(code=1)


def _below(content: Path, paths: list[str]) -> list[str]:
    """The files and folders that were named, relative to the content folder."""
    wanted = [os.path.relpath(Path(one).resolve(), content.resolve()).replace(os.sep, "/") for one in paths]
    for typed, name in zip(paths, wanted, strict=True):
        if not (content / name).exists():
            say(f"没有这个文件或文件夹：{typed}", f"There is no such file or folder: {typed}")
            raise Exit(code=2)
    return wanted


def _faults(options: Options, wanted: list[str]) -> tuple[int, list[Fault]]:
    """How many files were looked at, and the faults of those that are wanted, or of all."""
    from plugins.desk.importing.copied import copied_faults
    from plugins.desk.importing.notes_left import all_notes_left
    from plugins.site import Build

    with told(), Build(options) as run:
        files, faults = run.check()
    faults = sorted([*faults, *copied_faults(options.content), *all_notes_left(options.content)])
    if not wanted or "." in wanted:
        return files, faults
    return files, [one for one in faults if any(one.path == name or one.path.startswith(f"{name}/") for name in wanted)]


def _tell(options: Options, files: int, faults: list[Fault], errors: int) -> None:
    from plugins.desk.mending import can_mend

    print_faults(faults, os.path.relpath(options.content))
    in_drafts = errors - sum(fault.stops for fault in faults)
    say(
        f"查了 {files} 个文件：{errors} 处错误{f'（草稿里 {in_drafts} 处，不妨碍生成）' if in_drafts else ''}，"
        f"{len(faults) - errors} 处提醒。",
        f"{files} files checked: {errors} errors{f' ({in_drafts} in drafts, which stop nothing)' if in_drafts else ''}, "
        f"{len(faults) - errors} warnings.",
    )
    if can := sum(map(can_mend, faults)):
        say(f"其中 {can} 处可以自动改：check --fix", f"{can} of them can be mended: check --fix")


def _mend(options: Options, faults: list[Fault], *, yes: bool, as_json: bool) -> dict[str, Any]:
    """Mend what can be mended, after yes; what was done, as the report has it."""
    from plugins.desk.edits import ConflictError, Edits
    from plugins.desk.mending import can_mend, mend
    from plugins.desk.settling import settle
    from plugins.stories.prepare import Preparer

    edits = Edits(options.content)
    if any(map(can_mend, faults)):
        preparer = Preparer(options.content, options.site.base, options.site.stories(), style=options.style)
        edits = mend(options.content, faults, preparer)
    done: dict[str, Any] = {"diff": edits.diff(), "files": list(edits.changed), "conflicts": []}
    if not as_json:
        settle(edits, edits.diff, yes=yes)
    elif yes:
        try:
            edits.apply()
        except ConflictError as error:
            done["conflicts"] = list(error.paths)
    return {**done, "applied": bool(done["files"]) and not edits.changed}


@task(
    iterable=["path", "accept", "accept_all"],
    help={
        "path": "only these stories: ids, files, folders",
        "json": "print the report as JSON",
        "accept": "keys of the report: what the edition says there is right",
        "accept-all": "ids of stories in which everything reported is right",
        "prune": "drop the decisions that no longer stand for any text",
        "lock": "write what conversion makes of every text to this file",
        "against": "compare conversion with such a file; exit 1 where it changed",
    },
)
def review(
    _c: Context,
    path: list[str] | None = None,
    json: bool = False,
    accept: list[str] | None = None,
    accept_all: list[str] | None = None,
    prune: bool = False,
    lock: str | None = None,
    against: str | None = None,
    content: str | None = None,
) -> None:
    """List the conversions that nobody decided, and keep decisions. 审阅转换。"""
    from plugins.desk.review.command import Desk
    from plugins.options import options_of

    options = options_of(settings_of(CONFIG, content, None))
    shown = os.path.relpath(options.content)
    chosen = sum(map(bool, (accept, accept_all, prune, lock, against)))
    if chosen > 1 or (path and chosen):
        say(
            "--accept、--accept-all、--prune、--lock、--against 每次只用一个，也不和篇名一起用。",
            "Use one of --accept, --accept-all, --prune, --lock, --against at a time, and no stories beside it.",
        )
        raise Exit(code=2)
    with reported(options.content):
        desk = Desk(options.content, shown, options.style)
        if lock:
            code = desk.lock(Path(lock))
        elif against:
            code = desk.against(Path(against), as_json=json)
        elif accept or accept_all:
            code = desk.accept(accept or [], accept_all or [])
        elif prune:
            code = desk.prune()
        else:
            code = desk.report(path or [], as_json=json)
    if code:
        raise Exit(code=code)
