"""Every command of the archive. ``python3 run.py TASK`` sets up and runs one; ``inv TASK`` runs one inside ``.venv``.

A task parses, calls a room, prints. Exit 0 when all is well, 1 when the content is at fault, 2 for wrong usage.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.tasks import task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from plugins.console import print_faults, print_json, progress, say  # noqa: E402 (after the path above)

if TYPE_CHECKING:
    from plugins.hanzi.scripts import Script
    from plugins.search.engine import Engine

CONFIG = "pelicanconf.py"
PUBLISH_CONFIG = "publishconf.py"
#: Where ``serve`` builds: a tree of its own, so that no draft is ever published.
PREVIEW = "preview"

_MOST_HITS = 100
_LAST_PORT = 65535
_MOST_WORKERS = 64

#: Words after these tasks belong together: the words of a query, the paths to check.
_GATHER = {
    "search": "--query",
    "check": "--path",
    "bench": "--name",
    "review": "--path",
    "import": "--input",
    "vocabulary": "--word",
}
#: Of these options every word up to the next option is a value: ``review --accept KEY KEY``.
_LISTED = frozenset({"--accept", "--accept-all"})
_VALUED = frozenset(
    f"--{name}"
    for names in (
        "query path name script page size place role person year source original content output against lock input to",
        "word id hans hant parent alias former level url",
    )
    for name in names.split()
)
_SHORT_OPTION = re.compile(r"-[a-zA-Z]")


def _settings(config: str, content: str | None, output: str | None, **more: Any) -> dict[str, Any]:
    """Pelican's settings with what the command line says."""
    from plugins.archive.pelican_run import read_settings

    if content and not Path(content).is_dir():
        say(f"没有这个文件夹：{content}", f"There is no such folder: {content}")
        raise Exit(code=2)
    if output and not Path(output).resolve().name:
        say("输出文件夹不能是根目录。", "The output can't be the root folder.")
        raise Exit(code=2)
    places = {"PATH": content, "OUTPUT_PATH": output}
    overrides = {key: str(Path(value).resolve()) for key, value in places.items() if value}
    return read_settings(ROOT / config, **overrides, **more)


