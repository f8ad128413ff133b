"""One story on the desk: opened from its file, looked at, saved, or thrown away; nothing here knows of HTTP."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.desk.edits import ConflictError, Edits, digest
from plugins.desk.files import StoryFile
from plugins.desk.importing.notes_left import without_notes
from plugins.desk.takedown.traces import raw_inputs
from plugins.desk.vocabulary_edits.plan import story_paths
from plugins.desk.web.forms import STATUS, Form, written
from plugins.desk.web.placing import Told, told
from plugins.desk.web.preview import Edition, preview
from plugins.desk.web.workplace import Workplace
from plugins.stories.glance import glance
from plugins.stories.mentions import slug_of
from plugins.vocabulary.errors import AmbiguousName, UnknownName

FOLDER = "stories/"
_ID = re.compile(r"[a-z0-9-]{3,64}", re.ASCII)
_LONGEST_ID = 48
#: Tried for a file name that is free.
_MOST_TRIES = 1000


@dataclass(frozen=True)
class Opened:
    """A story as the form shows it.

    Attributes:
        path: the file; empty for a story that has none yet.
        digest: of the file that the editor started from; empty for none.
        status: draft, published or withdrawn.
        form: what stands in the boxes.
        told: what is wrong.
        editions: both editions of it; none where even the text cannot be read.
        notes: what the importer noted, by box.
        twin: the path of the hand-written other edition.
    """

    path: str
    digest: str
    status: str
    form: Form
    told: Sequence[Told] = ()
    editions: Sequence[Edition] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    twin: str | None = None

    @property
    def errors(self) -> int:
        """How many faults must be mended before it is published."""
        return sum(one.is_error for one in self.told)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed the file since the editor began.

    Attributes:
        digest: of the file as it is now; empty where it is gone.
        lines: what saving would change in it, as a unified diff.
        theirs: all of it as it is now.
    """

    digest: str
    lines: Sequence[str]
    theirs: str

    @classmethod
    def of(cls, data: bytes | None, mine: str) -> Conflict:
        """The conflict of a text with what stands in the file now."""
        theirs = (data or b"").decode("utf-8-sig", "replace")
        lines = difflib.unified_diff(theirs.splitlines(), mine.splitlines(), "文件里现在的", "您的", lineterm="", n=2)
        return cls(digest(data), list(lines), theirs)


class FaultyTextError(Exception):
    """The story was not saved: it would be published with faults."""

    def __init__(self, told: Sequence[Told]) -> None:
        super().__init__()
        self.told = told


