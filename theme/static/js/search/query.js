// The query language: a query as typed to a tree (syntax.js), or an error with a mended query.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */

/**
 * A query cannot be read. `position`: in code points of the query as typed; `suggestion`: the query mended, or null.
 */
export class QueryError extends Error {
  /**
   * @param {number} position
   * @param {string} message
   * @param {string | null} [suggestion]
   */
  constructor(position, message, suggestion = null) {
    super(message);
    this.position = position;
    this.suggestion = suggestion;
  }
}

/**
 * Read a query.
 * @param {Language} language
 * @param {string} query as typed
 * @param {Script} [script] the script that errors are told in
 * @returns {import("./syntax.js").Node}
 * @throws {QueryError}
 */
export function parse(language, query, script = "hans") { throw new Error("to come"); }
