// A search's results as the plain data of the results page: what plugins/search/pages.py gives search.html.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./results.js").Request} Request */
/** @typedef {import("./results.js").Results} Results */

/** @typedef {{label: string, url: string}} Link */
/** @typedef {{label: string, count: number, url: string, active: boolean, children: readonly ValueView[]}} ValueView */
/**
 * @typedef {object} HitView
 * @property {string} id
 * @property {string} title
 * @property {string} url
 * @property {string | null} anchor
 * @property {string} date as readers write it
 * @property {string} datetime
 * @property {readonly string[]} places
 * @property {readonly string[]} roles
 * @property {readonly string[]} people
 * @property {readonly import("./snippets.js").Part[]} snippet
 */
/**
 * @typedef {object} View
 * @property {number} total
 * @property {number} page
 * @property {number} pages
 * @property {readonly HitView[]} hits
 * @property {readonly {name: string, label: string, values: readonly ValueView[]}[]} facets
 * @property {readonly Link[]} active
 * @property {string | null} previous
 * @property {string | null} next
 * @property {{message: string, position: number, suggestion: {text: string, url: string} | null} | null} error
 * @property {string} note
 * @property {number} took
 */

/**
 * @param {Language} language
 * @param {Results} results
 * @param {Request} request
 * @param {string} base
 * @returns {View}
 */
export function resultsData(language, results, request, base) { throw new Error("to come"); }

/**
 * The same for a query that cannot be read.
 * @param {import("./query.js").QueryError} error
 * @param {Request} request
 * @param {string} base
 * @returns {View}
 */
export function errorData(error, request, base) { throw new Error("to come"); }
