"""Commands that look and change nothing of a story: ``check`` and ``review``."""

from __future__ import annotations

import os
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.settings import CONFIG, reported, settings_of, told
from plugins.console import print_faults, print_json, say


@task(iterable=["path"], help={"path": "only the faults of this file or folder", "json": "print the faults as JSON"})
def check(
    _c: Context,
    path: list[str] | None = None,
    json: bool = False,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Name every fault in the content: where, what, what to type. 检查全部故事。"""
    from plugins.options import options_of
    from plugins.site import Build

    options = options_of(settings_of(CONFIG, content, output))
    with told(), Build(options) as run:
        files, faults = run.check()
    if path:
        wanted = [os.path.relpath(Path(one).resolve(), options.content.resolve()).replace(os.sep, "/") for one in path]
        for typed, name in zip(path, wanted, strict=True):
            if not (options.content / name).exists():
                say(f"没有这个文件或文件夹：{typed}", f"There is no such file or folder: {typed}")
                raise Exit(code=2)
        faults = [one for one in faults if any(one.path == name or one.path.startswith(f"{name}/") for name in wanted)]
    errors = sum(fault.severity == "error" for fault in faults)
    if json:
        print_json({"files": files, "faults": [fault.as_json() for fault in faults]})
    else:
        folder = os.path.relpath(options.content)
        print_faults(faults, folder)
        in_drafts = errors - sum(fault.stops for fault in faults)
        say(
            f"查了 {files} 个文件：{errors} 处错误{f'（草稿里 {in_drafts} 处，不妨碍生成）' if in_drafts else ''}，"
            f"{len(faults) - errors} 处提醒。",
            f"{files} files checked: {errors} errors{f' ({in_drafts} in drafts, which stop nothing)' if in_drafts else ''}, "
            f"{len(faults) - errors} warnings.",
        )
    if errors:
        raise Exit(code=1)


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
