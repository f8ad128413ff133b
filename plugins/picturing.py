"""The pictures of a site: looked at when the content is read, made into their forms when it is built. Composes, like ``site``.

A picture is known by the digest of its bytes: looked at once, made once, whatever it is called and however many stories show it.
Its forms wait in ``<output>.state/pictures/``, which can be deleted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from plugins.archive import files as folders
from plugins.archive import pool
from plugins.archive.build import SourceChangedError
from plugins.archive.recipe import Asset, Blob, digest
from plugins.archive.scan import Source, digest_of
from plugins.archive.state import State
from plugins.hanzi.scripts import SCRIPTS
from plugins.options import Options
from plugins.pictures.faults import named
from plugins.pictures.markup import Shown, with_pictures
from plugins.pictures.records import Form, Look, Made

#: Where published pictures stand. Each has a folder that bears a digest, so that browsers may keep what is in it for ever.
FOLDER = "pictures"
_MANIFEST = "made.json"
#: The code on which it depends what is found in a picture, what is made of it, and how a page shows it.
_LOOKS = ("pictures/look.py", "pictures/records.py")
_MAKES = ("pictures/look.py", "pictures/make.py")
_SHOWS = ("pictures/markup.py", "picturing.py")
#: From how many on other processes are worth their start.
_WORTH_LOOKING, _WORTH_MAKING = 30, 2

Facts = Mapping[str, Any]
#: The files that a build is made from, by root and path.
Roots = Mapping[str, Mapping[str, Source]]


# Looking


def look_at(options: Options, files: Roots, state: State, texts: Iterable[Facts]) -> dict[str, Look]:
    """What the pictures are that texts show, by path; those that are not there are left out.

    Args:
        options: what a build is made from.
        files: the files of content and code.
        state: remembers what was looked at.
        texts: the facts of stories and pages.

    Raises:
        SourceChangedError: when a picture changed meanwhile.
    """
    sources, made_by = files["content"], digest([metadata.version("pillow"), _code(files, _LOOKS)])
    wanted = {path: sources[path].digest for path in sorted({one[1] for one in named(texts)}) if path in sources}
    kept = json.loads(state.get("looks") or "{}")
    known = kept.get("looks", {}) if kept.get("made_by") == made_by else {}
    new = {one: path for path, one in wanted.items() if one not in known}
    work = pool.run(
        _look,
        [(path, one) for one, path in new.items()],
        count=len(new),
        setup=Path,
        arguments=(options.content,),
        workers=_workers(options, len(new), _WORTH_LOOKING),
    )
    looks = {one: known[one] for one in wanted.values() if one in known} | {one: asdict(look) for one, look in work}
    if {"made_by": made_by, "looks": looks} != kept:
        with state.transaction():
            state.set("looks", json.dumps({"made_by": made_by, "looks": looks}))
    return {path: Look(**looks[one]) for path, one in wanted.items()}


def _code(files: Roots, paths: Iterable[str]) -> list[str]:
    return [files["code"][path].digest for path in paths]


def _look(content: Path, item: tuple[str, str]) -> tuple[str, Look]:
    from plugins.pictures.look import look

    path, wanted = item
    return wanted, look(_read(content, path, wanted))


def _read(content: Path, path: str, wanted: str) -> bytes:
    """The bytes of a picture, if they are still those that were digested."""
    try:
        data = (content / path).read_bytes()
    except FileNotFoundError:
        raise SourceChangedError(path) from None
    if digest_of(data) != wanted:
        raise SourceChangedError(path)
    return data


def _workers(options: Options, count: int, worth: int) -> int:
    return options.workers or (pool.cores() if count >= worth else 1)


# Making


@dataclass(frozen=True, slots=True)
class _Job:
    """A picture to make: its path and digest, the key that names its folder, and what it is."""

    path: str
    digest: str
    key: str
    look: Look


class Gallery:
    """The pictures of a site as its pages show them.

    Args:
        base: what stands before the path of a picture.
        shown: every picture by its path in the content folder.
        assets: the files to publish.
        made_by: the digests of what makes the markup.
    """

    def __init__(self, base: str, shown: Mapping[str, Shown], assets: Sequence[Asset], made_by: Sequence[str]) -> None:
        self._base = base
        self._shown = shown
        self.assets = assets
        self._made_by = list(made_by)
        self._hung: set[str] = set()

    def hang(self, texts: Iterable[Facts]) -> Iterator[dict[str, Any]]:
        """The same facts, with ``pictures`` added: what stories and pages show, and bodies that stand for what they will be."""
        for facts in texts:
            texts_of = list(filter(None, (facts, facts.get("twin"))))
            found = [self._shown[path] for text in texts_of for path, *_ in text["images"] if path in self._shown]
            pictures = [{"url": one.address, "width": one.width, "height": one.height} for one in dict.fromkeys(found)]
            bodies = facts["bodies"]
            if found:
                self._hung.add(facts["path"])
                bodies = {one: digest([bodies[one], [asdict(one) for one in found], self._made_by]) for one in SCRIPTS}
            yield {**facts, "bodies": bodies, "pictures": pictures}

    def text(self, blob: Blob, text: Callable[[Blob], str]) -> str:
        """A body as pages show it.

        Args:
            blob: the body.
            text: gives it as stories have it.
        """
        body = text(blob)
        return with_pictures(body, self._base, self._shown.get) if blob.owner in self._hung else body


def as_they_are(options: Options, files: Roots, looks: Mapping[str, Look]) -> Gallery:
    """The pictures of a preview: all that lie in the folder, as they lie there. A save must not wait for an encoder."""
    base = options.site.base
    shown = {path: Shown(f"{base}/{path}", one.width, one.height) for path, one in looks.items() if not one.problem}
    assets = [
        Asset(path, str(options.content / path), one.digest)
        for path, one in files["content"].items()
        if path.startswith("images/")
    ]
    return Gallery(base, shown, assets, _code(files, _SHOWS))


def published(
    options: Options,
    files: Roots,
    looks: Mapping[str, Look],
    texts: Iterable[Facts],
    progress: Callable[[int, int], None],
) -> Gallery:
    """The pictures that published texts show, in the forms in which they are published; those that nobody shows stay at home.

    Args:
        options: what a build is made from and where it goes.
        files: the files of content and code.
        looks: what the pictures are.
        texts: the facts of what is published.
        progress: told (done, of how many).

    Raises:
        SourceChangedError: when a picture changed meanwhile.
    """
    wanted = [
        path for path in dict.fromkeys(one[1] for one in named(texts)) if path in looks and not looks[path].problem
    ]
    folder, base = options.state / FOLDER, options.site.base
    makers = _makers(files) if wanted else ""
    sources = files["content"]
    jobs = {
        path: _Job(path, sources[path].digest, digest([sources[path].digest, makers])[:20], looks[path])
        for path in wanted
    }
    done = {job.key: _made(folder / job.key) for job in jobs.values()}
    new = [job for job in {job.key: job for job in jobs.values()}.values() if done[job.key] is None]
    work = pool.run(
        _make,
        new,
        count=len(new),
        setup=_bench,
        arguments=(options.content, folder),
        workers=_workers(options, len(new), _WORTH_MAKING),
    )
    for number, (key, new_forms) in enumerate(work, 1):
        done[key] = new_forms
        progress(number, len(new))
    forms = {path: made for path, job in jobs.items() if (made := done[job.key]) is not None}
    shown = {path: _shown(f"{base}/{FOLDER}/{jobs[path].key}/", made) for path, made in forms.items()}
    assets = {
        asset.path: asset
        for path, made in forms.items()
        for asset in _assets(made, folder / jobs[path].key, jobs[path].key)
    }
    return Gallery(base, shown, list(assets.values()), _code(files, _SHOWS))


def forget_pictures(options: Options, gallery: Gallery | None = None) -> None:
    """Remove the forms that a gallery does not have; all of them without one."""
    folder = options.state / FOLDER
    kept = {Path(asset.source).parent for asset in gallery.assets} if gallery else set()
    for one in folder.iterdir() if folder.is_dir() else ():
        if one not in kept:
            shutil.rmtree(one, ignore_errors=True)


def _makers(files: Roots) -> str:
    """The digest of what decides about the bytes of the forms, beside the picture."""
    from plugins.pictures.make import made_by

    return digest([made_by(), _code(files, _MAKES)])


def _shown(folder: str, made: Made) -> Shown:
    plain = made.plain
    return Shown(folder + plain.name, plain.width, plain.height, folder, made.better, made.moving)


def _assets(made: Made, folder: Path, key: str) -> Iterator[Asset]:
    for form in made.files():
        yield Asset(f"{FOLDER}/{key}/{form.name}", str(folder / form.name), form.digest)


def _made(folder: Path) -> Made | None:
    """What an earlier build made, if all of it is still there."""
    try:
        made = Made.from_json(json.loads((folder / _MANIFEST).read_text("utf-8")))
        whole = all((folder / form.name).stat().st_size == form.size for form in made.files())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if whole else None


@dataclass(frozen=True, slots=True)
class _Bench:
    content: Path
    folder: Path


def _bench(content: Path, folder: Path) -> _Bench:
    return _Bench(content, folder)


def _make(bench: _Bench, job: _Job) -> tuple[str, Made]:
    """Make the forms of one picture. They appear in their folder all at once: a build that is killed leaves none half made."""
    from plugins.pictures import make

    data = _read(bench.content, job.path, job.digest)
    moving = job.look.frames > 1
    found = make.moving_forms(data) if moving else make.forms(data, drawn=job.look.drawn)
    staged, target = folders.empty(bench.folder / f"{job.key}.tmp"), bench.folder / job.key
    forms = []
    for name, kind, width, height, written in found:
        (staged / name).write_bytes(written)
        forms.append(Form(name, kind, width, height, digest_of(written), len(written)))
    kinds = dict.fromkeys(form.kind for form in forms[1:])
    made = Made(forms[0], tuple(tuple(one for one in forms[1:] if one.kind == kind) for kind in kinds), moving)
    (staged / _MANIFEST).write_text(json.dumps(made.as_json()), "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    staged.replace(target)
    return job.key, made
