"""What a story's page tells machines: a line to cite, the tags that Zotero reads, and schema.org's view of it.

A retold story is the archive's own work, based on its source: the archive is its author and publisher, and it was published on
the day when it was added. A reproduced story is the source's work: its authors wrote it, its outlet published it on the source's
day, and the archive only keeps it. When it happened is neither of these days; it is the time that the story covers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.hanzi.scripts import LANG, other
from plugins.pages.cards import Cards, Link, readable_day
from plugins.pages.collection import Facts
from plugins.pages.linked import json_ld, told

#: How many authors a citation names before it says "and others".
_MOST_AUTHORS = 3
#: A title within 《》 has its own in 〈〉.
_INNER = str.maketrans("《》", "〈〉")


class Metadata:
    """A story as one edition tells it to machines.

    Args:
        cards: the edition.
        story: the story's facts.
    """

    def __init__(self, cards: Cards, story: Facts) -> None:
        self._cards = cards
        self._edition = cards.edition
        self._story = story
        self._own = story["editions"][cards.edition.script]
        self._retold = story["kind"] == "retold"
        self._archive = cards.edition.site.name.in_script(cards.edition.script)
        self._outlet = self._own["notes"].get("source-name", "")
        self._url = cards.edition.absolute(f"stories/{story['id']}/")

    @property
    def authors(self) -> list[str]:
        """Who wrote the text that stands on the page; never a source's reporters where the text is not theirs."""
        return [self._archive] if self._retold else [*self._own["authors"]]

    @property
    def published(self) -> str | None:
        """The first day on which this text was published, as ISO has it; None where the source does not say."""
        day: str | None = self._story["added"] if self._retold else self._story["source"]["published"]
        return day.partition("/")[0] if day else None

    def citation(self) -> str:
        """One line that names the story, its archive and its address, for readers to copy."""
        t, story = self._edition.t, self._story
        title = self._own["title"].translate(_INNER)
        if self._retold:
            added = t["cite_added"].format(day=readable_day(story["added"]))
            return f"{self._archive}：《{title}》，{added}，{self._url}"
        names = t["list_join"].join(self.authors[:_MOST_AUTHORS])
        names = t["and_others"].format(names=names) if len(self.authors) > _MOST_AUTHORS else names
        source = " ".join(filter(None, [self._outlet, story["source"]["date"]]))
        first = t["cite_by"].format(names=names) if names else ""
        rest = [f"《{title}》", source, t["cite_kept"].format(archive=self._archive), self._url]
        return first + "，".join(filter(None, rest))

    def tags(self) -> list[dict[str, str]]:
        """The tags from which Zotero makes a complete newspaper article; ``citation_journal_title`` would make it a journal's."""
        places, roles = self._story["places"], self._story["roles"]
        rights = self._own["notes"].get("source-rights") or self._edition.site.rights.in_script(self._edition.script)
        found: list[tuple[str, str | None]] = [
            ("z:itemType", "newspaperArticle"),
            ("DC.title", self._own["title"]),
            *(("citation_author", author) for author in self.authors),
            ("DC.date", self.published),
            ("DC.language", self._edition.shared["lang"]),
            ("DC.identifier", self._url),
            ("DC.source", self._story["source"]["url"]),
            ("DC.publisher", self._archive if self._retold else self._outlet),
            ("DC.rights", rights),
            ("prism.publicationName", self._archive if self._retold else self._outlet),
            ("z:place", self._cards.place(places[0])["label"]),
            ("z:section", self._cards.role(roles[0])["label"]),
            ("z:archive", self._archive),
            ("z:archiveLocation", self._story["id"]),
        ]
        return [{"name": name, "content": content} for name, content in found if content]

    def article(self) -> str:
        """The story as JSON-LD: an article of the archive or of its source, tied to its other edition, its source and its places."""
        story, own, edition = self._story, self._own, self._edition
        archive = {"@type": "Organization", "name": self._archive, "url": f"{edition.site.url}/"}
        outlet = self._named("Organization", [self._outlet])
        makers = (archive, archive) if self._retold else (self._named("Person", self.authors) or outlet, outlet)
        return json_ld(
            {
                "@type": "Article" if self._retold else "NewsArticle",
                "@id": self._url,
                "url": self._url,
                "mainEntityOfPage": self._url,
                "identifier": story["id"],
                "headline": own["title"],
                "description": own["summary"],
                "inLanguage": edition.shared["lang"],
                "author": makers[0],
                "publisher": makers[1],
                "datePublished": self.published,
                "dateModified": story["updated"] or story["added"],
                "sdPublisher": None if self._retold else archive,
                "sdDatePublished": None if self._retold else story["added"],
                "isBasedOn": self._source(),
                self._relation(): self._twin(),
                "isPartOf": {"@type": "Collection", "name": self._archive, "url": edition.absolute("")},
                "temporalCoverage": story["date"],
                "contentLocation": [self._place(place) for place in story["places"]],
                "mentions": [self._linked("Person", self._cards.person(person["id"])) for person in story["people"]],
                "keywords": [self._cards.role(role)["label"] for role in story["roles"]],
                "copyrightNotice": own["notes"].get("source-rights"),
                "correction": list(self._corrections()),
                "image": [f"{edition.site.origin}{picture['url']}" for picture in story["pictures"]],
            }
        )

    @staticmethod
    def _named(kind: str, names: Sequence[str]) -> list[dict[str, str]]:
        return [{"@type": kind, "name": name} for name in names if name]

    def _linked(self, kind: str, link: Link) -> dict[str, str]:
        return {"@type": kind, "name": link["label"], "url": f"{self._edition.site.origin}{link['url']}"}

    def _relation(self) -> str:
        """What the other edition is to this one."""
        return "workTranslation" if self._story["script"] == self._edition.script else "translationOfWork"

    def _twin(self) -> dict[str, Any]:
        script = other(self._edition.script)
        address = self._edition.absolute(f"stories/{self._story['id']}/", script)
        title = self._story["editions"][script]["title"]
        return {"@type": "Article", "@id": address, "url": address, "headline": title, "inLanguage": LANG[script]}

    def _source(self) -> dict[str, Any] | None:
        """The source as the archive knows it; None where it knows nothing that could be told."""
        source = self._story["source"]
        known = told(
            {
                "name": self._own["notes"].get("source-title"),
                "url": source["url"],
                "archivedAt": source["archive"],
                "author": self._named("Person", self._own["authors"]),
                "publisher": self._named("Organization", [self._outlet]),
                "datePublished": source["published"],
            }
        )
        return {"@type": "CreativeWork", **known} if known else None

    def _place(self, place_id: str) -> dict[str, str]:
        path = self._cards.place_path(place_id)
        return {**self._linked("Place", path[-1]), "address": "".join(part["label"] for part in path)}

    def _corrections(self) -> Iterator[dict[str, str]]:
        for number, day in enumerate(self._story["corrections"]):
            note = self._own["notes"].get(f"correction-{number}", "")
            yield {"@type": "CorrectionComment", "datePublished": day, "text": note}
