"""Withdraw a story: its file becomes a tombstone, and what it left around goes with it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.desk.edits import Edits
from plugins.desk.files import StoryFile, compose
from plugins.desk.takedown import traces
from plugins.desk.takedown.around import Around, leftovers, prose, sentences
from plugins.desk.vocabulary_edits.books import Problem, RefusedError
from plugins.desk.vocabulary_edits.plan import story_paths
from plugins.faults import Fault
from plugins.hanzi.detect import script_of
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script, other
from plugins.stories.editions import PLAIN_STYLE, Style
from plugins.stories.front_matter import FaultyFileError
from plugins.stories.glance import glance
from plugins.stories.prepare import Preparer
from plugins.stories.tombstone import WITHDRAWN

#: Where stories stand, for a preparer whose pages nobody sees.
EDITIONS: Mapping[Script, str] = {"hans": "/zh-hans/stories/", "hant": "/zh-hant/stories/"}


@dataclass(frozen=True, slots=True)
class Takedown:
    """A take-down that is ready to be shown and made.

    Attributes:
        edits: the changes of files.
        path: the story's file.
        leftovers: copies that programs left behind, which go too.
        linked: the files that link to the story.
        remains: (path, line) of other places that say what the story said.
        is_whole: whether the story as a whole is taken down.
    """

    edits: Edits
    path: str
    leftovers: tuple[Path, ...]
    linked: tuple[str, ...]
    remains: tuple[tuple[str, int], ...]
    is_whole: bool = True

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of the files that would be changed or taken away."""
        content = self.edits.content
        return (*self.edits.changed, *(file.relative_to(content).as_posix() for file in self.leftovers))

    def apply(self) -> None:
        """Make the changes; see :meth:`Edits.apply`."""
        self.edits.apply()
        for file in self.leftovers:
            file.unlink(missing_ok=True)


def withdraw(
    content: Path, story_id: str, why: str, *, day: str, keep_title: bool = False, style: Style = PLAIN_STYLE
) -> Takedown:
    """Plan to withdraw a story. It may be at fault, so that nothing but its id can be read.

    Args:
        content: the content folder.
        story_id: the story's id.
        why: what readers are told; may not name whom the story names.
        day: today.
        keep_title: whether the title stays.
        style: how generated editions are written.

    Raises:
        RefusedError: there is no such story, or the reason tells what is withdrawn.
        ContentError: the vocabulary is at fault.
    """
    edits = Edits(content)
    path, text = find(edits, story_id)
    own = [path, *traces.twins(edits, path)]
    story = _read(edits, path, text, style)
    if story.is_tombstone:
        help_text = "要改原因，直接改这个文件的 why"
        raise refused("name", Fault(path, 1, 1, "already-withdrawn", f"「{story_id}」已经撤下", help_text))
    told = next((name for name in story.names if fold(name) in fold(why)), None)
    if told:
        message = f"原因里有“{told}”，撤下以后读者还会看到"
        raise refused("why", Fault(path, 1, 1, "why-tells", message, "换一种不提名字的说法"))
    ids = traces.former_ids(edits, story_id)
    texts = [edits.read_bytes(one).decode("utf-8", "replace") for one in own]  # type: ignore[union-attr]
    edits.write(path, story.tombstone(story_id, why, day, keep_title=keep_title))
    raw = traces.raw_inputs(content, ids)
    for twin in own[1:]:
        edits.delete(twin)
    for file in raw:
        edits.delete(file)
    around = Around.of(content, [*own, *raw])
    for image in traces.own_images(content, texts, ids, around):
        edits.delete(image)
    traces.drop_decisions(edits, set(ids))
    traces.drop_people(edits, story.people, around)
    traces.drop_examples(edits, texts)
    return finished(edits, path, story_id, {piece for one in texts for piece in sentences(prose(one))})


