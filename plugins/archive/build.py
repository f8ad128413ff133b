"""Bring an output folder in step with the pages wanted: plan, render beside, then put in place."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from plugins.archive import compressed, files
from plugins.archive.plan import Output, Plan, make_plan
from plugins.archive.recipe import Asset, Blob, Page
from plugins.archive.render import Rendered, RenderError, render
from plugins.archive.scan import digest_of
from plugins.archive.state import State
from plugins.archive.templates import Theme, closure_digests

#: Stands in an output folder that we made and names the state that knows it: a folder that was wiped, copied or swapped is built anew.
MARKER = ".shouwang-build"


@dataclass(frozen=True, slots=True)
class PageCounts:
    """What a build did to the output: files planned, pages rendered, files written and removed; and which were written."""

    planned: int
    rendered: int
    written: int
    removed: int
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """A plan whose pages have all come out well and wait beside the output, with copies of the files that go with them."""

    plan: Plan
    rendered: tuple[Rendered, ...]
    copies: tuple[tuple[Asset, Path], ...]


class SourceChangedError(Exception):
    """A file changed while it was being built; the message is its path. Building again mends it."""

    exitcode = 1


class ForeignOutputError(Exception):
    """The output folder holds files that we did not write; the message is its path."""

    exitcode = 1


def claim(output: Path, state: State) -> None:
    """Make sure that the output folder is ours and is the one that the state knows.

    Raises:
        ForeignOutputError: when it exists, is not empty and no build of ours has marked it.
    """
    marker = output / MARKER
    mark = marker.read_text("utf-8").strip() if marker.is_file() else None
    if mark is None and output.is_dir() and any(output.iterdir()):
        raise ForeignOutputError(str(output))
    if mark is None or mark != state.get("marker"):
        mark = secrets.token_hex(16)
        with state.transaction():
            state.forget_outputs()
            state.set("marker", mark)
            state.set("complete", "")
            if marker.is_file():  # built, but not by what this state remembers: nobody knows what in it is still wanted
                state.set("unswept", "1")
        files.write(marker, f"{mark}\n".encode())


def stage(
    state: State,
    *,
    theme: Theme,
    pages: Iterable[Page],
    assets: Iterable[Asset],
    blob: Callable[[Blob], str],
    staging: Path,
    compress: bool,
    workers: int | None,
    progress: Callable[[int, int], None],
) -> Staged:
    """Plan, and render what changed into the staging folder. Touches nothing of the site.

    Args:
        state: what the last build knew.
        theme: the templates.
        pages: every page wanted.
        assets: every file to copy.
        blob: the text of a blob.
        staging: a folder beside the output, of ours; emptied first.
        compress: whether compressed forms stand beside the files (:mod:`plugins.archive.compressed`).
        workers: see :func:`plugins.archive.pool.run`.
        progress: told (done, of how many) after each page.

    Raises:
        PathCollisionError, RenderError, SourceChangedError: as their own texts say.
    """
    wanted = compressed.VERSION if compress else ""
    if (state.get("compressed") or "") != wanted:
        with state.transaction():
            state.forget_outputs()
            state.set("compressed", wanted)
    known = state.outputs()
    try:
        plan = make_plan(pages, assets, closure_digests(theme.environment(), theme.fingerprint()), known)
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or ''}:{getattr(error, 'lineno', '')}"
        raise RenderError(f"{where}: {type(error).__name__}: {error}") from error
    except KeyError as error:
        raise RenderError(f"the theme has no template {error}") from error

    def before(path: str) -> str | None:
        output = known.get(path)
        return output.digest if output else None

    done = []
    changed = [page for page, _ in plan.render]
    for result in render(
        changed,
        theme=theme,
        staging=files.empty(staging),
        before=before,
        blob=blob,
        compress=compress,
        workers=workers,
    ):
        done.append(result)
        progress(len(done), len(changed))
    copies = tuple(
        (asset, _copy(asset, staging / f"asset-{number}", compress)) for number, asset in enumerate(plan.copy)
    )
    return Staged(plan, tuple(done), copies)


def _copy(asset: Asset, staged: Path, compress: bool) -> Path:
    """Copy a file as it was when it was digested."""
    try:
        data = Path(asset.source).read_bytes()
    except FileNotFoundError:
        raise SourceChangedError(asset.source) from None
    if digest_of(data) != asset.digest:
        raise SourceChangedError(asset.source)
    staged.write_bytes(data)
    if compress:
        compressed.write_beside(staged, asset.path, data, compressed.ASSET)
    return staged


def sweep(state: State, output: Path) -> None:
    """Remove what stands in our folders of the output and that the state knows nothing of: what a lost state had written."""
    known = state.outputs()
    ours = set(compressed.with_compressed(known))
    folders = sorted({path.partition("/")[0] for path in known if "/" in path})
    found = (path for folder in folders for path in (output / folder).rglob("*") if not path.is_dir())
    paths = (path.relative_to(output).as_posix() for path in found)
    files.remove(output, [path for path in paths if path not in ours])


def commit(state: State, output: Path, staged: Staged) -> PageCounts:
    """Put what was staged in its place and remove what nobody wants. A build that dies here is repaired by the next one."""
    plan = staged.plan
    written = [item for item in staged.rendered if item.staged is not None]
    if plan.render or plan.copy or plan.remove:
        with state.transaction():
            state.begin_outputs(plan)
        files.remove(
            output, compressed.with_compressed(plan.remove)
        )  # first: a folder may have to give way to a file of the same name
        for item in written:
            compressed.put(Path(str(item.staged)), output / item.path)
        for asset, copy in staged.copies:
            compressed.put(copy, output / asset.path)
    recipes = {page.path: made_from for page, made_from in plan.render}
    made = {item.path: Output(recipes[item.path], item.digest) for item in staged.rendered}
    made |= {asset.path: Output(asset.digest, asset.digest) for asset in plan.copy}
    with state.transaction():
        state.finish_outputs(made, plan.remove)
    if state.get("unswept"):
        sweep(state, output)
        with state.transaction():
            state.set("unswept", "")
    paths = (*(item.path for item in written), *(asset.path for asset in plan.copy))
    return PageCounts(plan.planned, len(staged.rendered), len(paths), len(plan.remove), paths)
