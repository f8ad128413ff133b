"""The parameters of a search address, checked: what is wrong is named, in the reader's script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.search.facets import FACETS
from plugins.search.messages import say
from plugins.search.results import DEFAULT_SIZE, Request
from plugins.search.suggest import DEFAULT_SUGGESTIONS, LONGEST_TYPED, MOST_SUGGESTIONS

LARGEST_PAGE = 100
DEEPEST_PAGE = 10_000
MOST_VALUES = 50


class ParameterError(ValueError):
    """A parameter is wrong: ``name`` says which, the message why."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        self.message = message
        super().__init__(message)

    def as_json(self) -> dict[str, object]:
        """The error as plain data, in the shape of a query error."""
        return {"parameter": self.name, "position": None, "message": self.message, "suggestion": None}


def read_request(get: Callable[[str], Sequence[str]], script: Script | None = None) -> Request:
    """A question from the parameters of an address.

    Args:
        get: gives the values of a parameter, none where it is absent.
        script: the script of the page; read from ``script`` where None, ``hans`` by default.

    Raises:
        ParameterError: a number out of bounds, an unknown script, too many facet values.
    """
    if script is None:
        script = _script(get("script"))
    chosen = {facet: tuple(dict.fromkeys(value for value in get(facet) if value)) for facet in FACETS}
    for facet, values in chosen.items():
        if len(values) > MOST_VALUES:
            raise _wrong(facet, script, say("reason-many", script, limit=MOST_VALUES))
    page = _number("page", get("page"), 1, DEEPEST_PAGE, script)
    size = _number("size", get("size"), DEFAULT_SIZE, LARGEST_PAGE, script)
    opened = next((facet for facet in FACETS if facet in get("open")[:1]), None)
    return Request(next(iter(get("q")), ""), script, page, size, opened=opened, **chosen)


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """What completion is asked: what was typed so far, in which script to answer, and with how many lines at most."""

    query: str
    script: Script
    limit: int


def read_suggest_request(get: Callable[[str], Sequence[str]]) -> SuggestRequest:
    """What completion is asked, from the parameters of an address.

    Raises:
        ParameterError: too much typed, a number out of bounds, an unknown script.
    """
    script = _script(get("script"))
    query = next(iter(get("q")), "")
    if len(query) > LONGEST_TYPED:
        raise _wrong("q", script, say("reason-long", script, limit=LONGEST_TYPED))
    return SuggestRequest(query, script, _number("limit", get("limit"), DEFAULT_SUGGESTIONS, MOST_SUGGESTIONS, script))


def _script(values: Sequence[str]) -> Script:
    value = next(iter(values), "hans")
    for script in SCRIPTS:
        if value == script:
            return script
    raise _wrong("script", "hans", say("reason-script", "hans"))


def _number(name: str, values: Sequence[str], default: int, largest: int, script: Script) -> int:
    if not values:
        return default
    value = values[0]
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(largest)) and 1 <= int(value) <= largest):
        raise _wrong(name, script, say("reason-number", script, first=1, last=largest))
    return int(value)


def _wrong(name: str, script: Script, reason: str) -> ParameterError:
    return ParameterError(name, say("bad-parameter", script, name=name, reason=reason))
