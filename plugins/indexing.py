"""From the archive's stories to what search is given: documents, and the names of their facets. Composes, like ``site``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.archive.recipe import digest
from plugins.hanzi.lines import needed
from plugins.hanzi.scripts import SCRIPTS
from plugins.pages.cards import CARD_LINE
from plugins.pages.collection import Collection, Facts
from plugins.search.documents import Block, Catalogue, Document, Entry, Text
from plugins.search.index import sync


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """How many stories were written to the index, and how many taken out of it."""

    added: int
    removed: int


def document(story: Facts, texts: Mapping[str, Any]) -> Document:
    """A story as search sees it."""
    return Document(
        id=story["id"],
        url=f"stories/{story['id']}/",
        script=story["script"],
        texts={
            script: Text(
                title=story["editions"][script]["title"],
                summary=story["editions"][script]["summary"],
                blocks=tuple(Block(anchor, text) for anchor, text in texts["blocks"][script]),
                ends=tuple(_ends(story["editions"][script])),
            )
            for script in SCRIPTS
        },
        date=story["date"],
        first=story["first"],
        last=story["last"],
        places=tuple(story["places"]),
        roles=tuple(story["roles"]),
        people=tuple(person["id"] for person in story["people"]),
        source=story["source"]["outlet"],
        words=tuple(texts["words"]),
    )


def catalogue(collection: Collection) -> Catalogue:
    """Every place, role, person and outlet that occurs, ancestors included, with all the names it answers to."""
    places = [collection.place_line(place_id)[-1] for place_id in sorted(collection.by_place)]
    roles = [collection.role_line(role_id)[-1] for role_id in sorted(collection.by_role)]
    outlets = {story["source"]["outlet"] for story in collection.stories} - {None}
    return Catalogue(
        places={place.id: Entry(place.forms, place.parent, (*place.aliases, *place.former)) for place in places},
        roles={role.id: Entry(role.forms, role.parent, role.aliases) for role in roles},
        people={key: Entry(person.forms, None, person.aliases) for key, person in collection.people.items()},
        sources={
            outlet.id: Entry(outlet.forms, None, outlet.aliases)
            for outlet in map(collection.vocabulary.outlets.get, sorted(outlets))
        },
    )


def sync_index(
    directory: Path, collection: Collection, texts: Callable[[str], Mapping[str, Any]], *, anew: bool = False
) -> IndexCounts:
    """Bring the search index in step with the archive; one changed story costs one story.

    Args:
        directory: the index's folder.
        collection: the stories that the site shows.
        texts: the long texts of a story, given its path.
        anew: write all of it, whatever it held.
    """

    def load(ids: Sequence[str]) -> Iterator[Document]:
        for story_id in ids:
            story = collection.by_id[story_id]
            yield document(story, texts(story["path"]))

    digests = {story["id"]: _digest(story) for story in collection.stories}
    report = sync(directory, digests, load, catalogue(collection), anew=anew)
    return IndexCounts(report.added, report.removed)


def _ends(edition: Mapping[str, Any]) -> list[int]:
    """Where a line of a title may end among hits: as in a list of stories."""
    return needed(edition["title"], edition["ends"], CARD_LINE)


def _digest(story: Facts) -> str:
    """The digest of all that a document is made of."""
    titles = [[own["title"], own["summary"], _ends(own)] for own in story["editions"].values()]
    people = [person["id"] for person in story["people"]]
    keys = ("id", "script", "date", "first", "last", "places", "roles", "search")
    return digest([titles, people, story["source"]["outlet"], *(story[key] for key in keys)])
