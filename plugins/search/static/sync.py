"""Bring the static index in step with the Whoosh index: stage what is new beside the site, then put it in place.

Both answer from the same stories by construction, for what is written here is read from there.
"""

from __future__ import annotations

import contextlib
import errno
import json
import re
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.search.folders import replace_file
from plugins.search.plain import as_json
from plugins.search.static.catalogue import Base, differences
from plugins.search.static.columns import order
from plugins.search.static.language import language_data
from plugins.search.static.levels import merged_from
from plugins.search.static.manifest import MANIFEST, Made, read_state
from plugins.search.static.packing import deflated
from plugins.search.static.segment import Segment, Story, stamp, write_segment
from plugins.search.store import Store

_OURS = re.compile(r"(?:[0-9a-f]{16}|(?:language|catalogue)-[0-9a-f]{16}\.bin)(?:\.new)?")
_STATE = "static-search.state"


@dataclass(frozen=True, slots=True)
class StagedIndex:
    """A new state whose files wait beside the site."""

    made: Made
    folder: Path


def stage_static(index: Path, site: Path, state: Path) -> StagedIndex | None:
    """Write beside the site what its static index lacks; None where nothing differs.

    Args:
        index: the folder of the Whoosh index, just brought in step.
        site: the folder of the finished site.
        state: the folder beside it that holds what can be made again.
    """
    folder = state / "static-search.new"
    shutil.rmtree(folder, ignore_errors=True)
    store = Store.open(index)
    try:
        return _stage(_Stories(store), read_state(state / _STATE), site / "search", folder)
    finally:
        store.close()


def commit_static(staged: StagedIndex | None, site: Path, state: Path, *, keep: bool = True) -> None:
    """Put what was staged in place: the new files, then the manifest in one step; then remove what nobody needs.

    Args:
        staged: what waits; None for nothing.
        site: the folder of the finished site.
        state: the folder beside it that holds what can be made again.
        keep: whether what the manifest named until now stays until the next change, for pages that are open.
    """
    if staged is None:
        return
    target = site / "search"
    before = _named(target / MANIFEST) if keep else set()
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(staged.folder.iterdir()):
        if not (target / path.name).exists():
            _place(path, target / path.name)
    replace_file(target / MANIFEST, staged.made.manifest())
    _sweep(target, staged.made.names() | before)
    replace_file(state / _STATE, staged.made.state())
    shutil.rmtree(staged.folder, ignore_errors=True)


def _place(staged: Path, target: Path) -> None:
    """Move a file or folder to its name, where it never stands half."""
    try:
        staged.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f"{target.name}.new")  # the output is mounted from elsewhere
        shutil.rmtree(beside, ignore_errors=True)
        shutil.move(staged, beside)
        beside.rename(target)


def forget_static(state: Path) -> None:
    """Let the next build write everything anew."""
    (state / _STATE).unlink(missing_ok=True)


def remove_static(site: Path, state: Path) -> None:
    """Leave no static index in a site that is only ever seen beside the service; files of others stay."""
    forget_static(state)
    target = site / "search"
    if target.is_dir():
        (target / MANIFEST).unlink(missing_ok=True)
        _sweep(target, set())
        with contextlib.suppress(OSError):  # what others put there
            target.rmdir()


def _sweep(target: Path, kept: Collection[str]) -> None:
    """Remove the files and folders of ours that nobody needs."""
    for path in target.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def is_in_place(site: Path, state: Path) -> bool:
    """Whether the files stand as the last build left them, as far as their names tell."""
    made = read_state(state / _STATE)
    target = site / "search"
    return made is not None and all((target / name).exists() for name in (MANIFEST, *made.names()))


def _named(manifest: Path) -> set[str]:
    """What a manifest names, as far as it can be read."""
    try:
        found = json.loads(manifest.read_bytes())
        return {segment["name"] for segment in found["segments"]} | {found["language"], found["changes"] or ""}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


