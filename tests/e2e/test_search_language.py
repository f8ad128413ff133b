"""What queries and texts mean in the browser: the same as in Python, in every detail."""

from __future__ import annotations

import difflib
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from plugins.hanzi.fold import HAN, fold, fold_pairs
from plugins.hanzi.scripts import Script
from plugins.search import analysis, dates
from plugins.search.documents import Block, Text
from plugins.search.faults import QueryError
from plugins.search.pages import search_url
from plugins.search.parameters import ParameterError, read_request
from plugins.search.query import parse
from plugins.search.snippets import snippet
from plugins.search.static.language import language_data
from plugins.search.syntax import And, AnyYear, Dates, Everything, Named, Near, Node, Not, Or, Run
from plugins.stories.dates import parse as parse_date
from tests.e2e.modules import modules
from tests.search.search_queries import HAND_WRITTEN, PIECES, generated
from tests.search.search_stories import STORIES

pytestmark = pytest.mark.browser

QUERIES = tuple(dict.fromkeys((*HAND_WRITTEN, *generated(2000), *generated(300, seed=5, longest=40))))
OPEN = """
const { openLanguage } = await import("/language.js");
const language = openLanguage(await (await fetch("/language.json")).json());
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with modules(browser, **{"language.json": language_data()}) as page:
        yield page


def run(page: Page, body: str, argument: object = None) -> object:
    """What a few lines of JavaScript return; ``language`` is open in them and ``given`` is the argument."""
    return page.evaluate(f"async (given) => {{ {OPEN} {body} }}", argument)


def everything() -> Iterator[str]:
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


def as_data(node: Node) -> dict[str, object]:  # noqa: PLR0911 - one return for each kind of node
    match node:
        case Everything():
            return {"kind": "everything"}
        case Run(text, quoted, title, spelling):
            return {"kind": "run", "text": text, "quoted": quoted, "title": title, "spelling": spelling}
        case Named(field, name, written):
            return {"kind": "named", "field": field, "name": name, "written": written}
        case Dates(first, last):
            return {"kind": "dates", "first": first, "last": last}
        case AnyYear(month, day):
            return {"kind": "any-year", "month": month, "day": day}
        case Near(runs, distances):
            return {"kind": "near", "runs": list(map(as_data, runs)), "distances": list(distances)}
        case And(parts):
            return {"kind": "and", "parts": list(map(as_data, parts))}
        case Or(parts):
            return {"kind": "or", "parts": list(map(as_data, parts))}
        case Not(part):
            return {"kind": "not", "part": as_data(part)}


def test_every_character_folds_to_the_same(page):
    found = run(
        page,
        """
        const pairs = [];
        for (let code = 0; code <= 0x10ffff; code += 1) {
          if (code >= 0xd800 && code < 0xe000) continue;
          const ch = String.fromCodePoint(code), folded = language.fold(ch);
          if (folded !== ch) pairs.push([ch, folded]);
        }
        return pairs;
        """,
    )
    assert dict(found) == fold_pairs()
    assert len(found) > 9000


def test_every_character_is_of_the_same_classes(page):
    found = run(
        page,
        """
        const { isWord, isDigit, isSpace, isTermCharacter, decimal, number } = language.characters;
        const isDecimal = new RegExp(`^[${decimal}]$`, "u");
        const found = { word: "", digit: "", space: "", term: "", decimal: [] };
        for (let code = 0; code <= 0x10ffff; code += 1) {
          if (code >= 0xd800 && code < 0xe000) continue;
          const ch = String.fromCodePoint(code);
          if (isWord(ch)) found.word += ch;
          if (isDigit(ch)) found.digit += ch;
          if (isSpace(ch)) found.space += ch;
          if (isTermCharacter(ch)) found.term += ch;
          if (isDecimal.test(ch)) found.decimal.push([ch, number(ch)]);
        }
        return found;
        """,
    )
    word = re.compile(analysis.WORD)
    assert found["word"] == "".join(ch for ch in everything() if word.match(ch))
    assert found["digit"] == "".join(filter(str.isdigit, everything()))
    assert found["space"] == "".join(filter(str.isspace, everything()))
    assert found["term"] == "".join(re.findall(rf"[{HAN}]|{analysis.WORD}", "".join(everything())))
    assert found["decimal"] == [[ch, int(ch)] for ch in everything() if re.match(r"\d", ch)]


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_a_query_is_read_alike_and_its_faults_are_told_alike(page, script):
    found = run(
        page,
        """
        const { QueryError, parse } = await import("/query.js");
        return given.queries.map((query) => {
          try {
            return parse(language, query, given.script);
          } catch (error) {
            if (!(error instanceof QueryError)) throw error;
            return { position: error.position, message: error.message, suggestion: error.suggestion };
          }
        });
        """,
        {"queries": QUERIES, "script": script},
    )
    faults = 0
    for query, seen in zip(QUERIES, found, strict=True):
        try:
            expected = as_data(parse(query, script))
        except QueryError as error:
            expected = error.as_json()
            faults += 1
        assert seen == expected, repr(query)
    assert len(QUERIES) > 2000
    assert 500 < faults < len(QUERIES) - 500


def lines(number: int) -> list[str]:
    """Lines of text to look for runs in: the stories', and some of all sorts of characters."""
    blocks = [block.text for story in STORIES for text in story.texts.values() for block in text.blocks]
    return [*blocks, *generated(number, seed=6, pieces=(*PIECES, "武汉医生", "365名队员", "1365", "4.45", "45万"))]


