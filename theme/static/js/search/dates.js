// Dates in queries: single days, months and years, ranges, and days of any year; and dates as readers see them.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Dates} Dates */
/** @typedef {import("./syntax.js").AnyYear} AnyYear */

/** Not a date; `code` is the key of the message for readers. */
export class BadDateError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Read the value of `date:`, already folded.
 * @param {Language} language
 * @param {string} value
 * @returns {Dates | AnyYear}
 * @throws {BadDateError}
 */
export function readDates(language, value) { throw new Error("to come"); }

/**
 * Whether a story's days, from `first` to `last` (ISO), share a day with the span.
 * @param {Dates} wanted
 * @param {string} first
 * @param {string} last
 * @returns {boolean}
 */
export function overlaps(wanted, first, last) { throw new Error("to come"); }

/**
 * Whether a story's days share a day with that day or month of any year.
 * @param {AnyYear} wanted
 * @param {string} first
 * @param {string} last
 * @returns {boolean}
 */
export function overlapsAnyYear(wanted, first, last) { throw new Error("to come"); }

/**
 * A story's date as Chinese readers write it, the same in both scripts: 2020年2月14日, 2020年1月至2月.
 * @param {string} date as the editor wrote it: 2020, 2020-02, 2020-02-14, 2020-01/2020-02
 * @returns {string}
 */
export function readable(date) { throw new Error("to come"); }
