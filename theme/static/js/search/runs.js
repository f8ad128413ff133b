// Where a run of characters stands: from the places of its terms alone, or, where those cannot tell, from the texts.
// A place is `block * BLOCK + offset`; an even block is the original's, an odd one the other edition's (segment.js).

import { WILD, contains, foldLine, isTerm, spans, tokens } from "./analysis.js";
import { length } from "./codepoints.js";
import { both } from "./numbers.js";
import { BLOCK, fieldOf } from "./segment.js";

/** @typedef {import("./corpus.js").Corpus} Corpus */
/** @typedef {import("./corpus.js").Shown} Shown */
/** @typedef {import("./numbers.js").Numbers} Numbers */
/** @typedef {import("./segment.js").Counts} Counts */
/** @typedef {readonly number[]} Starts Where a run begins, ascending, without overlaps. */
/**
 * A term of a run: where it begins in the run, and how many `?` come right after it.
 * @typedef {{term: string, at: number, wild: number}} Part
 */
/** @typedef {{counts: ReadonlyMap<number, Counts>, starts: (numbers: Numbers) => Promise<ReadonlyMap<number, Starts>>}} Found */

/**
 * Whether a run has quotation marks inside, in which alone the editions of any story may differ.
 * @param {string} run
 */
export const hasQuotes = (run) => /[“”‘’「」『』]/.test(run);

/** Finds runs in the stories of one corpus, and remembers them. */
export class Runs {
  /** @param {Corpus} corpus */
  constructor(corpus) {
    this.corpus = corpus;
    /** @type {Map<string, Promise<Found>>} */
    this.found = new Map();
  }

  /**
   * The stories that hold a run, with its counts by field; and where it begins in some of them.
   * @param {string} run folded
   * @returns {Promise<Found>}
   */
  find(run) {
    let found = this.found.get(run);
    if (!found) {
      found = this.look(run);
      this.found.set(run, found);
      found.catch(() => this.found.delete(run));
    }
    return found;
  }

  /**
   * The stories that have every term of a run.
   * @param {readonly string[]} terms
   * @returns {Promise<Numbers>}
   */
  async candidates(terms) {
    const having = await Promise.all(terms.map((term) => this.corpus.having(term)));
    return having.sort((one, other) => one.size - other.size).reduce(both, having[0] ?? new Set());
  }

  /**
   * The stories whose original, as its editor wrote it, has this spelling.
   * @param {string} spelling
   * @param {Numbers} candidates
   * @returns {Promise<Numbers>}
   */
  async spelled(spelling, candidates) {
    const { corpus } = this, found = new Set();
    await Promise.all(
      Array.from(candidates, async (number) => {
        const { title, summary, blocks } = await corpus.shown(number, corpus.cards[number].script);
        const texts = [title, summary, ...blocks.map((block) => block.text)];
        if (texts.some((text) => contains(corpus.language, spelling, text))) found.add(number);
      }),
    );
    return found;
  }

  /**
   * @param {string} run
   * @returns {Promise<Found>}
   */
  async look(run) {
    const { corpus } = this, { language } = corpus, size = length(run);
    if (isTerm(language, run)) {
      const starts = async (/** @type {Numbers} */ numbers) => {
        const places = await corpus.places(run, numbers);
        return new Map(Array.from(places, ([number, found]) => [number, apart(found.places, size)]));
      };
      return { counts: await corpus.counts(run), starts };
    }
    const { parts, isExact } = partsOf(corpus, run);
    const places = await this.aligned(parts);
    const starts = isExact ? new Map(Array.from(places, ([number, at]) => [number, apart(at, size)])) : await this.read(run, places);
    const counts = new Map();
    for (const [number, at] of starts) if (at.length) counts.set(number, countsOf(at));
    return { counts, starts: async () => starts };
  }

  /**
   * Where the terms of a run stand as they do in the run.
   * @param {readonly Part[]} parts
   * @returns {Promise<Map<number, number[]>>}
   */
  async aligned(parts) {
    const terms = [...new Set(parts.map(({ term }) => term))];
    const candidates = await this.candidates(terms);
    const followed = new Set(parts.filter(({ wild }) => wild).map(({ term }) => term));
    const places = new Map(
      await Promise.all(
        terms.map(async (term) => /** @type {const} */ ([term, await this.corpus.places(term, candidates, followed.has(term))])),
      ),
    );
    const found = new Map();
    for (const number of candidates) {
      /** @type {number[] | null} */
      let starts = null;
      for (const { term, at, wild } of parts) {
        const here = places.get(term)?.get(number);
        const fitting = here ? begun(here, at, wild) : [];
        starts = starts ? common(starts, fitting) : fitting;
        if (!starts.length) break;
      }
      if (starts?.length) found.set(number, starts);
    }
    return found;
  }