def runs_and_texts() -> list[tuple[str, str]]:
    """Folded runs with folded texts to look for them in; most stand there."""
    chance = random.Random(7)
    pairs = []
    for text in map(analysis.fold_line, lines(500)):
        at = chance.randrange(len(text))
        run = text[at : at + chance.randint(1, 8)]
        run = "".join("?" if chance.random() < 0.1 else ch for ch in run)
        first, last = analysis.trim(run)
        if first < last:
            pairs.append((run[first:last], text))
    return pairs


def test_runs_are_found_at_the_same_places(page):
    pairs = runs_and_texts()
    found = run(
        page,
        """
        const a = await import("/analysis.js");
        return given.map(([run, text]) => [
          a.spans(language, run, text), a.count(language, run, text), a.contains(language, run, text),
          a.isPlain(language, run), a.isTerm(language, run), [...a.coveringTerms(language, run)].sort(),
          a.hanLength(language, run), a.foldLine(language, text),
          a.tokens(language, text).map(({ text, start, han }) => [text, start, han]),
        ]);
        """,
        pairs,
    )
    for (one, text), seen in zip(pairs, found, strict=True):
        assert seen[:5] + seen[6:] == [
            [list(span) for span in analysis.spans(one, text)],
            analysis.count(one, text),
            analysis.contains(one, text),
            analysis.is_plain(one),
            analysis.is_term(one),
            analysis.han_length(one),
            analysis.fold_line(text),
            [[token.text, token.start, token.han] for token in analysis.tokens(text)],
        ], (one, text)
        assert set(seen[5]) == analysis.covering_terms(one)
    assert len(pairs) > 300


def test_long_runs_are_split_into_the_same_words(page):
    chance = random.Random(8)
    cases = []
    for text in map(fold, lines(300)):
        words = sorted({text[at : at + chance.randint(2, 4)] for at in range(0, len(text), 2)})
        cases.append((text.replace("?", ""), words, max(map(len, words), default=1)))
    found = run(
        page,
        """
        const { possibleWords, splitByWords } = await import("/analysis.js");
        return given.map(([run, words, longest]) => {
          const possible = possibleWords(language, run, longest);
          const known = new Set(words.filter((word) => possible.has(word)));
          return splitByWords(language, run, known, longest);
        });
        """,
        cases,
    )
    for (text, words, longest), seen in zip(cases, found, strict=True):
        assert tuple(seen) == analysis.split_by_words(text, frozenset(words), longest), text


