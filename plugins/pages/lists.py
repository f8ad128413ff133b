"""The pages of a list of stories: the list's own page with all that is known of it, and pages of older stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from plugins.archive.recipe import Page
from plugins.pages.cards import Cards, Link
from plugins.pages.collection import Facts
from plugins.pages.listing import address, chunks, pager
from plugins.pages.site import frame
from plugins.stories.dates import parse


def list_pages(
    cards: Cards,
    kind: str,
    path: str,
    title: str,
    stories: Sequence[Facts],
    *,
    crumbs: Sequence[Link] = (),
    feed: Mapping[str, str] | None = None,
    thing: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    aside: Callable[[Facts], Mapping[str, Any]] | None = None,
) -> Iterator[Page]:
    """The pages of one list.

    A page of older stories holds them and the name of the list, nothing that counts: a story elsewhere in the list leaves it as it is.

    Args:
        cards: the edition.
        kind: the kind of page, which is also its template, and the name under which the template is given ``thing``.
        path: the list's own path below the edition.
        title: what the list is called.
        stories: from the oldest to the newest.
        crumbs: links from the top down to the list.
        feed: its Atom feed.
        thing: what it is a list of, with ``label``; None for the list of all stories.
        more: what only the list's own page tells.
        aside: what the list has to say of each of its stories beside the story's card.
    """
    edition = cards.edition
    parts = chunks(stories, _name)
    for number, part in enumerate(parts):
        here, days = address(path, part.name), _days(part.items)
        name, count, above, rest = title, len(stories), [*crumbs], dict(more or {})
        if part.name is not None:
            name = f"{title} · {days}"
            count = len(part.items)
            above.append({"label": title, "url": edition.url(path)})
            rest = {key: [] if isinstance(value, list) else None for key, value in rest.items()}
        data = frame(edition, kind, here, name, crumbs=above, feed=feed) | rest
        if thing is not None:
            data[kind] = {**thing, "label": name}
        data |= {
            "count": count,
            "stories": cards.cards(part.items),
            "pager": pager(path, parts, number, days, edition.url),
        }
        if aside is not None:
            data["asides"] = [aside(story) for story in part.items]
        yield Page(edition.file(here), f"{kind}.html", data)


def _name(story: Facts) -> str:
    name: str = story["id"]
    return name


def _days(stories: Sequence[Facts]) -> str:
    """The first days of stories that go from the newest to the oldest, the same in both scripts; empty if there are none."""
    if not stories:
        return ""
    first, last = stories[-1]["first"], stories[0]["first"]
    return parse(first if first == last else f"{first}/{last}").readable()
