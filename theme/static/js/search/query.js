// The query language: a query as typed to a tree (syntax.js), or an error with a mended query.

import { codePoints } from "./codepoints.js";
import { QueryError } from "./faults.js";
import { Parser } from "./parser.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./syntax.js").Node} Node */

export { QueryError };

const MENDS = 8;

/**
 * Read a query.
 * @param {Language} language
 * @param {string} query as typed
 * @param {Script} [script] the script that errors are told in; it does not change what the query means
 * @returns {Node}
 * @throws {QueryError} it cannot be read; its suggestion, where there is one, can
 */
export function parse(language, query, script = "hans") {
  try {
    return parseOnce(language, query, script);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new QueryError(error.position, error.message, mended(language, error.suggestion, script));
  }
}

/**
 * Mend a query until it can be read; null where that leads nowhere or leaves nothing.
 * @param {Language} language
 * @param {string | null} suggestion
 * @param {Script} script
 * @returns {string | null}
 */
function mended(language, suggestion, script) {
  for (let i = 0; i < MENDS; i += 1) {
    if (suggestion === null || !language.characters.strip(suggestion)) return null;
    try {
      parseOnce(language, suggestion, script);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      suggestion = error.suggestion;
      continue;
    }
    return language.characters.strip(suggestion);
  }
  return null;
}

/**
 * @param {Language} language
 * @param {string} query
 * @param {Script} script
 * @returns {Node}
 */
function parseOnce(language, query, script) {
  const { limits, say } = language;
  const characters = codePoints(query);
  if (characters.length > limits.query) {
    const message = say("too-long", script, { limit: limits.query });
    throw new QueryError(limits.query, message, characters.slice(0, limits.query).join(""));
  }
  return new Parser(language, query, script).parse();
}
