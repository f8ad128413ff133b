"""Read what changed in the content: files to records, each made again only when its inputs changed. Composes, like ``site``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from plugins.archive import pool, scan
from plugins.archive.build import SourceChangedError
from plugins.archive.recipe import digest
from plugins.archive.state import Record, State
from plugins.desk.review.lock import Change
from plugins.desk.standing import Standing, standings
from plugins.faults import Fault
from plugins.hanzi.scripts import SCRIPTS
from plugins.linking import addresses, ways
from plugins.options import Options
from plugins.pages.site import PARTS, Site
from plugins.pictures.faults import faults_of
from plugins.pictures.records import Look
from plugins.picturing import look_at
from plugins.rewording import reworded
from plugins.scanning import Files, readable, versions
from plugins.stories.across import faults_across
from plugins.stories.editions import Style
from plugins.stories.glance import Glance, glance
from plugins.stories.lexicon import Lexicon
from plugins.stories.prepare import Preparer, prepare
from plugins.stories.prepared import Prepared
from plugins.stories.read import is_twin, twin_path
from plugins.vocabulary import moved
from plugins.vocabulary.moved import Moved
from plugins.vocabulary.vocabulary import Vocabulary

#: Faults that a story may seem to have only because another one could not be read.
_CAUSED_BY_OTHERS = frozenset({"dead-link", "draft-link", "moved-nowhere"})


@lru_cache(maxsize=1)
def _preparer(content: Path, site: Site, style: Style, vocabulary: str) -> Preparer:
    """One preparer a process; in a server that rebuilds, the same one until the vocabulary changes."""
    return Preparer(content, site.base, site.stories(), _lexicon(content, vocabulary), style)


@lru_cache(maxsize=1)
def _lexicon(content: Path, vocabulary: str) -> Lexicon:
    """The editors' words, read once a process until they change."""
    del vocabulary  # only the key of the cache
    return Lexicon.load(content)


