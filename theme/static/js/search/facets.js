// Facets: how many of the hits carry each value, and which hits remain when values are chosen.
//
// Several values of one facet widen, facets narrow one another. A facet's counts leave its own choice aside, so that a
// value which may still be added never shows a misleading 0. Years hold their months; `original` is the script that the
// editor wrote in. Of a long list (the people of a large archive) the first are shown, and it is said how many there are
// beyond them.

import { compare } from "./codepoints.js";
import { resolveValues } from "./naming.js";
import { any, both } from "./numbers.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./naming.js").Names} Names */
/** @typedef {"place" | "role" | "person" | "year" | "source" | "original"} Facet */
/** @typedef {Readonly<Record<Facet, readonly string[]>>} Chosen */
/** @typedef {Readonly<Record<Facet, Names>>} Faceted What facets need of a corpus. */
/** @typedef {import("./numbers.js").Numbers} Numbers */

/**
 * One value of a facet. `value`: its id, which the parameter takes. `count`: the hits that carry it or something below it.
 * `chosen`: the values of the parameter that chose it, by id or by name; none where it was not chosen.
 * @typedef {{value: string, label: string, count: number, children: readonly FacetValue[], chosen: readonly string[]}} FacetValue
 */

/**
 * The facets of an answer: the values of each, as trees, most hits first, years newest first, equals by id; and how many
 * more values each has that some hit carries.
 * @typedef {{values: Record<Facet, FacetValue[]>, more: Record<Facet, number>}} Facets
 */

/** How many values a facet shows at most, not counting those chosen and what stands below a value. */
const MOST_SHOWN = 100;

/** @type {readonly Facet[]} */
export const FACETS = ["place", "role", "person", "year", "source", "original"];

/**
 * The hits that every facet's choice leaves, and for each facet those that the other facets' choices leave.
 * @param {Language} language
 * @param {Faceted} corpus
 * @param {Numbers} hits
 * @param {Chosen} chosen
 * @returns {{hits: Numbers, base: Record<Facet, Numbers>}}
 */
export function filtered(language, corpus, hits, chosen) {
  const narrowing = FACETS.filter((facet) => chosen[facet].length);
  /** @type {Map<Facet, Numbers>} */
  const kept = new Map(narrowing.map((facet) => [facet, narrow(language, corpus[facet], chosen[facet])]));
  const without = (/** @type {Facet | null} */ left) =>
    [...kept].reduce((rest, [facet, numbers]) => (facet === left ? rest : both(rest, numbers)), hits);
  return { hits: without(null), base: byFacet(without) };
}

/**
 * Every facet's values that some hit carries, and those chosen, as far as they are shown.
 * @param {Language} language
 * @param {Faceted} corpus
 * @param {Readonly<Record<Facet, Numbers>>} base
 * @param {Chosen} chosen
 * @param {Script} script
 * @returns {Facets}
 */
export function facets(language, corpus, base, chosen, script) {
  const shown = byFacet((facet) => {
    const names = corpus[facet];
    const counts = counted([...base[facet]].flatMap((number) => names.values[number]));
    /** @type {Map<string, string[]>} */
    const chosenAs = new Map();
    for (const value of chosen[facet]) {
      for (const id of chosenIds(language, names, value)) chosenAs.set(id, [...(chosenAs.get(id) ?? []), value]);
    }
    const carried = [...chosenAs.keys()].flatMap((id) => [id, ...names.above(id)]);
    const count = (/** @type {string} */ id) => counts.get(id) ?? 0;
    const order = [...new Set([...counts.keys(), ...carried])].sort(
      facet === "year" ? (a, b) => compare(b, a) : (a, b) => count(b) - count(a) || compare(a, b),
    );
    const beyond = order.filter((id) => !names.above(id).length).slice(MOST_SHOWN);
    const hidden = new Set(beyond.filter((id) => !carried.includes(id)));
    const values = tree(names, order.filter((id) => !hidden.has(id)), count, chosenAs, script);
    return { values, more: hidden.size };
  });
  return { values: byFacet((facet) => shown[facet].values), more: byFacet((facet) => shown[facet].more) };
}

/**
 * The stories that carry any of the values of one facet, given as ids or names.
 * @param {Language} language
 * @param {Names} names
 * @param {readonly string[]} values
 * @returns {Numbers}
 */
function narrow(language, names, values) {
  const ids = values.flatMap((value) => chosenIds(language, names, value));
  return any(ids.map((id) => names.stories.get(id) ?? new Set()));
}

/**
 * The ids that a facet value stands for: itself, or what has that name; itself too where nobody knows it.
 * @param {Language} language
 * @param {Names} names
 * @param {string} value
 * @returns {string[]}
 */
function chosenIds(language, names, value) {
  if (names.entries.has(value) || names.stories.has(value)) return [value];
  const found = resolveValues(language, names, language.fold(value));
  return found.length ? found : [value];
}

/**
 * The values in this order, each below its parent.
 * @param {Names} names
 * @param {readonly string[]} order
 * @param {(id: string) => number} count
 * @param {ReadonlyMap<string, readonly string[]>} chosenAs
 * @param {Script} script
 */
function tree(names, order, count, chosenAs, script) {
  /** @type {Map<string | null, string[]>} */
  const below = new Map();
  for (const id of order) {
    const parent = names.above(id)[0] ?? null;
    below.set(parent, [...(below.get(parent) ?? []), id]);
  }
  /** @type {(parent: string | null) => FacetValue[]} */
  const values = (parent) =>
    (below.get(parent) ?? []).map((id) => ({
      value: id,
      label: names.label(id, script),
      count: count(id),
      children: values(id),
      chosen: chosenAs.get(id) ?? [],
    }));
  return values(null);
}

/**
 * @template T
 * @param {(facet: Facet) => T} value
 */
function byFacet(value) {
  return /** @type {Record<Facet, T>} */ (Object.fromEntries(FACETS.map((facet) => [facet, value(facet)])));
}

/**
 * @param {readonly string[]} values
 * @returns {Map<string, number>}
 */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
