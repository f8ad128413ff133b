// Strings as the index counts them: by code point. JavaScript's own offsets count UTF-16 units.

/**
 * The characters of a text, one an item.
 * @param {string} text
 * @returns {string[]}
 */
export const codePoints = (text) => Array.from(text);

/**
 * How many characters a text has.
 * @param {string} text
 */
export const length = (text) => codePoints(text).length;

/**
 * A text cut at offsets, which stand in order inside it.
 * @param {string} text
 * @param {readonly number[]} ends
 * @returns {string[]}
 */
export function cut(text, ends) {
  const characters = codePoints(text);
  return [0, ...ends].map((start, i) => characters.slice(start, ends[i]).join(""));
}

/**
 * Order by code points; `<` orders by UTF-16 units, which is another order outside the Basic Multilingual Plane.
 * @param {string} a
 * @param {string} b
 * @returns {number} less than, equal to or more than 0
 */
export function compare(a, b) {
  const ones = codePoints(a), others = codePoints(b);
  for (let i = 0; i < Math.min(ones.length, others.length); i += 1) {
    const difference = (ones[i].codePointAt(0) ?? 0) - (others[i].codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return ones.length - others.length;
}

/**
 * For the ends of regular expressions' matches: the offset in code points of an offset in UTF-16 units.
 * @param {string} text
 * @returns {(offset: number) => number}
 */
export function offsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  /** @type {number[]} */
  const table = [];
  let n = 0;
  for (const ch of text) {
    for (let unit = 0; unit < ch.length; unit += 1) table.push(n);
    n += 1;
  }
  table.push(n);
  return (offset) => table[offset];
}