def _public_settings(name: str, siteurl: str | None, content: str | None, output: str | None) -> dict[str, Any]:
    """The settings of the public site, which must say where it stands."""
    more = {"SITEURL": siteurl.rstrip("/")} if siteurl else {}
    settings = _settings(PUBLISH_CONFIG, content, output, **more)
    if not settings["SITEURL"].startswith(("http://", "https://")):
        say(
            f"请写明网站的公开网址：{name} --siteurl https://…，或写进 publishconf.py 的 SITEURL。",
            f"Say where the site will stand: {name} --siteurl https://..., or set SITEURL in publishconf.py.",
        )
        raise Exit(code=2)
    return settings


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What stops a build, in plain words and with exit code 1: a busy or foreign folder, a failing template."""
    from plugins.archive.build import ForeignOutputError, SourceChangedError
    from plugins.archive.plan import PathCollisionError
    from plugins.archive.render import RenderError
    from plugins.archive.state import BusyError

    try:
        yield
    except ForeignOutputError as error:
        say(
            f"{error} 里有不是守望生成的文件；请换一个文件夹，或先移走它们。",
            f"{error} holds files that Shouwang did not write; choose another folder, or move them away.",
        )
        raise Exit(code=1) from error
    except BusyError as error:
        say("另一个生成正在进行，请等它结束。", f"Another build is running ({error}).")
        raise Exit(code=1) from error
    except SourceChangedError as error:
        say(f"{error} 在生成时又被改动了，请再运行一次。", f"{error} changed while it was built; run this again.")
        raise Exit(code=1) from error
    except (RenderError, PathCollisionError) as error:
        say(f"没有生成，网站还是原来的样子：{error}", f"Nothing was built, the site is as it was: {error}")
        raise Exit(code=1) from error


def _build(settings: dict[str, Any], *, as_json: bool) -> None:
    """Run Pelican and report."""
    from plugins.archive.pelican_run import run

    with _told(), progress("生成网页", "Rendering") as tell:
        report = run(settings | {"SHOUWANG_PROGRESS": tell})
    if report.warnings:
        say(
            f"有 {len(report.warnings)} 处提醒，用 check 查看。",
            f"{len(report.warnings)} warnings; see them with: check",
        )
    if report.drafts_at_fault:
        say(
            f"{report.drafts_at_fault} 篇草稿有错误，不妨碍生成；用 check 查看。",
            f"{report.drafts_at_fault} drafts are at fault, which stops nothing; see them with: check",
        )
    if as_json:
        print_json(report.as_json())
        return
    pages = report.pages
    say(
        f"{report.stories} 篇故事，{pages.planned} 个文件：生成 {pages.rendered}，写入 {pages.written}，移除 {pages.removed}；"
        f"索引更新 {report.index.added}，移除 {report.index.removed}；{report.seconds:.2f} 秒。",
        f"{report.stories} stories, {pages.planned} files: rendered {pages.rendered}, written {pages.written}, removed "
        f"{pages.removed}; index added {report.index.added}, removed {report.index.removed}; {report.seconds:.2f} s.",
    )


def _forget(output: Path) -> None:
    """Remove an output that we made, and its state. A folder without our mark is not ours and stays."""
    import shutil

    from plugins.archive.build import MARKER
    from plugins.archive.state import State

    state = output.with_name(output.name + ".state")
    if not (state / "state.sqlite").is_file() and not (output / MARKER).is_file():
        return
    with State.open(state / "state.sqlite"):  # never under a build that is running
        if (output / MARKER).is_file():
            shutil.rmtree(output)
    shutil.rmtree(state)


@task(help={"json": "print a report as JSON", "content": "another content folder", "output": "another output folder"})
def build(_c: Context, json: bool = False, content: str | None = None, output: str | None = None) -> None:
    """Build what changed since the last build. 只重新生成有变化的网页。"""
    _build(_settings(CONFIG, content, output), as_json=json)


@task(help={"json": "print a report as JSON"})
def rebuild(_c: Context, json: bool = False, content: str | None = None, output: str | None = None) -> None:
    """Build everything anew. 全部重新生成。"""
    _build(_settings(CONFIG, content, output) | {"SHOUWANG_FRESH": True}, as_json=json)


@task(
    help={
        "siteurl": "the public address, such as https://example.org",
        "compress": "--no-compress for hosts that compress by themselves and count files",
        "zip": "write a copy too that is read from a folder: --zip archive.zip",
    }
)
def publish(
    _c: Context,
    siteurl: str | None = None,
    compress: bool = True,
    zip: str | None = None,
    json: bool = False,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Build the public site into public/. 生成要发布的网站。"""
    settings = _public_settings("publish", siteurl, content, output)
    if not compress:
        settings["SHOUWANG_COMPRESS"] = False
    target = Path(zip).resolve() if zip else None
    if target and (target.is_dir() or not target.parent.is_dir() or target.is_relative_to(settings["OUTPUT_PATH"])):
        say(
            f"{zip} 写不了：要一个已有文件夹里的文件名，不在 {settings['OUTPUT_PATH']} 里面。",
            f"{zip} can't be written: name a file in a folder that exists, outside of {settings['OUTPUT_PATH']}.",
        )
        raise Exit(code=2)
    _build(settings, as_json=json)
    if target:
        from plugins.options import options_of
        from plugins.packaging import package

        size = package(options_of(settings), target) / 1e6
        say(f"可以带走的一份：{zip}，{size:.1f} MB。", f"A copy to carry: {zip}, {size:.1f} MB.")


