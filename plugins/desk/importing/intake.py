"""The one way in: bytes and a name to drafts or refusals; and drafts saved, all of them or none.

    intake = Intake(content)                                  # reads the archive as it is now: make a new one for every import
    outcome = intake.take("报道.docx", data)                  # -> list[Draft | Refusal], one for everything but a CSV of several rows
    saved = intake.save([one for one in outcome if isinstance(one, Draft)])    # -> the paths of the story files

``take`` writes nothing and never raises for what is in the bytes. ``Draft`` (draft.py) carries everything that a form or a page may
want to show: fields, ``notes`` and ``questions`` by dotted path, the whole ``text``; ``Refusal`` says why in plain Chinese. ``take``
also takes ``address`` (where the bytes were fetched from) and ``images`` (gives the bytes of a local image by its address in the page).
For a pasted text the name may be empty: what it is, is told by what is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from plugins.desk.edits import Edits
from plugins.desk.importing import draft as drafts
from plugins.desk.importing.draft import Draft
from plugins.desk.importing.fetch import fetch
from plugins.desk.importing.findings import Found, Refused
from plugins.desk.importing.kinds import Kind, kind_of
from plugins.desk.importing.known import Known, Twin
from plugins.desk.importing.manuscript import Manuscript
from plugins.desk.importing.passages import Passages
from plugins.desk.importing.people import PersonFinder, RoleFinder
from plugins.desk.importing.pictures import Source
from plugins.desk.importing.places import PlaceFinder
from plugins.desk.importing.raw import RAW
from plugins.desk.importing.readers import read
from plugins.desk.importing.shells import refuse_empty
from plugins.desk.importing.sketch import Sketch, sketch
from plugins.desk.importing.slugs import draft_id
from plugins.desk.importing.surroundings import bare
from plugins.desk.importing.tables import Row, rows
from plugins.desk.importing.when import happened
from plugins.hanzi.detect import script_of
from plugins.stories.addresses import without_personal
from plugins.vocabulary.vocabulary import Vocabulary

_ENDINGS: dict[Kind, str] = {"html": ".html", "docx": ".docx", "markdown": ".md", "text": ".txt", "csv": ".csv"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that made no draft.

    Attributes:
        input: as the user named it.
        reason: why, in Chinese.
        code: a stable short name of the reason.
        twin: the file of the text that is here already, as messages name it; empty for other reasons.
    """

    input: str
    reason: str
    code: str
    twin: str = ""

    def as_json(self) -> dict[str, str]:
        """As ``import --json`` prints it."""
        return {"input": self.input, "reason": self.reason, "code": self.code}


