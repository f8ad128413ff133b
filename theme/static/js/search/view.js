// A search's results as the plain data of the results page: what plugins/search/pages.py gives search.html.

import { readable } from "./dates.js";
import { FACETS } from "./facets.js";
import { searchUrl } from "./urls.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./results.js").Request} Request */
/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("./results.js").Hit} Hit */
/** @typedef {import("./facets.js").Facet} Facet */
/** @typedef {import("./facets.js").FacetValue} FacetValue */
/** @typedef {{text: string, url: string}} Mended */
/** @typedef {{label: string, url: string}} Link */
/** @typedef {{text: string, total: number, url: string}} OfferView */
/** @typedef {{label: string, count: number, url: string, active: boolean, folded: boolean, children: readonly ValueView[]}} ValueView */
/** @typedef {Omit<Hit, "score"> & {datetime: string}} HitView `date` is as readers write it. */
/**
 * @typedef {object} View
 * @property {number} total
 * @property {number} page
 * @property {number} pages
 * @property {readonly HitView[]} hits
 * @property {readonly {name: Facet, label: string, values: readonly ValueView[], more: number, open: boolean}[]} facets
 * @property {boolean} opened whether the reader is choosing among facets
 * @property {readonly Link[]} active
 * @property {string | null} previous
 * @property {string | null} next
 * @property {{message: string, position: number, suggestion: Mended | null} | null} error
 * @property {string} note
 * @property {readonly OfferView[]} offers
 * @property {number} took
 */

/**
 * The results page of a query that was answered.
 * @param {Language} language
 * @param {Results} results
 * @param {Request} request
 * @param {string} base
 * @returns {View}
 */
export function resultsData(language, results, request, base) {
  const pages = Math.max(1, Math.ceil(results.total / results.size));
  const before = Math.min(results.page - 1, pages);
  const shown = FACETS.filter((facet) => results.facets[facet].length);
  const opened = shown.find((facet) => facet === request.opened) ?? shown[0];
  return {
    total: results.total,
    page: results.page,
    pages,
    hits: results.hits.map((hit) => hitView(hit, base)),
    facets: shown.map((facet) => ({
      name: facet,
      label: language.say(`facet-${facet}`, request.script),
      values: valueViews(results.facets[facet], facet, request, base),
      more: results.more[facet],
      open: facet === opened,
    })),
    opened: Boolean(request.opened),
    active: FACETS.flatMap((facet) =>
      active(results.facets[facet]).map((value) => ({
        label: value.label,
        url: toggled(request, facet, value, base, request.opened ?? null),
      })),
    ),
    previous: results.page > 1 ? searchUrl(base, request, { page: before }) : null,
    next: results.page < pages ? searchUrl(base, request, { page: results.page + 1 }) : null,
    error: null,
    note: results.note,
    offers: results.offers.map((offer) => offerView(language, offer, request, base)),
    took: results.took_ms,
  };
}

/**
 * The results page of a query that cannot be read.
 * @param {import("./faults.js").QueryError} error
 * @param {Request} request
 * @param {string} base
 * @returns {View}
 */
export function errorData(error, request, base) {
  const { message, position, suggestion: text } = error;
  const suggestion = text ? { text, url: searchUrl(base, request, { query: text }) } : null;
  return {
    total: 0,
    page: 1,
    pages: 1,
    hits: [],
    facets: [],
    opened: false,
    active: [],
    previous: null,
    next: null,
    error: { message, position, suggestion },
    note: "",
    offers: [],
    took: 0,
  };
}

/**
 * @param {Hit} hit
 * @param {string} base
 * @returns {HitView}
 */
function hitView({ score: _, ...hit }, base) {
  return { ...hit, url: base + hit.url, date: readable(hit.date), datetime: hit.date.split("/")[0] };
}

/**
 * A link to a search that finds something: another query by its text, the same one by what is taken away.
 * @param {Language} language
 * @param {import("./offers.js").Offer} offer
 * @param {Request} request
 * @param {string} base
 * @returns {OfferView}
 */
function offerView({ say }, { query, total, without }, request, base) {
  const chosen = { ...request.chosen };
  for (const facet of without) chosen[facet] = [];
  const facets = without.map((facet) => say(`facet-${facet}`, request.script)).join("、");
  const text = query === request.query ? say("offer-without", request.script, { facets }) : query;
  return { text, total, url: searchUrl(base, { ...request, query, chosen, opened: null }) };
}

/** A list of facet values shows so many; the others stand behind a fold. */
const FEW = 12;

/**
 * The values of a facet, or those below one of them; what stands below is shown once it, or something below it, is chosen, and
 * where there is only one.
 * @param {readonly FacetValue[]} values
 * @param {Facet} facet
 * @param {Request} request
 * @param {string} base
 * @param {readonly string[]} [above] what chose the values above these
 * @returns {ValueView[]}
 */
const valueViews = (values, facet, request, base, above = []) =>
  values.map((value, number) => {
    const onTheWay = active([value]).length > 0;
    const children = onTheWay || values.length === 1 ? value.children : [];
    return {
      label: value.label,
      count: value.count,
      url: toggled(request, facet, value, base, facet, above),
      active: value.chosen.length > 0,
      folded: number >= FEW && !onTheWay,
      children: valueViews(children, facet, request, base, [...above, ...value.chosen]),
    };
  });

/**
 * The address with a value added, or, where it is chosen, taken away; back to the first page, with a facet open on it. A value
 * that is added takes the place of what was chosen above and below it, which would leave it without effect.
 * @param {Request} request
 * @param {Facet} facet
 * @param {FacetValue} value
 * @param {string} base
 * @param {Facet | null} opened
 * @param {readonly string[]} [above]
 */
function toggled(request, facet, value, base, opened, above = []) {
  const gone = value.chosen.length ? value.chosen : [...above, ...active(value.children).flatMap((below) => below.chosen)];
  const rest = request.chosen[facet].filter((other) => !gone.includes(other));
  const values = value.chosen.length ? rest : [...rest, value.value];
  return searchUrl(base, { ...request, chosen: { ...request.chosen, [facet]: values }, opened });
}

/**
 * Those that were chosen, among these values and what stands below them.
 * @param {readonly FacetValue[]} values
 * @returns {FacetValue[]}
 */
const active = (values) => values.flatMap((value) => [...(value.chosen.length ? [value] : []), ...active(value.children)]);
