"""Commands that answer: ``search`` and ``convert``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.building import run_build
from plugins.commands.settings import CONFIG, reported, settings_of, told
from plugins.console import print_json, say

if TYPE_CHECKING:
    from plugins.hanzi.scripts import Script
    from plugins.search.engine import Engine

_MOST_HITS = 100


def _engine(settings: dict[str, Any]) -> Engine:
    """The search engine over the built index. One that is missing, stale or broken is made anew, never answered from."""
    import shutil

    from plugins.archive.state import State
    from plugins.options import options_of
    from plugins.search.engine import Engine
    from plugins.search.faults import IndexUnusable

    options = options_of(settings)
    try:
        return Engine.open(options.index)
    except IndexUnusable as error:
        say("还没有可用的索引，先生成一次。", f"No index to answer from ({error.reason}); building first.")
    with told(), State.open(options.state_file):  # never the index that a build is writing just now
        shutil.rmtree(options.index, ignore_errors=True)
    run_build(settings, as_json=False)
    return Engine.open(options.index)


@task(
    positional=["query"],
    iterable=["place", "role", "person", "year", "source", "original"],
    help={
        "json": "print the result as JSON",
        "script": "hans or hant: the script of titles and snippets",
        "year": "a year or a month: 2020, 2020-02",
        "original": "hans or hant: the script that the story was written in",
    },
)
def search(
    _c: Context,
    query: str,
    json: bool = False,
    script: str = "hans",
    page: int = 1,
    size: int = 20,
    place: list[str] | None = None,
    role: list[str] | None = None,
    person: list[str] | None = None,
    year: list[str] | None = None,
    source: list[str] | None = None,
    original: list[str] | None = None,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Search the archive, in either script. 搜索，简体繁体都可以。"""
    from plugins.search.faults import QueryError
    from plugins.search.results import Request

    if script not in {"hans", "hant"} or page < 1 or not 1 <= size <= _MOST_HITS:
        say(
            "--script 是 hans 或 hant，--page 从 1 起，--size 最多 100。",
            "Bad --script, --page or --size (at most 100).",
        )
        raise Exit(code=2)
    chosen = (tuple(values or ()) for values in (place, role, person, year, source, original))
    request = Request(query, cast("Script", script), page, size, *chosen)
    engine = _engine(settings_of(CONFIG, content, output))
    try:
        found = engine.search(request)
    except QueryError as error:
        if json:
            print_json({"error": error.as_json()})
        else:
            say(error.message, error.message)
        raise Exit(code=2) from error
    finally:
        engine.close()
    if json:
        print_json(found.as_json())
        return
    say(f"找到 {found.total} 篇", f"{found.total} stories")
    if found.note:
        print(found.note)
    for offer in found.offers:
        less = " ".join(f"--{facet}" for facet in offer.without)
        say(
            f"有结果：{offer.query}{f'（去掉 {less}）' if less else ''}，{offer.total} 篇",
            f"Finds something: {offer.query}{f' (without {less})' if less else ''}, {offer.total} stories",
        )
    for hit in found.hits:
        print(f"{hit.date}  {hit.title}  {hit.url}")


@task(help={"to": "hant or hans: the script wanted", "json": "a JSON document a line: text, people, places"})
def convert(_c: Context, to: str, json: bool = False, content: str | None = None) -> None:
    """Convert texts from stdin to the other script. 转换成另一种字形。"""
    from json import dumps

    from plugins.desk.lines import LineError, Lines
    from plugins.hanzi.convert import Converter
    from plugins.hanzi.glossary import NAME, Glossary
    from plugins.hanzi.scripts import SCRIPTS, other
    from plugins.options import options_of
    from plugins.vocabulary.vocabulary import Vocabulary

    if to not in SCRIPTS:
        say("写明要哪种字形：--to hant（繁体）或 --to hans（简体）。", "Say which script: --to hant or --to hans.")
        raise Exit(code=2)
    options = options_of(settings_of(CONFIG, content, None))
    folder = options.content
    with reported(folder):
        converter = Converter(other(to), to, region=options.style.region, glossary=Glossary.load(folder / NAME))
        lines = Lines(converter, Vocabulary.load(folder))
    try:
        if json:
            for document in lines.documents(sys.stdin.buffer):
                print(dumps(document, ensure_ascii=False), flush=True)
        else:
            sys.stdout.write(lines.plain(sys.stdin.buffer.read().decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        say("输入不是 UTF-8 文字。", "The input is not UTF-8.")
        raise Exit(code=2) from error
    except LineError as error:
        say(str(error), f"Line {error.number}: {error.message}")
        raise Exit(code=2) from error
