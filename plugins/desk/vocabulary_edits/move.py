"""Give a story another id, and so another address: links, twins and decisions follow, the old address leads on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.desk.edits import Edits
from plugins.desk.files import StoryFile
from plugins.desk.review.decisions import NAME as DECISIONS
from plugins.desk.review.items import key_of
from plugins.desk.vocabulary_edits.books import Problem, RefusedError
from plugins.desk.vocabulary_edits.plan import story_paths
from plugins.faults import Fault
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories.front_matter import FaultyFileError, split, validate_each
from plugins.stories.read import STAND_IN, twin_path
from plugins.stories.schema import FrontMatter
from plugins.vocabulary import moved

_KEY, _STORY, _CONTEXT = 1, 0, 4


@dataclass(frozen=True, slots=True)
class Move:
    """A move that is ready to be shown and made.

    Attributes:
        edits: the changes of all files.
        path: the file of the story afterwards.
        linked: the files whose links follow.
    """

    edits: Edits
    path: str
    linked: tuple[str, ...]


def move(content: Path, old: str, new: str) -> Move:
    """Plan another id for a story. Its file follows where it is named after the id, and so do the texts that it came from.

    Args:
        content: the content folder.
        old: the story's id.
        new: the id that it is to have.

    Raises:
        RefusedError: there is no such story, or the new id can't be.
    """
    edits = Edits(content)
    files = dict(_stories(edits))
    path = next((path for path, file in files.items() if file.get("id") == old), None)
    if path is None:
        fault = Fault(f"stories/{old}.md", 1, 1, "unknown-story", f"没有 id 为「{old}」的故事", "查对那篇故事的 id")
        raise RefusedError([Problem("name", fault)])
    taken = next((path for path, file in files.items() if file.get("id") == new), None)
    if taken is not None:
        raise _taken(taken, f"id「{new}」已经用在 {taken}")
    file = files[path]
    file.set("id", new)
    _check_id(path, file.text())
    target = _renamed(path, old, new)
    if target != path and edits.read_bytes(target) is not None:
        raise _taken(target, f"已经有文件 {target}")
    edits.write(path, file.text())
    linked = tuple(_relink(edits, old, new))
    if target != path:
        for was in [path, *(twin_path(path, script) for script in SCRIPTS), *_raw(content, old)]:
            _rename_file(edits, was, _renamed(was, old, new))
    _follow_decisions(edits, old, new)
    edits.write(moved.NAME, moved.record(edits.read(moved.NAME) or "", [(f"stories/{old}/", f"stories/{new}/")]))
    return Move(edits, target, linked)


def _stories(edits: Edits) -> Iterator[tuple[str, StoryFile]]:
    """All stories that can be read."""
    for path in story_paths(edits.content):
        try:
            yield path, StoryFile(path, edits.read(path) or "")
        except (FaultyFileError, UnicodeDecodeError):
            continue


def _check_id(path: str, text: str) -> None:
    front = split(path, text).front
    line, column = front.where("id")
    _, _, faults = validate_each(path, front, FrontMatter, STAND_IN)
    wrong = [Problem("id", fault) for fault in faults if (fault.line, fault.column) == (line, column)]
    if wrong:
        raise RefusedError(wrong)


def _renamed(path: str, old: str, new: str) -> str:
    """A file that is named after a story, named after its new id."""
    name = PurePosixPath(path).name
    stem, dot, rest = name.partition(".")
    return path.removesuffix(name) + new + dot + rest if stem == old else path


def _raw(content: Path, story_id: str) -> list[str]:
    """What the story was imported from."""
    return sorted(path.relative_to(content).as_posix() for path in (content / "raw").glob(f"{story_id}.*"))


def _rename_file(edits: Edits, was: str, now: str) -> None:
    data = edits.read_bytes(was)
    if data is not None and was != now:
        edits.delete(was)
        edits.write(now, data)


def _relink(edits: Edits, old: str, new: str) -> Iterator[str]:
    """Links to the story in all texts, twins and the editors' own pages among them."""
    link = re.compile(rf"(?<=[(<\s])story:{re.escape(old)}(?![\w-])", re.ASCII)
    for folder in ("stories", "pages"):
        for file in sorted((edits.content / folder).rglob("*.md")):
            path = file.relative_to(edits.content).as_posix()
            if any(part.startswith(".") for part in path.split("/")):
                continue
            try:
                text = edits.read(path) or ""
            except UnicodeDecodeError:
                continue
            changed = link.sub(f"story:{new}", text)
            if changed != text:
                edits.write(path, changed)
                yield path


def _follow_decisions(edits: Edits, old: str, new: str) -> None:
    text = edits.read(DECISIONS)
    if text is None:
        return
    lines = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if cells[_STORY] == old and len(cells) > _CONTEXT:
            known = key_of(old, cells[_CONTEXT]) == cells[_KEY]
            cells[_STORY], cells[_KEY] = new, key_of(new, cells[_CONTEXT]) if known else cells[_KEY]
        lines.append("\t".join(cells))
    changed = "\n".join(lines)
    if changed != text:
        edits.write(DECISIONS, changed)


def _taken(path: str, message: str) -> RefusedError:
    return RefusedError([Problem("id", Fault(path, 1, 1, "duplicate-id", message, "换一个没有用过的 id"))])
