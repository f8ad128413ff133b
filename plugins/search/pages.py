"""The results page without JavaScript: a search's results as the plain data of ``search.html`` (docs/theme.md)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from plugins.hanzi.scripts import PREFIX
from plugins.search.facets import FACETS, Facet, FacetValue
from plugins.search.faults import QueryError
from plugins.search.messages import say
from plugins.search.offers import Offer
from plugins.search.results import DEFAULT_SIZE, Hit, Request, Results
from plugins.stories.dates import parse

#: A list of facet values shows so many; the others stand behind a fold.
FEW = 12


def search_url(base: str, request: Request, *, page: int = 1, query: str | None = None) -> str:
    """The address of a state of the search page: query, chosen facet values, page, on the first the facet that stands open.

    That of another query is without the values and with none open.
    """
    values: list[tuple[str, str]] = [("q", request.query if query is None else query)]
    if query is None:
        values += [(facet, value) for facet in FACETS for value in request.chosen[facet]]
    if request.size != DEFAULT_SIZE:
        values.append(("size", str(request.size)))
    if page > 1:
        values.append(("page", str(page)))
    elif request.opened and query is None:
        values.append(("open", request.opened))
    return f"{base}/{PREFIX[request.script]}/search/?{urlencode(values)}"


def results_data(results: Results, request: Request, base: str) -> dict[str, object]:
    """The ``results`` of ``search.html`` for a query that was answered."""
    pages = max(1, -(-results.total // results.size))
    before = search_url(base, request, page=min(results.page - 1, pages)) if results.page > 1 else None
    after = search_url(base, request, page=results.page + 1) if results.page < pages else None
    shown = [facet for facet in FACETS if results.facets[facet]]
    opened = request.opened if request.opened in shown else next(iter(shown), None)
    return {
        "total": results.total,
        "page": results.page,
        "pages": pages,
        "hits": [_hit(hit, base) for hit in results.hits],
        "facets": [
            {
                "name": facet,
                "label": say(f"facet-{facet}", request.script),
                "values": _values(results.facets[facet], facet, request, base),
                "more": results.more[facet],
                "open": facet == opened,
            }
            for facet in shown
        ],
        "opened": request.opened is not None,
        "active": [
            {"label": value.label, "url": _toggled(request, facet, value, base, opened=request.opened)}
            for facet in FACETS
            for value in _chosen(results.facets[facet])
        ],
        "previous": before,
        "next": after,
        "error": None,
        "note": results.note,
        "offers": [_offer(offer, request, base) for offer in results.offers],
        "took": results.took_ms,
    }


def error_data(error: QueryError, request: Request, base: str) -> dict[str, object]:
    """The ``results`` of ``search.html`` for a query that cannot be read."""
    mended = error.suggestion
    return {
        "total": 0,
        "page": 1,
        "pages": 1,
        "hits": [],
        "facets": [],
        "opened": False,
        "active": [],
        "previous": None,
        "next": None,
        "error": {
            "message": error.message,
            "position": error.position,
            "suggestion": {"text": mended, "url": search_url(base, request, query=mended)} if mended else None,
        },
        "note": "",
        "offers": [],
        "took": 0,
    }


def _hit(hit: Hit, base: str) -> dict[str, object]:
    return {
        "id": hit.id,
        "title": hit.title,
        "pieces": list(hit.pieces),
        "url": base + hit.url,
        "anchor": hit.anchor,
        "date": parse(hit.date).readable(),
        "datetime": hit.date.split("/")[0],
        "places": list(hit.places),
        "roles": list(hit.roles),
        "people": list(hit.people),
        "snippet": hit.snippet,
    }


def _offer(offer: Offer, request: Request, base: str) -> dict[str, object]:
    """A link to a search that finds something: another query by its text, the same one by what is taken away."""
    script = request.script
    chosen = {facet: () if facet in offer.without else values for facet, values in request.chosen.items()}
    taken = "、".join(say(f"facet-{facet}", script) for facet in offer.without)
    return {
        "text": offer.query if offer.query != request.query else say("offer-without", script, facets=taken),
        "total": offer.total,
        "url": search_url(base, Request(offer.query, script, 1, request.size, opened=None, **chosen)),
    }


def _values(
    values: Sequence[FacetValue], facet: Facet, request: Request, base: str, above: Sequence[str] = ()
) -> list[dict[str, object]]:
    """The values of a facet, or those below one of them; ``above`` is what chose the values above these.

    What stands below a value is shown once it, or something below it, is chosen, and where it is the only one: a province has
    hundreds of villages.
    """
    found: list[dict[str, object]] = []
    for number, value in enumerate(values):
        on_the_way = bool(_chosen([value]))
        children = value.children if on_the_way or len(values) == 1 else ()
        found.append(
            {
                "label": value.label,
                "count": value.count,
                "url": _toggled(request, facet, value, base, above, opened=facet),
                "active": value.active,
                "folded": number >= FEW and not on_the_way,
                "children": _values(children, facet, request, base, (*above, *value.chosen)),
            }
        )
    return found


def _toggled(
    request: Request, facet: Facet, value: FacetValue, base: str, above: Sequence[str] = (), *, opened: Facet | None
) -> str:
    """The address with a value added, or, where it is chosen, taken away; back to the first page, with a facet open on it.

    A value that is added takes the place of what was chosen above and below it, which would leave it without effect.
    """
    chosen = request.chosen
    gone = value.chosen if value.active else (*above, *(v for below in _chosen(value.children) for v in below.chosen))
    rest = tuple(v for v in chosen[facet] if v not in gone)
    chosen[facet] = rest if value.active else (*rest, value.value)
    return search_url(base, Request(request.query, request.script, 1, request.size, opened=opened, **chosen))


def _chosen(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Those that were chosen, among these values and what stands below them."""
    found = []
    for value in values:
        if value.active:
            found.append(value)
        found += _chosen(value.children)
    return found
