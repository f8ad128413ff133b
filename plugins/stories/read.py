"""Read a story file: take it apart, check every field, resolve places, roles and people; name every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeVar

from plugins.faults import Fault
from plugins.hanzi.detect import script_of
from plugins.hanzi.marks import MarkError, scan
from plugins.hanzi.scripts import Script, other
from plugins.stories.dates import DateError, Span, parse
from plugins.stories.front_matter import FaultyFileError, Parts, split, validate
from plugins.stories.mentions import resolve
from plugins.stories.schema import FrontMatter, SourceEntry, TwinFrontMatter
from plugins.stories.story import Mention, Source, Story, Twin
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.vocabulary import Vocabulary

Found = TypeVar("Found")

_PLAIN_TEXT = re.compile(r"```.*?```|`[^`\n]*`|<[^>]*>|\]\([^)]*\)|-\{.*?\}-", re.DOTALL)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_SCRIPT_NAME: dict[Script, str] = {"hans": "简体", "hant": "繁体"}
#: So many characters that only the other script has, and more than the declared script's own, and it is no slip of the hand.
_WRONG_SCRIPT = 5


def twin_path(path: str, script: Script) -> str:
    """Where the hand-written twin of a story stands: ``name.hant.md`` beside ``name.md``."""
    return f"{path.removesuffix('.md')}.{other(script)}.md"


def is_twin(path: str) -> bool:
    """Whether a file's name is that of a twin."""
    return PurePosixPath(path).name.removesuffix(".md").endswith((".hans", ".hant"))


class _Reading:
    """One story being read: collects faults and knows where each field stands."""

    def __init__(self, path: str, parts: Parts, vocabulary: Vocabulary) -> None:
        self.path = path
        self.parts = parts
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []

    def fault(self, code: str, message: str, help_text: str, *where: str | int, warning: bool = False) -> None:
        """Name a fault at a field."""
        line, column = self.parts.front.where(*where)
        self.faults.append(Fault(self.path, line, column, code, message, help_text, "warning" if warning else "error"))

    def find(self, kind: str, word: str, find: Callable[[str], Found], *where: str | int) -> Found | None:
        """Look a name up; a fault with the nearest names or the candidates where it is not clear."""
        try:
            return find(word)
        except UnknownName as error:
            help_text = error.help or "请查对写法，或加到 content/vocabulary/ 里"
            self.fault(f"unknown-{kind}", error.message, help_text, *where)
        except AmbiguousName as error:
            self.fault(f"ambiguous-{kind}", error.message, error.help, *where)
        return None

    def span(self, text: str, *where: str | int) -> Span | None:
        """Read a date, or name the fault."""
        try:
            return parse(text)
        except DateError as error:
            near = f"是否 {error.suggestion}？" if error.suggestion else ""
            help_text = near + "日期写成 2020、2020-02、2020-02-14 或 2020-01/2020-02 的样子"
            self.fault("bad-date", f"「{text}」不是日期", help_text, *where)
            return None

    def places(self, words: list[str], *where: str | int) -> tuple[str, ...]:
        """The ids of places, in order, each once."""
        found = [self.find("place", word, self.vocabulary.places.find, *where, i) for i, word in enumerate(words)]
        return tuple(dict.fromkeys(place.id for place in found if place))

    def roles(self, words: list[str]) -> tuple[str, ...]:
        """The ids of roles, in order, each once."""
        found = [self.find("role", word, self.vocabulary.roles.find, "roles", i) for i, word in enumerate(words)]
        return tuple(dict.fromkeys(role.id for role in found if role))

    def people(self, front: FrontMatter) -> tuple[Mention, ...]:
        """The people of the story, each with an id and both forms."""
        mentions: dict[str, Mention] = {}
        for number, entry in enumerate(front.people):
            place = None
            if entry.place:
                found = self.find("place", entry.place, self.vocabulary.places.find, "people", number, "place")
                place = found.id if found else None
            line, _ = self.parts.front.where("people", number)
            mention = resolve(entry, front.script, self.vocabulary.people, place, line)
            if mention is None:
                help_text = "在 content/vocabulary/people.yaml 里有几个人叫这个名字，请写 id"
                self.fault("ambiguous-person", f"「{entry.name}」不止一个", help_text, "people", number)
            elif mention.id in mentions:
                help_text = "删去重复的一项；若是同名的两个人，给其中一人写 id"
                self.fault("duplicate-person", f"「{entry.name}」列了两次", help_text, "people", number)
            else:
                mentions[mention.id] = mention
        return tuple(mentions.values())

    def source(self, entry: SourceEntry) -> Source:
        """Where the story comes from; what is not known must say why."""

        def known(text: str) -> str | None:
            return None if text == "unknown" else text

        if "unknown" in {entry.name, entry.url} and not entry.reason:
            help_text = "在 source 里加一行 reason: …，写明为什么不知道"
            self.fault("missing-reason", "来源不详，却没有写明原因", help_text, "source")
        if known(entry.url) and not re.fullmatch(r"https?://\S+", entry.url):
            self.fault("bad-url", f"「{entry.url}」不是网址", "写完整的 https://…，不知道就写 unknown", "source", "url")
        outlet = self.vocabulary.outlets.lookup(entry.name) if known(entry.name) else None
        return Source(
            name=known(entry.name),
            outlet=outlet.id if outlet else None,
            title=entry.title,
            url=known(entry.url),
            reason=entry.reason,
            archive=entry.archive,
            authors=tuple(entry.authors),
            date=self.span(entry.date, "source", "date") if entry.date else None,
            seen=entry.seen,
            rights=entry.rights,
        )

    def check_script(self, front: FrontMatter) -> None:
        """The declared script against the text: both what was written and what was forgotten."""
        text = _PLAIN_TEXT.sub("", f"{front.title}\n{self.parts.body}")
        evidence = script_of(text)
        mine, theirs = getattr(evidence, front.script), getattr(evidence, other(front.script))
        if theirs >= _WRONG_SCRIPT and theirs > mine:
            written = _SCRIPT_NAME[other(front.script)]
            help_text = f"改成 script: {other(front.script)}，或换成{_SCRIPT_NAME[front.script]}的正文"
            self.fault("wrong-script", f"写明是{_SCRIPT_NAME[front.script]}，正文却是{written}", help_text, "script")

    def check_body(self) -> None:
        """A story says something, and its conversion marks are closed."""
        if not self.parts.body.strip():
            line = self.parts.body_line
            self.faults.append(Fault(self.path, line, 1, "empty-body", "没有正文", "在第二个 --- 之后写正文"))
        prose = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), self.parts.body)
        for number, prose_line in enumerate(prose.split("\n"), self.parts.body_line):
            self._marks(prose_line, number, 1)

    def check_words(self, front: FrontMatter) -> None:
        """Title and summary may hold conversion marks too."""
        for name, text in (("title", front.title), ("summary", front.summary)):
            if text:
                self._marks(text, *self.parts.front.where(name))

    def _marks(self, text: str, line: int, column: int) -> None:
        try:
            for _ in scan(text):
                pass
        except MarkError as error:
            self.faults.append(
                Fault(
                    self.path, line, column + error.position, "open-mark", error.message, "写成 -{保持}- 或 -{简|繁}-"
                )
            )


