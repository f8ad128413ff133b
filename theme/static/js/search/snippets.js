// The passage that shows a reader why a story is a hit: in the script asked for, as text and what of it is marked.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./syntax.js").Run} Run */
/** @typedef {{text: string, mark: boolean}} Part */
/** @typedef {{title: string, summary: string, blocks: readonly {anchor: string, text: string}[]}} Text A story in one script. */
/** @typedef {{parts: readonly Part[], anchor: string | null}} Snippet */

/**
 * The best passage of the best block, and a second where that shows runs which the first does not.
 * @param {Language} language
 * @param {Readonly<Record<Script, Text>>} texts both editions as written
 * @param {Script} script the edition shown
 * @param {readonly Run[]} runs what the query asks for, as it was searched for
 * @returns {Snippet}
 */
export function snippet(language, texts, script, runs) { throw new Error("to come"); }

/**
 * The parts as the HTML that the service gives.
 * @param {readonly Part[]} parts
 * @returns {string}
 */
export function snippetHtml(parts) { throw new Error("to come"); }
