"""The description of the API (OpenAPI 3.1), made from the same numbers and names that the service checks requests by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from plugins.hanzi.scripts import SCRIPTS
from plugins.search.facets import FACETS, MOST_SHOWN
from plugins.search.parameters import DEEPEST_PAGE, LARGEST_PAGE, MOST_VALUES
from plugins.search.query import LONGEST_QUERY
from plugins.search.results import DEFAULT_SIZE
from plugins.search.suggest import DEFAULT_SUGGESTIONS, LONGEST_TYPED, MOST_SUGGESTIONS, Kind

VERSION: Final = "1"

_FACET_NAMES: Final = {
    "place": "places, with all below them",
    "role": "roles, with all below them",
    "person": "people",
    "year": "years (2020) or months (2020-02)",
    "source": "outlets",
    "original": "scripts of the original (hans, hant)",
}

_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_TEXT_OR_NONE: Final = {"type": ["string", "null"]}
_TEXTS: Final = {"type": "array", "items": _TEXT}


def description(base: str = "") -> dict[str, Any]:
    """The whole description as plain data.

    Args:
        base: the path that the site stands under, ``""`` or ``"/repo"``.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shouwang search",
            "version": VERSION,
            "description": (
                "Search an archive in both Chinese scripts. A query in either script finds the same stories in the same "
                "order. Messages are Chinese, in the script asked for."
            ),
        },
        "servers": [{"url": base or "/"}],
        "paths": {
            "/api/search": {"get": _search()},
            "/api/suggest": {"get": _suggest()},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": _schemas(), "headers": {"Retry-After": _retry_after()}},
    }


def _search() -> dict[str, Any]:
    facets = [
        _parameter(
            facet,
            f"Only stories with any of these {_FACET_NAMES[facet]}; repeat for several; empty and repeated ones do not "
            "count. Ids as in the facets of an answer, or names.",
            {"type": "array", "items": _TEXT, "maxItems": MOST_VALUES},
        )
        for facet in FACETS
    ]
    return {
        "operationId": "search",
        "summary": "Search the stories",
        "parameters": [
            _parameter(
                "q",
                f"The query; every story where it is empty. At most {LONGEST_QUERY} characters: a longer one, and one that "
                "cannot be read, gives status 400 and a mended query.",
                _TEXT,
            ),
            _script(),
            _parameter("page", "Which page of hits.", _number(1, DEEPEST_PAGE)),
            _parameter("size", "How many hits a page has.", _number(DEFAULT_SIZE, LARGEST_PAGE)),
            *facets,
        ],
        "responses": {
            "200": _answer("The hits of one page, and facets over all hits.", "Results"),
            "400": _answer("The query cannot be read.", "Refusal"),
            **_refusals(),
        },
    }


def _suggest() -> dict[str, Any]:
    return {
        "operationId": "suggest",
        "summary": "Complete what was typed so far: characters of either script, pinyin, or initials",
        "parameters": [
            _parameter(
                "q", "What was typed so far; nothing is suggested for nothing.", {**_TEXT, "maxLength": LONGEST_TYPED}
            ),
            _script(),
            _parameter("limit", "How many suggestions at most.", _number(DEFAULT_SUGGESTIONS, MOST_SUGGESTIONS)),
        ],
        "responses": {"200": _answer("What may be meant, best first.", "Suggestions"), **_refusals()},
    }


def _itself() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "This description",
        "responses": {
            "200": {"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": {"type": "object"}}}}
        },
    }


def _refusals() -> dict[str, Any]:
    later = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return {
        "422": _answer("A parameter is wrong; it is named.", "Refusal"),
        "429": _answer("This address has asked too often.", "Refusal", later),
        "503": _answer("There is no index yet, the service is busy, or the search took too long.", "Refusal", later),
    }


def _retry_after() -> dict[str, Any]:
    return {"description": "After how many seconds to ask again.", "schema": {"type": "integer", "minimum": 1}}


def _script() -> dict[str, Any]:
    text = "The script of titles, labels, snippets and messages. It never changes what is found."
    return _parameter("script", text, {"type": "string", "enum": list(SCRIPTS), "default": "hans"})


def _number(default: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


def _parameter(name: str, text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": dict(schema)}


def _answer(text: str, schema: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": text, "content": content} | ({"headers": dict(headers)} if headers else {})


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _schemas() -> dict[str, Any]:
    values = {"type": "array", "items": {"$ref": "#/components/schemas/FacetValue"}}
    refusal = _object(position={"type": ["integer", "null"]}, message=_TEXT, suggestion=_TEXT_OR_NONE)
    refusal["properties"]["parameter"] = _TEXT
    return {
        "Results": _object(
            query=_TEXT,
            total=_COUNT,
            page=_COUNT,
            size=_COUNT,
            took_ms={"type": "number"},
            hits={"type": "array", "items": {"$ref": "#/components/schemas/Hit"}},
            facets=_object(**dict.fromkeys(FACETS, values)),
            more=_object(**dict.fromkeys(FACETS, _COUNT))
            | {
                "description": f"How many values are left out: of each facet at most {MOST_SHOWN} are listed, with what is below them."
            },
            note={**_TEXT, "description": "What a reader should know of the query; may be empty."},
            offers={
                "type": "array",
                "description": "Where nothing was found, searches that find something.",
                "items": _object(query=_TEXT, total=_COUNT, without=_TEXTS),
            },
        ),
        "Hit": _object(
            id=_TEXT,
            title=_TEXT,
            url=_TEXT,
            anchor=_TEXT_OR_NONE,
            date=_TEXT,
            places=_TEXTS,
            roles=_TEXTS,
            people=_TEXTS,
            score={"type": "number"},
            snippet={**_TEXT, "description": "Safe HTML; what was found stands in mark elements."},
        ),
        "FacetValue": _object(value=_TEXT, label=_TEXT, count=_COUNT, active={"type": "boolean"}, children=values),
        "Suggestions": _object(
            query=_TEXT,
            suggestions={
                "type": "array",
                "items": _object(text=_TEXT, kind={"enum": list(get_args(Kind))}, query=_TEXT, url=_TEXT, count=_COUNT),
            },
        ),
        "Refusal": _object(error=refusal),
    }
