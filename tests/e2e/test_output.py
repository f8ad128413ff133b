"""What holds over the whole published site, page by page, under a path of its own."""

from __future__ import annotations

import re
import shutil
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from plugins.hanzi.scripts import LANG, PREFIX
from tests.e2e.served import CONTENT, front_matter, run_task

SITE = "https://shouwang.example/archive"
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
#: Attributes that hold addresses.
_ADDRESSES = {"href", "src", "action"}


@dataclass
class Html(HTMLParser):
    """What an HTML page holds, by the standard library's parser.

    Attributes:
        address: where it stands on the public site.
        elements: (tag, attributes) of all elements.
        text: the text of script and style elements, but for data that no browser runs.
    """

    address: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self._inside = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = "data" if dict(attrs).get("type") == "application/ld+json" else tag

    def handle_endtag(self, _tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside in {"script", "style"} and data.strip():
            self.text.append(data)

    def all(self, tag, **attributes):
        """The attributes of every element with this tag and these attributes."""
        return [had for name, had in self.elements if name == tag and attributes.items() <= had.items()]

    @property
    def ids(self):
        return {had["id"] for _, had in self.elements if "id" in had}

    @property
    def links(self):
        """Every address in the page, absolute."""
        found = [(tag, had[name]) for tag, had in self.elements for name in _ADDRESSES & had.keys()]
        return {urljoin(self.address, value) for tag, value in found if tag != "meta"}


def address_of(path: Path, root: Path) -> str:
    """The public address of an output file."""
    name = path.relative_to(root).as_posix()
    return f"{SITE}/{name.removesuffix('index.html')}"


@pytest.fixture(scope="session")
def public(tmp_path_factory, worker_id):
    """The published tree of the archive, built once however many processes test it."""
    base = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        base = base.parent
    folder, done = base / "published", base / "published.done"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 120
        while not done.exists():
            assert time.monotonic() < deadline, "another process did not finish publishing"
            time.sleep(0.1)
    else:
        try:
            shutil.copytree(CONTENT, folder / "content")
            _add_a_draft(folder / "content")
            run_task(
                "publish", "--siteurl", SITE, "--content", str(folder / "content"), "--output", str(folder / "public")
            )
        finally:
            done.touch()
    assert (folder / "public" / "index.html").is_file(), "the site was not published"
    return folder / "public"


def _add_a_draft(content: Path) -> None:
    text = (content / "stories" / "fancheng-365.md").read_text("utf-8")
    text = text.replace("id: fancheng-365", "id: only-a-draft").replace("status: published", "status: draft")
    (content / "stories" / "only-a-draft.md").write_text(text, "utf-8")


@pytest.fixture(scope="session")
def pages(public):
    """Every HTML page by its public address."""
    found = {}
    for path in sorted(public.rglob("*.html")):
        page = Html(address_of(path, public))
        page.feed(path.read_text("utf-8"))
        found[page.address] = page
    assert len(found) > 2 * len(front_matter(CONTENT))
    return found


def is_missing_page(address):
    """Whether a page is only shown in place of others that do not exist."""
    return address.endswith("/404.html")


def test_no_page_holds_a_script_or_a_style_of_its_own(pages):
    faults = []
    for page in pages.values():
        faults += [(page.address, text[:80]) for text in page.text]
        for tag, had in page.elements:
            inline = {name for name in had if name == "style" or name.startswith("on")}
            if inline or tag == "style" or any(value.startswith("javascript:") for value in had.values()):
                faults.append((page.address, tag, had))
    assert not faults


def test_every_page_forbids_everything_that_is_not_its_own(pages):
    for page in pages.values():
        policies = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
        assert len(policies) == 1, page.address
        parts = [part.split(None, 1) for part in policies[0]["content"].split(";")]
        assert {name: value.strip() for name, value in parts} == CSP, page.address
        # What stands above the policy is not bound by it.
        before = [tag for tag, _ in page.elements[: page.elements.index(("meta", policies[0]))]]
        assert set(before) <= {"html", "head", "meta"}, page.address


def test_no_page_loads_anything_from_elsewhere(pages):
    for page in pages.values():
        loaded = [had["src"] for _, had in page.elements if "src" in had]
        loaded += [had["href"] for had in page.all("link") if had["rel"] in {"stylesheet", "icon", "preload"}]
        foreign = [one for one in loaded if not urljoin(page.address, one).startswith(f"{SITE}/")]
        assert not foreign, page.address


def test_every_link_within_the_site_leads_somewhere(pages, public):
    dead = []
    for page in pages.values():
        for link in page.links:
            target, anchor = urldefrag(link)
            target = unquote(target.partition("?")[0])
            if not target.startswith("https://shouwang.example"):
                continue
            path = public / (target.removeprefix(f"{SITE}/") + ("index.html" if target.endswith("/") else ""))
            if not target.startswith(f"{SITE}/") or not path.is_file():
                dead.append((page.address, link))
            elif anchor and target in pages and unquote(anchor) not in pages[target].ids:
                dead.append((page.address, link, "no such anchor"))
    assert not dead


def test_every_page_can_be_reached_from_the_front_page(pages):
    seen, waiting = set(), [f"{SITE}/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address not in pages:
            continue
        seen.add(address)
        waiting += [urldefrag(link)[0].partition("?")[0] for link in pages[address].links]
    assert {page for page in pages.keys() - seen if not is_missing_page(page)} == set()


def test_every_page_says_its_language_and_has_one_title_and_one_heading(pages):
    for page in pages.values():
        script = next((script for script, prefix in PREFIX.items() if f"/{prefix}/" in page.address), "hans")
        assert page.all("html")[0]["lang"] == LANG[script], page.address
        counts = Counter(tag for tag, _ in page.elements)
        assert counts["title"] == counts["h1"] == counts["main"] == 1, page.address
        ids = Counter(had["id"] for _, had in page.elements if "id" in had)
        assert not [one for one, number in ids.items() if number > 1], page.address


def alternates(page):
    return {had["hreflang"]: had["href"] for had in page.all("link", rel="alternate") if "hreflang" in had}


def test_the_editions_of_a_page_name_each_other(pages):
    for page in pages.values():
        if is_missing_page(page.address) or page.address == f"{SITE}/":
            continue
        assert [one["href"] for one in page.all("link", rel="canonical")] == [page.address]
        named = alternates(page)
        assert named.keys() == {"zh-Hans", "zh-Hant", "x-default"}, page.address
        lang = page.all("html")[0]["lang"]
        assert named[lang] == page.address
        assert named["x-default"] in (named["zh-Hans"], named["zh-Hant"])
        for address in named.values():
            assert alternates(pages[address]) == named, f"{page.address} names {address}, which does not answer"


def test_the_default_edition_of_a_story_is_the_one_it_was_written_in(pages):
    for front in front_matter(CONTENT):
        prefix = PREFIX[front["script"]]
        for edition in PREFIX.values():
            named = alternates(pages[f"{SITE}/{edition}/stories/{front['id']}/"])
            assert named["x-default"] == f"{SITE}/{prefix}/stories/{front['id']}/"


def test_a_page_for_addresses_that_lead_nowhere_is_no_edition_of_anything(pages):
    missing = [page for page in pages.values() if is_missing_page(page.address)]
    assert len(missing) == 3
    for page in missing:
        assert page.all("meta", name="robots")[0]["content"] == "noindex"
        assert alternates(page) == {}, f"{page.address} calls itself an edition of another page"
        assert page.all("link", rel="canonical") == [], f"{page.address} calls itself another page"


def test_feeds_are_atom_with_absolute_addresses_that_lead_somewhere(pages, public):
    feeds = sorted(public.rglob("*.xml"))
    feeds = [path for path in feeds if path.name.endswith(".atom.xml")]
    assert len(feeds) > 20
    for path in feeds:
        root = ET.parse(path).getroot()  # noqa: S314 (we wrote it)
        assert root.tag == f"{ATOM}feed", path
        own = {link.get("rel", "alternate"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert own["self"] == f"{SITE}/{path.relative_to(public).as_posix()}"
        links = [link.get("href") for link in root.iter(f"{ATOM}link")]
        assert {link for link in links if link not in pages} == {own["self"]}, path
        entries = root.findall(f"{ATOM}entry")
        assert entries, path
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(ids) == len(set(ids)), path
        for node in (root, *entries):
            assert node.findtext(f"{ATOM}title").strip(), path
            assert urlsplit(node.findtext(f"{ATOM}id")).scheme == "https", path
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", node.findtext(f"{ATOM}updated")), path


def test_the_sitemap_names_every_page_once_with_its_editions(pages, public):
    root = ET.parse(public / "sitemap.xml").getroot()  # noqa: S314 (we wrote it)
    assert root.tag == f"{SITEMAP}urlset"
    listed = Counter(url.findtext(f"{SITEMAP}loc") for url in root)
    assert [address for address, number in listed.items() if number > 1] == []
    searchable = {
        page.address
        for page in pages.values()
        if page.address != f"{SITE}/" and not page.all("meta", name="robots") and not is_missing_page(page.address)
    }
    assert listed.keys() - {f"{SITE}/"} == searchable
    for url in root:
        named = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        assert named == alternates(pages[url.findtext(f"{SITEMAP}loc")])


def test_robots_txt_names_the_sitemap(public):
    assert f"Sitemap: {SITE}/sitemap.xml" in (public / "robots.txt").read_text("utf-8")


def test_every_story_stands_in_both_editions_and_no_draft_is_published(public):
    expected = {front["id"] for front in front_matter(CONTENT) if front["status"] == "published"}
    for prefix in PREFIX.values():
        found = {path.name for path in (public / prefix / "stories").iterdir() if path.is_dir() and path.name != "page"}
        assert found == expected
    for path in public.rglob("*"):
        assert not path.is_file() or b"only-a-draft" not in path.read_bytes(), path


def test_nothing_of_the_preview_is_ever_written(archive, public):
    for tree in (archive.output, public):
        for path in tree.rglob("*.html"):
            assert "/-/" not in path.read_text("utf-8"), path


def test_the_service_sends_a_strict_policy_with_every_answer(archive):
    for path, status in (
        ("/", 200),
        ("/zh-hans/", 200),
        ("/zh-hant/search/?q=%E5%BF%97%E6%84%BF%E8%80%85", 200),
        ("/zh-hans/search/?q=%22", 400),
        ("/api/search?q=%22", 400),
        ("/zh-hant/nowhere/", 404),
        ("/theme/css/site.css", 200),
        ("/zh-hans/feeds/all.atom.xml", 200),
    ):
        answered, headers, _ = archive.get(path)
        assert answered == status, path
        parts = dict(part.split(None, 1) for part in headers["content-security-policy"].split(";"))
        assert parts == {**CSP, "frame-ancestors": "'none'"}, path
        assert headers["x-content-type-options"] == "nosniff", path


def test_pages_are_found_without_their_last_slash(archive):
    _, _, with_slash = archive.get("/zh-hans/places/hubei/")
    status, _, without = archive.get("/zh-hans/places/hubei")
    assert status == 200
    assert without == with_slash
