// The addresses of states of search: an address to a question, and a question to its address.

import { FACETS } from "./facets.js";
import { DEFAULT_SIZE } from "./results.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./results.js").Request} Request */
/** @typedef {import("./facets.js").Facet} Facet */
/** @typedef {import("./syntax.js").Script} Script */

/** A parameter of an address is wrong: `parameter` says which, the message why. */
export class ParameterError extends Error {
  /**
   * @param {string} parameter
   * @param {string} message
   */
  constructor(parameter, message) {
    super(message);
    this.parameter = parameter;
  }
}

/**
 * A question from the parameters of an address.
 * @param {Language} language
 * @param {URLSearchParams} parameters
 * @param {Script} script of the page
 * @returns {Request}
 * @throws {ParameterError} a number out of bounds, too many facet values
 */
export function readRequest(language, parameters, script) {
  const { limits, say } = language;
  const chosen = /** @type {Record<Facet, string[]>} */ ({});
  for (const facet of FACETS) {
    chosen[facet] = [...new Set(parameters.getAll(facet).filter(Boolean))];
    if (chosen[facet].length > limits.values) {
      throw wrong(language, facet, script, say("reason-many", script, { limit: limits.values }));
    }
  }
  const number = (/** @type {string} */ name, /** @type {number} */ standard, /** @type {number} */ largest) => {
    const value = parameters.get(name);
    if (value === null) return standard;
    if (/^[0-9]+$/.test(value) && value.length <= String(largest).length) {
      if (Number(value) >= 1 && Number(value) <= largest) return Number(value);
    }
    throw wrong(language, name, script, say("reason-number", script, { first: 1, last: largest }));
  };
  const page = number("page", 1, limits.page), size = number("size", DEFAULT_SIZE, limits.size);
  const opened = FACETS.find((facet) => facet === parameters.get("open")) ?? null;
  return { query: parameters.get("q") ?? "", script, page, size, chosen, opened };
}

/**
 * The address of a state of the search page: query, chosen facet values, page, on the first the facet that stands open.
 * @param {string} base
 * @param {Request} request
 * @param {{page?: number, query?: string | null}} other another page; or another query, without any facet value and with none open
 * @returns {string}
 */
export function searchUrl(base, request, { page = 1, query = null } = {}) {
  const values = [["q", query ?? request.query]];
  if (query === null) for (const facet of FACETS) for (const value of request.chosen[facet]) values.push([facet, value]);
  if (request.size !== DEFAULT_SIZE) values.push(["size", String(request.size)]);
  if (page > 1) values.push(["page", String(page)]);
  else if (request.opened && query === null) values.push(["open", request.opened]);
  const written = values.map(([name, value]) => `${name}=${quoted(value)}`).join("&");
  return `${base}/zh-${request.script}/search/?${written}`;
}

/**
 * A value in an address, as forms write it and as Python's urlencode does.
 * @param {string} value
 */
const quoted = (value) =>
  encodeURIComponent(value)
    .replace(/[!*'()]/g, (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");

/**
 * @param {Language} language
 * @param {string} name
 * @param {Script} script
 * @param {string} reason
 */
const wrong = ({ say }, name, script, reason) => new ParameterError(name, say("bad-parameter", script, { name, reason }));
