// One state of the index in memory, as far as queries have needed it: plugins/search/corpus.py for the browser.
//
// Stories are numbered by the order in which equals are shown: newest first, then by id. Those numbers do not depend on
// how the index came about; the segments' own numbers do, and stay behind this module.

import { count, coveringTerms } from "./analysis.js";
import { compare } from "./codepoints.js";
import { openLanguage } from "./language.js";
import { Names } from "./naming.js";
import { BY_MONTH, OTHER_DIFFERS, Segment, TAGS, TRADITIONAL } from "./segment.js";
import { isoDays, timesOf, yearsAndMonths } from "./times.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./naming.js").Entry} Entry */
/** @typedef {import("./numbers.js").Numbers} Numbers */
/** @typedef {import("./segment.js").Columns} Columns */
/** @typedef {import("./segment.js").Counts} Counts */
/** @typedef {import("./segment.js").Places} Places */
/** @typedef {import("./segment.js").Tag} Tag */
/** @typedef {import("./snippets.js").Text} Text */
/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./syntax.js").Script} Script */

/** @typedef {[ids: string[], hans: string[], hant: string[], parents: (string | null)[], names: string[][]]} Packed */
/**
 * What differs from the base's catalogue; null for what is gone.
 * @typedef {Record<Tag | "people", Record<string, [hans: string, hant: string, parent: string | null, names: string[]] | null>>} Changes
 */
/**
 * One edition of a story, and what a hit says of it. `ends`: where a line of the title may end, besides after its marks.
 * @typedef {Text & {id: string, url: string, date: string, ends?: readonly number[]}} Shown
 */
/** @typedef {{script: Script, first: string, last: string, lengths: readonly number[]}} Card Days are ISO. */

/** @type {ReadonlyMap<string, Entry>} */
const ORIGINALS = new Map([
  ["hans", { forms: { hans: "简体原文", hant: "簡體原文" }, parent: null, names: [] }],
  ["hant", { forms: { hans: "繁体原文", hant: "繁體原文" }, parent: null, names: [] }],
]);

/** The stories of one state of the index. */
export class Corpus {
  /**
   * Read what every question needs: the language, the catalogue and the columns.
   * @param {Store} store
   */
  static async open(store) {
    const { segments: infos, language, changes, longest } = store.manifest;
    const segments = infos.map((info) => new Segment(store, info));
    const [data, base, differences] = await Promise.all([
      store.json(language),
      store.json(`${infos[0].name}/catalogue.bin`),
      changes ? store.json(changes) : null,
      ...segments.map((segment) => segment.file("columns.bin")),
    ]);
    const ids = /** @type {Record<Tag, string[]>} */ ({});
    for (const tag of TAGS) ids[tag] = base[tag][0];
    const columns = await Promise.all(segments.map((segment, i) => segment.columns(i, ids)));
    return new Corpus(openLanguage(data), segments, columns, base, differences, longest);
  }

  /** @type {Promise<void> | null} */
  #people = null;

  /**
   * @param {Language} language
   * @param {readonly Segment[]} segments
   * @param {readonly Columns[]} columns
   * @param {Readonly<Record<Tag, Packed>>} base
   * @param {Changes | null} changes
   * @param {number} longest
   */
  constructor(language, segments, columns, base, changes, longest) {
    this.language = language;
    this.longestWord = longest;
    this.segments = segments;
    /** For each story the segment that it stands in, and its number there. */
    this.standsIn = merged(columns, segments.map((segment) => new Set(segment.info.dead)));
    /** For each segment the numbers of its stories here; none for a dead one. */
    this.numberOf = columns.map(({ size }) => /** @type {(number | undefined)[]} */ (new Array(size)));
    this.standsIn.forEach(([segment, story], number) => (this.numberOf[segment][story] = number));
    this.everything = new Set(this.standsIn.keys());

    const day = isoDays();
    /** @type {readonly Card[]} */
    this.cards = this.standsIn.map(([segment, story]) => {
      const { first, last, flags, lengths } = columns[segment];
      return {
        script: flags[story] & TRADITIONAL ? "hant" : "hans",
        first: day(first[story]),
        last: day(last[story]),
        lengths: lengths.map((field) => field[story]),
      };
    });
    this.differs = this.standsIn.map(([segment, story]) => (columns[segment].flags[story] & OTHER_DIFFERS) !== 0);
    /** The mean lengths of title, summary and body; 1 where all are empty. */
    this.averageLengths = [0, 1, 2].map(
      (field) => this.cards.reduce((sum, card) => sum + card.lengths[field], 0) / Math.max(this.cards.length, 1) || 1,
    );

    this.sizes = columns.map(({ size }) => size);
    this.changes = changes;
    const tagged = (/** @type {Tag} */ tag) => this.inOrder(columns.map((column) => column.tags[tag]));
    const names = (/** @type {Tag} */ tag) => new Names(language, entriesOf(base[tag], changes?.[tag]), tagged(tag));
    /** The ids that each story is tagged with, as they stand there; `people` only when they are known. */
    this.tags = { places: tagged("places"), roles: tagged("roles"), people: this.cards.map(() => /** @type {string[]} */ ([])) };
    this.place = names("places");
    this.role = names("roles");
    this.source = names("sources");
    /** Nobody, until `meetPeople`. */
    this.person = new Names(language, new Map(), this.tags.people);
    this.knowsPeople = false;
    /** How many bytes `meetPeople` fetches. */
    this.weightOfPeople = segments.reduce((sum, segment) => sum + segment.info.people, 0);
    const times = this.standsIn.map(([segment, story], number) =>
      timesOf(this.cards[number], (columns[segment].flags[story] & BY_MONTH) !== 0),
    );
    this.year = new Names(language, yearsAndMonths(times), times);
    this.original = new Names(language, ORIGINALS, this.cards.map(({ script }) => [script]));
  }