@task
def clean(_c: Context) -> None:
    """Remove everything that was built. 删去所有生成的文件。"""
    with _told():
        for config in (CONFIG, PUBLISH_CONFIG):
            _forget(Path(_settings(config, None, None)["OUTPUT_PATH"]))
        _forget(ROOT / PREVIEW)


@task(help={"port": "the port to listen on (8000, or the next free one)", "host": "the address to listen on"})
def serve(
    _c: Context,
    port: int = 0,
    host: str = "127.0.0.1",
    content: str | None = None,
    output: str | None = None,
    drafts: bool = True,
) -> None:
    """Serve the archive with search and drafts; build again and reload the page after every save. 在本机预览。"""
    _serve(port, host, content, output, drafts=drafts)


def _serve(
    port: int, host: str, content: str | None, output: str | None, *, drafts: bool = True, page: str | None = None
) -> None:
    """Serve the preview until interrupted; ``page`` is opened in the browser."""
    from plugins.options import options_of
    from plugins.serving import free_port, serve_site

    if not 0 <= port <= _LAST_PORT:
        say("端口是 1 到 65535 的数。", "A port is a number from 1 to 65535.")
        raise Exit(code=2)
    found = free_port(host, port)
    if found is None:
        say(f"端口 {port} 被占用，换一个：--port {port + 1}", f"Port {port} is taken, try --port {port + 1}")
        raise Exit(code=1)
    more = {"SITEURL": f"http://{host}:{found}", "SHOUWANG_DRAFTS": drafts}
    settings = _settings(CONFIG, content, output or str(ROOT / PREVIEW), **more)
    with _told():
        serve_site(options_of(settings), host, found, page)


