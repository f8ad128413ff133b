"""Plan an edit of the vocabulary: what every file says afterwards, shown before anything is written.

The commands and the desk in the browser call these two::

    plan = add(content, "role", {"hans": "消毒员", "parent": "志愿者"})
    plan = rename(content, "role", "志愿者", {"hans": "志工者", "id": "helper"})
    plan.edits.diff()      # show it
    plan.edits.apply()     # all or nothing; ConflictError where somebody wrote meanwhile

What may be given, all texts but ``aliases`` and ``former``, which are lists and are added to what is there: ``id hans hant aliases``,
for a role and a place ``parent`` (a name, a path, an id; ``null`` for none), for a place ``level former``, for a source ``url``.
``hans`` or ``hant`` alone is enough: the other is proposed, and ``plan.spelling`` says so. What can't be done raises
:class:`RefusedError`, each problem with the field that it is about, or ``ContentError`` where stories stand in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.desk.edits import Edits
from plugins.desk.vocabulary_edits.books import Book, Problem, RefusedError
from plugins.desk.vocabulary_edits.following import Follower
from plugins.desk.vocabulary_edits.kinds import SHAPES, Entry, find, get
from plugins.desk.vocabulary_edits.spelling import Kind, Speller, Spelling
from plugins.faults import ContentError, Fault
from plugins.hanzi.fold import fold
from plugins.stories.editions import PLAIN_STYLE, Style
from plugins.stories.read import is_twin
from plugins.vocabulary import moved
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.vocabulary import FILES, Vocabulary

Given = Mapping[str, Any]

__all__ = ["Plan", "Problem", "RefusedError", "add", "rename"]


@dataclass(frozen=True, slots=True)
class Plan:
    """An edit that is ready to be shown and made.

    Attributes:
        edits: the changes of all files.
        kind: of what kind the entry is.
        entry: the entry as it will be.
        spelling: both forms of its name; which of them was proposed, and what in it is doubtful.
        stories: the files of the stories that follow.
        moved: the addresses that move, each with the new one.
        left: where the texts of stories still have the old name (file and line); an editor's text is never changed.
    """

    edits: Edits
    kind: Kind
    entry: Entry
    spelling: Spelling
    stories: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The plan as ``vocabulary --json`` prints it."""
        forms = self.entry.forms
        return {
            "kind": self.kind,
            "id": self.entry.id,
            "hans": forms.hans,
            "hant": forms.hant,
            "proposed": self.spelling.proposed,
            "doubtful": list(self.spelling.doubtful),
            "files": list(self.edits.changed),
            "stories": list(self.stories),
            "moved": [{"old": old, "new": new} for old, new in self.moved],
            "left": [{"path": path, "line": line} for path, line in self.left],
            "diff": self.edits.diff(),
        }


def add(content: Path, kind: Kind, given: Given, style: Style = PLAIN_STYLE) -> Plan:
    """Plan a new entry.

    Args:
        content: the content folder.
        kind: of what.
        given: what is known of it; see above.
        style: whose Traditional to propose.

    Raises:
        RefusedError: something given can't be.
        ContentError: the vocabulary is at fault, or a story would not be clear any more.
    """
    edits, texts, was = _open(content)
    if not (given.get("hans") or given.get("hant")):
        raise RefusedError(
            [Problem("hans", Fault(SHAPES[kind].path, 1, 1, "missing-field", "要写名称", "写 hans 或 hant"))]
        )
    spelling = Speller(content, style).spell(kind, given.get("hans"), given.get("hant"))
    book = Book(kind, texts, was)
    new_texts, entry_id = book.add(given, spelling.forms)
    try:
        will = book.check(new_texts, entry_id, namesake="id" in given)
    except ContentError as error:
        raise RefusedError(book.problems(error.faults, new_texts)) from error
    new = get(will, kind, entry_id)
    return _follow(edits, texts, new_texts, Follower(kind, was, will, None, new), spelling)


