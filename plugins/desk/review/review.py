"""The editors' report: read the stories, collect what nobody decided, keep what they decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.review.collect import FindNames, collect, places_of
from plugins.desk.review.decisions import Decision, Decisions
from plugins.desk.review.items import NOTE, Item
from plugins.desk.review.subject import Subject
from plugins.desk.review.units import attribute_key, attributes
from plugins.faults import Fault
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories import body
from plugins.stories.editions import Style
from plugins.stories.front_matter import split
from plugins.stories.glance import glance
from plugins.stories.lexicon import Lexicon
from plugins.stories.prepare import Preparer
from plugins.stories.prepared import Prepared
from plugins.stories.read import is_twin, read_story, twin_path

#: Where a link to a story would lead; nothing on the desk follows one.
_ADDRESSES = dict.fromkeys(SCRIPTS, "/")
#: The id of a story whose front matter may be broken.
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]{3,64})[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


class NoSuchStoryError(LookupError):
    """Nothing in the archive has this id or this path; ``args[0]`` is what was asked for."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A story and what nobody decided in it."""

    subject: Subject
    items: tuple[Item, ...]


class Review:
    """The archive on the desk.

    Args:
        content: the content folder.
        find_names: finds people's names in a text; None looks for none.
        style: how generated editions are written.

    Attributes:
        style: how generated editions are written.
        lexicon: the editors' words.
        preparer: reads and converts stories by them.
        decisions: what was decided so far.
        faults: the errors of stories that could not be read; ``check`` tells editors what to do about them.

    Raises:
        ContentError: vocabulary, glossary or decisions are at fault.
    """

    def __init__(self, content: Path, find_names: FindNames | None = None, style: Style | None = None) -> None:
        self.content = content
        self.decisions = Decisions.load(content)
        self.faults: list[Fault] = []
        self._unread: set[str] = set()
        self.lexicon = Lexicon.load(content)
        self.style = style or Style()
        self.preparer = self.preparing(self.lexicon)
        self._find_names = find_names

    def preparing(self, lexicon: Lexicon) -> Preparer:
        """What reads and converts stories by other words."""
        return Preparer(self.content, "", _ADDRESSES, lexicon, self.style)

    def stories(self, wanted: Sequence[str] = ()) -> Iterator[Reviewed]:
        """The stories, by path, or those that ids and paths name.

        Raises:
            NoSuchStoryError: an id or a path names none.
        """
        left = dict.fromkeys(wanted)
        folders = {one: str(path) for one in wanted if (path := self._below(one)) is not None}
        for path in self.paths():
            by_path = [one for one, name in folders.items() if path == name or path.startswith(f"{name}/")]
            if wanted and not by_path and not left.keys() - folders.keys():
                continue
            subject = self._subject(path)
            by_id = [subject.story.id] if subject and subject.story.id in wanted else []
            for one in by_path + by_id:
                left.pop(one, None)
            if subject and (not wanted or by_path or by_id):
                yield Reviewed(subject, self.undecided(subject))
        if left and wanted:
            raise NoSuchStoryError(next(iter(left)))

    def subjects(self) -> Iterator[Subject]:
        """Every story that can be read."""
        return (subject for path in self.paths() if (subject := self._subject(path)))

    def story(self, story: str) -> Reviewed | None:
        """One story by its id; None where there is none, or it is at fault."""
        for path in sorted(self.paths(), key=lambda path: Path(path).stem != story):
            if glance((self.content / path).read_bytes()).id == story and (found := self.reviewed(path)):
                return found
        return None

    def reviewed(self, path: str) -> Reviewed | None:
        """One story by its file; None where it is withdrawn or at fault."""
        subject = self._subject(path)
        return Reviewed(subject, self.undecided(subject)) if subject else None

    def undecided(self, subject: Subject) -> tuple[Item, ...]:
        """What nobody decided in a story, read from its file or not."""
        return tuple(collect(subject, self.decisions.of(subject.story.id), self._find_names))

    def accept(self, items: Iterable[Item], day: str) -> None:
        """Keep the decision that what the editions say in these places is right, beside what others decided meanwhile.

        Raises:
            ContentError: the decisions are at fault by now.
        """
        self.decisions = Decisions.load(self.content).accept(items, day)
        self.decisions.save(self.content)

    def stale(self, subjects: Iterable[Subject], *, whole: bool) -> tuple[Decision, ...]:
        """The decisions whose words no longer stand in their story.

        Args:
            subjects: the stories to look at.
            whole: whether these are all that can be read. Then a decision about a story that is not among them is stale
                too, unless the story is one of those at fault.
        """
        by_id: dict[str, list[Subject]] = {}
        for subject in subjects:
            by_id.setdefault(subject.story.id, []).append(subject)
        unread = [_ids(self.content / path) for path in sorted(self._unread)]

        def is_stale(one: Decision) -> bool:
            if one.story in by_id:
                return all(next(places_of(subject, one), None) is None for subject in by_id[one.story])
            return whole and not any(one.story in ids or not ids for ids in unread)

        return tuple(one for one in self.decisions if is_stale(one))

    def drop(self, decisions: Iterable[Decision]) -> None:
        """Forget decisions.

        Raises:
            ContentError: the decisions are at fault by now.
        """
        self.decisions = Decisions.load(self.content).without(decisions)
        self.decisions.save(self.content)

    def paths(self) -> list[str]:
        """The files of all stories, without their twins."""
        below = (path.relative_to(self.content).as_posix() for path in (self.content / "stories").rglob("*.md"))
        return sorted(path for path in below if not is_twin(path))

    def _below(self, typed: str) -> str | None:
        """What was typed as a path below the content folder, where it is one."""
        try:
            path = Path(typed).resolve().relative_to(self.content.resolve())
        except ValueError:
            return None
        return path.as_posix() if Path(typed).exists() else None

    def _subject(self, path: str) -> Subject | None:
        """The story in a file; None, and its faults kept, where it can't be read."""
        subject = self._read(path)
        if subject is None:
            self._unread.add(path)
        return subject

    def _read(self, path: str) -> Subject | None:
        twins = (one for script in SCRIPTS if (self.content / (one := twin_path(path, script))).is_file())
        twin = next(twins, None)
        try:
            text = (self.content / path).read_text("utf-8")
            pair = (twin, (self.content / twin).read_text("utf-8")) if twin else None
            subject = subject_of(self.preparer, path, text, pair)
        except UnicodeDecodeError:
            subject = None
        if subject is not None and subject.is_whole:
            return subject
        done = self.preparer.prepare(path, twin)  # takes as long again, and is asked only what is wrong
        self.faults += [fault for fault in done.faults if fault.severity == "error"]
        return None


