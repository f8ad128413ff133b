// What a search is asked and gives back, as records: the shapes that plugins/search/results.py has.

import { snippetHtml } from "./snippets.js";

/** @typedef {import("./facets.js").FacetValue} FacetValue */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./facets.js").Facet} Facet */

/**
 * One question. `query`: as typed. `script`: of labels, titles, snippets, notes and errors; never changes what is found.
 * `chosen`: the facet values chosen, ids or names.
 * @typedef {object} Request
 * @property {string} query
 * @property {Script} script
 * @property {number} page from 1
 * @property {number} size hits a page
 * @property {Readonly<Record<Facet, readonly string[]>>} chosen
 * @property {Facet | null} [opened] the facet that stands open on the results page; never changes what is found
 */
/**
 * @typedef {object} Hit
 * @property {string} id
 * @property {string} title
 * @property {readonly string[]} pieces the title cut where a line of it may end
 * @property {string} url from the root of the site
 * @property {string | null} anchor
 * @property {string} date as the editor wrote it
 * @property {readonly string[]} places
 * @property {readonly string[]} roles
 * @property {readonly string[]} people
 * @property {number} score
 * @property {readonly import("./snippets.js").Part[]} snippet what to show and what of it to mark; `snippetHtml` gives the HTML
 */
/**
 * @typedef {object} Results
 * @property {string} query
 * @property {number} total
 * @property {number} page
 * @property {number} size
 * @property {number} took_ms
 * @property {readonly Hit[]} hits
 * @property {Readonly<Record<Facet, readonly FacetValue[]>>} facets
 * @property {Readonly<Record<Facet, number>>} more how many values of a facet are left out
 * @property {string} note
 * @property {readonly import("./offers.js").Offer[]} offers where nothing was found, searches that find something
 */

/** Hits a page where nobody says otherwise. */
export const DEFAULT_SIZE = 20;

/**
 * The JSON document that the command line and the service give.
 * @param {Results} results
 */
export function asJson(results) {
  const facets = Object.entries(results.facets).map(([facet, values]) => [facet, values.map(valueAsJson)]);
  const hits = results.hits.map(({ pieces, ...hit }) => ({ ...hit, snippet: snippetHtml(hit.snippet) }));
  return { ...results, hits, facets: Object.fromEntries(facets) };
}

/**
 * @param {FacetValue} value
 * @returns {object}
 */
function valueAsJson({ chosen, children, ...value }) {
  return { ...value, active: chosen.length > 0, children: children.map(valueAsJson) };
}
