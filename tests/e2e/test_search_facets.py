"""Names, facets, addresses of facet values and the results page's data: in the browser as in Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Forms
from plugins.search.corpus import Corpus, Names
from plugins.search.documents import Document, Entry
from plugins.search.engine import Engine
from plugins.search.facets import FACETS, FacetValue, facet_names, facets, filtered
from plugins.search.faults import QueryError
from plugins.search.naming import nearest, resolve
from plugins.search.pages import error_data, results_data
from plugins.search.query import parse
from plugins.search.results import Request, Results
from plugins.search.static.language import language_data
from plugins.search.store import Store
from plugins.search.syntax import Named
from tests.e2e.modules import modules
from tests.e2e.test_search_language import run
from tests.search.search_stories import CATALOGUE, STORIES, put, story

pytestmark = pytest.mark.browser

#: Values that a careless port would mistake: a number for an id, one name for two places, an unknown ancestor, astral names.
PLACES = {
    "365": Entry(Forms("三六五村", "三六五村"), "hubei/wuhan", ("365村",)),
    "100": Entry(Forms("一百村", "一百村"), "hubei", ()),
    "henan/xiangyang": Entry(Forms("襄阳镇", "襄陽鎮"), "henan", ("襄阳",)),
    "lost": Entry(Forms("𠮷野村", "𠮷野村"), "nowhere", ("𠮷野",)),
    "round": Entry(Forms("圆村", "圓村"), "about", ()),
    "about": Entry(Forms("圈村", "圈村"), "round", ()),
}
#: More people than a facet lists.
CROWD = {f"crowd-{n}": Entry(Forms(f"陈{n}", f"陳{n}")) for n in range(150)}
WIDER = replace(CATALOGUE, places={**CATALOGUE.places, **PLACES}, people={**CATALOGUE.people, **CROWD})
DAYS = [
    ("2020", "2020-01-01", "2020-12-31"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2019-12/2020-02", "2019-12-01", "2020-02-29"),
]


def archive() -> Iterator[Document]:
    chance = random.Random(11)
    yield from STORIES
    for number in range(60):
        date, first, last = chance.choice(DAYS)
        yield story(
            f"more-{number}",
            f"第{number}个故事",
            "武汉的医生和志愿者说：“守望相助”。",
            script=chance.choice(["hans", "hant"]),
            date=date,
            first=first,
            last=last,
            places=chance.sample([*WIDER.places, "unknown"], chance.randint(0, 3)),
            roles=chance.sample([*WIDER.roles], chance.randint(0, 2)),
            people=chance.sample([*WIDER.people], chance.randint(0, 9)),
            source=chance.choice([None, "hubei-daily", "unknown"]),
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("facets") / "index"
    put(directory, archive(), WIDER)
    return directory


@pytest.fixture(scope="module")
def corpus(index: Path) -> Corpus:
    return Corpus(Store.open(index))


def names_as_data(names: Names) -> dict[str, object]:
    entries = [
        [value, {"forms": {"hans": entry.forms.hans, "hant": entry.forms.hant}, "parent": entry.parent, "names": list(entry.names)}]
        for value, entry in names.entries.items()
    ]  # fmt: skip
    return {"entries": entries, "tags": [list(values) for values in names.values]}


@pytest.fixture(scope="module")
def page(browser: Browser, corpus: Corpus) -> Iterator[Page]:
    data = {facet: names_as_data(facet_names(corpus, facet)) for facet in FACETS}
    with modules(browser, **{"language.json": language_data(), "corpus.json": data}) as page:
        yield page


CORPUS = """
const { Names } = await import("/naming.js");
const data = await (await fetch("/corpus.json")).json();
const corpus = Object.fromEntries(
  Object.entries(data).map(([facet, { entries, tags }]) => [facet, new Names(language, new Map(entries), tags)]),
);
"""


def asked_names(corpus: Corpus) -> list[Named]:
    """Every name of the catalogue, whole, cut, misspelt, and after its ancestors."""
    chance = random.Random(12)
    found = []
    for field in ("place", "role", "person", "source"):
        names = [name for known in facet_names(corpus, field).folded.values() for name in known]
        names += [*facet_names(corpus, field).entries]
        wrong = ["".join(chance.choices("".join(names), k=chance.randint(1, 6))) for _ in range(60)]
        paths = ["/".join(chance.choices(names, k=chance.randint(2, 3))) for _ in range(100)]
        cut = [name[: chance.randint(1, 3)] for name in names]
        written = [
            *names,
            *cut,
            *wrong,
            *paths,
            "湖北/襄阳",
            "河南省/襄阳",
            "湖北省/襄阳市/樊城区",
            "/",
            "//湖北/",
            "湖北/",
            "没有",
            "",
        ]
        found += [Named(field, fold(name), name) for name in written]
    return found


def test_a_name_in_a_field_means_the_same(page, corpus):
    asked = asked_names(corpus)
    found = run(
        page,
        CORPUS
        + """
        const { nearest, resolve } = await import("/naming.js");
        return given.map(([field, name]) => {
          const named = { kind: "named", field, name, written: name };
          const { values, stories } = resolve(language, corpus, named);
          return [values, [...stories].sort((a, b) => a - b), nearest(corpus, named)];
        });
        """,
        [(named.field, named.name) for named in asked],
    )
    for named, seen in zip(asked, found, strict=True):
        resolved = resolve(corpus, named)
        assert seen == [list(resolved.values), sorted(resolved.stories), list(nearest(corpus, named))], named
    assert sum(len(values) > 1 for values, _, _ in found)
    assert sum(not values and len(near) > 1 for values, _, near in found)


def value_as_data(value: FacetValue) -> dict[str, object]:
    children = list(map(value_as_data, value.children))
    data = {"value": value.value, "label": value.label, "count": value.count}
    return {**data, "children": children, "chosen": list(value.chosen)}


def choices(corpus: Corpus) -> Iterator[tuple[list[int], dict[str, list[str]]]]:
    chance = random.Random(13)
    numbers = sorted(corpus.everything)
    for _ in range(150):
        hits = chance.sample(numbers, chance.randint(0, len(numbers)))
        chosen: dict[str, list[str]] = {facet: [] for facet in FACETS}
        for facet in chance.sample(FACETS, chance.randint(0, 3)):
            names = facet_names(corpus, facet)
            known = [*names.entries, *names.stories, *(name for folded in names.folded.values() for name in folded)]
            chosen[facet] = list(dict.fromkeys(chance.choices([*known, "没有", "湖北/襄阳"], k=chance.randint(1, 3))))
        yield hits, chosen


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_facets_count_and_narrow_alike(page, corpus, script):
    cases = list(choices(corpus))
    found = run(
        page,
        CORPUS
        + """
        const { facets, filtered } = await import("/facets.js");
        const inOrder = (numbers) => [...numbers].sort((a, b) => a - b);
        return given.cases.map(([numbers, chosen]) => {
          const { hits, base } = filtered(language, corpus, new Set(numbers), chosen);
          const bases = Object.fromEntries(Object.entries(base).map(([facet, left]) => [facet, inOrder(left)]));
          return [inOrder(hits), bases, facets(language, corpus, base, chosen, given.script)];
        });
        """,
        {"cases": cases, "script": script},
    )
    longest = 0
    for (numbers, chosen), seen in zip(cases, found, strict=True):
        hits, base = filtered(corpus, frozenset(numbers), chosen)
        values = facets(corpus, base, chosen, script)
        assert seen == [
            sorted(hits),
            {facet: sorted(left) for facet, left in base.items()},
            {
                "values": {facet: list(map(value_as_data, found)) for facet, found in values.values.items()},
                "more": values.more,
            },
        ], chosen
        longest = max(longest, values.more["person"])
    assert longest > 30, "some of the lists are cut"


def results_as_data(results: Results) -> dict[str, object]:
    """As the engine of the browser gives them; a snippet stands here as one part."""
    hits = [
        {**hit, "pieces": list(own.pieces), "snippet": [{"text": hit["snippet"], "mark": False}]}
        for own, hit in zip(results.hits, results.as_json()["hits"], strict=True)
    ]
    values = {facet: list(map(value_as_data, found)) for facet, found in results.facets.items()}
    return {**results.as_json(), "hits": hits, "facets": values}


REQUESTS = [
    Request(query, script, page=page, size=size, **chosen)
    for script in ("hans", "hant")
    for query in ("武汉", "place:湖北 -河南", "没有的词", "")
    for page, size in ((1, 20), (2, 20), (1, 5), (4, 5), (99, 5), (13, 5))
    for chosen in (
        {},
        {"place": ("湖北", "365")},
        {"year": ("2020-02", "1999"), "original": ("hant",)},
        {"role": ("没有",)},
    )
]


def test_the_results_page_is_given_the_same_data(page, index):
    engine = Engine.open(index)
    answered = [(request, engine.search(request)) for request in REQUESTS]
    found = run(
        page,
        """
        const { resultsData } = await import("/view.js");
        return given.map(([request, results]) => resultsData(language, results, request, "/base"));
        """,
        [[request_as_data(request), results_as_data(results)] for request, results in answered],
    )
    for (request, results), seen in zip(answered, found, strict=True):
        data = results_data(results, request, "/base")
        hits = [{**hit, "snippet": [{"text": hit["snippet"], "mark": False}]} for hit in data["hits"]]
        assert seen == {**data, "hits": hits}, request
    engine.close()


def request_as_data(request: Request) -> dict[str, object]:
    chosen = {facet: list(values) for facet, values in request.chosen.items()}
    data = {"query": request.query, "script": request.script, "page": request.page, "size": request.size}
    return {**data, "chosen": chosen}


def test_a_fault_on_the_results_page_is_the_same(page):
    for query in ("(武汉", "！？", "武汉 date:2020-13"):
        request = Request(query, "hant", size=5, place=("湖北",))
        seen = run(
            page,
            """
            const { QueryError, parse } = await import("/query.js");
            const { errorData } = await import("/view.js");
            try {
              parse(language, given.query, given.script);
            } catch (error) {
              return errorData(error, given, "/base");
            }
            """,
            request_as_data(request),
        )
        with pytest.raises(QueryError) as caught:
            parse(query, "hant")
        assert seen == error_data(caught.value, request, "/base")
