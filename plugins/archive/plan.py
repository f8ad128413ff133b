"""What to render, copy and remove: a pure function of the pages wanted and the outputs known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.archive.recipe import Asset, Page, recipe


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the output as the state remembers it.

    Attributes:
        recipe: what it was made from; None where a build was interrupted before it finished.
        digest: the digest of its bytes; None likewise.
    """

    recipe: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build is about to do.

    Attributes:
        render: the pages whose recipe changed, with the new recipe.
        copy: the assets whose bytes changed.
        remove: paths that an earlier build wrote and nobody wants any more.
        planned: how many files the whole output has.
    """

    render: tuple[tuple[Page, str], ...]
    copy: tuple[Asset, ...]
    remove: tuple[str, ...]
    planned: int


class PathCollisionError(Exception):
    """Two pages want the same path; one would silently replace the other."""

    exitcode = 1


def make_plan(
    pages: Iterable[Page],
    assets: Iterable[Asset],
    templates: Mapping[str, str],
    known: Mapping[str, Output],
) -> Plan:
    """Compare the pages wanted with the outputs known.

    Args:
        pages: every page of the output, not only new ones.
        assets: every file that is copied.
        templates: the closure digest of each template, by name.
        known: the outputs of the last build, by path.

    Raises:
        PathCollisionError: when two of them want the same path (also when they differ only in case, which is the same file on
            macOS and Windows).
        KeyError: when a page wants a template that the theme does not have.
    """
    render: list[tuple[Page, str]] = []
    copy: list[Asset] = []
    wanted: dict[str, str] = {}

    def claim(path: str) -> None:
        twin = wanted.setdefault(path.casefold(), path)
        if twin is not path:
            raise PathCollisionError(f"two pages want the same address: {twin} and {path}")

    for page in pages:
        claim(page.path)
        made_from = recipe(page, templates[page.template])
        before = known.get(page.path)
        if before is None or before.recipe != made_from:
            render.append((page, made_from))
    for asset in assets:
        claim(asset.path)
        before = known.get(asset.path)
        if before is None or before.recipe is None or before.digest != asset.digest:
            copy.append(asset)
    paths = set(wanted.values())
    remove = tuple(sorted(path for path in known if path not in paths))
    return Plan(tuple(render), tuple(copy), remove, len(paths))
