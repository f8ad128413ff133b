// What a name in a field means: which values of the catalogue it stands for, and what was near if it stands for none.

import { closeMatches } from "./difflib.js";
import { any } from "./numbers.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Named} Named */
/** @typedef {import("./syntax.js").NameField} NameField */
/** @typedef {import("./syntax.js").Script} Script */

/**
 * A value of a facet; `names` are its aliases and former names.
 * @typedef {{forms: {hans: string, hant: string}, parent: string | null, names: readonly string[]}} Entry
 */
/** @typedef {Readonly<Record<NameField, Names>>} Catalogue What these functions need of a corpus. */

const NEAREST = 3;
const CUTOFF = 0.4;

/** One kind of facet: its entries, who stands under whom, and which stories carry what. */
export class Names {
  /** @type {Map<string, readonly string[]>} */
  #above = new Map();
  /** @type {ReadonlyMap<string, readonly string[]> | null} */
  #folded = null;
  /** @type {Language} */
  #language;

  /**
   * @param {Language} language
   * @param {ReadonlyMap<string, Entry>} entries in the order of the catalogue
   * @param {readonly (readonly string[])[]} tags each story's own values, by the number of the story
   */
  constructor(language, entries, tags) {
    this.#language = language;
    this.entries = entries;
    /** For each story its values, ancestors included, each once. */
    this.values = tags.map((own) => [...new Set(own.flatMap((tag) => [tag, ...this.above(tag)]))]);
    /** @type {Map<string, Set<number>>} */
    const stories = new Map();
    this.values.forEach((values, number) => {
      for (const value of values) {
        const found = stories.get(value);
        if (found) found.add(number);
        else stories.set(value, new Set([number]));
      }
    });
    /**
     * For each value the stories that carry it or something below it.
     * @type {ReadonlyMap<string, ReadonlySet<number>>}
     */
    this.stories = stories;
  }

  /**
   * Every name of each value, folded: both forms, aliases, former names.
   * @returns {ReadonlyMap<string, readonly string[]>}
   */
  get folded() {
    const { fold } = this.#language;
    this.#folded ??= new Map(
      Array.from(this.entries, ([value, { forms, names }]) => [
        value,
        [...new Set([forms.hans, forms.hant, ...names].map(fold))],
      ]),
    );
    return this.#folded;
  }

  /**
   * The ancestors of a value, nearest first.
   * @param {string} value
   * @returns {readonly string[]}
   */
  above(value) {
    const known = this.#above.get(value);
    if (known) return known;
    /** @type {string[]} */
    const found = [];
    let parent = this.entries.get(value)?.parent;
    while (parent != null && parent !== value && !found.includes(parent)) {
      found.push(parent);
      parent = this.entries.get(parent)?.parent;
    }
    this.#above.set(value, found);
    return found;
  }

  /**
   * A value's name in one script; its id if the catalogue does not know it.
   * @param {string} value
   * @param {Script} script
   * @returns {string}
   */
  label(value, script) {
    return this.entries.get(value)?.forms[script] ?? value;
  }
}

/**
 * What a name in a field stands for (no values if it is unknown), and its stories, those below included: an id, a name
 * in either script, an alias or former name; a place also without its ending (湖北), and after its ancestors.
 * @param {Language} language
 * @param {Catalogue} corpus
 * @param {Named} named
 * @returns {{values: string[], stories: Set<number>}}
 */
export function resolve(language, corpus, named) {
  const names = corpus[named.field];
  const values = resolveValues(language, names, named.name);
  return { values, stories: any(values.map((value) => names.stories.get(value) ?? new Set())) };
}

/**
 * The ids that a folded name stands for; see `resolve`.
 * @param {Language} language
 * @param {Names} names
 * @param {string} name
 * @returns {string[]}
 */
export function resolveValues(language, names, name) {
  if (names.entries.has(name)) return [name];
  const steps = name.split("/").filter(Boolean);
  const last = steps.pop();
  if (last === undefined) return [];
  return called(language, names, last).filter((value) => steps.every((step) => isUnder(language, names, value, step)));
}

/**
 * Values with a name like the one that nobody knows, most alike first.
 * @param {Catalogue} corpus
 * @param {Named} named
 * @returns {string[]}
 */
export function nearest(corpus, named) {
  const names = corpus[named.field];
  const last = named.name.slice(named.name.lastIndexOf("/") + 1);
  /** @type {Map<string, string>} */
  const byName = new Map();
  for (const [value, known] of names.folded) {
    if (names.stories.has(value)) for (const name of known) byName.set(name, value);
  }
  const alike = closeMatches(last, byName.keys(), { n: NEAREST * 2, cutoff: CUTOFF });
  const inside = [...byName.keys()].filter((name) => last && (name.includes(last) || last.includes(name)));
  const values = [...inside, ...alike].map((name) => byName.get(name) ?? name);
  return [...new Set(values)].slice(0, NEAREST);
}

/**
 * @param {Language} language
 * @param {Names} names
 * @param {string} name
 */
function called(language, names, name) {
  const all = [...names.folded];
  const exact = all.filter(([, known]) => known.includes(name));
  const found = exact.length ? exact : all.filter(([, known]) => known.some((other) => isShort(language, name, other)));
  return found.map(([value]) => value);
}

/**
 * Whether a name is another one without the ending of a place.
 * @param {Language} language
 * @param {string} name
 * @param {string} other
 */
const isShort = (language, name, other) => other.startsWith(name) && language.endings.has(other.slice(name.length));

/**
 * @param {Language} language
 * @param {Names} names
 * @param {string} value
 * @param {string} step
 */
function isUnder(language, names, value, step) {
  const above = names.above(value).flatMap((ancestor) => names.folded.get(ancestor) ?? []);
  return above.some((other) => step === other || isShort(language, step, other));
}
