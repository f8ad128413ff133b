"""What a search gives back, as records and as the JSON document that the command line and the service both print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.hanzi.scripts import Script
from plugins.search.facets import Facet, FacetValue
from plugins.search.offers import Offer

#: Hits a page where nobody says otherwise.
DEFAULT_SIZE = 20


@dataclass(frozen=True, slots=True)
class Request:
    """One question.

    Attributes:
        query: as typed; empty for everything.
        script: the script of labels, titles, snippets, notes and errors; never changes which stories are found.
        page: from 1. size: hits a page.
        place, role, person, source: chosen facet values, ids (or names) of the catalogue.
        year: chosen years and months (``2020``, ``2020-02``).
        original: chosen scripts of the original (``hans``, ``hant``).
        opened: the facet that stands open on the results page, for a reader who goes on choosing; never changes what is found.
    """

    query: str
    script: Script
    page: int = 1
    size: int = DEFAULT_SIZE
    place: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    opened: Facet | None = field(default=None, kw_only=True)

    @property
    def chosen(self) -> dict[Facet, tuple[str, ...]]:
        """The chosen values by facet."""
        return {
            "place": self.place,
            "role": self.role,
            "person": self.person,
            "year": self.year,
            "source": self.source,
            "original": self.original,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """One story found. Title, names and snippet are in the script asked for.

    Attributes:
        pieces: the title cut where a line of it may end.
        url: its address in the edition of that script, from the root of the site: ``/zh-hans/stories/x/``.
        anchor: the id of the paragraph that the snippet is from; None where the story has none.
        date: as the editor wrote it.
        snippet: safe HTML with ``<mark>``.
    """

    id: str
    title: str
    pieces: tuple[str, ...]
    url: str
    anchor: str | None
    date: str
    places: tuple[str, ...]
    roles: tuple[str, ...]
    people: tuple[str, ...]
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, with facets over all hits.

    Attributes:
        facets, more: as in ``facets.Facets``.
        note: what a reader should know about the query; may be empty.
        offers: where nothing was found, searches that find something.
    """

    query: str
    total: int
    page: int
    size: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetValue, ...]]
    more: Mapping[Facet, int]
    note: str = ""
    offers: tuple[Offer, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The JSON document of the design, "A search result", with ``size``, ``anchor``, ``active``, ``more``, ``note``, ``offers``."""
        return {
            "query": self.query,
            "total": self.total,
            "page": self.page,
            "size": self.size,
            "took_ms": self.took_ms,
            "hits": [
                {
                    "id": hit.id,
                    "title": hit.title,
                    "url": hit.url,
                    "anchor": hit.anchor,
                    "date": hit.date,
                    "places": list(hit.places),
                    "roles": list(hit.roles),
                    "people": list(hit.people),
                    "score": hit.score,
                    "snippet": hit.snippet,
                }
                for hit in self.hits
            ],
            "facets": {name: [_value(value) for value in values] for name, values in self.facets.items()},
            "more": dict(self.more),
            "note": self.note,
            "offers": [
                {"query": offer.query, "total": offer.total, "without": list(offer.without)} for offer in self.offers
            ],
        }


def _value(value: FacetValue) -> dict[str, object]:
    return {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "active": value.active,
        "children": [_value(child) for child in value.children],
    }
