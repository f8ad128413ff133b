"""Commands that build: what changed, everything, the public site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.settings import CONFIG, PREVIEW, PUBLISH_CONFIG, ROOT, public_settings, settings_of, told
from plugins.console import print_json, progress, say

if TYPE_CHECKING:
    from plugins.options import Options


def run_build(settings: dict[str, Any], *, as_json: bool) -> None:
    """Run Pelican and report."""
    from plugins.archive.pelican_run import run

    with told(), progress("生成网页", "Rendering") as tell:
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


def forget(options: Options) -> None:
    """Remove an output that we made, and its state. A folder without our mark is not ours and stays."""
    import shutil

    from plugins.archive.build import MARKER
    from plugins.archive.state import State

    ours = (options.output / MARKER).is_file()
    if not options.state_file.is_file() and not ours:
        return
    with State.open(options.state_file):  # never under a build that is running
        if ours:
            shutil.rmtree(options.output)
    shutil.rmtree(options.state)


def forget_preview() -> None:
    """Remove what ``serve`` built, and its state."""
    from plugins.options import options_of

    forget(options_of(settings_of(CONFIG, None, str(ROOT / PREVIEW))))


@task(help={"json": "print a report as JSON", "content": "another content folder", "output": "another output folder"})
def build(_c: Context, json: bool = False, content: str | None = None, output: str | None = None) -> None:
    """Build what changed since the last build. 只重新生成有变化的网页。"""
    run_build(settings_of(CONFIG, content, output), as_json=json)


@task(help={"json": "print a report as JSON"})
def rebuild(_c: Context, json: bool = False, content: str | None = None, output: str | None = None) -> None:
    """Build everything anew. 全部重新生成。"""
    run_build(settings_of(CONFIG, content, output) | {"SHOUWANG_FRESH": True}, as_json=json)


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
    settings = public_settings("publish", siteurl, content, output)
    if not compress:
        settings["SHOUWANG_COMPRESS"] = False
    target = Path(zip).resolve() if zip else None
    if target and (target.is_dir() or not target.parent.is_dir() or target.is_relative_to(settings["OUTPUT_PATH"])):
        say(
            f"{zip} 写不了：要一个已有文件夹里的文件名，不在 {settings['OUTPUT_PATH']} 里面。",
            f"{zip} can't be written: name a file in a folder that exists, outside of {settings['OUTPUT_PATH']}.",
        )
        raise Exit(code=2)
    run_build(settings, as_json=json)
    if target:
        from plugins.options import options_of
        from plugins.packaging import package

        size = package(options_of(settings), target) / 1e6
        say(f"可以带走的一份：{zip}，{size:.1f} MB。", f"A copy to carry: {zip}, {size:.1f} MB.")


@task
def clean(_c: Context) -> None:
    """Remove everything that was built. 删去所有生成的文件。"""
    from plugins.options import options_of

    with told():
        for config in (CONFIG, PUBLISH_CONFIG):
            forget(options_of(settings_of(config, None, None)))
        forget_preview()


@task
def watch(_c: Context, content: str | None = None, output: str | None = None) -> None:
    """Build again after every save, without serving. 保存后自动生成。"""
    from plugins.options import options_of
    from plugins.serving import watch_site

    with told():
        watch_site(options_of(settings_of(CONFIG, content, output)))
