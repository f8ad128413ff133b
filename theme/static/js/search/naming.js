// What a name in a field means: which values of the catalogue it stands for, and what was near if it stands for none.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Named} Named */
/** @typedef {import("./syntax.js").NameField} NameField */
/** @typedef {import("./syntax.js").Script} Script */

/**
 * @typedef {object} Entry
 * @property {{hans: string, hant: string}} forms
 * @property {string | null} parent
 * @property {readonly string[]} names aliases, former names
 */

/** One kind of facet: its entries, who stands under whom, and which stories carry what. `Corpus` has one of each. */
export class Names {
  /**
   * @param {Language} language
   * @param {ReadonlyMap<string, Entry>} entries in the order of the catalogue
   * @param {readonly (readonly string[])[]} tags each story's own values, by the number of the story
   */
  constructor(language, entries, tags) {
    this.entries = entries;
    /** @type {readonly (readonly string[])[]} each story's values, ancestors included, each once */
    this.values = [];
    /** @type {ReadonlyMap<string, ReadonlySet<number>>} for each value the stories that carry it or something below it */
    this.stories = new Map();
    /** @type {ReadonlyMap<string, readonly string[]>} every name of each value, folded */
    this.folded = new Map();
    throw new Error("to come");
  }

  /**
   * The ancestors of a value, nearest first.
   * @param {string} value
   * @returns {readonly string[]}
   */
  above(value) { throw new Error("to come"); }

  /**
   * A value's name in one script; its id if the catalogue does not know it.
   * @param {string} value
   * @param {Script} script
   * @returns {string}
   */
  label(value, script) { throw new Error("to come"); }
}

/** @typedef {Readonly<Record<NameField, Names>>} Catalogue What these functions need of a corpus: place, role, person, source. */

/**
 * What a name in a field stands for (no values if it is unknown), and its stories, those below included.
 * @param {Language} language
 * @param {Catalogue} corpus
 * @param {Named} named
 * @returns {{values: string[], stories: Set<number>}}
 */
export function resolve(language, corpus, named) { throw new Error("to come"); }

/**
 * The ids that a folded name stands for.
 * @param {Language} language
 * @param {Names} names
 * @param {string} name
 * @returns {string[]}
 */
export function resolveValues(language, names, name) { throw new Error("to come"); }

/**
 * Values with a name like the one that nobody knows, most alike first.
 * @param {Catalogue} corpus
 * @param {Named} named
 * @returns {string[]}
 */
export function nearest(corpus, named) { throw new Error("to come"); }
