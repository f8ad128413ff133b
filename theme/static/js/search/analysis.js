// Folded text to terms, and one run of characters to what finds it in a text. Every offset counts code points.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {{text: string, start: number, han: boolean}} Token A stretch of Han characters, or one Latin or digit word. */
/** @typedef {[start: number, end: number]} Span */

/** Stands in a run for any one Han character (or for a question mark, so that a sentence quoted whole is found). */
export const WILD = "?";

/**
 * The stretches of Han and the words of a folded text, in order.
 * @param {Language} language
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(language, text) { throw new Error("to come"); }

/**
 * How many Han characters a folded run has.
 * @param {Language} language
 * @param {string} run
 * @returns {number}
 */
export function hanLength(language, run) { throw new Error("to come"); }

/**
 * Terms that every text with this run must have, as few as cover it: pairs 0-1, 2-3 … and the last one.
 * @param {Language} language
 * @param {string} run
 * @returns {Set<string>}
 */
export function coveringTerms(language, run) { throw new Error("to come"); }

/**
 * Whether the run is itself one term.
 * @param {Language} language
 * @param {string} run
 * @returns {boolean}
 */
export function isTerm(language, run) { throw new Error("to come"); }

/**
 * Where the run begins and ends once punctuation, spaces and `?` at its ends are left off; [0, 0] if all is.
 * @param {Language} language
 * @param {string} run
 * @returns {Span}
 */
export function trim(language, run) { throw new Error("to come"); }

/**
 * What finds a run in a text (flags `gu`): the characters as they are, `?` any Han character, words only whole.
 * @param {Language} language
 * @param {string} run
 * @returns {RegExp}
 */
export function pattern(language, run) { throw new Error("to come"); }

/**
 * Whether finding the run is a plain substring search: no `?`, and no word at either end.
 * @param {Language} language
 * @param {string} run
 * @returns {boolean}
 */
export function isPlain(language, run) { throw new Error("to come"); }

/**
 * How often the run stands in the text, not counting overlaps.
 * @param {Language} language
 * @param {string} run
 * @param {string} text
 * @returns {number}
 */
export function count(language, run, text) { throw new Error("to come"); }

/**
 * Whether the run stands in the text.
 * @param {Language} language
 * @param {string} run
 * @param {string} text
 * @returns {boolean}
 */
export function contains(language, run, text) { throw new Error("to come"); }

/**
 * Where the run stands in the text, not counting overlaps.
 * @param {Language} language
 * @param {string} run
 * @param {string} text
 * @returns {Span[]}
 */
export function spans(language, run, text) { throw new Error("to come"); }

/**
 * Every stretch of 2 to `longest` Han characters of a run: what `splitByWords` must know to be words or not.
 * @param {Language} language
 * @param {string} run
 * @param {number} longest the length of the longest word of the archive
 * @returns {Set<string>}
 */
export function possibleWords(language, run, longest) { throw new Error("to come"); }

/**
 * Split a run by longest match over a list of words, from left to right; a character in no word stands alone.
 * @param {Language} language
 * @param {string} run folded, without `?`
 * @param {ReadonlySet<string>} words those of `possibleWords` that are in the archive's word list
 * @param {number} longest
 * @returns {string[]} the parts, each once, in order
 */
export function splitByWords(language, run, words, longest) { throw new Error("to come"); }
