"""Feeds by the letter of RFC 4287, the sitemap by that of sitemaps.org, over whole published sites."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import etree

from tests.e2e.published import SITE

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
#: RFC 3339 with the letters in capitals, as RFC 4287 (3.3) asks.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
#: What one sitemap may hold: addresses, bytes, characters of an address.
MOST_ADDRESSES, MOST_BYTES, LONGEST = 50_000, 50 * 1024 * 1024, 2047


@pytest.fixture(scope="module")
def everywhere(published):
    """Every file that is a feed, by its address."""
    return {published.address(path): etree.parse(path).getroot() for path in published.public.rglob("*.atom.xml")}


@pytest.fixture(scope="module")
def feeds(everywhere):
    """Every feed of a site, by the address it calls its own."""
    return {address: feed for address, feed in everywhere.items() if links(feed)["self"] == address}


def links(node):
    """The addresses of the links of a feed or an entry, by what they are."""
    return {link.get("rel", "alternate"): link.get("href") for link in node.findall(f"{ATOM}link")}


def test_a_feed_whose_address_moved_still_comes_at_the_old_one(everywhere, feeds):
    for address, feed in everywhere.items():
        assert etree.tostring(feed) == etree.tostring(feeds[links(feed)["self"]]), address


def test_every_feed_is_valid_atom(feeds):
    assert len(feeds) > 20
    faults = {}
    for address, feed in feeds.items():
        if not SCHEMA.validate(feed):
            faults[address] = str(SCHEMA.error_log.last_error)
        for node in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
            assert MOMENT.fullmatch(node.text), f"{address}: {node.text}"
            assert datetime.fromisoformat(node.text), address
    assert not faults


@pytest.mark.parametrize(
    "fault", ["no id", "no title", "no updated", "two ids", "bad date", "unknown element", "author without name"]
)
def test_the_schema_finds_what_is_missing_or_wrong(feeds, fault):
    feed = etree.fromstring(etree.tostring(next(iter(feeds.values()))))
    entry = feed.find(f"{ATOM}entry")
    assert SCHEMA.validate(feed)
    if fault.startswith("no "):
        entry.remove(entry.find(f"{ATOM}{fault[3:]}"))
    elif fault == "two ids":
        etree.SubElement(entry, f"{ATOM}id").text = "https://example.org/"
    elif fault == "bad date":
        entry.find(f"{ATOM}updated").text = "2020-02-30"
    elif fault == "unknown element":
        etree.SubElement(entry, f"{ATOM}date").text = "2020-02"
    else:
        author = entry.find(f"{ATOM}author")
        author.remove(author.find(f"{ATOM}name"))
    assert not SCHEMA.validate(feed)


def test_every_entry_has_an_author_a_title_and_what_it_leads_to(feeds):
    """What the schema can't say: RFC 4287, 4.1.1, 4.1.2."""
    for address, feed in feeds.items():
        entries = feed.findall(f"{ATOM}entry")
        assert entries, address
        for node in (feed, *entries):
            assert node.findtext(f"{ATOM}title").strip(), address
            ways = [link.get("rel", "alternate") for link in node.findall(f"{ATOM}link")]
            assert ways.count("alternate") == 1, address
        for entry in entries:
            names = [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")]
            assert names, address
            assert all(name and name.strip() for name in names), address


def test_feeds_lead_to_pages_of_the_site_by_absolute_addresses(feeds, pages):
    for address, feed in feeds.items():
        assert links(feed)["alternate"] in pages, address
        assert not [entry for entry in feed.findall(f"{ATOM}entry") if links(entry)["alternate"] not in pages], address


def test_every_page_that_names_a_feed_names_one_that_exists_and_is_about_it(feeds, pages):
    named = set()
    for page in pages.values():
        for link in page.all("link", rel="alternate", type="application/atom+xml"):
            address = urljoin(SITE, link["href"])
            assert address in feeds, page.address
            named.add(address)
    assert named == feeds.keys()


def test_ids_are_addresses_each_of_one_story_or_feed_that_says_the_same_everywhere(feeds, pages):
    assert len({feed.findtext(f"{ATOM}id") for feed in feeds.values()}) == len(feeds)
    said = {}
    for address, feed in feeds.items():
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)), address
        assert {feed.findtext(f"{ATOM}id"), *ids} <= pages.keys(), address
        for id_, entry in zip(ids, feed.findall(f"{ATOM}entry"), strict=True):
            assert said.setdefault(id_, etree.tostring(entry).strip()) == etree.tostring(entry).strip(), address


def test_a_feed_goes_from_the_newest_change_on_and_is_as_new_as_that(feeds):
    for address, feed in feeds.items():
        times = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
        assert times == sorted(times, reverse=True), address
        assert feed.findtext(f"{ATOM}updated") == times[0], address


def sitemaps(public):
    """Every file that the sitemap consists of."""
    roots = {path: etree.parse(path).getroot() for path in sorted(public.glob("sitemap*.xml"))}
    return {path: root for path, root in roots.items() if root.tag == f"{SITEMAP}urlset"}


def test_no_sitemap_is_larger_than_sitemaps_org_allows(published):
    found = sitemaps(published.public)
    assert found
    for path, root in found.items():
        assert len(root) <= MOST_ADDRESSES
        assert path.stat().st_size <= MOST_BYTES
        for url in root:
            address = url.findtext(f"{SITEMAP}loc")
            assert address.startswith(f"{SITE}/"), address  # of this host, and not above the sitemap
            assert len(address) <= LONGEST
            assert re.fullmatch(r"[!-~]+", address), address
            assert [child.tag for child in url if child.tag != f"{XHTML}link"] in (
                [f"{SITEMAP}loc"],
                [f"{SITEMAP}loc", f"{SITEMAP}lastmod"],
            )
            changed = url.findtext(f"{SITEMAP}lastmod")
            assert changed is None or datetime.fromisoformat(changed), address


def test_the_sitemap_names_every_page_once_with_its_editions(published, pages):
    urls = [url for root in sitemaps(published.public).values() for url in root]
    listed = Counter(url.findtext(f"{SITEMAP}loc") for url in urls)
    assert [address for address, number in listed.items() if number > 1] == []
    door = f"{SITE}/"
    searchable = {page.address for page in pages.values() if page.is_for_search_engines and not page.is_missing}
    assert listed.keys() - {door} == searchable - {door}
    for url in urls:
        named = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
        assert named == pages[url.findtext(f"{SITEMAP}loc")].alternates


def test_robots_txt_names_the_sitemap(published):
    robots = (published.public / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {SITE}/sitemap.xml" in robots.splitlines()
    assert (published.public / "sitemap.xml").is_file()