class _Stories:
    """The live stories of the Whoosh index."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = {id_: number for number, id_, _ in store.stories}
        self.digests: Mapping[str, str] = store.digests()
        self.catalogue = store.special_data("catalogue") or b"{}"
        self.longest = max(map(len, store.special("words")), default=1)

    def read(self, ids: Collection[str]) -> Iterator[Story]:
        """These stories, in order."""
        cards: list[dict[str, Any]] = [json.loads(self._store.card(self._numbers[id_])) for id_ in ids]
        for card in sorted(cards, key=order):
            number = self._numbers[card["id"]]
            card["digest"] = self.digests[card["id"]]
            editions: dict[Script, Any] = {script: self._store.edition(number, script) for script in SCRIPTS}
            yield Story(card, self._store.folded(number), editions, self._store.words(number))


def _stage(stories: _Stories, before: Made | None, target: Path, folder: Path) -> StagedIndex | None:
    if before is not None and not all((target / name).exists() for name in before.names()):
        before = None
    folder.mkdir(parents=True)
    segments = before.segments if before else ()
    kept = _kept(segments, stories.digests)
    living = list(map(len, kept))
    dead = sum(len(segment.stories) for segment in segments) - sum(living)
    first = merged_from(living, dead, len(stories.digests) - sum(living))
    segments, kept = segments[:first], kept[:first]
    base = before.base if before and segments else Base.of(stories.catalogue)
    fresh = stories.digests.keys() - set().union(*kept)
    if fresh or not segments:
        segment = write_segment(folder / "segment", stories.read(fresh), base, segments)
        (folder / "segment").rename(folder / segment.name)
        segments, kept = (*segments, segment), [*kept, fresh]
    made = Made(
        segments=segments,
        base=base,
        language=_language(before, folder),
        changes=_changes(before, base, stories.catalogue, folder),
        dead=tuple(
            tuple(number for number, (id_, *_) in enumerate(segment.stories) if id_ not in ids)
            for segment, ids in zip(segments, kept, strict=True)
        ),
        longest=stories.longest,
    )
    if made == before and (target / MANIFEST).is_file() and (target / MANIFEST).read_bytes() == made.manifest():
        shutil.rmtree(folder)
        return None
    return StagedIndex(made, folder)


def _kept(segments: Sequence[Segment], digests: Mapping[str, str]) -> list[set[str]]:
    """For each segment the ids of its stories that still are as they were, each in the last segment that has it."""
    kept: list[set[str]] = []
    seen: set[str] = set()
    for segment in reversed(segments):
        own = {id_ for id_, digest, *_ in segment.stories if digests.get(id_) == digest} - seen
        seen |= own
        kept.insert(0, own)
    return kept


def _language(before: Made | None, folder: Path) -> tuple[str, str]:
    """The file of the language and what it was made from; written where that has changed, for it takes a second."""
    sources = sorted(Path(__file__).parents[1].glob("**/*.py"))
    made_from = sha256(b"\0".join(path.read_bytes() for path in sources))
    made_from.update(as_json([stamp(), sys.version]))
    if before is not None and before.language[1] == made_from.hexdigest():
        return before.language
    return _write(folder, "language", language_data()), made_from.hexdigest()


def _write(folder: Path, kind: str, value: object) -> str:
    data = as_json(value)
    name = f"{kind}-{sha256(data).hexdigest()[:16]}.bin"
    (folder / name).write_bytes(deflated(data))
    return name


def _changes(before: Made | None, base: Base, now: bytes, folder: Path) -> tuple[str, str]:
    """The file of what differs from the base's catalogue, and the digest of the catalogue that it was made from."""
    made_from = sha256(now).hexdigest()
    if before is not None and before.base is base and before.changes[1] == made_from:
        return before.changes
    found = differences(base.catalogue, json.loads(now))
    return _write(folder, "catalogue", found) if found else "", made_from
