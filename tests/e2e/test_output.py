"""What holds over whole published sites, page by page, under a path of their own."""

from __future__ import annotations

from collections import Counter
from functools import cache
from urllib.parse import unquote, urldefrag

from plugins.hanzi.scripts import LANG, PREFIX
from tests.e2e.published import DRAFT, GENERATED, SITE

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


def moved(content):
    """The addresses that moved, below an edition, with those they moved to."""
    path = content / "vocabulary" / "moved.tsv"
    lines = path.read_text("utf-8").splitlines()[1:] if path.exists() else []
    return dict(line.split("\t") for line in lines)


def test_the_generated_site_has_as_many_stories_as_it_should_and_every_kind_of_page(published, pages):
    kinds = Counter(page.kind for page in pages.values())
    things = {"place", "role", "person", "date", "source", "crossing", "story", "stories"}
    lists = {"home", "places", "roles", "people", "dates", "sources", "search", "about", "404", "root"}
    assert {f"k-{kind}" for kind in things | lists} <= kinds.keys()
    if published.name == "generated":
        assert kinds["k-story"] > 1.9 * GENERATED
        assert kinds["k-withdrawn"] > 20
        assert sum(bool(page.moved_to) for page in pages.values()) > 50


def test_no_page_holds_a_script_or_a_style_of_its_own(pages):
    assert not {page.address: page.inline for page in pages.values() if page.inline}


def test_every_page_forbids_everything_that_is_not_its_own(pages):
    for page in pages.values():
        policies = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
        assert len(policies) == 1, page.address
        parts = [part.split(None, 1) for part in policies[0]["content"].split(";")]
        assert {name: value.strip() for name, value in parts} == CSP, page.address
        # What stands above the policy is not bound by it.
        before = [tag for tag, _ in page.head[: page.head.index(("meta", policies[0]))]]
        assert set(before) <= {"head", "meta"}, page.address


def test_no_page_loads_anything_from_elsewhere_or_that_is_not_there(published, pages):
    @cache
    def is_ours(address):
        return address.startswith(f"{SITE}/") and (published.public / address.removeprefix(f"{SITE}/")).is_file()

    assert not [(page.address, one) for page in pages.values() for one in page.loaded if not is_ours(one)]


def test_every_link_within_the_site_leads_somewhere(published, pages):
    ids = {page.address: set(page.ids) for page in pages.values()}

    @cache
    def fault(link):
        target, anchor = urldefrag(link)
        target = unquote(target.partition("?")[0])
        if not target.startswith("https://shouwang.example"):
            return ""
        path = published.public / (target.removeprefix(f"{SITE}/") + ("index.html" if target.endswith("/") else ""))
        if not target.startswith(f"{SITE}/") or not path.is_file():
            return "no such page"
        return "no such anchor" if anchor and target in ids and unquote(anchor) not in ids[target] else ""

    assert not [(page.address, link, fault(link)) for page in pages.values() for link in page.links if fault(link)]


def test_no_page_leads_to_one_that_moved_or_was_taken_down(pages):
    """Only the door of an address that moved leads on, and readers are never sent through it by the site itself."""
    gone = {page.address for page in pages.values() if page.moved_to or page.kind == "k-withdrawn"}
    standing = [page for page in pages.values() if page.address not in gone]
    assert not [(page.address, page.links & gone) for page in standing if page.links & gone]


def test_every_page_can_be_reached_from_the_front_page(pages):
    seen, waiting = set(), [f"{SITE}/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address not in pages:
            continue
        seen.add(address)
        waiting += {urldefrag(link)[0].partition("?")[0] for link in pages[address].links} - seen
    lost = [pages[address] for address in pages.keys() - seen]
    assert not [one.address for one in lost if not (one.is_missing or one.moved_to or one.kind == "k-withdrawn")]


def test_every_page_says_its_language_and_has_one_title_and_one_heading(pages):
    for page in pages.values():
        script = next((script for script, prefix in PREFIX.items() if f"/{prefix}/" in page.address), "hans")
        assert page.lang == LANG[script], page.address
        # The title of a drawing is no title of the page.
        assert [tag for tag, _ in page.head].count("title") == 1, page.address
        assert page.headings == 2, page.address
        assert len(page.ids) == len(set(page.ids)), page.address


def test_the_editions_of_a_page_name_each_other(pages):
    for page in pages.values():
        if page.is_missing or page.moved_to or page.address == f"{SITE}/":
            continue
        assert [one["href"] for one in page.all("link", rel="canonical")] == [page.address]
        named = page.alternates
        assert named.keys() == {"zh-Hans", "zh-Hant", "x-default"}, page.address
        assert named[page.lang] == page.address
        assert named["x-default"] in (named["zh-Hans"], named["zh-Hant"])
        for address in named.values():
            assert pages[address].alternates == named, f"{page.address} names {address}, which does not answer"


def test_the_default_edition_of_a_story_is_the_one_it_was_written_in(published, pages):
    for front in published.fronts:
        if front.get("status") == "draft" or "script" not in front:
            continue
        prefix = PREFIX[front["script"]]
        for edition in PREFIX.values():
            named = pages[f"{SITE}/{edition}/stories/{front['id']}/"].alternates
            assert named["x-default"] == f"{SITE}/{prefix}/stories/{front['id']}/"


def test_a_page_for_addresses_that_lead_nowhere_is_no_edition_of_anything(pages):
    missing = [page for page in pages.values() if page.is_missing]
    assert len(missing) == 3
    for page in missing:
        assert not page.is_for_search_engines
        assert page.alternates == {}, f"{page.address} calls itself an edition of another page"
        assert page.all("link", rel="canonical") == [], f"{page.address} calls itself another page"


def test_an_address_that_moved_leads_to_the_new_one_and_calls_that_the_true_one(published, pages):
    leading = {page.address: page for page in pages.values() if page.moved_to}
    for page in leading.values():
        target = page.moved_to
        assert [one["href"] for one in page.all("link", rel="canonical")] == [target]
        assert target in pages, page.address
        assert not pages[target].moved_to, f"{page.address} leads to its content by a detour"
        assert not page.is_for_search_engines
        assert page.alternates == {}
    for prefix in PREFIX.values():
        for old, new in moved(published.content).items():
            assert leading[f"{SITE}/{prefix}/{old}"].moved_to == f"{SITE}/{prefix}/{new}"


def test_every_story_stands_in_both_editions_and_no_draft_is_published(published):
    fronts = [front for front in published.fronts if "id" in front]
    expected = {front["id"] for front in fronts if front.get("status") != "draft"}
    expected |= {old.split("/")[1] for old in moved(published.content) if old.startswith("stories/")}
    for prefix in PREFIX.values():
        stories = (published.public / prefix / "stories").iterdir()
        assert {path.name for path in stories if path.is_dir() and path.name != "page"} == expected
    for path in published.public.rglob("*"):
        assert not path.is_file() or DRAFT.encode() not in path.read_bytes(), path


def test_nothing_of_the_preview_is_ever_written(archive, published):
    for tree in (archive.output, published.public):
        for path in tree.rglob("*.html"):
            assert b"/-/" not in path.read_bytes(), path


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
