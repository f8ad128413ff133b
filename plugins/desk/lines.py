"""``convert``: single texts in the other script, with the names that come along protected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.desk.review.doubts import doubtful
from plugins.hanzi.convert import Converter
from plugins.hanzi.flags import Flag
from plugins.hanzi.marks import MarkError, scan
from plugins.hanzi.names import propose
from plugins.hanzi.scripts import Forms, Script
from plugins.stories.mentions import same_part
from plugins.vocabulary.errors import AmbiguousName, UnknownName
from plugins.vocabulary.vocabulary import Vocabulary

_KNOWN = frozenset({"text", "people", "places"})


class LineError(ValueError):
    """A line of the input that can't be converted.

    Attributes:
        number: the line, from 1.
        message: what is wrong, in Chinese.
    """

    def __init__(self, number: int, message: str) -> None:
        super().__init__(f"第 {number} 行：{message}")
        self.number = number
        self.message = message


class Lines:
    """Converts the documents of ``convert --json``.

    Args:
        converter: to the script that is wanted.
        vocabulary: where the other form of a name that comes as a bare string is looked up.
    """

    def __init__(self, converter: Converter, vocabulary: Vocabulary) -> None:
        self._converter = converter
        self._vocabulary = vocabulary
        self._proposed: set[Forms] = set()

    def plain(self, text: str) -> str:
        """A text without names.

        Raises:
            LineError: a conversion mark cannot be read.
        """
        try:
            return self._converter.convert(text, marks=True)
        except MarkError as error:
            raise LineError(text.count("\n", 0, error.position) + 1, error.message) from error

    def documents(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """Every line's document converted, in order; empty lines are passed over.

        Raises:
            LineError: a line is no such document; those before it have been given.
        """
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield self._document(number, line)

    def _document(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            data = json.loads(line.decode("utf-8-sig"))
            json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair can be read, but never be printed
        except UnicodeError as error:
            raise LineError(number, "不是 UTF-8 文字") from error
        except json.JSONDecodeError as error:
            raise LineError(number, f"第 {error.colno} 个字符处不是 JSON") from error
        except RecursionError as error:
            raise LineError(number, "括号的层数太多") from error
        self._proposed = set()
        text, names = self._read(number, data)
        try:
            done = self._converter.convert_with_flags(text, names, marks=True)
            flags = sorted({*done.flags, *self._unconfirmed(text)}, key=lambda flag: (flag.start, flag.end))
        except MarkError as error:
            raise LineError(number, error.message) from error
        return {
            "text": done.text,
            "flags": [
                {
                    "start": flag.start,
                    "end": flag.end,
                    "from": flag.source,
                    "to": flag.result,
                    "alternatives": list(flag.alternatives),
                    "reason": flag.reason,
                }
                for flag in flags
            ],
        }

    def _unconfirmed(self, text: str) -> Iterator[Flag]:
        """The doubtful characters of people whose other form only a rule proposed, wherever their name stands."""
        source = self._converter.source
        for start, part in scan(text):
            for forms in self._proposed if isinstance(part, str) else ():
                name = forms.in_script(source)
                for found in re.finditer(re.escape(name), str(part)):
                    for at, now, others in doubtful(forms, source):
                        place = start + found.start() + at
                        yield Flag(place, place + 1, name[at], now, others, "risky")

    def _read(self, number: int, data: Any) -> tuple[str, list[Forms]]:
        """The text and the names of a document."""
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            raise LineError(number, '应是 {"text": "…", "people": [], "places": []}')
        if unknown := sorted(data.keys() - _KNOWN):
            raise LineError(number, f"不认识的字段 {unknown[0]}；可以写 text、people、places")
        names: dict[Forms, None] = {}
        for key in ("people", "places"):
            listed = data.get(key) or []
            if not isinstance(listed, list):
                raise LineError(number, f"{key} 应是一个列表")
            for one in listed:
                forms = self._forms(one, place=key == "places")
                if forms is None:
                    raise LineError(number, f'{key} 里应是名字，或 {{"hans": "…", "hant": "…"}}')
                names[forms] = None
        return data["text"], list(names)

    def _forms(self, one: object, *, place: bool) -> Forms | None:
        """Both forms of a name of the input; None where it says none."""
        if isinstance(one, str) and one.strip():
            return self._known(one, place=place)
        if not isinstance(one, Mapping):
            return None
        source: Script = self._converter.source
        hans, hant, name = (one.get(key) for key in ("hans", "hant", "name"))
        if not all(value is None or (isinstance(value, str) and value) for value in (hans, hant, name)):
            return None
        if source == "hans":
            hans = hans or name
        else:
            hant, hans = hant or (name if hans else None), hans or (name if hant else None)
        if hans and hant:
            return Forms(str(hans), str(hant))
        written = hans or hant or name
        return self._known(str(written), place=place) if written else None

    def _known(self, name: str, *, place: bool) -> Forms:
        """Both forms of a bare name: as registered; else a person's by rule, a place's by conversion on its own."""
        found = {forms for registered in self._candidates(name, place=place) if (forms := same_part(name, registered))}
        if len(found) == 1:
            return found.pop()
        source: Script = self._converter.source
        if not place:
            forms = propose(name, source)
            self._proposed.add(forms)
            return forms
        other = self._converter.convert(name)
        return Forms(name, other) if source == "hans" else Forms(other, name)

    def _candidates(self, name: str, *, place: bool) -> list[Forms]:
        """The forms of everybody in the register, or of every place, that a name may mean."""
        register = self._vocabulary.places if place else self._vocabulary.people
        try:
            known = register.find(name)
        except UnknownName:
            return []
        except AmbiguousName as error:
            return [register.get(one).forms if not place else self._place(one) for one in error.candidates]
        return [known.forms] if known else []

    def _place(self, path: str) -> Forms:
        return self._vocabulary.places.find(path).forms