  /**
   * Find out who is in the stories, once: many questions never need to know, and there may be more people than stories.
   * @returns {Promise<void>}
   */
  meetPeople() {
    if (!this.#people) {
      this.#people = this.met();
      this.#people.catch(() => (this.#people = null));
    }
    return this.#people;
  }

  /**
   * For each story how many people in it have a run in their names.
   * @param {string} run
   * @returns {Promise<Map<number, number>>}
   */
  async peopleNamed(run) {
    const { language } = this;
    const has = (/** @type {Iterable<string>} */ names) => [...names].some((name) => count(language, run, name));
    const changes = this.changes?.people ?? {};
    const changed = Object.values(changes).flatMap((entry) => (entry ? [entry] : []));
    if (!this.knowsPeople && changed.some(([hans, hant, , names]) => has([hans, hant, ...names].map(language.fold)))) {
      await this.meetPeople();
    }
    const found = new Map();
    const add = (/** @type {number | undefined} */ number) => {
      if (number !== undefined) found.set(number, (found.get(number) ?? 0) + 1);
    };
    if (this.knowsPeople) {
      for (const [id, names] of this.person.folded) if (has(names)) this.person.stories.get(id)?.forEach(add);
      return found;
    }
    const [base, ...later] = this.segments;
    const terms = [...coveringTerms(language, run)];
    const postings = await Promise.all(terms.map((term) => base.posting(term)));
    if (!postings.every((posting) => posting.namesPeople)) return found;
    const people = (await base.named(terms[0])).filter(({ id, names }) => !Object.hasOwn(changes, id) && has(names));
    if (!people.length) return found;
    for (const { stories } of people) for (const story of stories) add(this.numberOf[0][story]);
    const wanted = new Set(people.map(({ number }) => number));
    await Promise.all(
      later.map(async (segment, i) => {
        const people = await segment.numbersOfPeople(this.sizes[i + 1]);
        people.forEach((own, story) => new Set(own).forEach((number) => wanted.has(number) && add(this.numberOf[i + 1][story])));
      }),
    );
    return found;
  }

  async met() {
    const { people: base } = /** @type {{people: Packed}} */ (await this.segments[0].json("names.bin"));
    const columns = await Promise.all(this.segments.map((segment, i) => segment.people(this.sizes[i], base[0])));
    this.tags.people = this.inOrder(columns);
    this.person = new Names(this.language, entriesOf(base, this.changes?.people), this.tags.people);
    this.knowsPeople = true;
  }

  /**
   * A column of all segments, by the numbers that stories have here.
   * @template T
   * @param {readonly (readonly T[])[]} columns
   * @returns {T[]}
   */
  inOrder(columns) {
    return this.standsIn.map(([segment, story]) => columns[segment][story]);
  }

  /**
   * The stories that have a term of `analysis.terms`.
   * @param {string} term
   * @returns {Promise<Set<number>>}
   */
  async having(term) {
    return this.gathered(term, (posting) => posting.stories);
  }

