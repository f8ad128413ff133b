"""The API is what its description says: every parameter, every status, every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from asking import Service, serving, write_site
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from search_stories import STORIES, put

from plugins.search.facets import FACETS
from plugins.search.service import Bounds

SEARCH, SUGGEST, ITSELF = "/api/search", "/api/suggest", "/api/openapi.json"


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("api")
    write_site(folder / "site")
    put(folder / "index", STORIES)
    with serving(folder / "index", folder / "site") as service:
        yield service


@pytest.fixture(scope="module")
def description(service) -> dict[str, Any]:
    return service.get(ITSELF).json


def operation(description, path):
    return description["paths"][path]["get"]


def parameters(description, path):
    return {one["name"]: one["schema"] for one in operation(description, path)["parameters"]}


def check(description, path, answer):
    """An answer is one that the description knows, with all that it promises."""
    known = operation(description, path)["responses"][str(answer.status)]
    schema = known["content"]["application/json"]["schema"]
    assert answer.headers["content-type"] == "application/json"
    Draft202012Validator(schema | {"components": description["components"]}).validate(answer.json)
    assert set(known.get("headers", {})) <= {name.title() for name in answer.headers}


def closed(schema):
    """The schema with nothing allowed but what it names, so that a new field must be described."""
    if isinstance(schema, dict):
        found = {key: closed(value) for key, value in schema.items()}
        return found | {"additionalProperties": False} if found.get("type") == "object" else found
    return [closed(one) for one in schema] if isinstance(schema, list) else schema


def test_the_description_is_openapi(description):
    assert description["openapi"].startswith("3.1")
    validate(description, cls=OpenAPIV31SpecValidator)


def test_every_address_that_is_described_answers_and_every_answer_under_api_is_described(service, description):
    for path in description["paths"]:
        assert service.get(path).status == 200
    assert set(description["paths"]) == {SEARCH, SUGGEST, ITSELF}
    assert service.get("/api/other").status == service.get("/api/").status == 404


@pytest.mark.parametrize("query", ["守望", "", "火星登陆", "place:湖北", "“战场”"])
@pytest.mark.parametrize("script", ["hans", "hant"])
def test_an_answer_has_all_that_is_described_and_nothing_else(service, description, query, script):
    strict = description | {"components": closed(description["components"])}
    check(strict, SEARCH, service.search(query, script=script))
    check(strict, SUGGEST, service.get(SUGGEST, q=query[:2], script=script))


def test_every_parameter_is_read_as_it_is_described(service, description):
    described = parameters(description, SEARCH)
    assert set(described) == {"q", "script", "page", "size", *FACETS}
    assert set(parameters(description, SUGGEST)) == {"q", "script", "limit"}
    for path, names in ((SEARCH, described), (SUGGEST, parameters(description, SUGGEST))):
        for name, schema in names.items():
            good, bad = values(schema)
            for value in good:
                answer = service.get(path, **({"q": "守望"} | {name: value}))
                assert answer.status == 200, (path, name, value)
                check(description, path, answer)
            for value in bad:
                answer = service.get(path, **({"q": "守望"} | {name: value}))
                assert answer.status == 422, (path, name, value)
                assert answer.json["error"]["parameter"] == name
                check(description, path, answer)


def values(schema):
    """What a schema allows, and what is just outside of it."""
    if "enum" in schema:
        return schema["enum"], ["latn", ""]
    if schema["type"] == "integer":
        first, last = schema["minimum"], schema["maximum"]
        return [str(first), str(last)], [str(first - 1), str(last + 1), "x", "1.5", "", "-1"]
    if schema["type"] == "array":
        most = schema["maxItems"]
        return [["hubei"], [str(i) for i in range(most)]], [[str(i) for i in range(most + 1)]]
    return ["", "守"], ["守" * (schema["maxLength"] + 1)] if "maxLength" in schema else []


def test_what_is_left_out_is_what_the_description_says(service, description):
    described = parameters(description, SEARCH)
    plain = service.search("守望").json
    named = service.search("守望", script=described["script"]["default"], page=described["page"]["default"]).json
    assert plain["size"] == described["size"]["default"]
    assert plain | {"took_ms": 0} == named | {"took_ms": 0}
    assert described["page"]["default"] == 1


def test_every_facet_narrows_as_is_described(service):
    everything = service.search("").json
    for facet, found in everything["facets"].items():
        value = found[0]
        assert service.search("", **{facet: value["value"]}).json["total"] == value["count"]


def test_every_refusal_is_described(service, description, tmp_path):
    check(description, SEARCH, service.search("(守望"))
    with serving(tmp_path / "none", tmp_path) as empty:
        for path in (SEARCH, SUGGEST):
            answer = empty.get(path, q="守")
            assert answer.status == 503
            check(description, path, answer)
    put(tmp_path / "index", STORIES)
    with serving(tmp_path / "index", tmp_path, bounds=Bounds(per_minute=1)) as counted:
        for path in (SEARCH, SUGGEST):
            answer = [counted.get(path, q="守") for _ in range(6)][-1]
            assert answer.status == 429
            check(description, path, answer)
    for path in (SEARCH, SUGGEST):
        statuses = set(operation(description, path)["responses"])
        assert statuses == {"200", "422", "429", "503"} | ({"400"} if path == SEARCH else set())