def rename(
    content: Path, kind: Kind, name: str, given: Given, *, keep: bool = False, style: Style = PLAIN_STYLE
) -> Plan:
    """Plan another name, id or place in the tree for an entry, or more names.

    Args:
        content: the content folder.
        kind: of what.
        name: what it is called now: a name, a path or an id.
        given: what changes.
        keep: whether the old name stays known: as a former name of a place, an alias of anything else.
        style: whose Traditional to propose.

    Raises:
        RefusedError, ContentError: as :func:`add`.
    """
    edits, texts, was = _open(content)
    book = Book(kind, texts, was)
    try:
        old = find(was, kind, name)
    except (UnknownName, AmbiguousName) as error:
        code = "unknown-name" if isinstance(error, UnknownName) else "ambiguous-name"
        help_text = error.help or "查对写法；还没有的，先增添（add）"
        raise RefusedError([Problem("name", Fault(SHAPES[kind].path, 1, 1, code, error.message, help_text))]) from error
    spelling = Spelling(old.forms)
    if given.get("hans"):
        spelling = Speller(content, style).spell(kind, given["hans"], given.get("hant"))
    elif given.get("hant"):
        spelling = Speller(content, style).spell(kind, old.forms.hans, given["hant"])
    for full_paths in (False, True):
        new_texts, entry_id = book.rename(old, given, spelling.forms, keep=keep, full_paths=full_paths)
        try:
            will = book.check(new_texts, entry_id, namesake=True)
            break
        except ContentError as error:
            if full_paths:
                raise RefusedError(book.problems(error.faults, new_texts)) from error
    return _follow(edits, texts, new_texts, Follower(kind, was, will, old, get(will, kind, entry_id)), spelling)


def _open(content: Path) -> tuple[Edits, dict[str, str], Vocabulary]:
    """The four files as they are."""
    edits = Edits(content)
    texts = {}
    for name in FILES:
        path = f"vocabulary/{name}.yaml"
        try:
            texts[name] = edits.read(path) or ""
        except UnicodeDecodeError as error:
            raise ContentError([Fault(path, 1, 1, "bad-encoding", "文件不是 UTF-8 编码", "请另存为 UTF-8")]) from error
    return edits, texts, Vocabulary.of({name: text.removeprefix("\ufeff") for name, text in texts.items()})


def _follow(
    edits: Edits, texts: Mapping[str, str], new_texts: Mapping[str, str], follower: Follower, spelling: Spelling
) -> Plan:
    """The plan, with the stories that follow."""
    for name, text in new_texts.items():
        if text != texts[name]:
            edits.write(f"vocabulary/{name}.yaml", text)
    stories: list[str] = []
    left: list[tuple[str, int]] = []
    faults: list[Fault] = []
    for path in story_paths(edits.content):
        try:
            text = edits.read(path) or ""
        except UnicodeDecodeError:
            continue  # such a story is at fault as it is
        try:
            changed = follower.story(path, text)
        except ContentError as error:
            faults += error.faults
            continue
        if changed != text:
            edits.write(path, changed)
            stories.append(path)
        left += [(path, line) for line in _old_names(follower, changed)]
    if faults:
        raise ContentError(faults)
    moves = tuple(_moves(follower))
    if moves:
        edits.write(moved.NAME, moved.record(edits.read(moved.NAME) or "", moves))
    return Plan(edits, follower.kind, follower.new, spelling, tuple(stories), moves, tuple(left))


def story_paths(content: Path) -> Sequence[str]:
    """The files of all stories, without their twins."""
    found = (path.relative_to(content).as_posix() for path in (content / "stories").rglob("*.md"))
    return sorted(path for path in found if not is_twin(path) and not any(part[:1] == "." for part in path.split("/")))


def _moves(follower: Follower) -> Iterator[tuple[str, str]]:
    """The addresses that move."""
    folder = SHAPES[follower.kind].folder
    if follower.old is not None and follower.old.id != follower.new.id:
        yield f"{folder}/{follower.old.id}/", f"{folder}/{follower.new.id}/"
        return
    still = {after for all_after in follower.people.values() for after in all_after}
    for before, after in sorted(follower.people.items()):
        if len(after) == 1 and before not in still:
            yield f"people/{before}/", f"people/{next(iter(after))}/"


def _old_names(follower: Follower, text: str) -> Iterator[int]:
    """The lines of a story's text that still have the old name of a person or a place."""
    old, new = follower.old, follower.new
    if old is None or follower.kind not in {"person", "place"} or old.forms == new.forms:
        return
    gone = {fold(old.forms.hans), fold(old.forms.hant)} - {fold(new.forms.hans), fold(new.forms.hant)}
    if not any(name in fold(text) for name in gone):
        return
    body = text.find("\n---", 3)
    start = text.count("\n", 0, body) + 2
    for number, line in enumerate(text[body + 4 :].split("\n"), start):
        if any(name in fold(line) for name in gone):
            yield number
