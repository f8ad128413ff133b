"""A story in the making: what was answered so far, checked by the schema's own rules and messages, and written as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.desk.edits import Edits
from plugins.desk.files import compose
from plugins.desk.importing.slugs import draft_id
from plugins.desk.vocabulary_edits.kinds import id_of
from plugins.desk.vocabulary_edits.plan import story_paths
from plugins.faults import Fault
from plugins.hanzi.detect import script_of
from plugins.hanzi.scripts import Script
from plugins.stories.front_matter import split
from plugins.stories.glance import glance
from plugins.stories.read import STAND_IN, read_story
from plugins.vocabulary.vocabulary import Vocabulary

#: What a story must say; the other fields may stay empty.
NEEDED = ("title", "date", "places", "roles", "source")
UNKNOWN = "unknown"
#: What stands in the draft until its text does.
_TEXT: dict[Script, str] = {"hans": "（正文写在这里。）", "hant": "（正文寫在這裡。）"}


class Draft:
    """What is known of a new story.

    Args:
        content: the content folder.
        vocabulary: places, roles, people and outlets.

    Attributes:
        front: the front matter so far.
    """

    def __init__(self, content: Path, vocabulary: Vocabulary) -> None:
        self.content = content
        self.vocabulary = vocabulary
        today = datetime.now().astimezone().date().isoformat()
        self.front: dict[str, Any] = {"kind": "retold", "added": today, "status": "draft"}
        self._edits = Edits(content)
        self.ids = {
            known
            for path in story_paths(content)
            if (known := glance(self._edits.read_bytes(path) or b"").id) is not None
        }

    @property
    def path(self) -> str:
        """The file that the draft will be, relative to the content folder."""
        return f"stories/{self.front['id']}.md"

    @property
    def script(self) -> Script:
        """The script of the title: Traditional where it has a character that only Traditional has."""
        title = str(self.front.get("title", ""))
        found: Script = "hant" if script_of(title).hant else "hans"
        return found

    def problem(self, field: str, value: Any) -> Fault | None:
        """What is wrong with an answer; None where it may stand.

        Args:
            field: a field of the front matter.
            value: what was answered: a text, a list, or a mapping for ``source``.
        """
        others = {**STAND_IN, "source": {"name": UNKNOWN, "url": UNKNOWN, "reason": "…"}, **self.front}
        text = compose({**others, field: value}, "")
        front = split("", text).front
        at = {where for where_in, where in front.positions.items() if where_in[:1] == (field,)}
        _, faults = read_story("", text, None, self.vocabulary)
        wrong = (one for one in faults if (one.line, one.column) in at and one.severity == "error")
        found = next(wrong, None)
        if found is None and field == "id" and (value in self.ids or (self.content / f"stories/{value}.md").exists()):
            return Fault(f"stories/{value}.md", 1, 1, "duplicate-id", f"id「{value}」已经有人用", "换一个没有用过的 id")
        return found

    def proposed_id(self) -> str:
        """An id of place, title and month that nobody has."""
        ids = [id_of(self.vocabulary, "place", place) for place in self.front.get("places", ())]
        date = str(self.front.get("date", ""))
        month = date[:7] if "/" not in date else None
        return draft_id(str(self.front.get("title", "")), [one for one in ids if one], month, "", self.ids)

    def missing(self) -> list[str]:
        """The fields that must still be answered."""
        return [field for field in NEEDED if not self.front.get(field)]

    def write(self) -> tuple[Path, list[Fault]]:
        """Write the draft; nothing that is there is touched.

        Returns:
            The file, and what is to be looked at in it.

        Raises:
            ConflictError: the file appeared meanwhile.
        """
        self.front.setdefault("script", self.script)
        self.front.setdefault("id", self.proposed_id())
        text = compose(self.front, _TEXT["hant" if self.front["script"] == "hant" else "hans"])
        self._edits.expect(self.path, "")
        self._edits.write(self.path, text)
        self._edits.apply()
        _, faults = read_story(self.path, text, None, self.vocabulary)
        return self.content / self.path, list(faults)


def source_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """A source whose name and address are known, or said to be unknown."""
    today = datetime.now().astimezone().date().isoformat()
    source = {"name": said.get("name") or UNKNOWN, "url": said.get("url") or UNKNOWN}
    return source | {"reason": said.get("reason") or None, "seen": today}
