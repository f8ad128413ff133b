"""What stories say of an entry that is renamed or new: each goes on meaning what it meant, and nothing else of it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from plugins.desk.files import StoryFile
from plugins.desk.vocabulary_edits.kinds import SHAPES, Entry, get, id_of, keys
from plugins.desk.vocabulary_edits.spelling import Kind
from plugins.faults import ContentError, Fault
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.stories.front_matter import FaultyFileError, split
from plugins.stories.mentions import bears, resolve
from plugins.stories.schema import PersonEntry
from plugins.vocabulary.errors import AmbiguousName
from plugins.vocabulary.model import Person
from plugins.vocabulary.vocabulary import Vocabulary


@dataclass
class Follower:
    """Follows one change of the vocabulary through the stories.

    Attributes:
        kind: what changes.
        was, will: the vocabulary before and after.
        old: the entry before; None where it is new.
        new: the entry after.
        people: for each person of the stories, by the address before, the addresses after.
    """

    kind: Kind
    was: Vocabulary
    will: Vocabulary
    old: Entry | None
    new: Entry
    people: dict[str, set[str]] = field(default_factory=dict)

    def story(self, path: str, text: str) -> str:
        """The text of a story as it reads after the change; the same where it says nothing of the entry.

        Raises:
            ContentError: what the story says can't be said any more, so that nobody would know what it means.
        """
        if self.kind != "person" and not self._concerns(text):
            return text
        try:
            file = StoryFile(path, text)
        except FaultyFileError:
            return text
        script: Script = "hant" if file.get("script") == "hant" else "hans"
        if self.kind == "person":
            self._people(file, script)
        else:
            for where, said in references(self.kind, file.front):
                new = self._said(file, where, said, script)
                if new != said:
                    file.set(where, new)
        return file.text()

    def new_id(self, entry_id: str) -> str:
        """The id that an entry has after the change; what stands below a place moves with it."""
        if self.old is None or not self.is_below(entry_id):
            return entry_id
        return self.new.id + entry_id[len(self.old.id) :]

    def is_below(self, entry_id: str) -> bool:
        """Whether an entry is the renamed one, or a place below it."""
        return self.old is not None and (entry_id == self.old.id or entry_id.startswith(f"{self.old.id}/"))

    def renamed(self, said: str, before: str, script: Script) -> str:
        """What was said of an entry, with the old name or id in it replaced; of a place below it, in the path above."""
        if self.old is None or not self.is_below(before):
            return said
        if said == self.old.id:
            return self.new.id
        *above, last = said.split("/")
        if before == self.old.id:
            return "/".join([*above, self._name(last, script)])
        return "/".join([*(self._name(part, script) for part in above), last])

    def _name(self, said: str, script: Script) -> str:
        """A full name of the entry as it is now; any other word as it is."""
        if self.old is None:
            return said
        old, new = self.old.forms, self.new.forms
        if fold(said.strip()) not in {fold(old.hans), fold(old.hant)}:
            return said
        if old.hans != old.hant:
            script = "hant" if said.strip() == old.hant else "hans" if said.strip() == old.hans else script
        return new.in_script(script)

    def _concerns(self, text: str) -> bool:
        """Whether a story may say something of the entry; reading it costs more than looking."""
        front = fold(text[: text.find("\n---", 3)])
        words = keys(self.new) | (keys(self.old) if self.old else frozenset())
        return any(word in front for word in words)

    def _said(self, file: StoryFile, where: str, said: str, script: Script) -> str:
        """How a story says after the change what it said before."""
        before = id_of(self.was, self.kind, said)
        if before is None:
            return said
        after = self.new_id(before)
        for way in self._ways(said, before, after, script):
            if id_of(self.will, self.kind, way) == after:
                return way
        raise ContentError([_unclear(file, where, said, self.kind)])

    def _ways(self, said: str, before: str, after: str, script: Script) -> Iterator[str]:
        """Ways to say an entry, the nearest to what was said first."""
        yield self.renamed(said, before, script)
        if self.kind == "place":
            yield self.will.places.path_name(after, script)
        else:
            yield get(self.will, self.kind, after).forms.in_script(script)
        yield after

    # People

    def _people(self, file: StoryFile, script: Script) -> None:
        listed = file.get("people")
        for number in range(len(listed) if isinstance(listed, list) else 1 if listed else 0):
            where = f"people.{number}" if isinstance(listed, list) else "people"
            entry = file.get(where)
            before = self._who(entry, script, self.was)
            if before is None:
                continue
            after = self._after(entry, before)
            if self.old is not None and before == self.old.id:
                new = self._renamed_entry(entry, script)
                if new != entry:
                    file.set(where, new)
            if self._who(file.get(where), script, self.will) != after:
                entry = file.get(where)
                named = {"name": entry} if isinstance(entry, str) else entry
                file.set(where, {**named, "id": after} if where != "people" else [{**named, "id": after}])
            self.people.setdefault(before, set()).add(after)

    def _after(self, entry: Any, before: str) -> str:
        """The address that a person of a story has after the change."""
        if self.old is not None:
            return self.new_id(before)
        named = entry if isinstance(entry, Mapping) else {"name": entry}
        known = isinstance(self.new, Person) and bears(self.new, str(named.get("name")))
        registered = before in {one.id for one in self.was.people}
        return self.new.id if known and not registered and "id" not in named else before

    def _renamed_entry(self, entry: Any, script: Script) -> Any:
        if isinstance(entry, str):
            return self._name(entry, script)
        new = dict(entry)
        for key in ("name", "hans", "hant"):
            if isinstance(new.get(key), str):
                new[key] = self._name(new[key], script if key == "name" else key)  # type: ignore[arg-type]
        if self.old is not None and new.get("id") == self.old.id:
            new["id"] = self.new.id
        return new

    @staticmethod
    def _who(entry: Any, script: Script, vocabulary: Vocabulary) -> str | None:
        """The address of a person as a story lists them; None where the story is at fault there."""
        try:
            person = PersonEntry.model_validate({"name": entry} if isinstance(entry, str) else entry)
            return resolve(person, script, vocabulary.people, None, (1, 1)).id
        except (ValidationError, AmbiguousName):
            return None


def references(kind: Kind, front: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where the front matter of a story names entries of a kind (a dotted path), and the name."""
    if kind == "source":
        source = front.get("source")
        if isinstance(source, dict) and isinstance(source.get("name"), str):
            yield "source.name", source["name"]
        return
    field_name = SHAPES[kind].folder
    listed = front.get(field_name)
    if isinstance(listed, str):
        yield field_name, listed
    for number, one in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(one, str):
            yield f"{field_name}.{number}", one
    people = front.get("people")
    for number, one in enumerate(people if kind == "place" and isinstance(people, list) else []):
        if isinstance(one, dict) and isinstance(one.get("place"), str):
            yield f"people.{number}.place", one["place"]


def _unclear(file: StoryFile, where: str, said: str, kind: Kind) -> Fault:
    """What can't be said any more, at its place in the story."""
    front = split(file.path, file.text()).front
    line, column = front.where(*(int(part) if part.isdecimal() else part for part in where.split(".")))
    message = f"这样改以后，这里的“{said}”就不知道指哪一个{SHAPES[kind].chinese}"
    return Fault(file.path, line, column, "unclear-after-edit", message, "换一个名称，或先在这篇故事里写清楚")
