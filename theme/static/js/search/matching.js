// Which stories a query's tree matches: plugins/search/matching.py for the browser.

import { WILD, coveringTerms, hanLength, possibleWords, splitByWords } from "./analysis.js";
import { length } from "./codepoints.js";
import { overlaps, overlapsAnyYear } from "./dates.js";
import { resolve } from "./naming.js";
import { blockOf } from "./nearness.js";
import { any, both, only, without } from "./numbers.js";
import { Runs } from "./runs.js";
import { key } from "./syntax.js";

/** @typedef {import("./corpus.js").Corpus} Corpus */
/** @typedef {import("./numbers.js").Numbers} Numbers */
/** @typedef {import("./syntax.js").Node} Node */
/** @typedef {import("./syntax.js").Run} Run */
/** @typedef {{run: Run, words: readonly Run[]}} Plan A run as it is searched for: itself, or the words that must all match. */

/** Answers which stories match, in one corpus; remembers what it was asked. */
export class Matcher {
  /** @type {Map<string, Promise<Numbers>>} */
  #matches = new Map();
  /** @type {Map<string, Promise<Numbers>>} */
  #holding = new Map();
  /** @type {Map<string, Promise<Plan>>} */
  #plans = new Map();

  /** @param {Corpus} corpus */
  constructor(corpus) {
    this.corpus = corpus;
    this.runs = new Runs(corpus);
  }

  /**
   * The stories that a tree matches.
   * @param {Node} node
   * @returns {Promise<Numbers>}
   */
  matches(node) {
    return remembered(this.#matches, key(node), () => this.match(node));
  }

  /**
   * The stories that hold a run as it is.
   * @param {Run} run
   * @returns {Promise<Numbers>}
   */
  holding(run) {
    return remembered(this.#holding, key(run), () => this.hold(run));
  }

  /**
   * Whether a run is searched for as it is, or in words.
   * @param {Run} run
   * @returns {Promise<Plan>}
   */
  plan(run) {
    return remembered(this.#plans, key(run), () => this.planned(run));
  }

  /**
   * @param {Node} node
   * @returns {Promise<Numbers>}
   */
  async match(node) {
    const { corpus } = this, { cards, everything } = corpus;
    switch (node.kind) {
      case "everything":
        return everything;
      case "run": {
        const { run, words } = await this.plan(node);
        const sets = await Promise.all((words.length ? words : [run]).map((one) => this.holding(one)));
        return sets.reduce(both);
      }
      case "named":
        return resolve(corpus.language, corpus, node).stories;
      case "dates":
        return only(everything, (number) => overlaps(node, cards[number].first, cards[number].last));
      case "any-year":
        return only(everything, (number) => overlapsAnyYear(node, cards[number].first, cards[number].last));
      case "near":
        return this.near(node);
      case "and":
        return this.and(node);
      case "or":
        return any(await Promise.all(node.parts.map((part) => this.matches(part))));
      case "not":
        return without(everything, await this.matches(node.part));
    }
  }

  /** @param {import("./syntax.js").And} node */
  async and({ parts }) {
    const sets = await Promise.all(parts.map((part) => this.matches(part.kind === "not" ? part.part : part)));
    let found = this.corpus.everything;
    parts.forEach((part, i) => (found = part.kind === "not" ? without(found, sets[i]) : both(found, sets[i])));
    return found;
  }

  /**
   * @param {Run} run
   * @returns {Promise<Plan>}
   */
  async planned(run) {
    const { language, longestWord } = this.corpus;
    const plain = { ...run, quoted: true }; // from here on quotation marks make no difference
    const isWhole = run.quoted || run.spelling !== null || run.text.includes(WILD);
    if (isWhole || hanLength(language, run.text) <= language.limits.unsplit) return { run: plain, words: [] };
    const words = await this.corpus.words(possibleWords(language, run.text, longestWord));
    const parts = splitByWords(language, run.text, words, longestWord);
    if (parts.length === 1 && parts[0] === run.text) return { run: plain, words: [] };
    return { run: plain, words: parts.map((text) => ({ ...plain, text })) };
  }

  /**
   * @param {Run} run
   * @returns {Promise<Numbers>}
   */
  async hold(run) {
    if (run.spelling !== null) {
      const candidates = await this.runs.candidates([...coveringTerms(this.corpus.language, run.text)]);
      return this.runs.spelled(run.spelling, candidates);
    }
    const { counts } = await this.runs.find(run.text);
    const numbers = new Set(counts.keys());
    return run.title ? only(numbers, (number) => isTitled(counts.get(number))) : numbers;
  }

  /** @param {import("./syntax.js").Near} node */
  async near({ runs, distances }) {
    const found = await Promise.all(runs.map((run) => this.runs.find(run.text)));
    const candidates = found.map(({ counts }) => /** @type {Numbers} */ (new Set(counts.keys()))).reduce(both);
    const starts = await Promise.all(found.map((run) => run.starts(candidates)));
    const sizes = runs.map((run) => length(run.text));
    const onlyTitle = runs.some((run) => run.title);
    return only(candidates, (number) => {
      let reached = (starts[0].get(number) ?? []).filter((place) => !onlyTitle || blockOf(place) < 2);
      for (let i = 1; i < runs.length; i += 1) {
        reached = (starts[i].get(number) ?? []).filter((place) =>
          reached.some((before) => isNear(before, sizes[i - 1], place, sizes[i], distances[i - 1])),
        );
      }
      return reached.length > 0;
    });
  }
}

/** @param {import("./segment.js").Counts | undefined} counts */
const isTitled = (counts) => counts !== undefined && counts[0] + counts[3] > 0;

/**
 * Whether two occurrences stand in one block, near enough and without overlap.
 * @param {number} one
 * @param {number} size
 * @param {number} other
 * @param {number} otherSize
 * @param {number} distance
 */
function isNear(one, size, other, otherSize, distance) {
  if (blockOf(one) !== blockOf(other)) return false;
  const after = other - one - size, before = one - other - otherSize;
  return (after >= 0 && after <= distance) || (before >= 0 && before <= distance);
}

/**
 * @template T
 * @param {Map<string, Promise<T>>} known
 * @param {string} name
 * @param {() => Promise<T>} ask
 */
function remembered(known, name, ask) {
  let found = known.get(name);
  if (!found) {
    found = ask();
    known.set(name, found);
    found.catch(() => known.delete(name)); // so that another try asks again
  }
  return found;
}
