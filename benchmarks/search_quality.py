"""How well search finds a story that a reader knows: by its title, and by a sentence that they half remember.

    python benchmarks/search_quality.py            # the archive's stories among 1,000 generated ones
    python benchmarks/search_quality.py 300        # among another number

Queries are made by rule, the same every time: titles; and of one sentence of each story its words without some, its
words in another order, its words with one replaced by another word for the same, and the sentence run on without its
particles. Beside us stand SQLite's FTS5 with trigrams and Pagefind, where its command is on PATH, on the same Simplified
texts. MRR is over the first ten hits. Nothing here was looked at one query at a time to set a constant of ranking.
"""

from __future__ import annotations

import functools
import http.server
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jieba  # type: ignore[import-untyped,unused-ignore] # noqa: E402
from build import GIVEN, PLACES, ROLES, SURNAMES  # noqa: E402

from plugins.archive.pelican_run import read_settings  # noqa: E402
from plugins.archive.state import State  # noqa: E402
from plugins.indexing import sync_index  # noqa: E402
from plugins.options import options_of  # noqa: E402
from plugins.pages.collection import Collection  # noqa: E402
from plugins.reading import read  # noqa: E402
from plugins.scanning import Files  # noqa: E402
from plugins.search.documents import Text  # noqa: E402
from plugins.search.engine import Engine, Request  # noqa: E402

TOP = 10
GENERATED_ASKED = 50
KINDS = ("title", "without some words", "in another order", "another word", "run on")

THINGS = (
    "口罩", "蔬菜", "药品", "消毒液", "体温计", "棉衣", "方便面", "奶粉", "降压药", "课本", "雨伞", "炭火", "热水",
    "面包车", "对讲机", "登记本", "帐篷", "手套", "大米", "苹果",
)  # fmt: skip
SPOTS = (
    "村口", "桥头", "小区门口", "超市", "菜市场", "卫生院", "地铁站", "高速路口", "学校操场", "社区服务中心",
    "养老院", "码头", "隔离点", "快递站", "田埂", "锅炉房",
)  # fmt: skip
PEOPLE = (
    "独居老人", "孕妇", "返乡学生", "货车司机", "环卫工人", "新手妈妈", "外地租客", "聋哑夫妇", "透析病人",
    "值班护士", "退伍军人", "双胞胎姐妹",
)  # fmt: skip
TITLES = (
    "{name}和{spot}的{thing}",
    "{n}天，{name}守着{spot}",
    "给{people}送{thing}的人",
    "{spot}的灯一直亮着",
    "{name}的{thing}账本",
    "一位{people}与{name}的约定",
)
SENTENCES = (
    "每天清早{name}都要先到{spot}把{thing}清点一遍，再给{people}打电话。",
    "那天夜里下着雨，{name}骑着电动车穿过{spot}，把{thing}送到了{people}家里。",
    "{people}说，要不是{name}背来{thing}，这个冬天真不知道该怎么过。",
    "{spot}缺少{thing}，{name}跑了{n}里路才从邻县借到一批。",
    "有人嫌{spot}查得太严，{name}端来热水慢慢解释，后来大家都愿意配合。",
    "{name}在{spot}搭起了简易棚子，和{people}一起守了{n}个晚上。",
    "登记表上写着{n}户人家，{name}一户一户敲门，问他们缺不缺{thing}。",
    "因为方言听不懂，{name}请{people}帮忙用喇叭在{spot}反复播放通知。",
    "孩子发烧的那天，{people}第一个想到的是住在{spot}旁边的{name}。",
    "{name}把自己家的{thing}全部搬到{spot}，还垫付了{n}元钱。",
    "{spot}恢复通车以后，{people}专门送来一面锦旗和{n}个鸡蛋。",
    "换班的时候，{name}总要在{spot}的黑板上写一句鼓励{people}的话。",
    "{people}需要{thing}，可是{spot}已经关门，{name}只好翻墙进去取。",
    "小本子里记着{n}位{people}的生日，{name}一个也没有忘记。",
    "{name}从来没有想过，自己会在{spot}学会给{people}理发。",
)
SAME = {
    "每天": "天天", "清早": "早晨", "夜里": "晚上", "打电话": "联系", "送到": "捎给", "解释": "说明", "大家": "众人", "愿意": "肯",
    "帮忙": "协助", "缺少": "短缺", "旁边": "附近", "自己": "本人", "全部": "统统", "专门": "特意", "需要": "急需", "忘记": "忘掉",
    "学会": "掌握", "通知": "消息", "孩子": "小孩", "工作": "干活", "居民": "住户", "疫情": "病毒", "队员": "成员", "组织": "安排",
    "老人": "长者", "群众": "乡亲", "村民": "乡邻", "医院": "病房", "家里": "家中", "回家": "返家", "学生": "同学", "妻子": "爱人",
}  # fmt: skip
PARTICLES = set("的了着过在把被和与也都就还又很一是有他她它这那从到给对向为而让并中上里个不")
_WORD = re.compile(r"\w+")

Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Query:
    """A query and the story that it is meant to find."""

    kind: str
    text: str
    story: str


