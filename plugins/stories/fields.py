"""What the front matter names, looked up: places, roles, people, the source, dates. Every name that is not clear is a fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from plugins.faults import Fault, Severity
from plugins.hanzi.names import risky
from plugins.hanzi.scripts import Script
from plugins.stories.dates import DateError, Span, parse
from plugins.stories.front_matter import Parts
from plugins.stories.meant import meant
from plugins.stories.mentions import bears, resolve
from plugins.stories.schema import PersonEntry, SourceEntry
from plugins.stories.story import Mention, Source
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.vocabulary import Vocabulary

Found = TypeVar("Found")

_URL = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")
_DATES = "日期写成 2020、2020-02、2020-02-14 或 2020-01/2020-02 的样子"


class Fields:
    """The fields of one story: looks up what they name, collects faults, knows where each field stands."""

    def __init__(self, path: str, parts: Parts, vocabulary: Vocabulary) -> None:
        self.path = path
        self.parts = parts
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []

    def fault(
        self,
        code: str,
        message: str,
        help_text: str,
        *where: str | int,
        severity: Severity = "error",
        mend: tuple[str, str] = ("", ""),
    ) -> None:
        """Name a fault at a field; ``mend`` is what stands there and what to write instead, where there is no doubt."""
        line, column = self.parts.front.where(*where)
        was, instead = mend if mend[1] else ("", "")
        fault = Fault(self.path, line, column, code, message, help_text, severity, was=was, instead=instead)
        self.faults.append(fault)

    def find(self, kind: str, word: str, find: Callable[[str], Found], *where: str | int) -> Found | None:
        """Look a name up; a fault with the nearest names or the candidates where it is not clear."""
        try:
            return find(word)
        except UnknownName as error:
            help_text = error.help or "请查对写法，或加到 content/vocabulary/ 里"
            self.fault(f"unknown-{kind}", error.message, help_text, *where, mend=(word, meant(error)))
        except AmbiguousName as error:
            self.fault(f"ambiguous-{kind}", error.message, error.help, *where)
        return None

    def span(self, text: str, *where: str | int) -> Span | None:
        """Read a date, or name the fault."""
        try:
            return parse(text)
        except DateError as error:
            near = f"是否 {error.suggestion}？" if error.suggestion else ""
            mend = (text, error.suggestion)
            why = f"：{error.why}" if error.why else ""
            self.fault("bad-date", f"「{text}」不是日期{why}", near + _DATES, *where, mend=mend)
            return None

    def places(self, words: list[str]) -> tuple[str, ...]:
        """The ids of places, in order, each once; a warning where nobody has confirmed the Traditional form of one."""
        gazetteer = self.vocabulary.places
        found = [self.find("place", word, gazetteer.find, "places", i) for i, word in enumerate(words)]
        for number, place in enumerate(found):
            if place and gazetteer.unsure(place.id):
                path = gazetteer.path_name(place.id)
                message = f"“{place.forms.hans}”的繁体“{place.forms.hant}”还没有人确认"
                help_text = (
                    f"查证后在 content/vocabulary/places.yaml 写一行 - {{place: {path}, hant: {place.forms.hant}}}"
                )
                self.fault("unsure-place", message, help_text, "places", number, severity="warning")
        return tuple(dict.fromkeys(place.id for place in found if place))

    def roles(self, words: list[str]) -> tuple[str, ...]:
        """The ids of roles, in order, each once."""
        found = [self.find("role", word, self.vocabulary.roles.find, "roles", i) for i, word in enumerate(words)]
        return tuple(dict.fromkeys(role.id for role in found if role))

    def people(self, entries: list[PersonEntry], script: Script) -> tuple[Mention, ...]:
        """The people of the story, each with an id and both forms."""
        mentions: dict[str, Mention] = {}
        for number, entry in enumerate(entries):
            mention = self._person(entry, script, number)
            if mention is None:
                continue
            twin = mentions.setdefault(mention.id, mention)
            if twin is mention:
                continue
            if twin.forms == mention.forms:
                help_text = "删去重复的一项；若是同名的两个人，给其中一人写 id"
                self.fault("duplicate-person", f"「{entry.name}」列了两次", help_text, "people", number)
            else:
                message = (
                    f"「{entry.name}」和第 {twin.line} 行的「{twin.forms.in_script(script)}」会用同一个网址 {twin.id}"
                )
                help_text = f"给其中一人写 id，例如 {{name: {entry.name}, id: {twin.id}-2}}"
                self.fault("person-address", message, help_text, "people", number)
        return tuple(mentions.values())

    def _person(self, entry: PersonEntry, script: Script, number: int) -> Mention | None:
        where = ("people", number)
        place = self.find("place", entry.place, self.vocabulary.places.find, *where, "place") if entry.place else None
        try:
            mention = resolve(
                entry, script, self.vocabulary.people, place.id if place else None, self.parts.front.where(*where)
            )
        except AmbiguousName as error:
            help_text = f"写明是哪一位：{{name: {entry.name}, id: …}}，id 是 {'、'.join(error.candidates)} 之一"
            self.fault("ambiguous-person", error.message, help_text, *where)
            return None
        known = self.vocabulary.people.find(mention.id)
        if known and known.id == mention.id and not (bears(known, entry.name) or entry.hans or entry.hant):
            message = (
                f"id「{known.id}」在 content/vocabulary/people.yaml 里是「{known.forms.hans}」，不是「{entry.name}」"
            )
            self.fault("person-address", message, f"换一个 id，例如 {known.id}-2，或改正姓名", *where, "id")
        if not (known or entry.hans or entry.hant):
            self._ask_about(mention, entry.name, script, where)
        return mention

    def _ask_about(self, mention: Mention, name: str, script: Script, where: tuple[str, int]) -> None:
        """A warning where a rule chose between forms of a name that only somebody who knows the person can tell."""
        doubtful = risky(name, script)
        if doubtful:
            forms = mention.forms
            message = f"「{name}」的另一种写法是推出来的：简体「{forms.hans}」，繁体「{forms.hant}」；{'、'.join(doubtful)} 有两可"
            line = f"- {{id: {mention.id}, hans: {forms.hans}, hant: {forms.hant}}}"
            help_text = f"查证后在 content/vocabulary/people.yaml 写一行 {line}"
            self.fault("unsure-name", message, help_text, *where, severity="warning")

    def source(self, entry: SourceEntry) -> Source:
        """Where the story comes from; what is not known must say why."""

        def known(text: str) -> str | None:
            return None if text.lower() == "unknown" else text

        name, url = known(entry.name), known(entry.url)
        if not (name and url) and not entry.reason:
            help_text = "在 source 里加一行 reason: …，写明为什么不知道"
            self.fault("missing-reason", "来源不详，却没有写明原因", help_text, "source")
        if url and not _URL.fullmatch(url):
            help_text = "写完整的 https://…，不知道就写 unknown"
            self.fault("bad-url", f"「{url}」不是网址", help_text, "source", "url", mend=(url, _narrow(url)))
        if entry.archive and not _URL.fullmatch(entry.archive):
            help_text = "写完整的 https://…，没有存档就删去这一行"
            mend = (entry.archive, _narrow(entry.archive))
            self.fault("bad-url", f"「{entry.archive}」不是网址", help_text, "source", "archive", mend=mend)
        outlet = self._outlet(name) if name else None
        return Source(
            name=name,
            outlet=outlet,
            title=entry.title,
            url=url,
            reason=entry.reason,
            archive=entry.archive,
            authors=tuple(entry.authors),
            date=self.span(entry.date, "source", "date") if entry.date else None,
            seen=entry.seen,
            rights=entry.rights,
        )

    def _outlet(self, name: str) -> str | None:
        """The id of the outlet, if it is registered; most are not, so one is doubtful only where it sounds alike."""
        try:
            return self.vocabulary.outlets.find(name).id
        except AmbiguousName as error:
            self.fault("ambiguous-outlet", error.message, error.help, "source", "name")
        except UnknownName as error:
            if near := meant(error):
                mend = (name, near)
                message = f"没有登记叫「{name}」的来源"
                self.fault("unknown-outlet", message, f"是否 {near}？", "source", "name", severity="warning", mend=mend)
        return None


def _narrow(url: str) -> str:
    """An address typed with full-width signs (``https：／／``) as it should be; empty where that is not all."""
    narrow = unicodedata.normalize("NFKC", url)
    return narrow if _URL.fullmatch(narrow) else ""
