"""Read what changed in the content: files to records, each made again only when its inputs changed. Composes, like ``site``."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from plugins.archive import pool, scan
from plugins.archive.build import SourceChangedError
from plugins.archive.recipe import digest
from plugins.archive.scan import Source
from plugins.archive.state import Record, State
from plugins.desk.review.decisions import NAME as DECISIONS
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

#: The code of the rooms: a change of it makes everything again.
CODE = Path(__file__).resolve().parent

#: What drafts were imported from: other people's texts, which are no part of the site and need not be here.
RAW = "raw/"

#: The libraries whose versions change what a page says.
_LIBRARIES = ("jinja2", "markdown", "nh3", "opencc-python-reimplemented", "jieba", "pypinyin", "whoosh", "pillow")

#: Files of the vocabulary's folder that no story depends on.
_BESIDE = frozenset({DECISIONS, moved.NAME})

#: Faults that a story may seem to have only because another one could not be read.
_CAUSED_BY_OTHERS = frozenset({"dead-link", "draft-link", "moved-nowhere"})


@dataclass
class Files:
    """The files that a build is made from, by root (content, theme, code): as the state remembers them, and as they are."""

    before: dict[str, dict[str, Source]] = field(default_factory=dict)
    now: dict[str, dict[str, Source]] = field(default_factory=dict)
    misnamed: list[str] = field(default_factory=list)

    @classmethod
    def find(cls, options: Options, state: State) -> Files:
        """Scan every root, and read the files whose stamps are new."""
        roots = {"content": options.content, "theme": options.theme.folder, "code": CODE}
        roots |= {f"override-{number}": Path(one) for number, one in enumerate(options.theme.overrides)}
        files = cls()
        for root, folder in roots.items():
            now_ns = time.time_ns()
            known = files.before[root] = state.sources(root)
            found = scan.scan(folder)
            if root == "content":
                found = {path: stamp for path, stamp in found.items() if not path.startswith(RAW)}
            files.misnamed += sorted(path for path in found if not scan.well_named(path))
            readable = {path: stamp for path, stamp in found.items() if scan.well_named(path)}
            files.now[root] = scan.refresh(folder, readable, known, now_ns)
        return files

    def save(self, state: State) -> None:
        """Remember the files as they are now."""
        with state.transaction():
            for root, sources in self.now.items():
                state.save_sources(root, self.before[root], sources)

    def digest(self, root: str) -> str:
        """The digest of every file below a root."""
        return digest([[path, one.digest] for path, one in self.now[root].items()])

    def words(self) -> list[list[str]]:
        """The digests of the vocabulary and the glossary; of what stands beside them, nothing is read into a story."""
        found = self.now["content"].items()
        return [[path, one.digest] for path, one in found if path.startswith("vocabulary/") and path not in _BESIDE]

    def inputs(self, options: Options) -> str:
        """The digest of everything that the site is made from."""
        shape: list[object] = [
            [path.encode("utf-8", "replace").decode() for path in self.misnamed],
            options.drafts,
            options.preview,
            options.compress,
            repr(options.style),
            repr(options.site),
            options.theme.fingerprint(),
            _versions(),
        ]
        return digest([*shape, *(self.digest(root) for root in sorted(self.now))])

    def texts(self) -> set[str]:
        """The paths of all stories, their twins, and the editors' own pages."""
        return {
            path for path in self.now["content"] if path.startswith(("stories/", "pages/")) and path.endswith(".md")
        }

    def images(self) -> set[str]:
        """The paths of all images."""
        return {path for path in self.now["content"] if path.startswith("images/")}


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
    """

    facts: Mapping[str, dict[str, Any]]
    faults: tuple[Fault, ...]
    vocabulary: Vocabulary
    moved: Moved
    looks: Mapping[str, Look] = field(default_factory=dict)
    reworded: tuple[Change, ...] = ()
    noted: tuple[Fault, ...] = ()
    broken: Mapping[str, dict[str, Any]] = field(default_factory=dict)

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
        ContentError: when the vocabulary is at fault; no story can be read without it.
        SourceChangedError: when a file changed while it was read.
    """
    vocabulary = digest([files.words(), files.digest("code"), _versions()])
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
    content = Content(facts, (), words, elsewhere, looks, changes, broken=broken)
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
        try:
            data = (content / path).read_bytes()
        except FileNotFoundError:
            raise SourceChangedError(path) from None
        if scan.digest_of(data) != files.now["content"][path].digest:
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


@lru_cache(maxsize=1)
def _versions() -> list[str]:
    return [platform.python_version(), *(f"{name} {metadata.version(name)}" for name in _LIBRARIES)]
