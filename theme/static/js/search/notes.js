// What a reader should know about a query that was read but may not mean what they think, or finds nothing.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./syntax.js").Node} Node */

/**
 * What notes need of a matcher: its corpus, and the stories that a tree matches.
 * @typedef {object} Asked
 * @property {import("./naming.js").Catalogue} corpus
 * @property {(node: Node) => Promise<ReadonlySet<number>>} matches
 */

/**
 * Names that nobody knows, with the nearest that are known; and where nothing is found, what else may be meant.
 * @param {Language} language
 * @param {Asked} matcher
 * @param {Node} node
 * @param {ReadonlySet<number>} matched
 * @param {Script} script
 * @returns {Promise<string>}
 */
export async function note(language, matcher, node, matched, script) { throw new Error("to come"); }