class Intake:
    """Takes inputs in, against one archive.

    Args:
        content: the archive's content folder.
        to: the folder that drafts go to; by default ``content/stories``. Raw inputs and images of another folder go below it.
        today: the day of the import, for tests.

    Raises:
        ContentError: the vocabulary is at fault, so nothing can be looked up.
    """

    def __init__(self, content: Path, to: Path | None = None, today: str | None = None) -> None:
        self.content = content.resolve()
        stories = self.content / "stories"
        target = (to or stories).resolve()
        self.root = self.content if target.is_relative_to(stories) else target
        self._folder = "" if target == self.root else f"{target.relative_to(self.root).as_posix()}/"
        self._today = today or date.today().isoformat()  # noqa: DTZ011 (the editor's own day)
        vocabulary = Vocabulary.load(self.content)
        self._finders = _finders(vocabulary.digest, _Held(vocabulary))
        self._raw = self.root / RAW
        self._known = Known(sorted({stories, target}), self._raw, self._shown)

    def take(
        self, name: str, data: bytes, *, address: str | None = None, images: Source | None = None, shown: str = ""
    ) -> list[Draft | Refusal]:
        """Make drafts of one input.

        Args:
            name: its file name; it may be empty.
            data: its bytes.
            address: where it was fetched from.
            images: where its images are.
            shown: how the user named it; by default as its file name.
        """
        shown = shown or name
        try:
            kind = kind_of(name, data)
            listed = list(rows(data)) if kind == "csv" else []
        except Refused as error:
            return [Refusal(shown, error.reason, error.code)]
        if kind == "csv":
            if not listed:
                return [Refusal(shown, "表格里只有列名，没有内容", "empty")]
            return [self._outcome(f"{shown}:{row.number}", row, None) for row in listed]
        given = Found(without_personal(address), "打开的网址", "certain") if address else None
        return [self._outcome(shown, _File(kind, name, data, images, given), images)]

    def save(self, made: Iterable[Draft]) -> list[str]:
        """Write drafts, their raw inputs and images: everything, or nothing at all.

        Returns:
            The paths of the story files, as messages name them.

        Raises:
            OSError: a file can't be written; nothing was.
            ConflictError: somebody made a file of that name meanwhile; nothing was written.
        """
        edits = Edits(self.root)
        made = list(made)
        for one in made:
            for path, data in one.files.items():
                if edits.read_bytes(path) != data:  # the same bytes are what an import that was killed left behind
                    edits.expect(path, "")
                edits.write(path, data)
        edits.apply()
        return [str(self.root / one.path) for one in made]

    def remember(self) -> None:
        """Keep what was worked out of the archive's texts, so that the next import need not read them again."""
        self._known.remember()

    # --- one input --------------------------------------------------------------------------------------------------

    def _outcome(self, shown: str, one: _File | Row, images: Source | None) -> Draft | Refusal:
        try:
            if isinstance(one, Row):
                return self._draft(shown, *_of_row(one))
            made = read(one.kind, one.name, one.data, images)
            made.address = one.address or made.address
            return self._draft(shown, made, one.data, _ENDINGS[one.kind])
        except Refused as error:
            return Refusal(shown, error.reason, error.code, error.twin)
        except (RecursionError, MemoryError):
            return Refusal(shown, "内容的结构太深或太大，读不了", "too-complex")

    def _draft(self, shown: str, made: Manuscript, data: bytes, ending: str) -> Draft:
        refuse_empty(made.text)
        if made.address and (twin := self._known.by_address(made.address.value)):
            raise Refused("known-address", f"档案里已经有这个网址的文章：{_named(twin)}", twin.path)
        marks = sketch(made.text)
        if twin := self._known.by_text(marks):
            raise Refused(
                "known-text", f"和档案里已有的文章几乎相同（约 {twin.likeness:.0%}）：{_named(twin)}", twin.path
            )
        return self._made(shown, made, data, ending, marks)

    def _made(self, shown: str, made: Manuscript, data: bytes, ending: str, marks: Sketch) -> Draft:
        evidence = script_of(made.text)
        script = evidence.script or "hans"
        title = made.title.value if made.title else None
        tags = [f"标签：{'、'.join(made.tags)}"] if made.tags else []
        passages = Passages("\n".join([*filter(None, [title]), *map(bare, made.blocks), *tags]))
        find_places, find_roles, find_people = self._finders
        places = find_places.find(passages, script)
        people = find_people.find(passages, script, made.authors, places.spans)
        roles = find_roles.find(passages, script, [one.role for one in people])
        proposals = drafts.Proposals(places, roles, people, evidence)
        when = happened(made)
        digest = hashlib.sha256(made.text.encode("utf-8", "replace")).hexdigest()
        month = when.value[:7] if when else None
        named = find_places.find(Passages(title or ""), script).spans
        words = "".join(ch for at, ch in enumerate(title or "") if not any(start <= at < end for start, end in named))
        taken = self._known.ids | self._known.orphans(data)
        chosen = draft_id(words, [one.id for one in places.proposals], month, digest, taken)
        front, notes, questions, text = drafts.write(made, proposals, script, chosen, self._today)
        text, pictures = drafts.with_images(text, chosen, made.images, "")
        path = f"{self._folder}{chosen}.md"
        self._known.add(
            self._shown(self.root / path), chosen, title or "", made.address.value if made.address else None, marks
        )
        return Draft(
            id=chosen,
            path=path,
            input=shown,
            title=title,
            date=front["date"],
            script=script,
            source={key: value for key, value in front["source"].items() if value},
            places=tuple(front["places"]),
            roles=tuple(front["roles"]),
            people=tuple(one["name"] if isinstance(one, dict) else one for one in front["people"]),
            questions=questions,
            notes=notes,
            text=text,
            files={path: text.encode("utf-8"), f"{RAW}/{chosen}{ending}": data, **pictures},
        )

    def _shown(self, file: Path) -> str:
        """A file as messages name it: below the content folder, or whole."""
        file = file.resolve()
        return file.relative_to(self.content).as_posix() if file.is_relative_to(self.content) else str(file)


@dataclass(frozen=True, slots=True)
class _File:
    """One file, and where it was fetched from."""

    kind: Kind
    name: str
    data: bytes
    images: Source | None
    address: Found | None


class _Held:
    """A vocabulary as an argument that a cache does not look at."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _finders(_digest: str, held: _Held) -> tuple[PlaceFinder, RoleFinder, PersonFinder]:
    """What finds places, roles and people, made once for a vocabulary."""
    vocabulary = held.vocabulary
    return (
        PlaceFinder(vocabulary.places),
        RoleFinder(vocabulary.roles),
        PersonFinder(vocabulary.people, vocabulary.roles),
    )


def _of_row(row: Row) -> tuple[Manuscript, bytes, str]:
    """The manuscript of a row of a table: its own text, or the page that its link leads to."""
    address = row.found("url")
    text = row.cells.get("text", "")
    if text:
        data, ending = text.encode("utf-8"), ".csv"
        made, raw = read(kind_of("", data), "", data, None), row.data
    elif address:
        page = fetch(address.value)
        kind = kind_of(page.name, page.data)
        made, raw, ending = read(kind, page.name, page.data, None), page.data, _ENDINGS[kind]
    else:
        raise Refused("empty", "这一行既没有正文，也没有能打开的链接")
    made.address = address or made.address
    made.title = row.found("title") or made.title
    made.published = row.found("date") or made.published
    made.outlet = row.found("outlet") or made.outlet
    made.authors = row.authors() or made.authors
    return made, raw, ending


def _named(twin: Twin) -> str:
    return f"{twin.path}（{twin.title}）" if twin.title else twin.path