@task(
    help={
        "port": "the port to listen on",
        "host": "the address to listen on; 0.0.0.0 for every one of this machine",
        "workers": "how many processes answer",
        "siteurl": "the public address, as publish was given it",
        "proxy": "the proxies in front of this, whose X-Forwarded-For is believed: 10.0.0.2,10.1.0.0/16",
        "rate": "how many searches one address may ask each process for in a minute; 0 for any number",
    }
)
def host(
    _c: Context,
    port: int = 8000,
    host: str = "127.0.0.1",
    workers: int = 2,
    siteurl: str | None = None,
    proxy: str | None = None,
    rate: int = 120,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Serve public/ with search to the public; a later publish is taken up at once. 对外提供服务。"""
    from plugins.hosting import Service, host_site
    from plugins.serving import free_port

    if not 1 <= port <= _LAST_PORT or not 1 <= workers <= _MOST_WORKERS or rate < 0:
        say(
            f"--port 是 1 到 {_LAST_PORT} 的数，--workers 是 1 到 {_MOST_WORKERS} 的数，--rate 不能小于 0。",
            f"--port is 1 to {_LAST_PORT}, --workers 1 to {_MOST_WORKERS}, --rate not below 0.",
        )
        raise Exit(code=2)
    settings = _public_settings("host", siteurl, content, output)
    if not Path(settings["OUTPUT_PATH"]).is_dir():
        say("还没有可以对外提供的网站，先运行 publish。", "There is no site to serve yet; publish it first.")
        raise Exit(code=1)
    if free_port(host, port) is None:
        say(f"端口 {port} 被占用，换一个：--port {port + 1}", f"Port {port} is taken, try --port {port + 1}")
        raise Exit(code=1)
    overrides = {key: settings[key] for key in ("PATH", "OUTPUT_PATH", "SITEURL")}
    host_site(Service(ROOT / PUBLISH_CONFIG, overrides, rate), host, port, workers, proxy)


@task(help={"port": "the port to listen on (8010, or the next free one)", "browser": "open the browser"})
def desk(
    _c: Context,
    port: int = 0,
    browser: bool = True,
    content: str | None = None,
    output: str | None = None,
) -> None:
    """Open the editor's desk in the browser, on this machine only. 在浏览器里写稿、改稿。"""
    from plugins.desk_site import HOST, PORTS, open_desk
    from plugins.options import options_of
    from plugins.serving import free_port

    if not 0 <= port <= _LAST_PORT:
        say("端口是 1 到 65535 的数。", "A port is a number from 1 to 65535.")
        raise Exit(code=2)
    found = free_port(HOST, port) if port else next(filter(None, (free_port(HOST, one) for one in PORTS)), None)
    if found is None:
        say("端口被占用，换一个：--port 8100", "The port is taken, try --port 8100")
        raise Exit(code=1)
    more = {"SITEURL": f"http://{HOST}:{found}", "SHOUWANG_DRAFTS": True}
    settings = _settings(CONFIG, content, output or str(ROOT / PREVIEW), **more)
    with _told():
        open_desk(options_of(settings), found, browser=browser)


@task
def watch(_c: Context, content: str | None = None, output: str | None = None) -> None:
    """Build again after every save, without serving. 保存后自动生成。"""
    from plugins.options import options_of
    from plugins.serving import watch_site

    with _told():
        watch_site(options_of(_settings(CONFIG, content, output)))


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

    options = options_of(_settings(CONFIG, content, output))
    with _told(), Build(options) as run:
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


def _engine(settings: dict[str, Any]) -> Engine:
    """The search engine over the built index. One that is missing, stale or broken is made anew, never answered from."""
    import shutil

    from plugins.options import options_of
    from plugins.search.engine import Engine
    from plugins.search.faults import IndexUnusable

    index = options_of(settings).index
    try:
        return Engine.open(index)
    except IndexUnusable as error:
        say("还没有可用的索引，先生成一次。", f"No index to answer from ({error.reason}); building first.")
    shutil.rmtree(index, ignore_errors=True)
    _build(settings, as_json=False)
    return Engine.open(index)


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
    engine = _engine(_settings(CONFIG, content, output))
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
    from plugins.faults import ContentError
    from plugins.hanzi.convert import Converter
    from plugins.hanzi.glossary import NAME, Glossary
    from plugins.hanzi.scripts import SCRIPTS, other
    from plugins.options import options_of
    from plugins.vocabulary.vocabulary import Vocabulary

    if to not in SCRIPTS:
        say("写明要哪种字形：--to hant（繁体）或 --to hans（简体）。", "Say which script: --to hant or --to hans.")
        raise Exit(code=2)
    options = options_of(_settings(CONFIG, content, None))
    folder = options.content
    try:
        converter = Converter(other(to), to, region=options.style.region, glossary=Glossary.load(folder / NAME))
        lines = Lines(converter, Vocabulary.load(folder))
    except ContentError as error:
        print_faults(error.faults, os.path.relpath(folder))
        raise Exit(code=1) from error
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
    from plugins.desk.review.command import Desk, UsageError
    from plugins.faults import ContentError
    from plugins.options import options_of

    options = options_of(_settings(CONFIG, content, None))
    shown = os.path.relpath(options.content)
    chosen = sum(map(bool, (accept, accept_all, prune, lock, against)))
    if chosen > 1 or (path and chosen):
        say(
            "--accept、--accept-all、--prune、--lock、--against 每次只用一个，也不和篇名一起用。",
            "Use one of --accept, --accept-all, --prune, --lock, --against at a time, and no stories beside it.",
        )
        raise Exit(code=2)
    try:
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
    except UsageError as error:
        say(*error.args)
        raise Exit(code=2) from error
    except ContentError as error:
        print_faults(error.faults, shown)
        raise Exit(code=1) from error
    if code:
        raise Exit(code=code)


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
    from plugins.desk.edits import ConflictError
    from plugins.desk.importing.command import run
    from plugins.desk.importing.intake import Intake
    from plugins.faults import ContentError

    if not input:
        say(
            "写明要导入什么：import 文件、文件夹、网址，或 -（粘贴的内容）。",
            "Say what to import: files, folders, addresses, or -.",
        )
        raise Exit(code=2)
    folder = Path(_settings(CONFIG, content, None)["PATH"])
    try:
        with progress("导入", "Importing") as tell:
            done = run(input, Intake(folder, Path(to) if to else None), sys.stdin.buffer.read, tell)
    except ContentError as error:
        print_faults(error.faults, os.path.relpath(folder))
        raise Exit(code=1) from error
    except (ConflictError, OSError) as error:
        say(f"没有写成，什么也没有留下：{error}", f"Nothing was written: {error}")
        raise Exit(code=1) from error
    if json:
        print_json(done.as_json())
    else:
        print("\n".join(done.lines()))
        say(
            f"{len(done.drafts)} 篇草稿；{len(done.refused)} 份没有导入。",
            f"{len(done.drafts)} drafts; {len(done.refused)} not imported.",
        )
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
    from plugins.desk.asking.command import INTERRUPTED, ConflictError, UsageError, new_story
    from plugins.faults import ContentError

    folder = Path(_settings(CONFIG, content, output)["PATH"])
    named = {"name": source, "url": url, "reason": reason} if source or url or reason else None
    given: dict[str, Any] = {"title": title, "date": date, "script": script, "kind": kind, "id": id, "source": named}
    given |= {"places": place, "roles": role, "people": person}
    try:
        story = new_story(folder, os.path.relpath(folder), given)
    except UsageError as error:
        say(*error.args)
        raise Exit(code=2) from error
    except ContentError as error:
        print_faults(error.faults, os.path.relpath(folder))
        raise Exit(code=1) from error
    except ConflictError as error:
        say(f"{error} 刚才有人写了，没有动它。", f"{error} was written meanwhile; it was left alone.")
        raise Exit(code=1) from error
    except (KeyboardInterrupt, EOFError) as error:
        say("没有写入任何文件。", "Nothing was written.")
        raise Exit(code=INTERRUPTED) from error
    if preview and sys.stdin.isatty() and sys.stdout.isatty():
        _serve(0, "127.0.0.1", content, output, page=f"zh-hans/stories/{story}/")


@task(
    iterable=["word", "alias", "former"],
    help={
        "word": "add KIND, or rename KIND NAME; KIND is role, place, person or source",
        "hans": "the name in Simplified; one script alone is enough",
        "hant": "the name in Traditional",
        "id": "the last part of the address: letters, digits, hyphens",
        "parent": "what it stands below: a name, a path or an id; null for nothing",
        "alias": "another name; may be given several times",
        "former": "a former name of a place; may be given several times",
        "level": "of a place: province, city, district, town, village, zone",
        "url": "of a source",
        "keep": "keep the old name as another name",
        "yes": "write without asking",
        "json": "print the plan as JSON",
    },
)
def vocabulary(
    _c: Context,
    word: list[str] | None = None,
    hans: str | None = None,
    hant: str | None = None,
    id: str | None = None,
    parent: str | None = None,
    alias: list[str] | None = None,
    former: list[str] | None = None,
    level: str | None = None,
    url: str | None = None,
    keep: bool = False,
    yes: bool = False,
    json: bool = False,
    content: str | None = None,
) -> None:
    """Add or rename a place, role, person or source; stories and addresses follow. 增改词表，故事和网址跟着改。"""
    from plugins.desk.vocabulary_edits.command import UsageError, change
    from plugins.faults import ContentError
    from plugins.options import options_of

    options = options_of(_settings(CONFIG, content, None))
    fields = {"hans": hans, "hant": hant, "id": id, "parent": parent, "level": level, "url": url}
    given: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    given |= {name: values for name, values in (("aliases", alias), ("former", former)) if values}
    try:
        code = change(options.content, word or [], given, keep=keep, yes=yes, as_json=json, style=options.style)
    except UsageError as error:
        say(*error.args)
        raise Exit(code=2) from error
    except ContentError as error:
        print_faults(error.faults, os.path.relpath(options.content))
        raise Exit(code=1) from error
    if code:
        raise Exit(code=code)


@task(
    positional=["old", "new"],
    help={"old": "the story's id", "new": "the id that it is to have", "yes": "write without asking"},
)
def move(_c: Context, old: str, new: str, yes: bool = False, content: str | None = None) -> None:
    """Give a story another id; links to it and its old address follow. 给故事换 id，链接和旧网址跟着改。"""
    from plugins.desk.vocabulary_edits.command import change_id
    from plugins.options import options_of

    code = change_id(options_of(_settings(CONFIG, content, None)).content, old, new, yes=yes)
    if code:
        raise Exit(code=code)


def _run(*command: str) -> None:
    """Run a tool of the environment; its exit code is ours."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)  # noqa: S603 (our own tools)
    if done.returncode:
        raise Exit(code=done.returncode)


@task(help={"args": "what pytest is given, such as: --args '-k search'"})
def test(_c: Context, args: str = "") -> None:
    """Run the tests, with ruff and mypy before them. 运行测试。"""
    lint(_c)
    _run("pytest", "-n", "auto", *args.split())


@task
def lint(_c: Context) -> None:
    """Check style and types. 检查代码。"""
    _run("ruff", "check", ".")
    _run("ruff", "format", "--check", ".")
    _run("mypy")


@task(help={"name": "only this one: build or conversion"})
def bench(_c: Context, name: str = "") -> None:
    """Measure what we claim about speed and conversion. 测速。"""
    scripts = sorted((ROOT / "benchmarks").glob(f"{name or '*'}.py"))
    if not scripts:
        say(f"没有名为 {name} 的测量", f"There is no benchmark named {name}")
        raise Exit(code=2)
    for script in scripts:
        print(f"== {script.stem}")
        done = subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False)  # noqa: S603 (our own scripts)
        if done.returncode:
            raise Exit(code=done.returncode)


def _gathered(arguments: list[str]) -> list[str]:
    """Join what invoke would take for several tasks: ``search 武汉 -医生`` is one query, ``check a b`` are two paths."""
    task_at = next((i for i, word in enumerate(arguments) if not word.startswith("-")), None)
    if task_at is None or arguments[task_at] not in _GATHER:
        return arguments
    flag = _GATHER[arguments[task_at]]
    words: list[str] = []
    options: list[str] = []
    listed = ""
    rest = iter(arguments[task_at + 1 :])
    for word in rest:
        if word == "--":
            words += rest
        elif word in _LISTED and flag == "--path":
            listed = word
        elif word in _VALUED:
            options += [word, next(rest, "")]
        elif word.startswith("--") or _SHORT_OPTION.fullmatch(word):
            listed = ""
            options.append(word)
        elif listed:
            options.append(f"{listed}={word}")
        else:
            words.append(word)
    if flag == "--query":
        words = [" ".join(words)] if words else []
    return [*arguments[: task_at + 1], *(f"{flag}={word}" for word in words), *options]


class _Program(Program):
    """Invoke's program, letting its errors out so that we can give them our own exit codes and words."""

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: ARG002 (invoke's own names)
        """Parse and execute."""
        self.create_config()
        try:
            self.parse_core(argv)
            self.parse_collection()
            self.parse_tasks()
        except ValueError as error:  # --port abc
            raise ParseError(str(error)) from error
        self.parse_cleanup()
        self.update_config()
        self.execute()


def main(arguments: list[str]) -> int:
    """Run one task from the command line; returns the exit code."""
    program = _Program(name="run.py", namespace=Collection.from_module(sys.modules[__name__]), version="0.1.0")
    try:
        program.run(["run.py", *_gathered(arguments)])
        sys.stdout.flush()
    except ParseError as error:
        say(f"命令有误：{error}；用 --list 查看全部命令。", f"{error}; see all commands with --list.")
        return 2
    except Exit as error:
        return int(error.code)
    except BrokenPipeError:  # whoever read our output has seen enough, as in `search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
