"""What every page of the site shares: its name and address, the two editions, and where each kind of page stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from plugins.archive.recipe import Sealed
from plugins.hanzi.scripts import LANG, PREFIX, SCRIPTS, Forms, Script, other
from plugins.pages.labels import labels
from plugins.pages.linked import breadcrumb_list

#: The names of the editions, each in its own script.
EDITION_NAME: dict[Script, str] = {"hans": "简体中文", "hant": "繁體中文"}

#: The parts of the archive, in the order of the navigation, with the folder each stands in.
PARTS = {
    "home": "",
    "stories": "stories/",
    "places": "places/",
    "roles": "roles/",
    "people": "people/",
    "dates": "dates/",
    "sources": "sources/",
    "search": "search/",
    "about": "about/",
}


@dataclass(frozen=True)
class Site:
    """The site as its settings have it.

    Attributes:
        name, subtitle, rights: shown on every page, in both scripts.
        url: the absolute address without a slash at the end, with the path prefix where there is one.
    """

    name: Forms
    subtitle: Forms
    rights: Forms
    url: str

    @cached_property
    def base(self) -> str:
        """The path prefix: "" at the root of a host, "/repo" below."""
        return urlsplit(self.url).path.rstrip("/")

    @cached_property
    def origin(self) -> str:
        """The site's scheme and host, without its path prefix."""
        return self.url.removesuffix(self.base)

    def stories(self) -> dict[Script, str]:
        """Where the stories of each edition stand, ready to be linked to."""
        return {script: f"{self.base}/{PREFIX[script]}/stories/" for script in SCRIPTS}


@dataclass(frozen=True)
class Edition:
    """The site in one script: makes addresses and the data that every page of the edition shares."""

    site: Site
    script: Script
    t: Sealed = field(init=False)
    shared: Sealed = field(init=False)
    about: Sealed = field(init=False)

    def __post_init__(self) -> None:
        words = labels(self.script)
        twin = other(self.script)
        object.__setattr__(self, "t", Sealed(words))
        object.__setattr__(
            self,
            "about",
            Sealed(
                {
                    "name": self.site.name.in_script(self.script),
                    "subtitle": self.site.subtitle.in_script(self.script),
                    "url": self.site.url,
                    "base": self.site.base,
                    "rights": self.site.rights.in_script(self.script),
                }
            ),
        )
        object.__setattr__(
            self,
            "shared",
            Sealed(
                {
                    "script": self.script,
                    "lang": LANG[self.script],
                    "prefix": PREFIX[self.script],
                    "name": EDITION_NAME[self.script],
                    "home": self.url(""),
                    "nav": [{"key": key, "label": words[key], "url": self.url(path)} for key, path in PARTS.items()],
                    "other": {"script": twin, "lang": LANG[twin], "prefix": PREFIX[twin], "name": EDITION_NAME[twin]},
                }
            ),
        )

    def url(self, path: str) -> str:
        """The address of a page of this edition, given its path below the edition ("stories/x/")."""
        return f"{self.site.base}/{PREFIX[self.script]}/{path}"

    def absolute(self, path: str, script: Script | None = None) -> str:
        """The absolute address of a page of this edition, or of the same page in another."""
        return f"{self.site.url}/{PREFIX[script or self.script]}/{path}"

    def file(self, path: str) -> str:
        """The output file of a page; an address that ends in a slash is a folder's index."""
        return (
            f"{PREFIX[self.script]}/{path}index.html"
            if not path or path.endswith("/")
            else f"{PREFIX[self.script]}/{path}"
        )


def frame(
    edition: Edition,
    kind: str,
    path: str,
    title: str,
    *,
    description: str = "",
    crumbs: Sequence[Mapping[str, str]] = (),
    feed: Mapping[str, str] | None = None,
    original: Script = "hans",
) -> dict[str, object]:
    """What every HTML page is given (docs/theme.md): site, edition, labels, and the page itself.

    Args:
        edition: the edition that the page is of.
        kind: the kind of page, which also says what the navigation marks.
        path: its path below the edition ("stories/x/").
        title: its title without the site's name.
        description: one sentence on it for search engines; may be empty.
        crumbs: links from the top down to it, without itself.
        feed: the Atom feed of the page, as title and url.
        original: the script in which it was written; where it has no original, the archive's first edition.
    """
    alternates = [{"lang": LANG[script], "href": edition.absolute(path, script)} for script in SCRIPTS]
    alternates.append({"lang": "x-default", "href": edition.absolute(path, original)})
    twin = other(edition.script)
    page = {
        "kind": kind,
        "title": title,
        "description": description,
        "url": edition.url(path),
        "canonical": edition.absolute(path),
        "other_url": f"{edition.site.base}/{PREFIX[twin]}/{path}",
        "alternates": alternates,
        "breadcrumbs": list(crumbs),
        "feed": feed,
        "linked": breadcrumb_list(edition.site.origin, crumbs, title, edition.absolute(path)),
    }
    return {"site": edition.about, "edition": edition.shared, "t": edition.t, "page": page}
