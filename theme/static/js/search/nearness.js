// How near to each other two runs stand in a story: plugins/search/nearness.py, from places alone.

import { BLOCK } from "./segment.js";

/** @typedef {import("./runs.js").Starts} Starts */
/** @typedef {{starts: Starts, size: number}} Standing Where a run stands in a story, and how long it is. */

/** The places of one edition. */
const editions = [0, 1];
export const blockOf = (/** @type {number} */ place) => Math.floor(place / BLOCK);

/**
 * The least number of characters between an occurrence of the one and one of the other, in either order, in one block and
 * without overlap; null where no block holds both so. The other edition counts only where the original holds not both.
 * @param {Standing} one
 * @param {Standing} other
 * @param {boolean} onlyTitle
 * @returns {number | null}
 */
export function distance(one, other, onlyTitle) {
  for (const edition of editions) {
    const counts = (/** @type {number} */ place) =>
      blockOf(place) % 2 === edition && (!onlyTitle || blockOf(place) < 2);
    const [ones, others] = [one, other].map(({ starts, size }) => ({ starts: starts.filter(counts), size }));
    const least = Math.min(leastGap(ones, others), leastGap(others, ones));
    if (least < Infinity) return least;
  }
  return null;
}

/**
 * @param {Standing} before
 * @param {Standing} after
 */
function leastGap(before, after) {
  let least = Infinity, i = 0;
  for (const start of before.starts) {
    const end = start + before.size;
    while (i < after.starts.length && after.starts[i] < end) i += 1;
    const next = after.starts[i];
    if (next !== undefined && blockOf(next) === blockOf(start)) least = Math.min(least, next - end);
  }
  return least;
}
