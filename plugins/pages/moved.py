"""The pages at addresses that moved: each leads on to where its content stands now; feeds are served at both addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.archive.recipe import Page
from plugins.hanzi.scripts import LANG, SCRIPTS
from plugins.pages.site import Edition, Site
from plugins.vocabulary.moved import Moved

_INDEX = "index.html"
_FEED = ".atom.xml"


def redirects(site: Site, pages: Sequence[Page], moved: Moved) -> Iterator[Page]:
    """A page at every old address of every page that stands below a moved one; a page of today's keeps its address.

    Args:
        site: its name and address.
        pages: every page of the site.
        moved: the addresses that moved.
    """
    if not moved.moves:
        return
    taken = {page.path.casefold() for page in pages}
    for script in SCRIPTS:
        edition = Edition(site, script)
        start = edition.file("").removesuffix(_INDEX)
        for page in pages:
            if not page.path.startswith(start) or not page.path.endswith((_INDEX, _FEED)):
                continue
            path = page.path.removeprefix(start)
            for old in _before(moved, path):
                if (start + old).casefold() in taken:
                    continue
                if path.endswith(_FEED):
                    yield Page(start + old, page.template, page.data)
                else:
                    yield _redirect(edition, start + old, path.removesuffix(_INDEX))


def _before(moved: Moved, path: str) -> Iterator[str]:
    """Every old address of a page; where a place crosses a role, either of them may have moved."""
    place, crossed, role = path.partition("/roles/")
    if not crossed:
        yield from moved.before(path)
        return
    places, roles = f"{place}/", f"roles/{role}"
    tails = [roles, *(old for old in moved.before(roles) if old.startswith("roles/"))]
    for head in (places, *moved.before(places)):
        yield from (head + tail for tail in tails if head + tail != path)


def _redirect(edition: Edition, file: str, path: str) -> Page:
    data = {
        "site": edition.about,
        "lang": LANG[edition.script],
        "moved": edition.t["moved"],
        "target": edition.url(path),
        "canonical": edition.absolute(path),
    }
    return Page(file, "redirect.html", data)
