"""What the browser says and offers where a search finds nothing: the same as Python, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from plugins.hanzi.scripts import Script
from plugins.search.clauses import written_clauses
from plugins.search.corpus import Corpus
from plugins.search.facets import FACETS, facet_names
from plugins.search.faults import QueryError
from plugins.search.matching import Matcher
from plugins.search.notes import note
from plugins.search.offers import Offer, fewer_facets, other_queries, searched
from plugins.search.query import parse
from plugins.search.results import Request
from plugins.search.static.language import language_data
from plugins.search.store import Store
from plugins.search.syntax import And, AnyYear, Dates, Everything, Named, Near, Node, Not, Or, Run
from tests.e2e.modules import modules
from tests.e2e.test_search_facets import CORPUS, names_as_data
from tests.e2e.test_search_language import as_data, run
from tests.search.search_queries import HAND_WRITTEN, generated
from tests.search.search_stories import STORIES, put

pytestmark = pytest.mark.browser

#: Words of the stories and near them, so that many a query finds something once a word is left out or spelled right.
PIECES = (
    *(
        "武汉",
        "武汉市",
        "醫生",
        "守望",
        "没有的词",
        "樊城",
        "樊成区",
        "姚云前",
        "余融濠",
        "志愿着",
        "志願司機每天接送護士",
        "xiangyang",
    ),
    *(
        "封城以后的医生",
        "教师检察官居民守望",
        "365名",
        "365名教师",
        "襄阳市",
        "襄羊",
        "河南的老师",
        "a1b2",
        "湖北曰报",
        "𠮷野",
    ),
    *(" ", " ", " ", " ", "　", " OR ", " 或 ", " AND ", " -", " 非 ", " NEAR/3 ", "(", ")", "“", "”", "?", "，", "："),
    *(
        "place:",
        "role:",
        "人物：",
        "来源:",
        "title:",
        "exact:",
        "date:2020 ",
        "date:1990",
        "非典",
        "-守望",
        "place:武汗",
        "role:教帅",
    ),
)
QUERIES = tuple(
    dict.fromkeys(
        (*HAND_WRITTEN, *PIECES, *generated(600, seed=14, pieces=PIECES, longest=5), *generated(150, seed=15))
    )
)


def readable(query: str) -> bool:
    try:
        parse(query)
    except QueryError:
        return False
    return True


def from_data(data: dict) -> Node:  # noqa: PLR0911 - one return for each kind of node
    match data:
        case {"kind": "everything"}:
            return Everything()
        case {"kind": "run", **rest}:
            return Run(**rest)
        case {"kind": "named", **rest}:
            return Named(**rest)
        case {"kind": "dates", **rest}:
            return Dates(**rest)
        case {"kind": "any-year", **rest}:
            return AnyYear(**rest)
        case {"kind": "near", "runs": runs, "distances": distances}:
            return Near(tuple(map(from_data, runs)), tuple(distances))
        case {"kind": "and", "parts": parts}:
            return And(tuple(map(from_data, parts)))
        case {"kind": "or", "parts": parts}:
            return Or(tuple(map(from_data, parts)))
    return Not(from_data(data["part"]))


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    directory: Path = tmp_path_factory.mktemp("offers") / "index"
    put(directory, STORIES)
    return Matcher(Corpus(Store.open(directory)))


@pytest.fixture(scope="module")
def page(browser: Browser, matcher: Matcher) -> Iterator[Page]:
    """A page whose matcher asks Python's, so that only what is made of its answers is compared."""
    corpus = matcher.corpus

    def plan(data: dict) -> dict[str, object]:
        planned = matcher.plan(from_data(data))
        return {"run": as_data(planned.run), "words": list(map(as_data, planned.words))}

    data = {facet: names_as_data(facet_names(corpus, facet)) for facet in FACETS}
    with modules(browser, **{"language.json": language_data(), "corpus.json": data}) as page:
        page.expose_function("matches", lambda node: sorted(matcher.matches(from_data(node))))
        page.expose_function("plan", plan)
        page.expose_function("words", lambda possible: sorted(corpus.words.intersection(possible)))
        yield page


MATCHER = f"""
{CORPUS}
const known = new Map();
const remembered = (ask, node) => {{
  const name = JSON.stringify(node);
  if (!known.has(name)) known.set(name, ask(node));
  return known.get(name);
}};
const matcher = {{
  corpus: {{ ...corpus, words: async (possible) => new Set(await words([...possible])), longestWord: given.longest }},
  matches: async (node) => new Set(await remembered(matches, node)),
  plan,
}};
"""


def offer_as_data(offer: Offer) -> dict[str, object]:
    return {"query": offer.query, "total": offer.total, "without": list(offer.without)}


@pytest.mark.parametrize(("script", "asked"), [("hans", QUERIES), ("hant", QUERIES[::4])])
def test_notes_and_offers_are_the_same(page, matcher, script: Script, asked):
    queries = list(filter(readable, asked))
    found = run(
        page,
        MATCHER
        + """
        const { writtenClauses } = await import("/clauses.js");
        const { note } = await import("/notes.js");
        const { otherQueries, searched } = await import("/offers.js");
        const { parse } = await import("/query.js");
        const found = [];
        for (const query of given.queries) {
          const node = parse(language, query), { script } = given;
          const matched = await matcher.matches(node);
          found.push([
            writtenClauses(language, query, script),
            await searched(language, matcher, query, script),
            await note(language, matcher, node, matched, { query, script }),
            matched.size ? null : await otherQueries(language, matcher, query, script, ["place", "year"]),
          ]);
        }
        return found;
        """,
        {"queries": queries, "script": script, "longest": matcher.corpus.longest_word},
    )
    offered = 0
    for query, seen in zip(queries, found, strict=True):
        node = parse(query)
        matched = matcher.matches(node)
        offers = None if matched else other_queries(matcher, query, script, ["place", "year"])
        assert seen == [
            list(written_clauses(query, script)),
            searched(matcher, query, script),
            note(matcher, node, matched, Request(query, script)),
            None if offers is None else list(map(offer_as_data, offers)),
        ], repr(query)
        offered += bool(offers)
    assert len(queries) > len(asked) / 3
    assert offered > len(asked) / 6


def test_offers_to_take_facets_away_are_the_same(page):
    everything, few = list(range(9)), list(range(3))
    cases = [
        ["武汉", everything, {"place": few, "year": everything}, ["place", "year"]],
        ["武汉", everything, {"place": few, "role": few, "year": few, "source": everything}, ["place", "role", "year", "source"]],
        ["武汉", everything, {}, ["place"]],
    ]  # fmt: skip
    bases = [{facet: base.get(facet, []) for facet in FACETS} for _, _, base, _ in cases]
    found = run(
        page,
        """
        const { fewerFacets } = await import("/offers.js");
        const sets = (base) => Object.fromEntries(Object.entries(base).map(([facet, left]) => [facet, new Set(left)]));
        return given.map(([query, matched, base, chosen]) => fewerFacets(query, new Set(matched), sets(base), chosen));
        """,
        [[query, matched, base, chosen] for (query, matched, _, chosen), base in zip(cases, bases, strict=True)],
    )
    assert found == [
        [offer_as_data(offer) for offer in fewer_facets(query, frozenset(matched), sets, chosen)]
        for (query, matched, _, chosen), base in zip(cases, bases, strict=True)
        for sets in [{facet: frozenset(left) for facet, left in base.items()}]
    ]
