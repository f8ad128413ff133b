"""The query language: a query as typed to a tree (``plugins.search.syntax``), or an error with a mended query.

Grammar, loosest first: ``any = all (OR all)*``, ``all = near (AND? near)*``, ``near = not (NEAR/n not)*``,
``not = (NOT | -) not | one``, ``one = field? (term | quoted | '(' any ')')``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plugins.hanzi.fold import HAN, fold
from plugins.hanzi.scripts import Script
from plugins.search.analysis import WILD, WORD, fold_line, trim
from plugins.search.dates import BadDateError, read_dates
from plugins.search.faults import QueryError
from plugins.search.lexer import Lexeme, read_tokens
from plugins.search.messages import say
from plugins.search.syntax import And, Everything, Named, NameField, Near, Node, Not, Or, Run

LONGEST_QUERY = 256
MOST_TERMS = 32
MOST_WILD = 4
DEEPEST = 12
_MENDS = 8
_NAME_FIELDS: dict[str, NameField] = {"place": "place", "role": "role", "person": "person", "source": "source"}

#: What of an unquoted term belongs together: Han, words, ``?``, and marks inside words (covid-19, a@b.cn).
PIECE = re.compile(rf"(?:[{HAN}?]|{WORD}|(?<={WORD})[-./:@&+'_](?={WORD}))+")

_PARENTHESES = re.compile(r"[()（）]")


def parse(query: str, script: Script = "hans") -> Node:
    """Read a query.

    Args:
        query: as typed.
        script: the script that errors are told in; it does not change what the query means.

    Raises:
        QueryError: it cannot be read; its suggestion, where there is one, can.
    """
    try:
        return _parse(query, script)
    except QueryError as error:
        error.suggestion = _mended(error.suggestion, script)
        raise


def _mended(suggestion: str | None, script: Script) -> str | None:
    """Mend a query until it can be read; None where that leads nowhere or leaves nothing."""
    for _ in range(_MENDS):
        if suggestion is None or not suggestion.strip():
            return None
        try:
            _parse(suggestion, script)
        except QueryError as error:
            suggestion = error.suggestion
        else:
            return suggestion.strip()
    return None


def _parse(query: str, script: Script) -> Node:
    if len(query) > LONGEST_QUERY:
        raise QueryError(LONGEST_QUERY, say("too-long", script, limit=LONGEST_QUERY), query[:LONGEST_QUERY])
    return _Parser(query, script).parse()


class _Parser:
    def __init__(self, query: str, script: Script) -> None:
        self.query = query
        self.script = script
        self.tokens = read_tokens(query, script)
        self.at = 0
        self.depth = 0
        self.terms = 0
        self.wild = 0

    def parse(self) -> Node:
        if self._now.kind == "end":
            if self.query.strip():
                raise self._fault("nothing", 0)
            return Everything()
        node = self._any(None)
        if self._now.kind == ")":
            raise self._fault("stray-paren", self._now.start, self._without(self._now))
        if node is None:
            raise self._fault("nothing", 0)
        return node

    # Each level gives None where only punctuation stood.

    def _any(self, field: str | None) -> Node | None:
        parts = [self._all(field)]
        while self._now.kind == "or":
            operator = self._next()
            self._needs_right(operator)
            parts.append(self._all(field))
        return _join(Or, parts)

    def _all(self, field: str | None) -> Node | None:
        parts: list[Node | None] = []
        while True:
            token = self._now
            if token.kind == "and":
                self._next()
                self._needs_right(token)
            elif token.kind in ("or", "near") and not parts:
                raise self._fault("no-left", token.start, self._without(token), operator=self._written(token))
            elif token.kind in ("or", ")", "end"):
                return _join(And, parts)
            else:
                parts.append(self._near(field))

    def _near(self, field: str | None) -> Node | None:
        first = self._not(field)
        runs, distances = [first], []
        while self._now.kind == "near":
            operator = self._next()
            self._needs_right(operator)
            runs.append(self._not(field))
            distances.append(int(operator.text))
            if not all(isinstance(run, Run) and run.spelling is None for run in runs[-2:]):
                raise self._fault("near-operands", operator.start, self._without(operator))
        if not distances:
            return first
        return Near(tuple(replace(run, quoted=True) for run in runs if isinstance(run, Run)), tuple(distances))

    def _not(self, field: str | None) -> Node | None:
        if self._now.kind != "not":
            return self._one(field)
        negations = 0
        operator = self._now
        while self._now.kind == "not":
            operator = self._next()
            negations += 1
        self._needs_right(operator)
        part = self._one(field)
        return part if part is None or negations % 2 == 0 else Not(part)

    def _one(self, field: str | None) -> Node | None:
        token = self._next()
        if token.kind == "field":
            if self._now.kind not in ("(", "term", "quoted", "date"):
                raise self._fault("no-value", token.start, self._without(token), field=self._written(token))
            return self._one(token.text)
        if token.kind == "(":
            return self._group(token, field)
        if token.kind == "date" or field == "date":
            return self._date(token)
        if field in _NAME_FIELDS:
            return self._named(_NAME_FIELDS[field], token)
        if token.kind == "quoted":
            run = self._run(token.text, token.start + 1, field, quoted=True)
            if run is None:
                raise self._fault("empty-quote", token.start, self._without(token))
            return run
        folded = fold(token.text)
        pieces = [
            self._run(token.text[match.start() : match.end()], token.start + match.start(), field, quoted=False)
            for match in PIECE.finditer(folded)
        ]
        return _join(And, pieces)

    def _group(self, opening: Lexeme, field: str | None) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._fault("too-deep", opening.start, _PARENTHESES.sub(" ", self.query), limit=DEEPEST)
        if self._now.kind == ")":
            closing = self._now
            mended = self.query[: opening.start] + " " + self.query[closing.end :]
            raise self._fault("empty-paren", opening.start, mended)
        node = self._any(field)
        if self._next().kind != ")":
            raise self._fault("unclosed-paren", opening.start, self.query.rstrip() + ")")
        self.depth -= 1
        return node

    def _run(self, written: str, start: int, field: str | None, *, quoted: bool) -> Run | None:
        folded = fold_line(written)
        first, last = trim(folded)
        if first == last:
            return None
        self._count_term(start)
        text = folded[first:last]
        self.wild += text.count(WILD)
        if self.wild > MOST_WILD:
            mended = self.query[:start] + re.sub(r"[?？]", " ", self.query[start:])
            raise self._fault("too-wild", start, mended, limit=MOST_WILD)
        spelling = written[first:last].replace("？", WILD) if field == "exact" else None
        return Run(text, quoted=quoted, title=field == "title", spelling=spelling)

    def _named(self, field: NameField, token: Lexeme) -> Node | None:
        written = token.text.strip().rstrip("，。；、,;！!？?")
        if not written:
            raise self._fault("no-value", token.start, self._without(token), field=f"{field}:")
        self._count_term(token.start)
        return Named(field, fold(written), written)

    def _date(self, token: Lexeme) -> Node:
        self._count_term(token.start)
        try:
            return read_dates(fold(token.text.strip()))
        except BadDateError as error:
            mended = None
            if error.code == "date-order":
                first, _, last = token.text.partition("..")
                mended = f"{self.query[: token.start]}{last}..{first}{self.query[token.end :]}"
            else:
                at = next((i for i in range(self.at - 1, -1, -1) if self.tokens[i].kind == "field"), None)
                if at is not None:
                    mended = self.query[: self.tokens[at].start] + " " + self.query[token.end :]
            raise self._fault(error.code, token.start, mended, value=token.text) from error

    def _count_term(self, start: int) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise self._fault("too-many", start, self.query[:start], limit=MOST_TERMS)

    def _needs_right(self, operator: Lexeme) -> None:
        if self._now.kind in ("end", ")", "or", "and", "near"):
            raise self._fault("no-right", operator.start, self._without(operator), operator=self._written(operator))

    @property
    def _now(self) -> Lexeme:
        return self.tokens[self.at]

    def _next(self) -> Lexeme:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _written(self, token: Lexeme) -> str:
        return self.query[token.start : token.end]

    def _without(self, token: Lexeme) -> str:
        return f"{self.query[: token.start].rstrip()} {self.query[token.end :].lstrip()}"

    def _fault(self, key: str, position: int, mended: str | None = None, **values: object) -> QueryError:
        return QueryError(position, say(key, self.script, **values), mended)


def _join(kind: type[And | Or], parts: Sequence[Node | None]) -> Node | None:
    """One node of several, flat, each part once, in order; the part itself where there is but one; None for none."""
    flat: dict[Node, None] = {}
    for part in parts:
        if part is not None:
            flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    if len(flat) <= 1:
        return next(iter(flat), None)
    return kind(tuple(flat))
