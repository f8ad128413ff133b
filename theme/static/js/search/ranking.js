// How well a story answers a query: plugins/search/ranking.py for the browser; its constants come in the manifest.
// Sums are taken in the same order, left to right.

import { WILD, count } from "./analysis.js";
import { length } from "./codepoints.js";
import { distance } from "./nearness.js";
import { both } from "./numbers.js";
import { distinct, key, wantedRuns } from "./syntax.js";

/** @typedef {import("./matching.js").Matcher} Matcher */
/** @typedef {import("./matching.js").Plan} Plan */
/** @typedef {import("./numbers.js").Numbers} Numbers */
/** @typedef {import("./segment.js").Counts} Counts */
/** @typedef {import("./syntax.js").Run} Run */
/** @typedef {Map<number, number>} Totals */
/**
 * @typedef {Readonly<Record<"K1" | "TITLE" | "SUMMARY" | "BODY" | "NAMES" | "B_TITLE" | "B_SUMMARY" | "B_BODY" |
 *   "WORD_BONUS" | "NEAR" | "NEAR_HALF", number>>} Constants
 */

const UNIT = 1e6;

/** Scores stories for queries on one corpus. */
export class Ranker {
  /**
   * @param {Matcher} matcher
   * @param {Constants} constants
   */
  constructor(matcher, constants) {
    this.matcher = matcher;
    this.corpus = matcher.corpus;
    this.constants = constants;
  }

  /**
   * The score of each hit.
   * @param {import("./syntax.js").Node} node
   * @param {Numbers} hits
   * @returns {Promise<Totals>}
   */
  async scores(node, hits) {
    /** @type {Totals} */
    const totals = new Map();
    for (const number of hits) totals.set(number, 0);
    const plans = new Map();
    for (const plan of await Promise.all(wantedRuns(node).map((run) => this.matcher.plan(run)))) {
      plans.set(key(plan.run) + plan.words.map(key).join(), plan);
    }
    const runs = distinct([...plans.values()].flatMap(({ run, words }) => (words.length ? words : [run])))
      .filter((run) => run.spelling === null);
    const pairs = runs.slice(1).map((other, i) => this.nearness(runs[i], other, hits));
    const every = distinct([...plans.values()].flatMap(({ run, words }) => [...words, run]));
    const weights = new Map(
      await Promise.all(every.map(async (run) => /** @type {const} */ ([key(run), await this.weigh(run, hits)]))),
    );
    for (const { run, words } of plans.values()) {
      let bonus = 0;
      for (const word of words) {
        const { idf } = this.add(word, weights, totals, 0);
        bonus += (1 + this.constants.NEAR) * idf;
      }
      this.add(run, weights, totals, bonus);
    }
    for (const near of await Promise.all(pairs)) {
      for (const [number, added] of near) totals.set(number, (totals.get(number) ?? 0) + added);
    }
    for (const [number, total] of totals) totals.set(number, Math.floor(total * UNIT + 0.5) / UNIT);
    return totals;
  }

  /**
   * @param {Run} run
   * @param {ReadonlyMap<string, {idf: number, weights: Totals}>} known
   * @param {Totals} totals
   * @param {number} bonus
   */
  add(run, known, totals, bonus) {
    const { K1 } = this.constants;
    const { idf, weights } = known.get(key(run)) ?? { idf: 0, weights: new Map() };
    for (const [number, weight] of weights) {
      totals.set(number, (totals.get(number) ?? 0) + ((idf * weight) / (K1 + weight) + bonus));
    }
    return { idf };
  }

  /**
   * The idf of a run, and its weight (tf' of the formula) in those hits that hold it.
   * @param {Run} run
   * @param {Numbers} hits
   * @returns {Promise<{idf: number, weights: Totals}>}
   */
  async weigh(run, hits) {
    const { NAMES, WORD_BONUS } = this.constants;
    const [holding, { counts }, words] = await Promise.all([
      this.matcher.holding(run),
      this.matcher.runs.find(run.text),
      run.spelling === null ? this.corpus.withWord(run.text) : new Set(),
    ]);
    const named = await this.namesWith(run);
    const weights = new Map();
    for (const number of both(holding, hits)) {
      const weight = this.counted(counts.get(number), number, run.title) + NAMES * (named.get(number) ?? 0);
      weights.set(number, words.has(number) ? weight * WORD_BONUS : weight);
    }
    return { idf: this.idf(holding.size), weights };
  }

  /** @param {number} df */
  idf(df) {
    return Math.log(1 + (this.corpus.cards.length - df + 0.5) / (df + 0.5));
  }

  /**
   * What nearness of two runs adds to each of the hits that hold both in one block.
   * @param {Run} one
   * @param {Run} other
   * @param {Numbers} hits
   * @returns {Promise<Totals>}
   */
  async nearness(one, other, hits) {
    const { NEAR, NEAR_HALF } = this.constants;
    const holding = await Promise.all([this.matcher.holding(one), this.matcher.holding(other)]);
    const numbers = both(both(holding[0], holding[1]), hits);
    const most = NEAR * Math.min(this.idf(holding[0].size), this.idf(holding[1].size));
    const [ones, others] = await Promise.all(
      [one, other].map(async ({ text }) => (await this.matcher.runs.find(text)).starts(numbers)),
    );
    const sizes = [length(one.text), length(other.text)];
    const added = new Map();
    for (const number of numbers) {
      const apart = distance(
        { starts: ones.get(number) ?? [], size: sizes[0] },
        { starts: others.get(number) ?? [], size: sizes[1] },
        one.title || other.title,
      );
      if (apart !== null) added.set(number, most / (1 + apart / NEAR_HALF));
    }
    return added;
  }

  /**
   * A run's weighted counts in the original, or where it is not there in the other edition.
   * @param {Counts | undefined} counts
   * @param {number} number
   * @param {boolean} title
   */
  counted(counts, number, title) {
    if (!counts) return 0;
    return this.fields(counts, 0, number, title) || this.fields(counts, 3, number, title);
  }

  /**
   * @param {Counts} counts
   * @param {number} from the first of the edition's three fields
   * @param {number} number
   * @param {boolean} title
   */
  fields(counts, from, number, title) {
    const { TITLE, SUMMARY, BODY, B_TITLE, B_SUMMARY, B_BODY } = this.constants;
    const { lengths } = this.corpus.cards[number], averages = this.corpus.averageLengths;
    let weight = 0;
    if (counts[from]) weight += (TITLE * counts[from]) / (1 - B_TITLE + (B_TITLE * lengths[0]) / averages[0]);
    if (title) return weight;
    if (counts[from + 1]) weight += (SUMMARY * counts[from + 1]) / (1 - B_SUMMARY + (B_SUMMARY * lengths[1]) / averages[1]);
    if (counts[from + 2]) weight += (BODY * counts[from + 2]) / (1 - B_BODY + (B_BODY * lengths[2]) / averages[2]);
    return weight;
  }

  /**
   * For each story the number of its places, roles and people (ancestors included) that the run is part of.
   * @param {Run} run
   * @returns {Promise<Totals>}
   */
  async namesWith(run) {
    const { corpus } = this, { language, place, role } = corpus;
    if (run.text.includes(WILD) || run.spelling !== null || run.title) return new Map();
    const found = await corpus.peopleNamed(run.text);
    for (const names of [place, role]) {
      for (const [value, known] of names.folded) {
        if (!known.some((name) => count(language, run.text, name))) continue;
        for (const number of names.stories.get(value) ?? []) found.set(number, (found.get(number) ?? 0) + 1);
      }
    }
    return found;
  }
}