def _twin(path: str, text: str) -> Twin:
    parts = split(path, text)
    front = validate(path, parts.front, TwinFrontMatter)
    return Twin(path, front.title, front.summary or "", parts.body)


def read_story(
    path: str, text: str, twin: str | None, vocabulary: Vocabulary
) -> tuple[Story | None, tuple[Fault, ...]]:
    """Read one story file.

    Args:
        path: the file, relative to the content folder.
        text: its text.
        twin: the text of its hand-written twin, or None.
        vocabulary: places, roles, people and outlets.

    Returns:
        The story, and its faults. Without errors among them the story is whole; with errors it is None.
    """
    try:
        parts = split(path, text)
        front = validate(path, parts.front, FrontMatter)
    except FaultyFileError as error:
        return None, error.faults
    reading = _Reading(path, parts, vocabulary)
    span = reading.span(front.date, "date")
    places = reading.places(front.places, "places")
    roles = reading.roles(front.roles)
    people = reading.people(front)
    source = reading.source(front.source)
    reading.check_script(front)
    reading.check_words(front)
    reading.check_body()
    written_twin = None
    if twin is not None:
        try:
            written_twin = _twin(twin_path(path, front.script), twin)
        except FaultyFileError as error:
            reading.faults += error.faults
    if span is None or any(fault.severity == "error" for fault in reading.faults):
        return None, tuple(reading.faults)
    story = Story(
        id=front.id,
        path=path,
        title=front.title,
        date=span,
        script=front.script,
        hant_style=front.hant_style,
        kind=front.kind,
        places=places,
        roles=roles,
        people=people,
        source=source,
        summary=front.summary or "",
        convert=front.convert,
        anchors=front.anchors,
        added=front.added,
        updated=front.updated,
        corrections=tuple((entry.date, entry.note) for entry in front.corrections),
        status=front.status,
        body=parts.body,
        body_line=parts.body_line,
        twin=written_twin,
    )
    return story, tuple(reading.faults)
