// The addresses of states of search: an address to a question, and a question to its address.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./results.js").Request} Request */

/** A parameter of an address is wrong: `name` says which, the message why. */
export class ParameterError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   */
  constructor(name, message) {
    super(message);
    this.parameter = name;
  }
}

/**
 * A question from the parameters of an address.
 * @param {Language} language
 * @param {URLSearchParams} parameters
 * @param {import("./syntax.js").Script} script of the page
 * @returns {Request}
 * @throws {ParameterError}
 */
export function readRequest(language, parameters, script) { throw new Error("to come"); }

/**
 * The address of a state of the search page: query, chosen facet values, page.
 * @param {string} base
 * @param {Request} request
 * @param {{page?: number, query?: string | null}} [other] another page, or another query without any facet value
 * @returns {string}
 */
export function searchUrl(base, request, { page = 1, query = null } = {}) { throw new Error("to come"); }
