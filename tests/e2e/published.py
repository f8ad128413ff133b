"""Whole sites as they are published, the archive's own and one of thousands of generated stories, and what stands on their pages."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from tests.e2e.served import CONTENT, front_matter, run_task
from tests.generated_archive import write_archive

SITE = "https://shouwang.example/archive"
#: The sites that are published for the tests.
SITES = ("own", "generated")
#: How many stories the generated one has, beside the hard ones.
GENERATED = 2000
#: A draft that stands in both and may be published in neither.
DRAFT = "only-a-draft"
#: How long another process may take to publish, in seconds, on a busy machine.
_PATIENCE = 900

Attributes = dict[str, str]


@dataclass(frozen=True)
class Page:
    """What tests look at on an HTML page.

    Attributes:
        path: the file.
        address: where it stands on the public site.
        lang: the language of the page.
        kind: what ``body`` says of it: ``k-story`` is a story.
        head: the elements above the body, from the first on.
        headings: how many ``h1`` and ``main`` there are; one of each is right.
        ids: all ids, in order.
        links: every address in it, absolute.
        loaded: what a browser fetches for it, absolute.
        inline: scripts, styles, handlers of events and ``javascript:`` addresses that stand in the page itself.
    """

    path: Path
    address: str
    lang: str
    kind: str
    head: list[tuple[str, Attributes]]
    headings: int
    ids: list[str]
    links: set[str]
    loaded: set[str]
    inline: list[str]

    def all(self, tag: str, **attributes: str) -> list[Attributes]:
        """The attributes of every element of the head with this tag and these attributes."""
        return [had for name, had in self.head if name == tag and attributes.items() <= had.items()]

    @property
    def alternates(self) -> Attributes:
        """The address of each edition, by its language."""
        return {had["hreflang"]: had["href"] for had in self.all("link", rel="alternate") if "hreflang" in had}

    @property
    def is_missing(self) -> bool:
        """Whether it is only shown in place of pages that do not exist."""
        return self.path.name == "404.html"

    @property
    def moved_to(self) -> str:
        """Where it sends its readers, if all that it says is that something moved."""
        refresh = self.all("meta", **{"http-equiv": "refresh"})
        return urljoin(self.address, refresh[0]["content"].partition("url=")[2]) if refresh else ""

    @property
    def is_for_search_engines(self) -> bool:
        """Whether search engines are asked to show it."""
        return not self.all("meta", name="robots", content="noindex")


def read_page(path: Path, address: str) -> Page:
    """Read an HTML file that stands at a public address."""
    root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    head = [(element.tag, dict(element.attrib)) for element in root.head.iter(etree.Element)]
    sources = [*_SOURCES(root), *(one.split()[0] for value in _SETS(root) for one in value.split(","))]
    sources += [
        had["href"] for tag, had in head if tag == "link" and not {"canonical", "alternate"} & {*had["rel"].split()}
    ]
    return Page(
        path=path,
        address=address,
        lang=root.get("lang", ""),
        kind=root.body.get("class", ""),
        head=head,
        headings=len(_HEADINGS(root)),
        ids=_IDS(root),
        links={_absolute(one, address) for one in _LINKS(root)},
        loaded={_absolute(one, address) for one in sources},
        inline=[etree.tostring(one, encoding="unicode", with_tail=False)[:120] for one in _INLINE(root)],
    )


_IDS = etree.XPath("//@id", smart_strings=False)
_HEADINGS = etree.XPath("//h1 | //main")
_LINKS = etree.XPath("//@href | //@src | //@action | //@formaction", smart_strings=False)
_SOURCES = etree.XPath("//@src | //@poster | //object/@data", smart_strings=False)
_SETS = etree.XPath("//@srcset", smart_strings=False)
#: What the policy of the site forbids; data that no browser runs may stand.
_INLINE = etree.XPath(
    "//style | //script[not(@src) and not(@type='application/ld+json')] | //*[@style] | //*[@*[starts-with(name(), 'on')]]"
    " | //*[@*[starts-with(normalize-space(.), 'javascript:')]]"
)


def _absolute(link: str, address: str) -> str:
    return _absolute_path(link) if link.startswith(("/", "https://")) else urljoin(address, link)


@cache
def _absolute_path(link: str) -> str:
    return urljoin(SITE, link)


@dataclass(frozen=True)
class Published:
    """A site that was published.

    Attributes:
        name: one of ``SITES``.
        folder: where it was made; ``content`` and ``public`` are below.
    """

    name: str
    folder: Path

    @property
    def content(self) -> Path:
        """What it was made of."""
        return self.folder / "content"

    @property
    def public(self) -> Path:
        """What readers get."""
        return self.folder / "public"

    @cached_property
    def fronts(self) -> list[dict[str, Any]]:
        """The front matter of every story and twin."""
        return front_matter(self.content)

    def address(self, path: Path) -> str:
        """The public address of a file of the site."""
        return f"{SITE}/{path.relative_to(self.public).as_posix().removesuffix('index.html')}"

    def pages(self) -> dict[str, Page]:
        """Every HTML page by its public address."""
        paths = sorted(self.public.rglob("*.html"))
        return {(address := self.address(path)): read_page(path, address) for path in paths}


def publish_once(base: Path, name: str) -> Published:
    """Publish a site, or wait for the process that does: once a run of the tests, however many processes there are.

    Args:
        base: a folder that all processes of this run share.
        name: one of ``SITES``.
    """
    site = Published(name, base / f"published-{name}")
    done = site.folder / "done"
    try:
        site.folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _PATIENCE
        while not done.exists():
            assert time.monotonic() < deadline, "another process did not finish publishing"
            time.sleep(0.2)
    else:
        try:
            _publish(site)
        finally:
            done.touch()
    assert (site.public / "index.html").is_file(), "the site was not published"
    return site


def _publish(site: Published) -> None:
    if site.name == "own":
        shutil.copytree(CONTENT, site.content)
    else:
        write_archive(site.content, GENERATED)
    text = (CONTENT / "stories" / "fancheng-365.md").read_text("utf-8")
    text = text.replace("id: fancheng-365", f"id: {DRAFT}").replace("status: published", "status: draft")
    (site.content / "stories" / f"{DRAFT}.md").write_text(text, "utf-8")
    # Compressed forms are tested elsewhere (tests/laws/test_compressed.py), and cost more than all else.
    more = () if site.name == "own" else ("--no-compress",)
    folders = ("--content", str(site.content), "--output", str(site.public))
    run_task("publish", "--siteurl", SITE, *folders, *more)
