// Answers a question from one state of the index, as plugins/search/engine.py does: read, match, narrow, rank, show.

import { cut } from "./codepoints.js";
import { Corpus } from "./corpus.js";
import { FACETS, facets, filtered } from "./facets.js";
import { Matcher } from "./matching.js";
import { note } from "./notes.js";
import { fewerFacets, otherQueries } from "./offers.js";
import { parse } from "./query.js";
import { Ranker } from "./ranking.js";
import { hasQuotes } from "./runs.js";
import { snippet } from "./snippets.js";
import { StaleError, Store } from "./store.js";
import { distinct, names, wantedRuns } from "./syntax.js";

/** @typedef {import("./results.js").Request} Request */
/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("./results.js").Hit} Hit */
/** @typedef {import("./syntax.js").Node} Node */
/** @typedef {import("./syntax.js").Run} Run */

const TRIES = 3;

/** Answers from the index as it was when opened. */
export class Engine {
  /**
   * @param {Store} store
   * @param {Corpus} corpus
   */
  constructor(store, corpus) {
    this.store = store;
    this.corpus = corpus;
    this.matcher = new Matcher(corpus);
    this.ranker = new Ranker(this.matcher, store.manifest.ranking);
  }

  /** @param {string} folder the address of the index's folder, with a slash at the end */
  static async open(folder) {
    const store = await Store.open(folder);
    return new Engine(store, await Corpus.open(store));
  }

  /**
   * Answer one question.
   * @param {Request} request
   * @param {{people?: boolean}} wanted whether hits and facets must name people; else they may do without
   * @returns {Promise<Results>}
   * @throws {import("./faults.js").QueryError} the query cannot be read
   * @throws {StaleError | import("./store.js").UnreachableError} the index cannot be had any more, or not now
   */
  async search(request, { people = true } = {}) {
    const started = performance.now();
    const { corpus, matcher } = this, { language } = corpus;
    const { query, script, page, size, chosen } = request;
    const node = parse(language, query, script);
    if (people || chosen.person.length || names(node).some(({ field }) => field === "person")) await corpus.meetPeople();
    const matched = await matcher.matches(node);
    const { hits, base } = filtered(language, corpus, matched, chosen);
    const scores = await this.ranker.scores(node, hits);
    const score = (/** @type {number} */ number) => scores.get(number) ?? 0;
    const order = [...hits].sort((one, other) => score(other) - score(one) || one - other);
    const runs = await this.shownRuns(node);
    if (!order.length) await corpus.meetPeople(); // what to try instead may be a name
    const first = (page - 1) * size;
    const counted = facets(language, corpus, base, chosen, script);
    return {
      query,
      total: order.length,
      page,
      size,
      hits: await Promise.all(order.slice(first, first + size).map((n) => this.hit(n, score(n), script, runs))),
      facets: counted.values,
      more: counted.more,
      note: await note(language, matcher, node, matched, request),
      offers: order.length ? [] : await this.offers(matched, base, request),
      took_ms: Math.round((performance.now() - started) * 10) / 10,
    };
  }

  /**
   * What to try where nothing was found.
   * @param {import("./numbers.js").Numbers} matched
   * @param {Readonly<Record<import("./facets.js").Facet, import("./numbers.js").Numbers>>} base
   * @param {Request} request
   */
  async offers(matched, base, { query, script, chosen }) {
    const narrowing = FACETS.filter((facet) => chosen[facet].length);
    if (matched.size) return fewerFacets(query, matched, base, narrowing);
    return otherQueries(this.corpus.language, this.matcher, query, script, narrowing);
  }

  /**
   * What snippets mark: each run, and the words that it was split into.
   * @param {Node} node
   * @returns {Promise<Run[]>}
   */
  async shownRuns(node) {
    const plans = await Promise.all(wantedRuns(node).map((run) => this.matcher.plan(run)));
    return distinct(plans.flatMap(({ run, words }) => [run, ...words]));
  }

  /**
   * @param {number} number
   * @param {number} score
   * @param {import("./syntax.js").Script} script
   * @param {readonly Run[]} runs
   * @returns {Promise<Hit>}
   */
  async hit(number, score, script, runs) {
    const { corpus } = this, { language } = corpus;
    const other = script === "hans" ? "hant" : "hans";
    const needsOther = corpus.differs[number] || runs.some((run) => run.spelling !== null || hasQuotes(run.text));
    const [shown, hidden] = await Promise.all([
      corpus.shown(number, script),
      needsOther ? corpus.shown(number, other) : null,
    ]);
    const texts = script === "hans" ? { hans: shown, hant: hidden ?? shown } : { hans: hidden ?? shown, hant: shown };
    const { parts, anchor } = snippet(language, texts, script, runs);
    const labels = (/** @type {import("./naming.js").Names} */ known, /** @type {readonly string[]} */ values) =>
      values.map((value) => known.label(value, script));
    return {
      id: shown.id,
      title: shown.title,
      pieces: cut(shown.title, shown.ends ?? []),
      url: `/zh-${script}/${shown.url}`,
      anchor,
      date: shown.date,
      places: labels(corpus.place, corpus.tags.places[number]),
      roles: labels(corpus.role, corpus.tags.roles[number]),
      people: labels(corpus.person, corpus.tags.people[number]),
      score,
      snippet: parts,
    };
  }
}

/** The index of a site, whichever state of it is there: a question that finds its files gone is asked anew of the new state. */
export class Index {
  /** @type {Promise<Engine> | null} */
  #engine = null;

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** The engine of the state that was last read. */
  engine() {
    if (!this.#engine) {
      this.#engine = Engine.open(this.folder);
      this.#engine.catch(() => (this.#engine = null));
    }
    return this.#engine;
  }

  /**
   * @param {(engine: Engine) => Promise<T>} ask
   * @returns {Promise<T>}
   * @template T
   */
  async ask(ask) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(await this.engine());
      } catch (error) {
        if (!(error instanceof StaleError) || tries === TRIES) throw error;
        this.#engine = null;
      }
    }
  }
}
