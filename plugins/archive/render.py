"""Render pages into a staging folder: nothing of the site is touched until every page has come out well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins.archive import compressed, pool
from plugins.archive.recipe import Blob, Page, fill
from plugins.archive.scan import digest_of
from plugins.archive.templates import Theme


@dataclass(frozen=True, slots=True)
class Job:
    """One page to render: its place among the jobs, what to render, and the digest of the bytes that stand there now."""

    number: int
    path: str
    template: str
    data: dict[str, Any]
    before: str | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page that came out well. ``staged`` is the file with its bytes, or None where they are the same as before."""

    path: str
    digest: str
    staged: str | None


class RenderError(Exception):
    """A template failed on a page; the message names both and the cause."""

    exitcode = 1


@dataclass(frozen=True, slots=True)
class Renderer:
    """What a process needs to render: Jinja's environment, the folder for finished bytes, and whether to compress them too."""

    environment: Environment
    staging: Path
    compress: bool


def _renderer(theme: Theme, staging: Path, compress: bool) -> Renderer:
    return Renderer(theme.environment(), staging, compress)


def _render(renderer: Renderer, job: Job) -> Rendered:
    try:
        text = renderer.environment.get_template(job.template).render(job.data)
    except Exception as error:  # noqa: BLE001 (whatever a template calls may fail; it is told as one plain line)
        raise RenderError(f"{job.path}: {job.template}: {type(error).__name__}: {error}") from None
    data = text.encode()
    digest = digest_of(data)
    if digest == job.before:
        return Rendered(job.path, digest, None)
    staged = renderer.staging / str(job.number)
    staged.write_bytes(data)
    if renderer.compress:
        compressed.write_beside(staged, job.path, data, compressed.PAGE)
    return Rendered(job.path, digest, str(staged))


def render(
    pages: Sequence[Page],
    *,
    theme: Theme,
    staging: Path,
    before: Callable[[str], str | None],
    blob: Callable[[Blob], str],
    compress: bool,
    workers: int | None,
) -> Iterator[Rendered]:
    """Render pages, in this process or in several.

    Args:
        pages: what to render.
        theme: the templates.
        staging: an empty folder on the file system of the output.
        before: the digest of the bytes that an output path holds now, or None.
        blob: the text of a blob.
        compress: whether to write compressed forms beside (:mod:`plugins.archive.compressed`).
        workers: see :func:`plugins.archive.pool.run`.

    Yields:
        One result a page, in order.

    Raises:
        RenderError: when a template fails; nothing of the site has been touched.
    """
    jobs = (
        Job(number, page.path, page.template, fill(page.data, blob), before(page.path))
        for number, page in enumerate(pages)
    )
    arguments = (theme, staging, compress)
    yield from pool.run(_render, jobs, count=len(pages), setup=_renderer, arguments=arguments, workers=workers)
