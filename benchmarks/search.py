"""What search costs: the index, the engine's answers, and what a browser fetches where there is no server.

    python benchmarks/search.py             # 2,000 generated stories
    python benchmarks/search.py 20000       # another number

The stories have about 900 characters in both editions: half of their sentences are the archive's own with some words
replaced, half are strings of words; words are drawn by Zipf's law from 20,000. Queries are made by rule, the same every
time. Bytes are those of scripts (as hosts compress them) and of index files; the page itself and its styles are not
counted. Beside us Pagefind answers on the same stories where its command is on PATH (it searches one edition, ours both),
and the service is asked over 50 connections where wrk is (Debian's package of that name).
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jieba  # type: ignore[import-untyped,unused-ignore] # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from plugins.archive.modules import bare  # noqa: E402
from plugins.archive.pelican_run import read_settings  # noqa: E402
from plugins.hanzi import library  # noqa: E402
from plugins.hanzi.fold import fold  # noqa: E402
from plugins.hanzi.scripts import Forms  # noqa: E402
from plugins.options import options_of  # noqa: E402
from plugins.search.documents import Block, Catalogue, Document, Entry, Text  # noqa: E402
from plugins.search.engine import Engine, Request  # noqa: E402
from plugins.search.index import sync  # noqa: E402
from plugins.search.static.sync import commit_static, stage_static  # noqa: E402
from plugins.serving import render_search  # noqa: E402
from tests.e2e.reader import ARGUMENTS, find_browser  # noqa: E402
from tests.e2e.static_host import Host, hosting  # noqa: E402

WORDS = 20_000
PARAGRAPHS = 8
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
EACH = 12  # queries of each kind
EDITS = 150
CONNECTIONS = 50
PAUSES = (4000, 2000, 1000, 500, 250)  # milliseconds that each connection rests after an answer, on the mean
LATER = 4  # questions that the same page asks after its first
_QUOTES = str.maketrans("“”‘’", "「」『』")


@dataclass(frozen=True)
class Kind:
    """A kind of query, and the queries."""

    name: str
    queries: Sequence[str]


class Generator:
    """Stories out of the archive's sentences and of words by Zipf's law; the same ones every time."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.chooser = random.Random(count)
        texts = [
            path.read_text("utf-8").split("\n---\n", 1)[1] for path in sorted((ROOT / "content/stories").glob("*.md"))
        ]
        sentences = [one for text in texts for one in re.findall(r"[^。！？\n]{6,60}[。！？]", text) if "-{" not in one]
        self.sentences = [(one, tuple(jieba.cut(one))) for one in sentences]
        common = bytes(itertools.chain(*((high, low) for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF))))
        characters = common.decode("gb2312")
        own = sorted({word for _, words in self.sentences for word in words if len(word) > 1})
        made = {"".join(self.chooser.choices(characters, k=self.chooser.choice((2, 2, 2, 3)))) for _ in range(WORDS)}
        self.words: list[str] = self.chooser.sample(own, len(own)) + sorted(made)
        self.weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.words))))
        self.people = [
            self.chooser.choice(SURNAMES) + "".join(self.chooser.sample(characters, 2)) for _ in range(count // 2)
        ]
        self.catalogue = self._catalogue(characters)
        self.leaves = [id_ for id_ in self.catalogue.places if id_.count("/") == 2]

    def _catalogue(self, characters: str) -> Catalogue:
        def name() -> str:
            return "".join(self.chooser.sample(characters, 2))

        places = {}
        for province in range(30):
            places[f"p{province}"] = _entry(name() + "省", None)
            for city in range(8):
                places[f"p{province}/c{city}"] = _entry(name() + "市", f"p{province}")
                for county in range(4):
                    places[f"p{province}/c{city}/d{county}"] = _entry(name() + "区", f"p{province}/c{city}")
        roles = {f"role-{n}": _entry(word, None) for n, word in enumerate(self.words[:60])}
        people = {f"person-{n}": _entry(name, None) for n, name in enumerate(self.people)}
        return Catalogue(places, roles, people, {f"paper-{n}": _entry(name() + "日报", None) for n in range(40)})

    def stories(self) -> Iterator[Document]:
        """All of them."""
        return map(self.story, range(self.count))

    def story(self, number: int) -> Document:
        """One; always the same for a number."""
        chooser = random.Random(f"{self.count} {number}")
        paragraphs, words = [], set[str]()
        for _ in range(PARAGRAPHS):
            parts = [self._sentence(chooser) for _ in range(4)]
            paragraphs.append("".join(text for text, _ in parts))
            words.update(word for _, own in parts for word in own)
        person = chooser.randrange(len(self.people))
        paragraphs[0] = f"{self.people[person]}说：“{paragraphs[0]}”"
        title = "".join(chooser.choices(self.words, cum_weights=self.weights, k=4))
        day = f"202{chooser.randrange(3)}-{chooser.randrange(1, 13):02}-{chooser.randrange(1, 29):02}"
        place = self.leaves[min(int(chooser.paretovariate(0.7)), len(self.leaves)) - 1]
        blocks = tuple(Block(f"p-{i}", text) for i, text in enumerate(paragraphs))
        hans = Text(title, paragraphs[1][:60], blocks)
        return Document(
            id=f"story-{number:05}",
            url=f"stories/story-{number:05}/",
            script="hans",
            texts={"hans": hans, "hant": _traditional(hans)},
            date=day,
            first=day,
            last=day,
            places=(place,),
            roles=tuple(sorted(f"role-{n}" for n in chooser.sample(range(60), 2))),
            people=(f"person-{person}",),
            source=f"paper-{chooser.randrange(40)}",
            words=tuple(sorted({fold(word) for word in words if re.search(r"\w", word)})),
        )

    def _sentence(self, chooser: random.Random) -> tuple[str, Sequence[str]]:
        if chooser.random() < 0.5:
            _, own = chooser.choice(self.sentences)
            words = [self._word(chooser) if len(word) > 1 and chooser.random() < 0.3 else word for word in own]
            return "".join(words), words
        words = chooser.choices(self.words, cum_weights=self.weights, k=chooser.randrange(6, 16))
        middle = len(words) // 2
        return f"{''.join(words[:middle])}，{''.join(words[middle:])}。", words

    def _word(self, chooser: random.Random) -> str:
        return chooser.choices(self.words, cum_weights=self.weights)[0]

    def many_queries(self) -> Iterator[str]:
        """Twenty thousand different questions of one to three words, names and quoted runs, in no order."""
        chooser = random.Random(1)
        seen = set[str]()
        words = [word for word in self.words if len(word) == 2]
        while len(seen) < 20_000:
            size = chooser.choice((1, 1, 2, 2, 3))
            query = " ".join(chooser.choices(words, cum_weights=self.weights[: len(words)], k=size))
            if chooser.random() < 0.2:
                query = chooser.choice(self.people)
            if query not in seen:
                seen.add(query)
                yield query

    def queries(self) -> list[Kind]:
        """Questions that readers may ask, of every kind that costs differently."""
        chooser = random.Random(0)
        stories = [self.story(chooser.randrange(self.count)) for _ in range(EACH)]
        bodies = [story.texts["hans"].blocks[3].text for story in stories]
        runs = [
            re.findall(r"[\u4e00-\u9fff]{16,}", body) or ["守在村口的人们每天登记来往的车辆和行人"] for body in bodies
        ]
        cuts = [chooser.choice(found) for found in runs]
        words = [word for word in self.words if len(word) == 2]
        common, rarer, rare = words[:40], words[40:2000], words[2000:]

        def some(among: Sequence[str], size: int = 1) -> list[str]:
            return [" ".join(chooser.sample(among, size)) for _ in range(EACH)]

        return [
            Kind("common word", some(common)),
            Kind("word", some(rarer)),
            Kind("rare word", some(rare)),
            Kind("name", [self.people[int(story.people[0].split("-")[1])] for story in stories]),
            Kind("two words", some(rarer, 2)),
            Kind("three words", [f"{one} {two}" for one, two in zip(some(common, 2), some(rarer), strict=True)]),
            Kind("quoted run of 5", [f"“{cut[3:8]}”" for cut in cuts]),
            Kind("sentence", [cut[:16] for cut in cuts]),
            Kind("title", [story.texts["hant"].title for story in stories]),
            Kind("common character", some(["人", "的", "社", "民", "一", "区"])),
            Kind("rare character", some(["麟", "泪", "舷", "鹏", "糕", "啸"])),
            Kind(
                "with a field",
                [
                    f"{word} place:{self.catalogue.places[p].forms.hans}"
                    for word, p in zip(some(rarer), self.leaves, strict=False)
                ],
            ),
        ]


def _entry(name: str, parent: str | None) -> Entry:
    return Entry(Forms(name, _convert(name)), parent)


@functools.cache
def _table() -> dict[int, str]:
    return str.maketrans({key: values[0] for key, values in library.dictionary("STCharacters").items()})


def _convert(text: str) -> str:
    return text.translate(_table()).translate(_QUOTES)


def _traditional(text: Text) -> Text:
    blocks = tuple(replace(block, text=_convert(block.text)) for block in text.blocks)
    return Text(_convert(text.title), _convert(text.summary), blocks)


def _digest(document: Document) -> str:
    return sha256(repr(document).encode()).hexdigest()


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _percentiles(numbers: Sequence[float]) -> str:
    ordered = sorted(numbers)
    return f"{statistics.median(ordered):9.1f}{ordered[int(len(ordered) * 0.95) - 1]:9.1f}{ordered[-1]:9.1f}"


def _weight(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


class Archive:
    """The generated archive: the Whoosh index, the static index, and how both are brought in step."""

    def __init__(self, folder: Path, generator: Generator) -> None:
        self.folder, self.generator = folder, generator
        self.site, self.state = folder / "site", folder / "site.state"
        self.index = self.state / "index"
        self.state.mkdir()
        self.digests = {story.id: _digest(story) for story in generator.stories()}
        self.edited: dict[str, Document] = {}

    def load(self, ids: Sequence[str]) -> Iterator[Document]:
        """The stories of these ids."""
        return (self.edited.get(id_) or self.generator.story(int(id_.split("-")[1])) for id_ in ids)

    def sync_index(self) -> None:
        """The Whoosh index."""
        sync(self.index, self.digests, self.load, self.generator.catalogue)

    def sync_static(self) -> None:
        """The static index."""
        commit_static(stage_static(self.index, self.site, self.state), self.site, self.state)

    def edit(self, number: int) -> None:
        """Change one story."""
        story = self.generator.story(number)
        text = story.texts["hans"]
        changed = replace(text, blocks=(*text.blocks, Block("p-new", "今天又多了一段。")))
        self.edited[story.id] = replace(story, texts={"hans": changed, "hant": _traditional(changed)})
        self.digests[story.id] = _digest(self.edited[story.id])

    def write_page(self) -> None:
        """The search page and its scripts, as a build writes them."""
        options = options_of(read_settings(ROOT / "pelicanconf.py"))
        page = self.site / "zh-hans" / "search"
        page.mkdir(parents=True)
        (page / "index.html").write_text(render_search(options)("hans", {"query": "", "results": None, "static": True}))
        shutil.copytree(ROOT / "theme/static", self.site / "theme")
        for module in (self.site / "theme/js/search").iterdir():
            module.write_text(bare(module.read_text()))


def measure_index(archive: Archive) -> None:
    """How long the indexes take, and how large they are."""
    whole, static = _timed(archive.sync_index), _timed(archive.sync_static)
    files, size = _weight(archive.site / "search")
    texts = sum(_weight(path)[1] for path in (archive.site / "search").glob("*/texts"))
    print(f"Whoosh index: {whole:.1f} s, {_weight(archive.index)[1] / 1e6:.1f} MB")
    print(f"static index: {static:.1f} s, {files} files, {size / 1e6:.1f} MB, of that texts {texts / 1e6:.1f} MB")


def measure_edits(archive: Archive) -> None:
    """What many edits cost, one after another, in seconds of wall clock; and what the last one wrote into the static index."""
    took: dict[str, list[float]] = {"Whoosh": [], "static": [], "both": []}
    before: set[Path] = set()
    for number in random.Random(EDITS).sample(range(archive.generator.count), EDITS):
        before = set((archive.site / "search").iterdir())
        archive.edit(number)
        whoosh, static = _timed(archive.sync_index), _timed(archive.sync_static)
        for name, seconds in zip(took, (whoosh, static, whoosh + static), strict=True):
            took[name].append(seconds)
    print(f"\n{f'{EDITS} edits, s':<20}" + "".join(f"{name:>9}" for name in ("p50", "p90", "p95", "p99", "worst")))
    for name, times in took.items():
        ordered = sorted(times)
        picked = (ordered[int(EDITS * part) - 1] for part in (0.5, 0.9, 0.95, 0.99, 1))
        print(f"{name:<20}" + "".join(f"{one:9.2f}" for one in picked))
    weights = [_weight(path) for path in (archive.site / "search").iterdir() if path not in before and path.is_dir()]
    print(
        f"the last one wrote {sum(files for files, _ in weights)} files, {sum(size for _, size in weights) / 1e3:.0f} kB"
    )


def measure_engine(archive: Archive, kinds: Sequence[Kind]) -> None:
    """How long the engine takes, facets and snippets included, in milliseconds of CPU, so that a busy machine may measure."""
    engine = Engine.open(archive.index)
    print(f"\n{'engine, ms of CPU':<20}{'p50':>9}{'p95':>9}{'worst':>9}{'hits':>9}")
    for kind in kinds:
        took, hits = [], []
        for query in kind.queries:
            start = time.process_time()
            hits.append(engine.search(Request(query, "hans")).total)
            took.append((time.process_time() - start) * 1000)
        print(f"{kind.name:<20}{_percentiles(took)}{statistics.median(hits):9.0f}")
    engine.close()


_WRK = """
local queries = {}
for line in io.lines("QUERIES") do queries[#queries + 1] = line end
local at, step = 0, 2
local threads = 0
function setup(thread) thread:set("first", threads); threads = threads + 1 end
function init() at = first; math.randomseed(first + 1) end
function request()
  at = at + step
  return wrk.format("GET", "/api/search?q=" .. queries[at % #queries + 1])
end
function delay() return math.random(0, 2 * DELAY) end  -- else all connections would ask at the same moment
function done(summary, latency)
  local e = summary.errors
  print(string.format("%.1f %.1f %.1f %.1f %d %d", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.timeout, e.status))
end
"""


def measure_service(archive: Archive) -> None:
    """How long answers take over fifty connections, no question asked before, at ever more questions a second."""
    command = shutil.which("wrk")
    if command is None:
        print("\nThe service was not measured: there is no command wrk on PATH.")
        return
    queries = archive.folder / "queries"
    queries.write_text("".join(f"{quote(query)}\n" for query in archive.generator.many_queries()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    host = [sys.executable, "tasks.py", "host", "--rate", "0", "--port", str(port), "--siteurl", origin]
    with subprocess.Popen([*host, "--output", str(archive.site)], cwd=ROOT, stderr=subprocess.DEVNULL) as service:
        try:
            _wait_for(f"{origin}/health")
            head = ("a second", "p50 ms", "p95 ms", "p99 ms", "errors", "not 200")
            print(f"\n{'service, 2 processes':<24}" + "".join(f"{name:>9}" for name in head))
            script = archive.folder / "ask.lua"
            for pause in (None, *PAUSES, 0):
                script.write_text(_WRK.replace("QUERIES", str(queries)).replace("DELAY", str(pause or 0)))
                options = ["-t2", f"-c{CONNECTIONS}", "-d15s", "-s", str(script)]
                done = subprocess.run([command, *options, origin], check=True, capture_output=True, text=True)
                if pause is None:  # what every process reads once is read
                    continue
                figures = done.stdout.splitlines()[-1].split()
                label = (
                    f"{CONNECTIONS}, each after {pause / 1000:.2g} s" if pause else f"{CONNECTIONS}, without a pause"
                )
                print(f"{label:<24}" + "".join(f"{figure:>9}" for figure in figures))
        finally:
            service.terminate()


def _wait_for(address: str) -> None:
    """Wait until a service answers.

    Raises:
        TimeoutError: it does not.
    """
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(address):  # noqa: S310 (our own, on loopback)
            return
        time.sleep(0.1)
    raise TimeoutError(address)


def measure_browser(archive: Archive, kinds: Sequence[Kind], browser: Browser) -> None:
    """How many bytes a first and a later question fetch, and how long they take, in one page after the other."""
    archive.write_page()

    def ask(page: Page, query: str, *, first: bool) -> None:
        if first:
            page.goto(f"/zh-hans/search/?q={query}")
        else:
            page.fill("#q", query)
            page.press("#q", "Enter")
        page.wait_for_function("q => new URLSearchParams(location.search).get('q') === q", arg=query)
        page.wait_for_selector("#answer:not([aria-busy]) > .total, #answer:not([aria-busy]) > .fault")

    with hosting({"/": archive.site}) as host:
        _measure_pages(
            host, kinds, browser, title="browser, kB", ask=ask, counted=r"/search/.*\.(bin|json)|/js/search/"
        )


def _measure_pages(
    host: Host, kinds: Sequence[Kind], browser: Browser, *, title: str, ask: Callable[..., None], counted: str
) -> None:
    print(
        f"\n{title:<20}{'first':>9}{'p95':>9}{'worst':>9}   {'later':>9}{'p95':>9}{'worst':>9}{'requests':>9}{'ms':>9}"
    )
    every: tuple[list[float], list[float]] = ([], [])
    for kind in kinds:
        sizes: tuple[list[float], list[float]] = ([], [])
        requests, times = [], []
        for at in range(0, len(kind.queries), LATER + 1):
            context = browser.new_context(base_url=host.origin)
            page = context.new_page()
            for later, query in enumerate(kind.queries[at : at + LATER + 1]):
                host.asked.clear()
                times.append(_timed(functools.partial(ask, page, query, first=not later)) * 1000)
                fetched = [size for path, size in host.asked if re.search(counted, path)]
                sizes[bool(later)].append(sum(fetched) / 1e3)
                requests.append(len(fetched))
            context.close()
        print(
            f"{kind.name:<20}{_percentiles(sizes[0])}   {_percentiles(sizes[1])}"
            f"{statistics.median(requests):9.0f}{statistics.median(times):9.0f}"
        )
        for at, more in enumerate(sizes):
            every[at].extend(more)
    print(f"{'all':<20}{_percentiles(every[0])}   {_percentiles(every[1])}")


def measure_pagefind(archive: Archive, kinds: Sequence[Kind], browser: Browser) -> None:
    """The same of Pagefind on the Simplified edition, if it is there."""
    command = shutil.which("pagefind_extended") or shutil.which("pagefind")
    if command is None:
        print("\nPagefind was not measured: there is no command pagefind on PATH.")
        return
    site = archive.folder / "pagefind-site"
    for story in archive.generator.stories():
        text = story.texts["hans"]
        body = "".join(f"<p>{escape(block.text)}</p>" for block in text.blocks)
        page = site / story.url / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(
            f"<!doctype html><html lang=zh><title>{text.title}</title><main><h1>{text.title}</h1>{body}</main>"
        )
    seconds = _timed(lambda: subprocess.run([command, "--site", str(site)], check=True, capture_output=True))
    files, size = _weight(site / "pagefind")
    print(f"\nPagefind: {seconds:.1f} s, {files} files, {size / 1e6:.1f} MB")
    script = """globalThis.ask = async (query) => {
      globalThis.pagefind ??= await import("/pagefind/pagefind.js");
      const found = await globalThis.pagefind.search(query);
      await Promise.all(found.results.slice(0, 20).map((result) => result.data()));
      return found.results.length;
    };"""
    (site / "ask.js").write_text(script)
    (site / "index.html").write_text('<!doctype html><html lang="zh"><script type="module" src="/ask.js"></script>')

    def ask(page: Page, query: str, *, first: bool) -> None:
        if first:
            page.goto("/")
            page.wait_for_function("globalThis.ask")
        page.evaluate("query => globalThis.ask(query)", query)

    with hosting({"/": site}) as host:
        host.policy = "default-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:"
        _measure_pages(host, kinds, browser, title="Pagefind, kB", ask=ask, counted=r"/pagefind/")


def main(count: int) -> None:
    """Measure and print."""
    generator = Generator(count)
    kinds = generator.queries()
    print(f"{count} stories, {json.dumps([len(kind.queries) for kind in kinds])[1:-1]} queries")
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), generator)
        measure_index(archive)
        measure_engine(archive, kinds)
        measure_service(archive)
        path = find_browser()
        if path is None:
            print("\nThe browser was not measured: there is none.")
        else:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
                measure_browser(archive, kinds, browser)
                measure_pagefind(archive, kinds, browser)
                browser.close()
        measure_edits(archive)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
