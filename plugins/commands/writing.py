"""Commands that write stories: ``import`` and ``new``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.serving import serve_preview
from plugins.commands.settings import CONFIG, reported, settings_of
from plugins.console import INTERRUPTED, print_json, progress, say


@task(
    name="import",
    iterable=["input"],
    help={
        "input": "files, folders, web addresses; - for what comes on stdin",
        "to": "the folder that drafts go to (content/stories)",
        "json": "print drafts and refusals as JSON",
    },
)
def import_(
    _c: Context,
    input: list[str] | None = None,
    to: str | None = None,
    json: bool = False,
    content: str | None = None,
) -> None:
    """Make drafts of saved pages, Word files, texts, Markdown, CSV. 导入成草稿。"""
    from plugins.desk.importing.command import run
    from plugins.desk.importing.intake import Intake

    if not input:
        say(
            "写明要导入什么：import 文件、文件夹、网址，或 -（粘贴的内容）。",
            "Say what to import: files, folders, addresses, or -.",
        )
        raise Exit(code=2)
    folder = Path(settings_of(CONFIG, content, None)["PATH"])
    with reported(folder), progress("导入", "Importing") as tell:
        done = run(input, Intake(folder, Path(to) if to else None), sys.stdin.buffer.read, tell)
    if json:
        print_json(done.as_json())
    else:
        print("\n".join(done.lines()))
        say(
            f"{len(done.drafts)} 篇草稿；{len(done.refused)} 份没有导入；跳过 {len(done.skipped)} 个不是文章的文件。",
            f"{len(done.drafts)} drafts; {len(done.refused)} not imported; {len(done.skipped)} files skipped, which are no articles.",
        )
    if done.interrupted:
        raise Exit(code=INTERRUPTED)
    if done.refused:
        raise Exit(code=1)


@task(
    iterable=["place", "role", "person"],
    help={
        "title": "the title",
        "date": "when it happened: 2020-02-06, 2020-02, 2020-01/2020-03",
        "place": "where; may be given several times",
        "role": "of what the people in it are; may be given several times",
        "person": "who; may be given several times",
        "source": "the outlet it comes from; unknown where nobody knows",
        "url": "the address of the source; unknown where nobody knows",
        "reason": "why source or address are unknown",
        "id": "the last part of the address; proposed where it is not given",
        "script": "hans or hant; the title tells it",
        "kind": "retold or reproduced",
        "preview": "open the draft in the browser afterwards, on a terminal",
    },
)
def new(
    _c: Context,
    title: str | None = None,
    date: str | None = None,
    place: list[str] | None = None,
    role: list[str] | None = None,
    person: list[str] | None = None,
    source: str | None = None,
    url: str | None = None,
    reason: str | None = None,
    id: str | None = None,
    script: str | None = None,
    kind: str | None = None,
    preview: bool = True,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Begin a story: asks what it needs, names completed as you type, and writes a draft. 新写一篇。"""
    from plugins.desk.asking.command import ConflictError, new_story

    folder = Path(settings_of(CONFIG, content, output)["PATH"])
    named = {"name": source, "url": url, "reason": reason} if source or url or reason else None
    given: dict[str, Any] = {"title": title, "date": date, "script": script, "kind": kind, "id": id, "source": named}
    given |= {"places": place, "roles": role, "people": person}
    try:
        with reported(folder):
            story = new_story(folder, os.path.relpath(folder), given)
    except ConflictError as error:
        say(f"{error} 刚才有人写了，没有动它。", f"{error} was written meanwhile; it was left alone.")
        raise Exit(code=1) from error
    except (KeyboardInterrupt, EOFError) as error:
        say("没有写入任何文件。", "Nothing was written.")
        raise Exit(code=INTERRUPTED) from error
    if preview and sys.stdin.isatty() and sys.stdout.isatty():
        serve_preview(0, "127.0.0.1", content, output, page=f"zh-hans/stories/{story}/")
