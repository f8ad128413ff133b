// Facets: how many of the hits carry each value, and which hits remain when values are chosen.
// Month values and the script of the original come when plugins/search/facets.py has them.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {"place" | "role" | "person" | "year" | "source"} Facet */
/** @typedef {Readonly<Record<Facet, readonly string[]>>} Chosen */
/** @typedef {import("./results.js").FacetValue} FacetValue */
/** @typedef {import("./naming.js").Names} Names */

/** @type {readonly Facet[]} */
export const FACETS = ["place", "role", "person", "year", "source"];

/**
 * What facets need of a corpus.
 * @typedef {Readonly<Record<"place" | "role" | "person" | "source", Names>> & {years: readonly (readonly string[])[]}} Faceted
 */

/**
 * The hits that every facet's choice leaves, and for each facet those that the other facets' choices leave.
 * @param {Language} language
 * @param {Faceted} corpus
 * @param {ReadonlySet<number>} hits
 * @param {Chosen} chosen
 * @returns {{hits: ReadonlySet<number>, base: Record<Facet, ReadonlySet<number>>}}
 */
export function filtered(language, corpus, hits, chosen) { throw new Error("to come"); }

/**
 * Every facet's values that some hit carries, and those chosen: places and roles as trees, most hits first.
 * @param {Language} language
 * @param {Faceted} corpus
 * @param {Readonly<Record<Facet, ReadonlySet<number>>>} base
 * @param {Chosen} chosen
 * @param {Script} script
 * @returns {Record<Facet, FacetValue[]>}
 */
export function facets(language, corpus, base, chosen, script) { throw new Error("to come"); }
