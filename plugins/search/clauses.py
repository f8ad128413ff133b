"""A query as typed, taken apart into what must all match: its clauses, and the words of a run. For offers and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.search.analysis import fold_line, trim
from plugins.search.faults import QueryError
from plugins.search.lexer import Lexeme, read_tokens
from plugins.search.query import PIECE, parse
from plugins.search.syntax import Node, Run


def written_clauses(query: str, script: Script) -> tuple[str, ...]:
    """The parts of a query that must all match, each as typed and a query by itself, in order.

    A field with its value, a group in parentheses, runs joined by NEAR and what NOT takes away stay whole; so does the
    whole query where OR joins its parts.

    Args:
        query: one that can be read.
        script: the script that errors would be told in.
    """
    return tuple(clause for clause in _clauses(query, read_tokens(query, script)) if _read(clause) is not None)


def as_typed(clause: str, words: Sequence[str]) -> tuple[str, ...]:
    """Folded words of a clause as they were typed in it."""
    folded = fold_line(clause)
    starts = [folded.index(word) for word in words]
    return tuple(_as_word(clause[start : start + len(word)]) for start, word in zip(starts, words, strict=True))


def without_field(clause: str) -> str:
    """A clause of a field and its value without the field."""
    return clause[read_tokens(clause, "hans")[1].start :]


def _clauses(query: str, tokens: Sequence[Lexeme]) -> Iterator[str]:
    groups = [*_grouped(tokens)]
    if any(group[0].kind == "or" for group in groups):
        yield query.strip()
        return
    while groups:
        group = groups.pop(0)
        if group[0].kind == "and":
            continue
        whole = [*group]
        while groups and groups[0][0].kind == "near":
            whole += [*groups.pop(0), *groups.pop(0)]
        if len(whole) == 1 and whole[0].kind == "term":
            yield from _pieces(query, whole[0])
        else:
            yield query[whole[0].start : whole[-1].end]


def _grouped(tokens: Sequence[Lexeme]) -> Iterator[list[Lexeme]]:
    """Tokens outside parentheses with what they belong to: NOT and a field with their operand, a parenthesis with all in it."""
    group: list[Lexeme] = []
    depth = 0
    for token in tokens:
        if token.kind == "end":
            break
        group.append(token)
        depth += (token.kind == "(") - (token.kind == ")")
        if depth == 0 and token.kind not in ("not", "field"):
            yield group
            group = []


def _pieces(query: str, token: Lexeme) -> Iterator[str]:
    """The runs of a bare term, which punctuation parts."""
    for match in PIECE.finditer(fold(token.text)):
        first, last = trim(match.group())
        if first < last:
            at = token.start + match.start()
            yield _as_word(query[at + first : at + last])


def _as_word(typed: str) -> str:
    """A run so written that by itself it is read as that run: 或, OR or place:x in quotation marks."""
    return typed if _read(typed) == Run(fold_line(typed)) else f"“{typed}”"


def _read(clause: str) -> Node | None:
    """What a clause means; None where nothing is left to search for, as of punctuation in parentheses."""
    try:
        return parse(clause)
    except QueryError:
        return None