def write_stories(folder: Path, count: int) -> None:
    """Generate stories whose sentences can be told apart, mostly; the same ones every time."""
    chooser = random.Random(count)
    for number in range(count):
        name = chooser.choice(SURNAMES) + "".join(chooser.sample(GIVEN, chooser.choice((1, 2))))

        def fill(sentence: str, name: str = name) -> str:
            slots = {"thing": chooser.choice(THINGS), "spot": chooser.choice(SPOTS), "people": chooser.choice(PEOPLE)}
            return sentence.format(name=name, n=chooser.randrange(3, 400), **slots)

        chosen = chooser.sample(SENTENCES, 9)
        paragraphs = ["".join(map(fill, chosen[at : at + 3])) for at in (0, 3, 6)]
        front = (
            f"---\nid: made-{number:05}\ntitle: {fill(chooser.choice(TITLES))}\ndate: 2020-02-{chooser.randrange(1, 29):02}\n"
            f"script: hans\nkind: retold\nplaces: [{chooser.choice(PLACES)}]\nroles: [{chooser.choice(ROLES)}]\n"
            f"people: [{{name: {name}, id: p-{number}}}]\n"
            "source: {name: unknown, url: unknown, reason: 生成的文本}\nadded: 2026-11-22\n---\n\n"
        )
        (folder / f"made-{number:05}.md").write_text(front + "\n\n".join(paragraphs) + "\n", "utf-8")


def make_index(folder: Path, count: int) -> Path:
    """Index the archive's stories and the generated ones as a build does; gives the folder of the index."""
    shutil.copytree(ROOT / "content", folder / "content")
    write_stories(folder / "content" / "stories", count)
    settings = read_settings(ROOT / "pelicanconf.py", PATH=str(folder / "content"), OUTPUT_PATH=str(folder / "output"))
    options = replace(options_of(settings), workers=1)
    with State.open(options.state_file) as state:
        found = read(options, Files.find(options, state), state)
        published = [story for story in found.below("stories/") if story["status"] == "published"]
        sync_index(options.index, Collection.of(published, found.vocabulary), state.texts)
    return options.index


