"""Schema.org data as a page carries it: JSON-LD that may stand inside a script element, and the way to a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

#: What could end the script element, or begin a comment in it, is written as JSON's own escapes.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def json_ld(thing: Mapping[str, Any]) -> str:
    """A thing of schema.org as JSON-LD; properties without a value are left out."""
    known = {"@context": "https://schema.org", **told(thing)}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return text


def told(thing: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a thing that have a value."""
    return {name: value for name, value in thing.items() if value}


def breadcrumb_list(origin: str, crumbs: Sequence[Mapping[str, str]], title: str, canonical: str) -> str:
    """The way to a page, itself at its end; empty where nothing stands above it.

    Args:
        origin: the site's scheme and host, which stands before the addresses of the crumbs.
        crumbs: links from the top down to the page, without itself.
        title: the page's title.
        canonical: the page's absolute address.
    """
    if not crumbs:
        return ""
    steps = [(crumb["label"], f"{origin}{crumb['url']}") for crumb in crumbs] + [(title, canonical)]
    return json_ld(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": name, "item": address}
                for number, (name, address) in enumerate(steps, 1)
            ],
        }
    )
