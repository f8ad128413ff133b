// The classes of characters that the language tells apart. They come from the build, not from the browser, whose
// version of Unicode may be another.

/**
 * @typedef {object} Characters
 * @property {string} han for use between the brackets of a regular expression (flag `u`): one Han character
 * @property {string} word the same: a letter or digit that is not Han
 * @property {string} decimal the same: a decimal digit
 * @property {string} space the same: a space of any kind
 * @property {(ch: string) => boolean} isWord
 * @property {(ch: string) => boolean} isTermCharacter Han, or a letter or digit
 * @property {(ch: string) => boolean} isDigit a digit of any kind, as ² is
 * @property {(ch: string) => boolean} isSpace
 * @property {(digits: string) => number} number the value of decimal digits of any script
 * @property {(text: string) => string} strip without the spaces at either end
 * @property {(text: string) => string} stripStart
 * @property {(text: string) => string} stripEnd
 */

/**
 * @param {{han: string, word: string, digit: string, zeros: string, space: string}} classes
 * @returns {Characters}
 */
export function readCharacters({ han, word, digit, zeros, space }) {
  const starts = Array.from(zeros, (zero) => zero.codePointAt(0) ?? 0);
  const decimal = starts.map((zero) => `${String.fromCodePoint(zero)}-${String.fromCodePoint(zero + 9)}`).join("");
  const only = (/** @type {string} */ characters) => new RegExp(`^[${characters}]$`, "u");
  const hans = only(han), words = only(word), digits = only(digit), spaces = new Set(space);
  const leading = new RegExp(`^[${space}]+`, "u"), trailing = new RegExp(`[${space}]+$`, "u");
  const value = (/** @type {number} */ code) => code - Math.max(...starts.filter((zero) => zero <= code));
  const stripStart = (/** @type {string} */ text) => text.replace(leading, "");
  const stripEnd = (/** @type {string} */ text) => text.replace(trailing, "");
  return Object.freeze({
    han,
    word,
    decimal,
    space,
    isWord: (ch) => words.test(ch),
    isTermCharacter: (ch) => words.test(ch) || hans.test(ch),
    isDigit: (ch) => digits.test(ch),
    isSpace: (ch) => spaces.has(ch),
    number: (text) => Array.from(text).reduce((sum, ch) => sum * 10 + value(ch.codePointAt(0) ?? 0), 0),
    strip: (text) => stripEnd(stripStart(text)),
    stripStart,
    stripEnd,
  });
}
