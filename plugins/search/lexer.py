"""A query as typed to its tokens: operators, parentheses, field names, quoted runs, dates, and terms.

``或``, ``非`` and ``-`` are operators only after a space, a parenthesis or at the start; ``或`` and ``非`` moreover only
where they stand alone, so that 非典 and 或许 stay words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.search.faults import QueryError
from plugins.search.messages import say

Kind = Literal["(", ")", "or", "and", "not", "near", "field", "quoted", "date", "term", "end"]

#: Every name of a field, folded, so that both scripts are one.
FIELDS: Final = {
    fold(name): field
    for field, written in {
        "place": ("place", "地点"),
        "role": ("role", "角色"),
        "person": ("person", "人物"),
        "title": ("title", "标题"),
        "source": ("source", "来源"),
        "date": ("date", "日期"),
        "exact": ("exact", "原字"),
    }.items()
    for name in written
}

LONGEST_NEAR = 100
_CLOSERS: Final = {"“": "”“", "”": "”“", "「": "」", "『": "』", '"': '"＂', "＂": '"＂'}
_MENDED: Final = {"“": "”", "”": "”", "「": "」", "『": "』", '"': '"', "＂": '"'}
_OPEN, _CLOSE = "(（", ")）"
_DASHES = "-－"
_COLONS = ":："
_BREAK = re.compile(r"[\s()（）\"＂“”「」『』\x00-\x1f\x7f]")
_NEAR = re.compile(r"NEAR[/／](\d*)")
_UNKNOWN_FIELD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One token of a query: what it is, its text (without quotation marks and colons), and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int


def read_tokens(query: str, script: Script) -> list[Lexeme]:
    """The tokens of a query, with an ``end`` token last.

    Raises:
        QueryError: a quotation mark is never closed, a field has an unknown name, NEAR has no number.
    """
    return list(_Lexer(query, script).tokens())


class _Lexer:
    def __init__(self, query: str, script: Script) -> None:
        self.query = query
        self.script = script
        self.at = 0
        self.leads = True  # whether an operator may stand here
        self.date_next = False

    def tokens(self) -> Iterator[Lexeme]:
        query = self.query
        while self.at < len(query):
            ch = query[self.at]
            if ch.isspace() or ord(ch) < ord(" ") or ch == "\x7f":
                self.at += 1
                self.leads = True
            elif ch in _OPEN:
                yield self._take("(", 1, leads=True)
            elif ch in _CLOSE:
                yield self._take(")", 1, leads=False)
            elif ch in "」』":
                self.at += 1
            elif ch in _CLOSERS:
                yield self._quoted(ch)
            else:
                yield from self._word()
        yield Lexeme("end", "", len(query), len(query))

    def _take(self, kind: Kind, size: int, *, leads: bool, text: str | None = None) -> Lexeme:
        start, self.at = self.at, self.at + size
        self.leads = leads
        self.date_next = False
        return Lexeme(kind, self.query[start : self.at] if text is None else text, start, self.at)

    def _quoted(self, ch: str) -> Lexeme:
        start = self.at
        end = next((i for i in range(start + 1, len(self.query)) if self.query[i] in _CLOSERS[ch]), None)
        if end is None:
            raise QueryError(start, say("unclosed-quote", self.script, quote=ch), self.query.rstrip() + _MENDED[ch])
        kind: Kind = "date" if self.date_next else "quoted"
        return self._take(kind, end + 1 - start, leads=False, text=self.query[start + 1 : end])

    def _word(self) -> Iterator[Lexeme]:
        query, start = self.query, self.at
        end = match.start() if (match := _BREAK.search(query, start)) else len(query)
        text = query[start:end]
        if self.date_next:
            yield self._take("date", len(text), leads=False)
        elif text[0] in _DASHES and self.leads:
            if len(text) == 1 and (end == len(query) or query[end].isspace()):
                self.at = end  # a dash by itself is punctuation
            else:
                yield self._take("not", 1, leads=True)
        elif self.leads and text in ("OR", "或"):
            yield self._take("or", len(text), leads=True)
        elif self.leads and text in ("NOT", "非"):
            yield self._take("not", len(text), leads=True)
        elif self.leads and text == "AND":
            yield self._take("and", len(text), leads=True)
        elif self.leads and (near := _NEAR.fullmatch(text)):
            yield self._near(near)
        elif field := self._field(text):
            name, size = field
            yield self._take("field", size, leads=True, text=name)
            self.date_next = name == "date"
        else:
            yield self._take("term", len(text), leads=False)

    def _near(self, near: re.Match[str]) -> Lexeme:
        if not near[1] or len(near[1]) > len(str(LONGEST_NEAR)) or int(near[1]) > LONGEST_NEAR:
            after = self.at + len(near[0])
            mended = f"{self.query[: self.at]}NEAR/{LONGEST_NEAR if near[1] else 10}{self.query[after:]}"
            raise QueryError(self.at, say("near-number", self.script, limit=LONGEST_NEAR), mended)
        return self._take("near", len(near[0]), leads=True, text=near[1])

    def _field(self, text: str) -> tuple[str, int] | None:
        """The field that the text begins with, and how many characters that takes; None if it begins with none."""
        colon = next((i for i, ch in enumerate(text) if ch in _COLONS), None)
        if not colon:
            return None
        written = text[:colon]
        if (name := FIELDS.get(fold(written))) is not None:
            return name, colon + 1
        rest = text[colon + 1 :]
        if _UNKNOWN_FIELD.fullmatch(written) and not rest.startswith(("//", *"0123456789")):
            raise QueryError(self.at, *self._unknown_field(written, text))
        return None

    def _unknown_field(self, written: str, text: str) -> tuple[str, str]:
        import difflib

        english = [name for name in FIELDS if name.isascii()]
        message = say("unknown-field", self.script, field=written, fields="、".join(f"{name}:" for name in english))
        near = difflib.get_close_matches(written.lower(), english, n=1)
        mended = near[0] + text[len(written) :] if near else text[len(written) + 1 :]
        return message, self.query[: self.at] + mended + self.query[self.at + len(text) :]
