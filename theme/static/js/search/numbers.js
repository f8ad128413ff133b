// Sets of the numbers of stories.

/** @typedef {ReadonlySet<number>} Numbers */

/**
 * Those in both.
 * @param {Numbers} one
 * @param {Numbers} other
 * @returns {Set<number>}
 */
export function both(one, other) {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one];
  const found = new Set();
  for (const number of few) if (many.has(number)) found.add(number);
  return found;
}

/**
 * Those in any.
 * @param {readonly Numbers[]} sets
 * @returns {Set<number>}
 */
export function any(sets) {
  const found = new Set();
  for (const set of sets) for (const number of set) found.add(number);
  return found;
}

/**
 * Those in the one and not in the other.
 * @param {Numbers} one
 * @param {Numbers} other
 * @returns {Set<number>}
 */
export function without(one, other) {
  const found = new Set();
  for (const number of one) if (!other.has(number)) found.add(number);
  return found;
}

/**
 * Those for which it holds.
 * @param {Numbers} numbers
 * @param {(number: number) => boolean} holds
 * @returns {Set<number>}
 */
export function only(numbers, holds) {
  const found = new Set();
  for (const number of numbers) if (holds(number)) found.add(number);
  return found;
}