@dataclass(frozen=True)
class Content:
    """What the content folder holds.

    Attributes:
        facts: the facts of every story and page that could be read, by path.
        faults: every fault of files that cannot be read, and between files. While one of them stops, nothing may be built.
        vocabulary: places, roles, people and outlets.
        moved: the addresses that lead on to others.
        looks: what the pictures are that texts show, by path.
        reworded: the sentences that are converted otherwise than last time, in stories that nobody edited.
        noted: what editors should look at, between files.
        broken: what was glimpsed of the files that could not be read, by path.
        version: the digest of the code and the libraries that read it.
    """

    facts: Mapping[str, dict[str, Any]]
    faults: tuple[Fault, ...]
    vocabulary: Vocabulary
    moved: Moved
    looks: Mapping[str, Look] = field(default_factory=dict)
    reworded: tuple[Change, ...] = ()
    noted: tuple[Fault, ...] = ()
    broken: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    version: str = ""

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every draft, and every story and page at fault."""
        warnings = (Fault(**fault) for fault in self.warnings())
        return standings(self.facts.values(), self.broken.values(), [*self.faults, *warnings])

    def below(self, folder: str) -> list[dict[str, Any]]:
        """The facts of the files in one folder ("stories/")."""
        return [one for path, one in self.facts.items() if path.startswith(folder)]

    def warnings(self) -> list[dict[str, Any]]:
        """Everything that editors should look at although it stops nothing, as plain data."""
        own = [fault for one in self.facts.values() for fault in one["warnings"]]
        return own + [fault.as_json() for fault in self.noted]


def read(options: Options, files: Files, state: State) -> Content:
    """Prepare every file whose inputs changed, keep the results, and look at all of them together.

    Raises:
        ContentError: when the vocabulary is at fault, without which no story can be read; or when a file may not be read.
        SourceChangedError: when a file changed while it was read.
    """
    with readable(options.content):
        return _read(options, files, state)


def _read(options: Options, files: Files, state: State) -> Content:
    version = digest([files.digest("code"), versions()])
    vocabulary = digest([files.words(), version])
    words = _lexicon(
        options.content, vocabulary
    ).vocabulary  # before any worker process asks for it, to name its faults
    wanted, faults = _keys(files, digest([vocabulary, options.site.base, repr(options.style)]))
    faults += _misnamed(options.content, files.misnamed)
    keys = state.keys()
    stale = [(path, twin) for path, (key, twin) in wanted.items() if keys.get(path) != key]
    records: dict[str, Record] = {}
    arguments = (options.content, options.site, options.style, vocabulary)
    for done in pool.run(
        prepare, stale, count=len(stale), setup=_preparer, arguments=arguments, workers=options.workers
    ):
        records[done.path] = _record(wanted[done.path][0], done)
    _check_unchanged(options.content, files, [path for pair in stale for path in pair if path])
    changes = _reworded(files, state, records)
    with state.transaction():
        state.save_records(records, keys.keys() - wanted.keys())
    everything = state.facts()
    broken = {path: one for path, one in everything.items() if "faults" in one}
    elsewhere, between = Moved.load(options.content)
    facts = {path: one for path, one in everything.items() if path not in broken}
    looks = look_at(options, files.now, state, facts.values())
    content = Content(facts, (), words, elsewhere, looks, changes, broken=broken, version=version)
    glimpsed = [one for path, one in broken.items() if path.startswith("stories/")]
    stories, own = content.below("stories/"), content.below("pages/")
    known = addresses(stories, own)
    around = ways(known, words, elsewhere, lambda path: state.texts(path)["hans"] if path in facts else None)
    between += faults_across(stories, own, set(PARTS) - {"about"}, files.images(), broken.values(), ways=around)
    between += faults_of(facts.values(), looks)
    between += moved.faults_of(elsewhere, words, known)
    # A story whose id cannot be read is missing from the whole, and so links to it would seem dead.
    unknown = any(one["id"] is None for one in glimpsed)
    faults += [fault for fault in between if not (unknown and fault.code in _CAUSED_BY_OTHERS)]
    drafts = {file for path, one in everything.items() if one["status"] == "draft" for file in (path, wanted[path][1])}
    faults = [replace(fault, draft=True) if fault.path in drafts else fault for fault in faults]
    noted = tuple(sorted(fault for fault in faults if fault.severity != "error"))
    faults = [fault for fault in faults if fault.severity == "error"]
    faults += [Fault(**fault) for one in broken.values() for fault in one["faults"]]
    return replace(content, faults=tuple(sorted(faults)), noted=noted)


def _reworded(files: Files, state: State, records: Mapping[str, Record]) -> tuple[Change, ...]:
    """What is converted otherwise than last time in the stories that stand as they stood."""
    before, now = files.before["content"], files.now["content"]
    unedited = [path for path in sorted(records) if path in before and before[path].digest == now[path].digest]
    if not unedited:
        return ()
    known = state.facts()
    return tuple(
        change
        for path in unedited
        if path in known and not any("faults" in one for one in (known[path], records[path].facts))
        for change in reworded((known[path], state.texts(path)), (records[path].facts, records[path].texts))
    )


def _misnamed(content: Path, names: Iterable[str]) -> Iterable[Fault]:
    """Files whose names are no text."""
    for path in names:
        shown, file = path.encode("utf-8", "replace").decode(), content / path
        draft = file.is_file() and glance(file.read_bytes()).status == "draft"
        message = "文件名不是 UTF-8 编码，多半是从别的系统解压来的"
        yield Fault(shown, 1, 1, "file-name", message, "给它改一个名字", draft=draft)


def _check_unchanged(content: Path, files: Files, paths: Iterable[str]) -> None:
    """What was just read must be what was scanned, or the records would be kept under the digest of another text."""
    for path in paths:
        if scan.digest_of((content / path).read_bytes()) != files.now["content"][path].digest:
            raise SourceChangedError(path)


def _record(key: str, done: Prepared) -> Record:
    """What is kept of a file: its facts and texts, or the faults for which it has none."""
    seen = done.glance or Glance(None, 1, "", "published")
    status = done.facts["status"] if done.facts else seen.status
    faults = [replace(fault, draft=status == "draft").as_json() for fault in done.faults]
    if done.facts is None or done.texts is None:
        pointing = done.pointing or {"links": [], "hrefs": [], "images": [], "twin": None}
        return Record(key, asdict(seen) | pointing | {"path": done.path, "warnings": [], "faults": faults}, {})
    more = {
        "warnings": faults,
        "bodies": {script: digest(done.texts[script]) for script in SCRIPTS},
        "search": digest([done.texts.get("blocks", {}), done.texts.get("words", [])]),
    }
    return Record(key, done.facts | more, done.texts)


def _keys(files: Files, shared: str) -> tuple[dict[str, tuple[str, str | None]], list[Fault]]:
    """For each story and page: the key of its record and the path of its twin; and the twins that belong to nobody."""
    names, sources = files.texts(), files.now["content"]
    wanted: dict[str, tuple[str, str | None]] = {}
    claimed: set[str] = set()
    for path in sorted(name for name in names if not is_twin(name)):
        twins = [one for script in SCRIPTS if (one := twin_path(path, script)) in names]
        claimed.update(twins)
        twin = twins[0] if twins else None
        wanted[path] = digest([shared, sources[path].digest, twin, sources[twin].digest if twin else None]), twin
    return wanted, list(_lonely(names, claimed))


def _lonely(names: Iterable[str], claimed: set[str]) -> Iterable[Fault]:
    help_text = "对照版的文件名是原文件名加 .hans 或 .hant，放在同一个文件夹"
    for path in sorted(names):
        if is_twin(path) and path not in claimed:
            yield Fault(path, 1, 1, "lonely-twin", "找不到它所对照的故事", help_text)