def queries(texts: Mapping[str, Text]) -> Iterator[Query]:
    """What readers ask: of every story of the archive, and of some generated ones. No title that two stories share."""
    titles = Counter(text.title for text in texts.values())
    made = sorted(id_ for id_ in texts if id_.startswith("made-"))
    asked = [id_ for id_ in sorted(texts) if id_ not in set(made)] + made[:: max(1, len(made) // GENERATED_ASKED)]
    for at, id_ in enumerate(asked):
        text = texts[id_]
        if titles[text.title] == 1:
            yield Query("title", text.title, id_)
        block = text.blocks[at % len(text.blocks)].text
        sentence = max(re.split(r"[。！？；]", block), key=len)
        words = [word for word in jieba.lcut(sentence) if _WORD.fullmatch(word)]
        telling = [word for word in words if word not in PARTICLES]
        yield Query("without some words", " ".join(word for i, word in enumerate(telling) if i % 3 != at % 3), id_)
        yield Query("in another order", " ".join(list(dict.fromkeys(telling))[-2:] + telling[:4][::-1]), id_)
        known = [i for i, word in enumerate(telling) if word in SAME]
        if known:
            other = [SAME[word] if i == known[0] else word for i, word in enumerate(telling)]
            start = max(0, known[0] - 2)
            yield Query("another word", " ".join(other[start : start + 5]), id_)
        yield Query("run on", "".join(telling[:6]), id_)


def ours(engine: Engine, follow: bool) -> Search:
    """Our search; where it finds nothing and ``follow`` is set, the first search that it offers instead."""

    def search(query: str) -> list[str]:
        results = engine.search(Request(query, "hans", size=TOP))
        if follow and not results.total and results.offers:
            results = engine.search(Request(results.offers[0].query, "hans", size=TOP))
        return [hit.id for hit in results.hits]

    return search


def trigrams(texts: Mapping[str, Text], joined: str) -> Search:
    """SQLite's FTS5 with trigrams and bm25, our weights; words of one or two characters by LIKE."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE story USING fts5(id UNINDEXED, title, summary, body, tokenize='trigram')")
    rows = [(i, text.title, text.summary, "\n".join(b.text for b in text.blocks)) for i, text in sorted(texts.items())]
    base.executemany("INSERT INTO story VALUES (?, ?, ?, ?)", rows)

    def search(query: str) -> list[str]:
        words = _WORD.findall(query)
        matching = f" {joined} ".join(f'"{word}"' for word in words if len(word) >= 3)
        wheres, values = [], []
        if matching:
            wheres, values = ["story MATCH ?"], [matching]
        likes = [word for word in words if len(word) < 3] if joined == "AND" or not matching else []
        for word in likes:
            wheres.append("(title LIKE ? OR summary LIKE ? OR body LIKE ?)")
            values += [f"%{word}%"] * 3
        order = "bm25(story, 0, 5, 3, 1), id" if matching else "id"
        where = " AND ".join(wheres) if joined == "AND" or matching else " OR ".join(wheres)
        found = base.execute(f"SELECT id FROM story WHERE {where} ORDER BY {order} LIMIT {TOP}", values)  # noqa: S608
        return [row[0] for row in found]

    return search


def pagefind(folder: Path, texts: Mapping[str, Text], asked: Sequence[Query]) -> Search | None:
    """Pagefind's answers, from a browser; None where its command or a browser is missing."""
    command = shutil.which("pagefind_extended") or shutil.which("pagefind")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        browser = None
    if command is None or browser is None:
        return None
    for id_, text in texts.items():
        body = "".join(f"<p>{escape(block.text)}</p>" for block in text.blocks)
        html = f"<main data-pagefind-body><h1>{escape(text.title)}</h1><p>{escape(text.summary)}</p>{body}</main>"
        (folder / f"{id_}.html").write_text(f'<!doctype html><html lang="zh-Hans"><body>{html}</body></html>', "utf-8")
    (folder / "index.html").write_text('<!doctype html><html lang="zh-Hans"><body></body></html>', "utf-8")
    subprocess.run([command, "--site", str(folder), "--quiet"], check=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ask = f"""async query => {{
        const pagefind = await import('/pagefind/pagefind.js');
        const found = (await pagefind.search(query)).results.slice(0, {TOP});
        return (await Promise.all(found.map(result => result.data()))).map(data => data.url);
    }}"""
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
            answers = {query.text: [Path(url).stem for url in page.evaluate(ask, query.text)] for query in asked}
    finally:
        server.shutdown()
    return answers.__getitem__


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing of every file."""


def report(name: str, search: Search, asked: Sequence[Query]) -> None:
    """Print what a search is worth, over all queries and for each kind."""
    places = []
    for query in asked:
        found = search(query.text)
        places.append(found.index(query.story) + 1 if query.story in found else None)

    def line(kind: str) -> str:
        own = [place for query, place in zip(asked, places, strict=True) if kind in ("all", query.kind)]
        score = sum(1 / place for place in own if place) / len(own)
        first, ten = (sum(1 for place in own if place and place <= most) / len(own) for most in (1, TOP))
        return f"{score:.3f} {first:6.1%} {ten:6.1%}"

    print(f"| {name} | " + " | ".join(map(line, ("all", *KINDS))) + " |", flush=True)


def main(count: int) -> None:
    """Make the stories, ask every search, print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        engine = Engine.open(make_index(folder, count))
        corpus = engine.corpus
        texts = {card.id: corpus.texts(card.number)["hans"] for card in corpus.cards}
        asked = [query for query in queries(texts) if query.text]
        sizes = ", ".join(f"{kind} {sum(query.kind == kind for query in asked)}" for kind in KINDS)
        print(
            f"{len(texts)} stories, {len(asked)} queries ({sizes}); each cell: MRR, found first, found in the first ten"
        )
        print("| | all | " + " | ".join(KINDS) + " |\n|" + "---|" * (len(KINDS) + 2))
        report("ours", ours(engine, follow=False), asked)
        report("ours, first offer taken", ours(engine, follow=True), asked)
        report("FTS5 trigram, all words", trigrams(texts, "AND"), asked)
        report("FTS5 trigram, any word", trigrams(texts, "OR"), asked)
        (folder / "pages").mkdir()
        found = pagefind(folder / "pages", texts, asked)
        if found is None:
            print(
                "Pagefind was not measured: its command or a Chromium is not on PATH, or Playwright is not installed."
            )
        else:
            report("Pagefind", found, asked)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
