// Fold: every character to the one that stands for its class, so that 說, 説 and 说 become one.
// One code point in, one code point out, always; the table is the one that the index was made with.

/** @typedef {(text: string) => string} Fold */

/**
 * The fold from its table: stretches of neighbouring characters that are moved by the same distance.
 * @param {readonly [gaps: readonly number[], shifts: readonly number[], counts: readonly number[]]} table for each
 *   stretch how far it begins after the beginning of the one before, how far its characters move, and how many they are
 * @returns {Fold}
 */
export function readFold([gaps, shifts, counts]) {
  /** @type {Map<string, string>} */
  const pairs = new Map();
  let first = 0;
  gaps.forEach((gap, i) => {
    first += gap;
    for (let code = first; code < first + counts[i]; code += 1) {
      pairs.set(String.fromCodePoint(code), String.fromCodePoint(code + shifts[i]));
    }
  });
  return (text) => {
    let folded = "";
    for (const ch of text) folded += pairs.get(ch) ?? ch;
    return folded;
  };
}
