"""The importer's notes in a story that is published: they quote its source, and nobody needs them any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.desk.files import NOTE, StoryFile
from plugins.faults import Fault
from plugins.stories.front_matter import FaultyFileError
from plugins.stories.glance import glance
from plugins.stories.read import is_twin


def notes_left(path: str, text: str) -> Iterator[Fault]:
    """A warning where a published story, saved or not, still holds notes of the importer.

    Args:
        path: the story file, relative to the content folder.
        text: its text.
    """
    if NOTE not in text or glance(text.encode()).status != "published":
        return
    before, after = (one.split("\n") for one in (text, without_notes(path, text)))
    if before != after:
        first = next(number for number, line in enumerate(before) if after[number : number + 1] != [line])
        message = "已经发表，导入时的注记却还在文件里，里面有原文的句子"
        yield Fault(path, first + 1, 1, "import-notes", message, "用 check --fix 去掉它们，别的一个字也不动", "warning")


def all_notes_left(content: Path) -> Iterator[Fault]:
    """The same for every story of the content folder."""
    for file in sorted((content / "stories").rglob("*.md")):
        if not is_twin(file.name):
            path = file.relative_to(content).as_posix()
            yield from notes_left(path, file.read_bytes().decode("utf-8", "replace"))


def without_notes(path: str, text: str) -> str:
    """A story's text without the importer's notes; every other character is as it was."""
    try:
        file = StoryFile(path, text)
    except FaultyFileError:
        return text
    file.forget_notes()
    return file.text()
