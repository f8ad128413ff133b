// When stories happened: days as the index numbers them, and the years and months that readers choose from.

import { readable } from "./dates.js";

/** @typedef {import("./naming.js").Entry} Entry */

const DAY = 86_400_000;
/** The number of the first of January 1970. */
const EPOCH = 719_163;

/** Days by their numbers, as ISO writes them. */
export function isoDays() {
  /** @type {Map<number, string>} */
  const known = new Map();
  return (/** @type {number} */ day) => {
    const iso = known.get(day) ?? new Date((day - EPOCH) * DAY).toISOString().slice(0, 10);
    known.set(day, iso);
    return iso;
  };
}

/**
 * The years that a story's days overlap, and the months, unless it is dated only by year.
 * @param {{first: string, last: string}} card its days, ISO
 * @param {boolean} byMonth
 */
export function timesOf({ first, last }, byMonth) {
  const [firstYear, firstMonth] = first.split("-").map(Number), [lastYear, lastMonth] = last.split("-").map(Number);
  const times = [];
  for (let year = firstYear; year <= lastYear; year += 1) times.push(String(year).padStart(4, "0"));
  if (!byMonth) return times;
  for (let month = firstYear * 12 + firstMonth - 1; month < lastYear * 12 + lastMonth; month += 1) {
    const year = String(Math.floor(month / 12)).padStart(4, "0");
    times.push(`${year}-${String((month % 12) + 1).padStart(2, "0")}`);
  }
  return times;
}

/**
 * Years and months as facet values, each month below its year.
 * @param {readonly (readonly string[])[]} times
 * @returns {Map<string, Entry>}
 */
export function yearsAndMonths(times) {
  const sorted = [...new Set(times.flat())].sort();
  return new Map(
    sorted.map((time) => {
      const label = readable(time);
      return [time, { forms: { hans: label, hant: label }, parent: time.length > 4 ? time.slice(0, 4) : null, names: [] }];
    }),
  );
}