def subject_of(preparer: Preparer, path: str, text: str, twin: tuple[str, str] | None) -> Subject | None:
    """The story that a text makes; None where it is at fault.

    Args:
        preparer: whose words and rules hold.
        path: its file.
        text: what is in it, saved or not.
        twin: path and text of its hand-written twin.
    """
    story, _ = read_story(path, text, twin, preparer.vocabulary)
    return Subject(story, text, split(path, text), preparer.writer, preparer.vocabulary) if story else None


def _ids(path: Path) -> frozenset[str]:
    """The id that a story at fault gives, if that can be seen; else it may be any story."""
    return frozenset(_ID.findall(path.read_text("utf-8", "replace")))


def texts(preparer: Preparer, content: Path) -> Iterator[tuple[str, str, str, str]]:
    """(id, where, original, other edition) of everything that conversion touches, the editors' own pages among it."""
    for folder in ("stories", "pages"):
        for file in sorted((content / folder).rglob("*.md")):
            path = file.relative_to(content).as_posix()
            if is_twin(path):
                continue
            twin = next((one for script in SCRIPTS if (content / (one := twin_path(path, script))).is_file()), None)
            yield from texts_of(preparer.prepare(path, twin))


def texts_of(done: Prepared) -> Iterator[tuple[str, str, str, str]]:
    """As :func:`texts`, for one story or page; nothing where it is at fault."""
    if done.facts is not None and done.texts is not None:
        yield from _pairs(done.path.partition("/")[0], done.facts, done.texts)


def _pairs(folder: str, facts: dict, texts: dict) -> Iterator[tuple[str, str, str, str]]:  # type: ignore[type-arg]
    own = facts["script"]
    far = next(script for script in SCRIPTS if script != own)
    editions = facts["editions"]
    name = facts["id"] if folder == "stories" else f"pages/{facts['id']}"
    written = {script: _words(editions[script], texts[script]) for script in SCRIPTS}
    generated = editions[far]["converted"]
    for where, text in written[own].items():
        if where in written[far] and (generated or where.startswith(NOTE)):
            yield name, where, text, written[far][where]
    if generated:
        for (kind, text), (_, other) in zip(*(attributes(texts[script]) for script in (own, far)), strict=True):
            if text and other:
                yield name, attribute_key(kind, text), text, other


def _words(edition: dict, html: str) -> dict[str, str]:  # type: ignore[type-arg]
    heads = {key: edition[key] for key in ("title", "summary") if edition.get(key)}
    notes = {f"{NOTE}{key}": text for key, text in edition.get("notes", {}).items()}
    return {**heads, **dict(body.blocks(html)), **notes}