SPANS = [
    ("2020-02-14", "2020-02-14"),
    ("2019-12-31", "2020-01-02"),
    ("2020-01-01", "2020-12-31"),
    ("2019-03-01", "2021-02-28"),
]
WANTED = [
    "2020",
    "2020-02-14",
    "2020-01..2020-02",
    "2020-03..",
    "..2020-01",
    "*-02-14",
    "*-02-29",
    "*-02",
    "*-12-31",
    "*-03",
]


def test_dates_overlap_alike(page):
    cases = [(value, *span) for value in WANTED for span in SPANS]
    found = run(
        page,
        """
        const { overlaps, overlapsAnyYear, readDates } = await import("/dates.js");
        return given.map(([value, first, last]) => {
          const wanted = readDates(language, value);
          return wanted.kind === "dates" ? overlaps(wanted, first, last) : overlapsAnyYear(wanted, first, last);
        });
        """,
        cases,
    )
    for (value, first, last), seen in zip(cases, found, strict=True):
        wanted = dates.read_dates(value)
        ours = dates.overlaps if isinstance(wanted, Dates) else dates.overlaps_any_year
        assert seen == ours(wanted, first, last), (value, first, last)
    assert set(found) == {True, False}


def test_dates_are_written_alike_for_readers(page):
    written = ["2020", "2020-02", "2020-02-14", "2020-01/2020-02", "2019-12-31/2020-01-02", "2020-02-14/2020-02-16"]
    written += ["2019/2021", "2019-11/2021-02", "2020-02-14/2020-03", "2020-02/2020-02", "2020-02-14/2020-02-14"]
    found = run(
        page,
        """
        const { readable } = await import("/dates.js");
        return given.map(readable);
        """,
        written,
    )
    assert found == [parse_date(date).readable() for date in written]


def test_names_that_look_alike_are_found_alike(page):
    chance = random.Random(9)
    words = ["".join(chance.choices("武汉湖北省市襄阳樊城𠮷a", k=chance.randint(1, 9))) for _ in range(300)]
    long = ["".join(chance.choices("武汉湖北省市襄阳樊城𠮷abcdefgh", k=chance.randint(190, 256))) for _ in range(12)]
    cases = [(word, cutoff) for word in [*words[:60], *long] for cutoff in (0.1, 0.4, 0.6)]
    found = run(
        page,
        """
        const { closeMatches } = await import("/difflib.js");
        return given.cases.map(([word, cutoff]) => closeMatches(word, given.words, { n: 6, cutoff }));
        """,
        {"cases": cases, "words": [*words, *long]},
    )
    expected = [difflib.get_close_matches(word, [*words, *long], n=6, cutoff=cutoff) for word, cutoff in cases]
    assert found == expected
    assert any(expected[-36:])


def texts_and_runs() -> Iterator[tuple[dict[str, Text], list[Run]]]:
    """Stories of both editions, with what may be asked of them."""
    chance = random.Random(10)
    pool = lines(400)
    for _ in range(500):
        kept = [" ".join(chance.choices(pool, k=chance.randint(1, 5))) for _ in range(chance.randint(0, 4))]
        title, summary = chance.choice(pool), chance.choice(["", chance.choice(pool)])
        hans = Text(title, summary, tuple(Block(f"p-{i}", text) for i, text in enumerate(kept)))
        changed = [text.replace("医", "醫").replace("武汉", chance.choice(["武漢", "江城", "大武漢"])) for text in kept]
        hant = Text(title, summary.replace("说", "說"), tuple(Block(f"p-{i}", text) for i, text in enumerate(changed)))
        wanted = []
        for text in chance.choices([title, summary, *kept, *changed], k=chance.randint(1, 5)):
            at = chance.randrange(len(text)) if text else 0
            written = text[at : at + chance.randint(1, 6)]
            folded = analysis.fold_line(written)
            first, last = analysis.trim(folded)
            if first < last:
                asked = Run(folded[first:last], quoted=True, title=chance.random() < 0.1)
                wanted.append(replace(asked, spelling=written[first:last]) if chance.random() < 0.1 else asked)
        yield {"hans": hans, "hant": hant}, wanted