  /**
   * The stories whose original has this as a word, as jieba cut it.
   * @param {string} word
   * @returns {Promise<Set<number>>}
   */
  async withWord(word) {
    return this.gathered(word, (posting) => posting.words);
  }

  /**
   * Those that are in the archive's word list; words of one character are not.
   * @param {Iterable<string>} possible
   * @returns {Promise<Set<string>>}
   */
  async words(possible) {
    const found = new Set();
    await Promise.all(
      Array.from(possible, async (word) => {
        if (Array.from(word).length > 1 && (await this.withWord(word)).size) found.add(word);
      }),
    );
    return found;
  }

  /**
   * How often a term stands in each field of the stories that have it.
   * @param {string} term
   * @returns {Promise<Map<number, Counts>>}
   */
  async counts(term) {
    const found = new Map();
    const postings = await Promise.all(this.segments.map((segment) => segment.posting(term)));
    postings.forEach(({ stories, counts }, segment) => {
      stories.forEach((story, i) => {
        const number = this.numberOf[segment][story];
        if (number !== undefined) found.set(number, counts[i]);
      });
    });
    return found;
  }

  /**
   * Where a term stands in some stories.
   * @param {string} term
   * @param {Numbers} numbers
   * @param {boolean} [withFollow] whether to say what follows, too
   * @returns {Promise<Map<number, Places>>}
   */
  async places(term, numbers, withFollow = false) {
    /** @type {Set<number>[]} */
    const wanted = this.segments.map(() => new Set());
    for (const number of numbers) wanted[this.standsIn[number][0]].add(this.standsIn[number][1]);
    const found = new Map();
    await Promise.all(
      this.segments.map(async (segment, i) => {
        if (!wanted[i].size) return;
        for (const [story, places] of await segment.places(term, wanted[i], withFollow)) {
          found.set(this.numberOf[i][story], places);
        }
      }),
    );
    return found;
  }

  /**
   * A story in one edition.
   * @param {number} number
   * @param {Script} script
   * @returns {Promise<Shown>}
   */
  async shown(number, script) {
    const [segment, story] = this.standsIn[number];
    const { blocks, ...shown } = await this.segments[segment].texts(story, script);
    const named = blocks.map((/** @type {[string, string]} */ [anchor, text]) => ({ anchor, text }));
    return { ...shown, blocks: named };
  }

  /**
   * @param {string} term
   * @param {(posting: import("./segment.js").Posting) => readonly number[]} storiesOf
   */
  async gathered(term, storiesOf) {
    const found = new Set();
    const postings = await Promise.all(this.segments.map((segment) => segment.posting(term)));
    postings.forEach((posting, segment) => {
      for (const story of storiesOf(posting)) {
        const number = this.numberOf[segment][story];
        if (number !== undefined) found.add(number);
      }
    });
    return found;
  }
}

/**
 * The living stories of all segments in one order.
 * @param {readonly Columns[]} columns
 * @param {readonly Numbers[]} dead
 * @returns {[segment: number, story: number][]}
 */
function merged(columns, dead) {
  const next = columns.map(() => 0);
  /** @type {[number, number][]} */
  const found = [];
  // A story of a later segment comes next when as many of each earlier one as stand before it are through.
  const isNext = (/** @type {number} */ segment) =>
    next[segment] < columns[segment].size &&
    columns[segment].before.every((before, earlier) => before[next[segment]] <= next[earlier]);
  for (;;) {
    let segment = columns.length - 1;
    while (segment > 0 && !isNext(segment)) segment -= 1;
    if (next[segment] >= columns[segment].size) return found;
    if (!dead[segment].has(next[segment])) found.push([segment, next[segment]]);
    next[segment] += 1;
  }
}

/**
 * The entries of one kind, those of the base and what has changed since, in the order of their ids.
 * @param {Packed} base
 * @param {Changes[Tag]} [changes]
 * @returns {Map<string, Entry>}
 */
function entriesOf([ids, hans, hant, parents, names], changes = {}) {
  const entries = new Map(
    ids.map((id, i) => [id, { forms: { hans: hans[i], hant: hant[i] || hans[i] }, parent: parents[i], names: names[i] }]),
  );
  for (const [id, entry] of Object.entries(changes)) {
    if (!entry) entries.delete(id);
    else entries.set(id, { forms: { hans: entry[0], hant: entry[1] }, parent: entry[2], names: entry[3] });
  }
  return new Map([...entries].sort(([one], [other]) => compare(one, other)));
}
