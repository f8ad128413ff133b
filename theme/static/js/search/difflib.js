// Names that look alike: Python's difflib.get_close_matches, so that the browser offers the names that the service does.

import { codePoints, compare } from "./codepoints.js";

const AUTOJUNK_FROM = 200;

/** How alike two sequences are, by the lengths of their longest common blocks (Ratcliff and Obershelp). */
class Matcher {
  /** @param {string} word */
  constructor(word) {
    this.b = codePoints(word);
    /** @type {Map<string, number[]>} */
    this.places = new Map();
    this.b.forEach((ch, i) => this.places.set(ch, [...(this.places.get(ch) ?? []), i]));
    /** @type {Map<string, number>} */
    this.counts = new Map(Array.from(this.places, ([ch, places]) => [ch, places.length]));
    if (this.b.length >= AUTOJUNK_FROM) {
      // Characters in more than a hundredth of a long text tell little, and take most of the time.
      const most = Math.floor(this.b.length / 100) + 1;
      for (const [ch, n] of this.counts) if (n > most) this.places.delete(ch);
    }
  }

  /** @param {readonly string[]} a */
  ratio(a) {
    return share(this.#matching(a, 0, a.length, 0, this.b.length), a.length + this.b.length);
  }

  /**
   * What the ratio cannot exceed, found faster: by the characters that both have, wherever they stand.
   * @param {readonly string[]} a
   */
  ceiling(a) {
    const left = new Map(this.counts);
    let shared = 0;
    for (const ch of a) {
      const n = left.get(ch) ?? 0;
      left.set(ch, n - 1);
      if (n > 0) shared += 1;
    }
    return share(shared, a.length + this.b.length);
  }

  /**
   * How many characters the matching blocks of two stretches have.
   * @param {readonly string[]} a
   * @param {number} aFrom
   * @param {number} aTo
   * @param {number} bFrom
   * @param {number} bTo
   * @returns {number}
   */
  #matching(a, aFrom, aTo, bFrom, bTo) {
    const [i, j, size] = this.#longest(a, aFrom, aTo, bFrom, bTo);
    if (!size) return 0;
    return size + this.#matching(a, aFrom, i, bFrom, j) + this.#matching(a, i + size, aTo, j + size, bTo);
  }

  /**
   * The longest block that both stretches have; of several the one that begins first in `a`, then in `b`.
   * @param {readonly string[]} a
   * @param {number} aFrom
   * @param {number} aTo
   * @param {number} bFrom
   * @param {number} bTo
   * @returns {[number, number, number]}
   */
  #longest(a, aFrom, aTo, bFrom, bTo) {
    let [bestA, bestB, size] = [aFrom, bFrom, 0];
    /** @type {Map<number, number>} */
    let lengths = new Map();
    for (let i = aFrom; i < aTo; i += 1) {
      /** @type {Map<number, number>} */
      const next = new Map();
      for (const j of this.places.get(a[i]) ?? []) {
        if (j < bFrom) continue;
        if (j >= bTo) break;
        const k = (lengths.get(j - 1) ?? 0) + 1;
        next.set(j, k);
        if (k > size) [bestA, bestB, size] = [i - k + 1, j - k + 1, k];
      }
      lengths = next;
    }
    // What autojunk left out still lengthens a block.
    while (bestA > aFrom && bestB > bFrom && a[bestA - 1] === this.b[bestB - 1]) [bestA, bestB, size] = [bestA - 1, bestB - 1, size + 1];
    while (bestA + size < aTo && bestB + size < bTo && a[bestA + size] === this.b[bestB + size]) size += 1;
    return [bestA, bestB, size];
  }
}

/**
 * The best of the possibilities that are like a word, most alike first.
 * @param {string} word
 * @param {Iterable<string>} possibilities
 * @param {{n?: number, cutoff?: number}} how at most `n`, each at least `cutoff` alike (0 to 1)
 * @returns {string[]}
 */
export function closeMatches(word, possibilities, { n = 3, cutoff = 0.6 } = {}) {
  const matcher = new Matcher(word);
  /** @type {[number, string][]} */
  const found = [];
  for (const possibility of possibilities) {
    const a = codePoints(possibility);
    if (matcher.ceiling(a) < cutoff) continue;
    const ratio = matcher.ratio(a);
    if (ratio >= cutoff) found.push([ratio, possibility]);
  }
  found.sort(([ratio, one], [other, two]) => other - ratio || compare(two, one));
  return found.slice(0, n).map(([, possibility]) => possibility);
}

/**
 * @param {number} matching
 * @param {number} length
 */
const share = (matching, length) => (length ? (2 * matching) / length : 1);