def text_as_data(text: Text) -> dict[str, object]:
    blocks = [{"anchor": block.anchor, "text": block.text} for block in text.blocks]
    return {"title": text.title, "summary": text.summary, "blocks": blocks}


def test_snippets_are_alike(page):
    cases = list(texts_and_runs())
    found = run(
        page,
        """
        const { snippet, snippetHtml } = await import("/snippets.js");
        return given.map(([texts, script, runs]) => {
          const { parts, anchor } = snippet(language, texts, script, runs);
          return [snippetHtml(parts), anchor];
        });
        """,
        [
            [{script: text_as_data(text) for script, text in texts.items()}, script, list(map(as_data, runs))]
            for texts, runs in cases
            for script in ("hans", "hant")
        ],
    )
    expected = [snippet(texts, script, runs) for texts, runs in cases for script in ("hans", "hant")]
    assert found == [[one.html, one.anchor] for one in expected]
    assert sum("<mark>" in one.html for one in expected) > 300
    assert any("&lt;b&gt;" in one.html for one in expected)
    assert any("</mark> " in one.html or "… …" in one.html for one in expected)


ADDRESSES = [
    *([("q", query)] for query in QUERIES[:400]),
    *([("q", "武汉"), ("page", page), ("size", "50")] for page in ("1", "2", "10000", "10001", "0", "-1")),
    *([("q", "武汉"), ("page", page), ("size", "50")] for page in ("", "1.0", "٣", "1e3", "01", " 1")),
    *([("q", "武汉"), ("size", size)] for size in ("1", "100", "101", "20", "999999999999")),
    [],
    [("page", "3")],
    [("q", "a"), ("q", "b"), ("page", "2"), ("page", "x")],
    [("year", "2020"), ("year", "2020-02"), ("year", "2020"), ("place", "湖北 省/武汉&"), ("place", ""), ("original", "hant")],
    [("person", f"p{i}") for i in range(50)],
    [("person", f"p{i}") for i in range(51)],
    [("q", "医"), ("open", "role"), ("open", "place")],
    [("q", "医"), ("open", "everything")],
]  # fmt: skip


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_addresses_are_read_and_written_alike(page, script):
    found = run(
        page,
        """
        const { ParameterError, readRequest, searchUrl } = await import("/urls.js");
        return given.addresses.map((pairs) => {
          try {
            const request = readRequest(language, new URLSearchParams(pairs), given.script);
            return [
              request, searchUrl("/base", request), searchUrl("", request, { page: 3 }),
              searchUrl("", request, { query: "別的 “詞”" }),
            ];
          } catch (error) {
            if (!(error instanceof ParameterError)) throw error;
            return [error.parameter, error.message];
          }
        });
        """,
        {"addresses": ADDRESSES, "script": script},
    )
    for pairs, seen in zip(ADDRESSES, found, strict=True):
        assert seen == read_and_written(pairs, script), pairs


def read_and_written(pairs: list[tuple[str, str]], script: Script) -> list[object]:
    try:
        asked = read_request(lambda name: [value for key, value in pairs if key == name], script)
    except ParameterError as error:
        return [error.name, error.message]
    chosen = {facet: list(values) for facet, values in asked.chosen.items()}
    data = {"query": asked.query, "script": script, "page": asked.page, "size": asked.size, "chosen": chosen}
    data["opened"] = asked.opened
    urls = [search_url("/base", asked), search_url("", asked, page=3), search_url("", asked, query="別的 “詞”")]
    return [data, *urls]
