"""The pages of stories: one a story, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.archive.recipe import Blob, Page
from plugins.hanzi.scripts import LANG
from plugins.pages.cards import HEAD_LINE, Cards, Link, datetime_of, readable_day
from plugins.pages.collection import Facts, source_key
from plugins.pages.lists import list_pages
from plugins.pages.metadata import Metadata
from plugins.pages.neighbours import Neighbours
from plugins.pages.site import Edition, frame
from plugins.pages.sources import source_link


def story_page(cards: Cards, story: Facts, related: Sequence[str], beside: Neighbours | None) -> Page:
    """The page of one story.

    Args:
        cards: the edition.
        story: its facts.
        related: the ids of related stories.
        beside: the stories before and after it in its place; None where it stands there alone.
    """
    edition, collection = cards.edition, cards.collection
    script = edition.script
    own = story["editions"][script]
    path = f"stories/{story['id']}/"
    crumbs, title, original = [_stories(edition)], own["title"], story["script"]
    data = frame(edition, "story", path, title, description=own["summary"], crumbs=crumbs, original=original)
    data |= {
        "story": {
            "id": story["id"],
            **cards.titled(story, HEAD_LINE),
            "date": story["when"],
            "datetime": datetime_of(story["date"]),
            "script": story["script"],
            "original_lang": LANG[story["script"]],
            "converted": own["converted"],
            "original_url": f"{edition.site.stories()[story['script']]}{story['id']}/",
            "kind": story["kind"],
            "places": [{"path": cards.place_path(place)} for place in story["places"]],
            "roles": [cards.role(role) for role in story["roles"]],
            "people": [_person(cards, person, own["notes"]) for person in story["people"]],
            "summary": own["summary"],
            "source": _source(cards, story, own),
            "added": readable_day(story["added"]),
            "updated": readable_day(story["updated"]),
            "corrections": [
                {"date": readable_day(day), "note": own["notes"].get(f"correction-{number}", "")}
                for number, day in enumerate(story["corrections"])
            ],
        },
        "body": Blob(story["path"], script, story["bodies"][script]),
        "pictures": [{**one, "url": f"{edition.site.origin}{one['url']}"} for one in story["pictures"]],
        "beside": _beside(cards, beside) if beside else None,
        "related": cards.cards(collection.by_id[other_id] for other_id in related),
    }
    metadata = Metadata(cards, story)
    data |= {"cite": metadata.citation(), "tags": metadata.tags(), "article": metadata.article()}
    return Page(edition.file(path), "story.html", data)


def _beside(cards: Cards, beside: Neighbours) -> dict[str, Link | None]:
    earlier, later = (
        cards.story(cards.collection.by_id[one]) if one else None for one in (beside.earlier, beside.later)
    )
    return {"place": cards.place(beside.place), "earlier": earlier, "later": later}


def _person(cards: Cards, person: Mapping[str, Any], notes: Mapping[str, str]) -> dict[str, Any]:
    forms = cards.collection.people[person["id"]].forms
    role = notes.get(f"role-{person['id']}")
    # A person's own place may hold no story, and then has no page: it is named, not linked; once, where the role names it too.
    place = cards.place(person["place"])["label"] if person["place"] else None
    return {
        **cards.person(person["id"]),
        "role": role,
        "place": None if place and place in (role or "") else place,
        "other": cards.other_form(forms),
    }


def _source(cards: Cards, story: Facts, own: Mapping[str, Any]) -> dict[str, Any]:
    source, notes = story["source"], own["notes"]
    return {
        "name": notes.get("source-name", ""),
        "page": source_link(cards, source_key(story))["url"],
        "title": notes.get("source-title"),
        "url": source["url"] or "",
        "reason": notes.get("source-reason"),
        "archive": source["archive"],
        "authors": own["authors"],
        "date": source["date"],
        "seen": readable_day(source["seen"]),
        "rights": notes.get("source-rights"),
    }


def withdrawn_page(edition: Edition, story: Facts) -> Page:
    """What stands at the address of a story that was taken down: that it was here, since when it no longer is, and why."""
    own = story["editions"][edition.script]
    path = f"stories/{story['id']}/"
    heading = own["title"] or edition.t["withdrawn"]
    data = frame(edition, "withdrawn", path, heading, original=story["script"])
    data |= {
        "title": own["title"],
        "why": own["why"],
        "date": readable_day(story["withdrawn"]),
        "datetime": story["withdrawn"],
    }
    return Page(edition.file(path), "withdrawn.html", data)


def all_stories(cards: Cards) -> Iterator[Page]:
    """The list of all stories."""
    edition = cards.edition
    feed = {"title": edition.t["feed_all"], "url": edition.url("feeds/all.atom.xml")}
    return list_pages(cards, "stories", "stories/", edition.t["stories"], cards.collection.stories, feed=feed)


def _stories(edition: Edition) -> Link:
    return {"label": edition.t["stories"], "url": edition.url("stories/")}