class Editing:
    """The stories of one workplace.

    Every method that reads or saves raises :class:`plugins.faults.ContentError` while the vocabulary is at fault, and
    :class:`plugins.desk.edits.OutsideError` where a path leads elsewhere than to a story.
    """

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    def read(self, path: str) -> tuple[str | None, str]:
        """The text of a story, None where there is none, and its digest.

        Raises:
            UnicodeDecodeError: it is not UTF-8.
        """
        edits = Edits(self.workplace.content)
        data = edits.read_bytes(path)
        return (None if data is None else data.decode("utf-8-sig")), digest(data)

    def path_of(self, story: str) -> str | None:
        """The file of the story with an id, as the files say now; None where there is none."""
        paths = sorted(story_paths(self.workplace.content), key=lambda path: Path(path).stem != story)
        return next(
            (path for path in paths if glance(self.workplace.content.joinpath(path).read_bytes()).id == story), None
        )

    def blank(self) -> Opened:
        """The form of a new story, with what is the same in most."""
        form = Form({"script": "hans", "kind": "retold", "added": today(), "source.seen": today()})
        return Opened("", "", "draft", form)

    def open(self, path: str) -> Opened | None:
        """A story as it stands; None where there is none.

        Raises:
            UnicodeDecodeError, FaultyFileError: it can only be mended as a whole file.
        """
        text, known = self.read(path)
        if text is None:
            return None
        file = StoryFile(path, text)
        opened = Opened(path, known, file.get(STATUS) or "published", Form.of(file), notes=file.notes)
        return self._looked_at(opened, text)

    def look(self, opened: Opened) -> Opened:
        """The same with what is wrong in it, and in both editions; nothing is saved.

        Raises:
            UnicodeDecodeError, FaultyFileError: as :meth:`open`.
        """
        text, _ = self.read(opened.path) if opened.path else (None, "")
        form = self._named(opened)
        path = opened.path or self._new_path(form)
        if text is not None:
            opened = replace(opened, notes=StoryFile(path, text).notes)
        return self._looked_at(opened, written(path, text, form, opened.status))

    def _named(self, opened: Opened) -> Form:
        """The form, with an id for a new story that was given none."""
        is_new = not opened.path and not opened.form.boxes.get("id")
        return opened.form.with_box("id", self._new_id(opened.form)) if is_new else opened.form

    def _looked_at(self, opened: Opened, text: str) -> Opened:
        place = self.workplace
        path = opened.path or self._new_path(opened.form)
        prepared = place.prepare(path, text)
        found = told(path, text, place.faults(path, text, prepared), opened.form, place.known())
        return replace(opened, told=found, editions=preview(place, path, text, prepared), twin=place.twin(path))

    def save(self, opened: Opened, over: str | None = None) -> str | Conflict:
        """Write the story.

        Args:
            opened: what the editor saw and wrote, with the digest of what it started from and the status wanted.
            over: the digest of the version that the editor has seen and wants to write over.

        Returns:
            The path of the file; or the conflict, with nothing written.

        Raises:
            FaultyTextError: it would be published with errors; nothing was written.
        """
        form = self._named(opened)
        path = opened.path or self._new_path(form)
        edits = Edits(self.workplace.content)
        data = edits.read_bytes(path)
        text = written(path, None if data is None else data.decode("utf-8-sig"), form, opened.status)
        if digest(data) not in {opened.digest, over}:
            return Conflict.of(data, text)
        if opened.status == "published":
            self.workplace.settled()
            checked = self._looked_at(replace(opened, path=path, form=form), text)
            if checked.errors:
                raise FaultyTextError(checked.told)
        if data is not None:
            self._raw_follows(edits, StoryFile(path, data.decode("utf-8-sig")).get("id"), form.boxes.get("id"))
        return self._write(edits, path, text)

    def _raw_follows(self, edits: Edits, old: Any, new: str | None) -> None:
        """What a draft was made of goes by its id: without it nobody would see what is copied, nor take it down with the story."""
        if not isinstance(old, str) or not new or old == new or not _ID.fullmatch(old) or not _ID.fullmatch(new):
            return
        for raw in raw_inputs(self.workplace.content, [old]):
            moved = raw.replace(f"/{old}.", f"/{new}.")
            if edits.read_bytes(moved) is None:
                edits.write(moved, edits.read_bytes(raw) or b"")
                edits.delete(raw)

    def save_text(self, path: str, text: str, known: str) -> str | Conflict:
        """As :meth:`save`, for a story or a twin as a whole file."""
        edits = Edits(self.workplace.content)
        data = edits.read_bytes(path)
        if digest(data) != known:
            return Conflict.of(data, text)
        if glance(text.encode()).status != "draft":
            self.workplace.settled()
            if found := [one for one in self.look_at_text(path, text) if one.is_error]:
                raise FaultyTextError(found)
            text = without_notes(path, text)
        return self._write(edits, path, text)

    def look_at_text(self, path: str, text: str) -> list[Told]:
        """What is wrong with a whole file; for a twin, with its story."""
        place = self.workplace
        story = re.sub(r"\.han[st]\.md$", ".md", path)
        own = text if story == path else (self.read(story)[0] or "")
        prepared = place.prepare(story, own, None if story == path else text)
        return told("", "", place.faults(story, own, prepared), Form({}), place.known())

    def delete(self, path: str, known: str) -> bool:
        """Throw a draft away; False where it is none, or no longer what the editor saw."""
        edits = Edits(self.workplace.content)
        data = edits.read_bytes(path)
        if data is None or digest(data) != known or glance(data).status != "draft":
            return False
        edits.delete(path)
        if twin := self.workplace.twin(path):
            edits.delete(twin)
        edits.apply()
        return True

    def _write(self, edits: Edits, path: str, text: str) -> str | Conflict:
        if edits.read_bytes(path) != text.encode():
            edits.write(path, text)
            try:
                edits.apply()
            except ConflictError:  # between our reading and our writing
                data = Edits(self.workplace.content).read_bytes(path)
                return Conflict.of(data, text)
        return path

    # What a new story is called

    def _new_path(self, form: Form) -> str:
        """A file that is not there yet, named by the id as far as it can be."""
        wanted = form.boxes.get("id", "")
        name = wanted if _ID.fullmatch(wanted) else self._new_id(form)
        return next(
            path
            for number in range(1, _MOST_TRIES)
            if not (self.workplace.content / (path := f"{FOLDER}{name}{_suffix(number)}.md")).exists()
        )

    def _new_id(self, form: Form) -> str:
        """An id that nobody has: the place and the person where they are known, never the title alone."""
        gazetteer = self.workplace.words().lexicon.vocabulary.places
        parts: list[str] = []
        if rows := form.rows("places"):
            with contextlib.suppress(UnknownName, AmbiguousName):
                parts.append(gazetteer.find(form.boxes[f"places.{rows[0]}"]).id.rpartition("/")[2])
        names = [form.boxes.get(f"people.{row}.name", "") for row in form.rows("people")]
        parts.append(slug_of(names[0]) if names and names[0] else f"{today().replace('-', '')}")
        name = re.sub(r"[^a-z0-9]+", "-", "-".join(parts))[:_LONGEST_ID].strip("-")
        taken = {one.get("id") for one in self.workplace.archive().facts.values()}
        folder = self.workplace.content / FOLDER
        return next(
            one
            for number in range(1, _MOST_TRIES)
            if (one := f"{name}{_suffix(number)}") not in taken and not (folder / f"{one}.md").exists()
        )


def today() -> str:
    """The day that it is here."""
    return datetime.now().astimezone().date().isoformat()


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def as_json(opened: Opened) -> dict[str, Any]:
    """What the page's script shows while an editor writes."""
    return {
        "told": [one.as_json() for one in opened.told],
        "errors": opened.errors,
        "editions": [
            {name: getattr(one, name) for name in ("script", "lang", "converted", "title", "summary", "html")}
            for one in opened.editions
        ],
    }
