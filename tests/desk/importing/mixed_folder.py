"""A folder as somebody else's archive would be: two hundred files, mixed, some broken; the same on every run."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.desk.importing.articles import page, paragraphs
from tests.desk.importing.made_up import Article, article

Front = Callable[[Article], str]
#: Simplified to Traditional for the few characters that the articles are told by.
_HANT = str.maketrans(
    "门单数炉车给电话个邻马长绳线姜们灯广响过层饭换钟两送鞋师会计户风声页张图账写着养隔岗学药园来齐",
    "門單數爐車給電話個鄰馬長繩線薑們燈廣響過層飯換鐘兩送鞋師會計戶風聲頁張圖賬寫著養隔崗學藥園來齊",
)


@dataclass(frozen=True)
class Expected:
    """What must become of one file: a draft with these fields, or a code; ``skipped`` for what is no article."""

    code: str = ""
    title: str = ""
    published: str = ""
    skipped: bool = False


def _yaml(one: Article) -> str:
    tags = "categories: [社会, 志愿者]\ntags:\n  - 社区书记"
    return f'---\nlayout: post\ntitle: "{one.title}"\ndate: {one.day} 08:30:00 +0800\n{tags}\n---\n'


def _hexo(one: Article) -> str:
    day = one.day.replace("-", "/")
    return (
        f"---\ntitle: {one.title}\ndate: {day} 8:30\nauthor: 林小满\ncategories:\n- [社会, 街道]\nabbrlink: a1b2\n---\n"
    )


def _toml(one: Article) -> str:
    return f'+++\ntitle = "{one.title}"\ndate = {one.day}T08:30:00+08:00\ndraft = false\n[taxonomies]\ntags = ["志愿者"]\n+++\n'


def _json(one: Article) -> str:
    return json.dumps({"title": one.title, "date": one.day, "tags": ["志愿者"]}, ensure_ascii=False, indent=1) + "\n"


def _tabs(one: Article) -> str:
    """YAML that no parser reads, for its tab and its colon; its lines can be read all the same."""
    return f"---\ntitle: {one.title}\n\tlayout: post\ndate: {one.day}\nnote: 甲: 乙: 丙\n---\n"


FRONTS: tuple[Front, ...] = (_yaml, _hexo, _toml, _json, _tabs)
#: (encoding, what the page declares of itself)
CHARSETS = (
    ("utf-8", "utf-8"), ("utf-8", ""), ("utf-8", "gb2312"), ("gb18030", "gb2312"), ("gb18030", ""), ("gb18030", "utf-8"),
    ("utf-16", "utf-16"),
)  # fmt: skip


def _page(one: Article, charset: str) -> str:
    html = page(paragraphs(*one.paragraphs), title=one.title, line=f"{one.day} 08:30　来源：江岸晚报　作者：林小满")
    return html.replace('<meta charset="utf-8">', f'<meta charset="{charset}">' if charset else "")


class Mixed:
    """Writes the folder."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._number = 0
        self.expected: dict[str, Expected] = {}

    def add(self, path: str, data: bytes | str, expected: Expected) -> None:
        file = self._top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        self.expected[path] = expected

    def next(self) -> Article:
        self._number += 1
        return article(self._number)

    def sound(self) -> None:
        """What imports: Markdown, pages, texts, in every encoding."""
        for number in range(60):
            one, front = self.next(), FRONTS[number % len(FRONTS)]
            data = front(one) + "\n\n".join(one.paragraphs) + "\n"
            self.add(f"blog/{number % 4}/{number:03}-post.md", data, Expected(title=one.title, published=one.day))
        for number in range(50):
            one, (encoding, declared) = self.next(), CHARSETS[number % len(CHARSETS)]
            data = _page(one, declared).encode(encoding)
            self.add(f"pages/{number % 5}/网页 {number}.html", data, Expected(title=one.title, published=one.day))
        for number in range(18):
            one, encoding = self.next(), ("utf-8", "utf-8-sig", "gb18030", "utf-16")[number % 4]
            text = f"{one.title}\n{one.day} 来源：江岸晚报\n{one.text}"
            self.add(f"texts/{number}.txt", text.encode(encoding), Expected(title=one.title, published=one.day))
        for number in range(6):
            one = self.next()
            text = "".join(ch for ch in one.text.translate(_HANT) if _in_big5(ch))
            self.add(f"texts/big5-{number}.txt", text.encode("big5"), Expected())

    def twins(self) -> None:
        """What is here already: the same article copied, in another form, in the other script, at the same address."""
        first, second, third = self.next(), self.next(), self.next()
        link = "<link rel='canonical' href='https://news.example.com/a/1.html'>"
        self.add("t/1.txt", first.text, Expected())
        self.add("t/2-copy.txt", first.text, Expected("known-text"))
        self.add("t/3-page.html", _page(first, "utf-8"), Expected("known-text"))
        self.add("t/4-other-script.txt", first.text.translate(_HANT), Expected("known-text"))
        self.add("t/5-shortened.txt", "\n".join(first.paragraphs[:-1]), Expected("known-text"))
        html = page(paragraphs(*second.paragraphs), title=second.title, head=link)
        self.add("t/6.html", html, Expected(title=second.title))
        moved = link.replace("https", "http").replace(".html", ".html?utm_source=wx&amp;from=singlemessage")
        html = page(paragraphs(*third.paragraphs), title=third.title, head=moved)
        self.add("t/7-same-address.html", html, Expected("known-address"))

    def broken(self) -> None:
        """Files that hold no article, or only a part of one."""
        dice = random.Random(7)
        for number in range(6):
            self.add(f"broken/empty-{number}.{('md', 'html', 'txt')[number % 3]}", " \n" * number, Expected("empty"))
        for number in range(8):
            junk = b"\x00\x01\x02" + dice.randbytes(3000)
            self.add(
                f"broken/junk-{number}.{('md', 'html', 'txt', 'docx')[number % 4]}",
                junk,
                Expected("broken-docx" if number % 4 == 3 else "not-text"),
            )
        for number in range(6):
            one = self.next()
            data = _page(one, "utf-8").encode()
            cut = data[: data.index(b'<div class="share"') - 20]
            self.add(f"broken/cut-{number}.html", cut, Expected(title=one.title, published=one.day))
        self.add("broken/front-only.md", _yaml(self.next()), Expected("no-chinese"))
        self.add("broken/open-front.md", f"---\ntitle: 没有结束\n\n{self.next().text}", Expected())
        self.add("broken/word.docx", b"PK\x03\x04" + dice.randbytes(500), Expected("broken-docx"))
        self.add("broken/old.doc", b"\xd0\xcf\x11\xe0" + dice.randbytes(500), Expected("old-word"))
        self.add("broken/scan.pdf", b"%PDF-1.7\n" + dice.randbytes(500), Expected("pdf"))
        self.add(
            "broken/english.md",
            "# Lanterns\n\n" + "The lights went out and nobody minded. " * 20,
            Expected("no-chinese"),
        )
        self.add(
            "broken/404.html",
            page("<p>您访问的页面不存在，可能已被删除。</p>", title="404 Not Found"),
            Expected("not-found"),
        )
        challenge = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
        self.add("broken/cloudflare.html", challenge, Expected("challenge"))
        self.add(
            "broken/shell.html",
            '<!doctype html><html><body><div id="app"></div><script src="a.js"></script></body></html>',
            Expected("script-page"),
        )
        self.add("broken/menu.html", page("", title="江岸新闻网"), Expected("no-chinese"))

    def strange(self) -> None:
        """Names that some programs stumble over."""
        names = (
            "a b%20c#d?.md",
            "😀.md",
            "-rf.md",
            "名" * 80 + ".txt",
            "a\nb.txt",
            "con.txt",
            "x.MD",
            "no ending",
            "2020.02.14 采访",
            "..md",
        )
        for name in names:
            one = self.next()
            hidden = name.startswith(".")
            self.add(f"names/{name}", one.text, Expected("hidden", skipped=True) if hidden else Expected())
        with contextlib.suppress(OSError):  # a system that has no such names
            (self._top / os.fsdecode(b"names/\xc4\xfe.txt")).write_text(self.next().text, "utf-8")
            self.expected["names/??.txt"] = Expected()

    def no_articles(self) -> None:
        """What lies about in such folders."""
        for name in ("logo.png", "photo.jpg"):
            self.add(
                f"pages/0/{name}",
                b"\x89PNG\r\n" if name.endswith("png") else b"\xff\xd8\xff\xe0",
                Expected("image", skipped=True),
            )
        for name in ("style.css", "theme.css", "app.js", "feed.xml", "data.json", "font.woff2"):
            self.add(f"blog/assets/{name}", "x{}", Expected("unknown-kind", skipped=True))
        one = self.next()
        self.add("saved/页.html", _page(one, "utf-8"), Expected(title=one.title, published=one.day))
        self._folder("saved/页_files", "ad.html", Expected("parts", skipped=True))
        self._folder(".git", "config", Expected("hidden", skipped=True))
        self.add("hexo/_config.yml", "title: x", Expected("unknown-kind", skipped=True))
        self._folder("hexo/themes", "page.html", Expected("no-articles", skipped=True))
        (self._top / "links").mkdir()
        for name, target in (("file.md", "../t/1.txt"), ("loop", ".."), ("dangling.md", "nowhere")):
            (self._top / "links" / name).symlink_to(target)
            self.expected[f"links/{name}"] = Expected("link", skipped=True)
        os.mkfifo(self._top / "pipe.md")
        self.expected["pipe.md"] = Expected("no-file", skipped=True)
        with (self._top / "huge.md").open("wb") as stream:
            stream.truncate(60_000_000)
        self.expected["huge.md"] = Expected("too-large")

    def _folder(self, path: str, name: str, expected: Expected) -> None:
        (self._top / path).mkdir(parents=True)
        (self._top / path / name).write_text(self.next().text, "utf-8")
        self.expected[path] = expected


def _in_big5(ch: str) -> bool:
    try:
        return bool(ch.encode("big5"))
    except UnicodeEncodeError:
        return False


def build(top: Path) -> dict[str, Expected]:
    """Write the folder; what must become of every file, by its path below it."""
    mixed = Mixed(top)
    for write in (mixed.sound, mixed.twins, mixed.broken, mixed.strange, mixed.no_articles):
        write()
    return mixed.expected


def files(top: Path) -> Iterator[Path]:
    """Everything in the folder but folders."""
    return (path for path in top.rglob("*") if path.is_symlink() or not path.is_dir())