def finished(edits: Edits, path: str, story_id: str, pieces: set[str]) -> Takedown:
    """The plan with what programs left beside the files, and what other files say."""
    changed = edits.changed
    around = Around(edits.content, changed)
    copies = [*leftovers(edits.content, changed), *traces.memory(edits.content)]
    here = {one.relative_to(edits.content).as_posix() for one in copies}
    linked = tuple(one for one, text in around.texts.items() if f"story:{story_id}" in text and one.endswith(".md"))
    remains = tuple(place for place in around.saying(pieces) if place[0] not in here)
    return Takedown(edits, path, tuple(copies), linked, remains)


def find(edits: Edits, story_id: str) -> tuple[str, str]:
    """The file of a story and its text; what is no UTF-8 in it is lost.

    Raises:
        RefusedError: there is none, or there are two.
    """
    found = []
    for path in story_paths(edits.content):
        data = edits.read_bytes(path) or b""
        if glance(data).id == story_id:
            found.append((path, data.decode("utf-8", "replace")))
    if not found:
        message = f"没有 id 为「{story_id}」的故事"
        raise refused("name", Fault(f"stories/{story_id}.md", 1, 1, "unknown-story", message, "查对那篇故事的 id"))
    if len(found) > 1:
        (path, _), (twin, _), *_ = found
        message = f"id「{story_id}」也用在 {twin}"
        raise refused("name", Fault(path, 1, 1, "duplicate-id", message, "先给其中一篇换一个 id"))
    return found[0]


def refused(field: str, fault: Fault) -> RefusedError:
    """Why a take-down can't be."""
    return RefusedError([Problem(field, fault)])


@dataclass(frozen=True, slots=True)
class _Story:
    """What can be told of the story: its title in both scripts, and the names of the people in it by id."""

    is_tombstone: bool
    script: Script
    titles: Mapping[Script, str]
    people: Mapping[str, tuple[str, ...]]
    preparer: Preparer

    @property
    def names(self) -> list[str]:
        return [name for names in self.people.values() for name in names]

    def tombstone(self, story_id: str, why: str, day: str, *, keep_title: bool) -> str:
        """The file afterwards, in the script of the reason."""
        script = script_of(why).script or self.script
        front: dict[str, Any] = {"id": story_id, "script": script, "status": WITHDRAWN, "withdrawn": day, "why": why}
        title, twin = self.titles.get(script), self.titles.get(other(script))
        if keep_title and title:
            front["title"] = title
            if twin and self._converted(title, script) != twin:
                front["convert"] = {title: twin}
        return compose(front, "").rstrip("\n") + "\n"

    def _converted(self, title: str, script: Script) -> str:
        writer = self.preparer.writer
        return writer.punctuated(writer.converter(script).convert(title, (), {}, marks=True), other(script))


def _read(edits: Edits, path: str, text: str, style: Style) -> _Story:
    preparer = Preparer(edits.content, "", EDITIONS, style=style)
    seen = glance(text.encode())
    with contextlib.suppress(FaultyFileError):
        file = StoryFile(path, text)
        if file.get("status") == WITHDRAWN:
            if preparer.prepare_text(path, text).facts is not None and not traces.twins(edits, path):
                return _Story(True, "hans", {}, {}, preparer)
            file.set("status", None)
        twin = next(iter(traces.twins(edits, path)), None)
        pair = (twin, (edits.read_bytes(twin) or b"").decode("utf-8", "replace")) if twin else None
        facts = preparer.prepare_text(path, file.text(), pair).facts
        if facts is not None:
            titles: Mapping[Script, str] = {script: facts["editions"][script]["title"] for script in EDITIONS}
            return _Story(False, facts["script"], titles, people_of(facts), preparer)
        script: Script = "hant" if file.get("script") == "hant" else "hans"
        return _Story(False, script, {script: seen.title}, {}, preparer)
    script = script_of(text).script or "hans"
    return _Story(False, script, {script: seen.title}, {}, preparer)


def people_of(facts: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The names of a story's people, by id."""
    return {
        one["id"]: (one["hans"], one["hant"], *(form for alias in one["aliases"] for form in alias))
        for one in facts["people"]
    }