  /**
   * Where a run with punctuation or spaces inside stands in the texts of stories where its terms stand as they should.
   * @param {string} run
   * @param {ReadonlyMap<number, unknown>} candidates
   */
  async read(run, candidates) {
    const { corpus } = this;
    /** @type {Map<number, Starts>} */
    const found = new Map();
    await Promise.all(
      Array.from(candidates.keys(), async (number) => {
        const script = corpus.cards[number].script;
        const original = folded(corpus, await corpus.shown(number, script));
        const differs = corpus.differs[number] || hasQuotes(run);
        const other = differs ? folded(corpus, await corpus.shown(number, script === "hans" ? "hant" : "hans")) : null;
        found.set(number, startsIn(corpus, run, original, other));
      }),
    );
    return found;
  }
}

/**
 * The terms that cover a run; and whether their places alone tell where it stands.
 * @param {Corpus} corpus
 * @param {string} run
 * @returns {{parts: Part[], isExact: boolean}}
 */
function partsOf({ language }, run) {
  /** @type {Part[]} */
  const parts = [];
  const characters = Array.from(run);
  // Word by word of the pieces between ?, as analysis.coveringTerms takes them.
  let at = 0;
  const pieces = run.split(WILD).flatMap((piece) => {
    const found = tokens(language, piece).map(({ text, start, han }) => ({ text: Array.from(text), start: at + start, han }));
    at += length(piece) + 1;
    return found;
  });
  let isExact = true;
  pieces.forEach(({ text, start, han }, i) => {
    const end = start + text.length;
    const gap = characters.slice(end, pieces[i + 1]?.start ?? characters.length);
    const wild = gap.every((ch) => ch === WILD) ? gap.length : 0;
    if (gap.length && !wild) isExact = false;
    if (!han || text.length === 1) {
      parts.push({ term: text.join(""), at: start, wild });
      return;
    }
    const last = text.length - 2;
    for (let k = 0; k < last; k += 2) parts.push({ term: text[k] + text[k + 1], at: start + k, wild: 0 });
    parts.push({ term: text[last] + text[last + 1], at: start + last, wild });
  });
  return { parts, isExact };
}

/**
 * Where a run would begin whose term stands at these places; only those that enough Han characters follow.
 * @param {import("./segment.js").Places} places
 * @param {number} at
 * @param {number} wild
 */
function begun({ places, follow }, at, wild) {
  const fitting = wild ? places.filter((_, i) => (follow?.[i] ?? 0) >= wild) : places;
  return fitting.map((place) => place - at);
}

/**
 * What two ascending lists share.
 * @param {readonly number[]} ones
 * @param {readonly number[]} others
 */
function common(ones, others) {
  let i = 0;
  return ones.filter((one) => {
    while (i < others.length && others[i] < one) i += 1;
    return others[i] === one;
  });
}

/**
 * Leave out what overlaps the one before.
 * @param {readonly number[]} starts
 * @param {number} size
 */
function apart(starts, size) {
  let free = 0;
  return starts.filter((start) => {
    if (start < free) return false;
    free = start + size;
    return true;
  });
}

/**
 * @param {Starts} starts
 * @returns {Counts}
 */
function countsOf(starts) {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const start of starts) counts[fieldOf(Math.floor(start / BLOCK))] += 1;
  return counts;
}

/**
 * @param {Corpus} corpus
 * @param {Shown} shown
 */
function folded({ language }, { title, summary, blocks }) {
  return [title, summary, ...blocks.map(({ text }) => text)].map((text) => foldLine(language, text));
}

/**
 * Where a run begins in the folded fields of a story, which are made of the texts as plugins/search/index.py makes them.
 * @param {Corpus} corpus
 * @param {string} run
 * @param {readonly string[]} original
 * @param {readonly string[] | null} other
 */
function startsIn({ language }, run, original, other) {
  const known = new Set(original.slice(2));
  const differing = other?.map((text, i) => (i < 2 ? text !== original[i] : !known.has(text)) ? text : null) ?? [];
  const blocks = [...original.map((text, i) => ({ text, block: 2 * i })), ...numbered(differing)];
  return blocks
    .flatMap(({ text, block }) => spans(language, run, text).map(([start]) => block * BLOCK + start))
    .sort((a, b) => a - b);
}

/**
 * Blocks of the other edition, numbered as the index does: title, summary, then those of the body that differ.
 * @param {readonly (string | null)[]} texts
 */
function numbered([title, summary, ...body]) {
  const differing = [title ?? "", summary ?? "", ...body.filter((text) => text !== null)];
  return differing.map((text, i) => ({ text: text ?? "", block: 2 * i + 1 }));
}

