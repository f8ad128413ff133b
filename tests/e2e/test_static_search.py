"""Search with no server: a browser on a host of plain files gives the answers that the engine gives."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from plugins.hanzi.scripts import SCRIPTS, Forms
from plugins.search.documents import Catalogue, Document, Entry
from plugins.search.engine import Engine
from plugins.search.faults import QueryError
from plugins.search.results import Request
from plugins.search.static import levels, people, postings, segment
from plugins.search.static.sync import commit_static, stage_static
from tests.e2e.modules import MODULES
from tests.e2e.static_host import Host, hosting
from tests.search.archive import build_index
from tests.search.random_stories import random_requests, random_story
from tests.search.search_queries import HAND_WRITTEN, generated
from tests.search.search_stories import CATALOGUE, put

pytestmark = pytest.mark.browser

#: How many stories are edited at a time: enough for a small segment, a middle one, both, and a new base.
EDITS = (1, 8, 3, 1, 2, 14, 1, 0)

#: Asks the engine of the browser; what it knows of the index stays, as it does while a page is open.
ASK = """async ([requests, people]) => {
  const [{ Index }, { asJson }, { QueryError }] = await Promise.all(
    ["engine", "results", "faults"].map((name) => import(`/js/${name}.js`)));
  globalThis.index ??= new Index("/search/");
  const answer = async (request) => {
    const index = people ? globalThis.index : new Index("/search/");
    try {
      return asJson(await index.ask((engine) => engine.search(request, { people })));
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return { error: { position: error.position, message: error.message, suggestion: error.suggestion } };
    }
  };
  const answers = [];
  for (const request of requests) answers.push(await answer(request));
  return answers;
}"""


def in_browser(page: Page, requests: Sequence[Request], *, people: bool = True) -> list[Any]:
    asked = [
        {"query": r.query, "script": r.script, "page": r.page, "size": r.size, "chosen": dict(r.chosen)}
        for r in requests
    ]
    answers: list[Any] = page.evaluate(ASK, [json.loads(json.dumps(asked)), people])
    return answers


def in_python(index: Path, requests: Sequence[Request]) -> list[Any]:
    engine = Engine.open(index)

    def answer(request: Request) -> object:
        try:
            return engine.search(request).as_json()
        except QueryError as error:
            return {"error": error.as_json()}

    answers: list[Any] = json.loads(json.dumps([answer(request) for request in requests]))
    engine.close()
    return answers


def assert_equal_answers(page: Page, index: Path, requests: Sequence[Request]) -> None:
    for request, found, wanted in zip(requests, in_browser(page, requests), in_python(index, requests), strict=True):
        for answer in (found, wanted):
            answer.pop("took_ms", None)
        assert found == wanted, request


def assert_nobody_need_be_known(page: Page, requests: Sequence[Request]) -> None:
    """Hits, scores and the other facets are the same where the browser does not fetch who is in the stories."""
    known, unknown = (in_browser(page, requests, people=people) for people in (True, False))
    for answers in (known, unknown):
        for answer in answers:
            answer.pop("took_ms", None)
            answer.get("facets", {}).pop("person", None)
            for hit in answer.get("hits", ()):
                hit.pop("people")
    assert unknown == known


class Archive:
    """An index and the static index beside it, brought in step as a build does."""

    def __init__(self, folder: Path, index: Path | None = None) -> None:
        self.index = index or folder / "index"
        self.site = folder / "site"
        self.state = folder / "state"
        self.state.mkdir(parents=True)

    def sync(self) -> bool:
        """Whether anything was written."""
        staged = stage_static(self.index, self.site, self.state)
        commit_static(staged, self.site, self.state)
        return staged is not None

    def folders(self) -> dict[str, Path]:
        empty = self.state / "empty"
        empty.mkdir(exist_ok=True)
        (empty / "index.html").write_text("<!doctype html><title>search</title>")
        return {"/": empty, "/js/": MODULES, "/search/": self.site / "search"}


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """Opens an empty page of a host, on which the modules can be asked."""
    contexts = []

    def open_page(host: Host) -> Page:
        contexts.append(browser.new_context())
        page: Page = contexts[-1].new_page()
        page.goto(f"{host.origin}/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_archive_gives_the_same_answers_as_the_engine(tmp_path, opened):
    archive = Archive(tmp_path / "one", build_index(tmp_path / "archive"))
    assert archive.sync()
    queries = dict.fromkeys((*HAND_WRITTEN, *generated(700), *generated(100, seed=3, longest=40)))
    requests = [Request(query, SCRIPTS[i % 2]) for i, query in enumerate(queries)]
    facets = [
        ("place", ("hubei",)),
        ("place", ("hubei/wuhan", "陕西")),
        ("role", ("志愿者",)),
        ("year", ("2020-02", "2022")),
    ]
    facets += [("original", ("hant",)), ("person", ("姚雲乾",)), ("place", ("nowhere",))]
    for name, values in facets:
        for query in ("", "社区", "志愿者 或 老师", "没有这个词呀"):
            requests += [Request(query, "hans", page, 7, **{name: values}) for page in (1, 2, 90)]
    requests += [Request(query, "hans", place=("hubei",), role=("volunteer",)) for query in ("社区", "村民")]
    assert len(requests) > 800
    with hosting(archive.folders()) as host:
        assert_equal_answers(opened(host), archive.index, requests)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_answers_are_those_of_the_engine(tmp_path, opened, monkeypatch, seed):
    monkeypatch.setattr(levels, "LEVELS", ((1, 1), (4, 2)))
    monkeypatch.setattr(levels, "PART", 4)
    monkeypatch.setattr(levels, "WHOLE", 8)
    for module in (people, segment):
        monkeypatch.setattr(module, "BASE_SHARD", 700)  # so that few stories make many files, of every kind
    monkeypatch.setattr(segment, "LATER_SHARD", 300)
    monkeypatch.setattr(postings, "LARGEST_INLINE", 20)
    monkeypatch.setattr(postings, "CHUNK", 50)
    chooser = random.Random(seed)
    archive = Archive(tmp_path)
    names = count()
    stories = {f"s-{n}": random_story(chooser, f"s-{n}") for n in (next(names) for _ in range(60))}
    segments = set()
    with hosting(archive.folders()) as host:
        for step in range(len(EDITS)):
            put(archive.index, stories.values(), catalogue(step))
            archive.sync()
            segments.add(len(json.loads((archive.site / "search/manifest.json").read_text())["segments"]))
            requests = list(random_requests(chooser, list(stories.values()), 50))
            page = opened(host)
            assert_equal_answers(page, archive.index, requests)
            assert_nobody_need_be_known(page, requests[:20])
            edit(stories, chooser, names, step)
    assert segments == {1, 2, 3, 4}


def catalogue(step: int) -> Catalogue:
    """The names at some time: people get other names, come and go; a place is renamed."""
    people = dict(CATALOGUE.people)
    if step % 3 == 1:
        people["yao-yunqian"] = replace(people["yao-yunqian"], names=("守望", "武汉人"))
    if step % 4 == 2:
        people["ha"] = Entry(Forms("哈哈", "哈哈"))
    places = CATALOGUE.places | ({"henan": Entry(Forms("豫省", "豫省"), None, ("社区",))} if step % 2 else {})
    return replace(CATALOGUE, people=people, places=places)


def edit(stories: dict[str, Document], chooser: random.Random, names: Iterator[int], step: int) -> None:
    """Change, add and remove some stories."""
    for _ in range(EDITS[step]):
        id_ = chooser.choice(list(stories))
        match chooser.randrange(5):
            case 0:
                del stories[id_]
            case 1:
                new = f"s-{next(names)}"
                stories[new] = random_story(chooser, new)
            case _:
                stories[id_] = random_story(chooser, id_)
