"""What a reader of a page is sent, for the heaviest page of every kind: as hosts send it, compressed, without pictures."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import brotli
import pytest

from plugins.archive.compressed import ASSET, PAGE
from tests.e2e.published import SITE

#: Bytes of a page with its style and its scripts, compressed as ``publish`` does.
MOST = 30_000
#: Bytes of all scripts of a page: of a story before they are compressed, of all others but search after.
MOST_SCRIPT = 8_000
#: Bytes of the page of search with all that answers in the browser; a first answer fetches parts of the index beside it.
MOST_SEARCH = 64_000
#: Bytes of a page before it is compressed: what a phone must take apart. No kind of page but one grows with the archive.
MOST_HTML = 80_000
#: Everybody by name: one page.
WHOLE = {"k-people"}
#: How many of the largest pages of a kind are compressed to find the heaviest.
LARGEST = 12


@pytest.fixture(scope="module")
def kinds(pages):
    """The largest pages of each kind, the largest first."""
    found = defaultdict(list)
    for page in pages.values():
        found[page.kind].append((page.path.stat().st_size, page.address, page))
    return {kind: [page for *_, page in sorted(all_, reverse=True)[:LARGEST]] for kind, all_ in sorted(found.items())}


@pytest.fixture(scope="module")
def weigh(published):
    """Weighs the files that a page loads, by the end of their names: as they are, and compressed."""

    @cache
    def weight(address):
        data = (published.public / address.removeprefix(f"{SITE}/")).read_bytes()
        return len(data), len(brotli.compress(data, quality=ASSET))

    def weigh(page, end):
        weights = [weight(one) for one in page.loaded if one.endswith(end)]
        return sum(plain for plain, _ in weights), sum(sent for _, sent in weights)

    return weigh


def html_of(page):
    """Bytes of a page itself, compressed."""
    return len(brotli.compress(page.path.read_bytes(), quality=PAGE))


def test_every_kind_of_page_comes_whole_within_its_limit(kinds, weigh):
    heavy = {}
    for kind, largest in kinds.items():
        page = max(largest, key=html_of)
        plain, html, (_, style), (_, script) = (
            page.path.stat().st_size,
            html_of(page),
            weigh(page, ".css"),
            weigh(page, ".js"),
        )
        whole = html + style + script
        address = page.address.removeprefix(SITE)
        print(f"{kind:12} {plain:7} {html:6} + style {style:5} + script {script:5} = {whole:6} {address}")
        if whole > (MOST_SEARCH if kind == "k-search" else MOST) or (kind not in WHOLE and plain > MOST_HTML):
            heavy[address] = (plain, whole)
    assert not heavy


def test_no_page_but_search_runs_more_than_a_little_script(pages, weigh):
    heavy = {}
    for page in pages.values():
        plain, sent = weigh(page, ".js")
        if page.kind != "k-search" and (plain if page.kind == "k-story" else sent) > MOST_SCRIPT:
            heavy[page.address] = plain, sent
    assert not heavy


def test_every_page_has_the_same_style_so_that_the_second_page_needs_none(pages):
    styles = {frozenset(one for one in page.loaded if one.endswith(".css")) for page in pages.values()}
    assert len(styles) == 1
