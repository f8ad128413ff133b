// What to try where a search found nothing: searches that do find something. docs/search.md has the rules, and
// plugins/search/offers.py the same functions.

import { WILD, possibleWords, splitByWords } from "./analysis.js";
import { asTyped, withoutField, writtenClauses } from "./clauses.js";
import { codePoints, compare, length } from "./codepoints.js";
import { FACETS } from "./facets.js";
import { QueryError } from "./faults.js";
import { resolve } from "./naming.js";
import { both } from "./numbers.js";
import { parse } from "./query.js";
import { named } from "./syntax.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./facets.js").Facet} Facet */
/** @typedef {import("./naming.js").Names} Names */
/** @typedef {import("./numbers.js").Numbers} Numbers */
/** @typedef {import("./syntax.js").NameField} NameField */
/** @typedef {import("./syntax.js").Node} Node */
/** @typedef {import("./syntax.js").Run} Run */
/** @typedef {import("./syntax.js").Script} Script */

/** @typedef {{query: string, total: number, without: readonly Facet[]}} Offer `without`: the facets whose choice is taken away. */
/**
 * What offers and notes need of a matcher.
 * @typedef {object} Asked
 * @property {import("./naming.js").Catalogue & Words} corpus
 * @property {(node: Node) => Promise<Numbers>} matches
 * @property {(run: Run) => Promise<{run: Run, words: readonly Run[]}>} plan
 */
/** @typedef {{words: (possible: Iterable<string>) => Promise<ReadonlySet<string>>, longestWord: number}} Words */

const MOST_OFFERS = 3;
/** So that fewer words are offered too. */
const MOST_SPELLINGS = 2;
/** Clauses that names are looked for. */
const MOST_UNKNOWN = 3;
/** A query of more words is not tried without each of them. */
const MOST_LEFT_OUT = 12;
const SHORTEST = 2;
const SHORT = 4;
/** @type {readonly NameField[]} */
const FIELDS = ["place", "role", "person", "source"];

/**
 * Offers for a query that finds stories, but none with the facet values chosen: the query without the choice of one
 * facet, most hits first; without all of them where no one is enough.
 * @param {string} query
 * @param {Numbers} matched
 * @param {Readonly<Record<Facet, Numbers>>} base
 * @param {readonly Facet[]} chosen
 * @returns {Offer[]}
 */
export function fewerFacets(query, matched, base, chosen) {
  const one = FACETS.filter((facet) => chosen.includes(facet) && base[facet].size)
    .map((facet) => ({ query, total: base[facet].size, without: [facet] }))
    .sort((a, b) => b.total - a.total);
  return one.length ? one.slice(0, MOST_OFFERS) : [{ query, total: matched.size, without: chosen }];
}

/**
 * Offers for a query that finds nothing: names spelled nearly so, then fewer words. No facet is chosen in them.
 * @param {Language} language
 * @param {Asked} matcher
 * @param {string} query
 * @param {Script} script
 * @param {readonly Facet[]} chosen
 * @returns {Promise<Offer[]>}
 */
export async function otherQueries(language, matcher, query, script, chosen) {
  const offering = new Offering(language, matcher, script);
  const clauses = writtenClauses(language, query, script);
  /** @type {Map<string, Offer>} */
  const found = new Map();
  for (const others of [offering.spelled(clauses), offering.shortened(clauses)]) {
    for await (const other of others) {
      if (found.size === MOST_OFFERS) break;
      const total = found.has(other) ? 0 : (await offering.matches(other)).size;
      if (total) found.set(other, { query: other, total, without: chosen });
    }
  }
  return [...found.values()];
}

/**
 * What was searched for, as it was read: the clauses that must all match, and the words of a run that was split.
 * @param {Language} language
 * @param {Asked} matcher
 * @param {string} query
 * @param {Script} script
 * @returns {Promise<string>}
 */
export async function searched(language, matcher, query, script) {
  const words = [];
  for (const clause of writtenClauses(language, query, script)) {
    const node = parse(language, clause);
    const split = node.kind === "run" ? (await matcher.plan(node)).words : [];
    words.push(...(split.length ? asTyped(language, clause, split.map((word) => word.text)) : [clause]));
  }
  return words.length > 1 ? language.say("searched", script, { words: words.join("、") }) : "";
}

/**
 * How a name is searched for in a field, which is called as readers of the script call it.
 * @param {Language} language
 * @param {NameField} field
 * @param {string} name
 * @param {Script} script
 */
function inField(language, field, name, script) {
  return `${language.say(`facet-${field}`, script)}:${quoted(language, name)}`;
}

/**
 * @param {Language} language
 * @param {string} name
 */
const quoted = ({ limits }, name) => (length(name) > limits.unsplit ? `“${name}”` : name);

/**
 * What a run means as a name that stories are tagged with, and the query that asks for that; null where no story is.
 * @param {Language} language
 * @param {Asked} matcher
 * @param {import("./syntax.js").Run} run
 * @param {Script} script
 */
export function tagged(language, { corpus }, run, script) {
  for (const field of FIELDS) {
    const { values, stories } = resolve(language, corpus, named(field, run.text, run.text));
    if (stories.size) {
      return { field, values, stories, query: inField(language, field, corpus[field].label(values[0], script), script) };
    }
  }
  return null;
}

/**
 * Whether a clause is a run that may be a name.
 * @param {Node} node
 * @returns {node is import("./syntax.js").Run}
 */
const isPlain = (node) => node.kind === "run" && !node.title && node.spelling === null && !node.text.includes(WILD);

class Offering {
  /**
   * @param {Language} language
   * @param {Asked} matcher
   * @param {Script} script
   */
  constructor(language, matcher, script) {
    this.language = language;
    this.matcher = matcher;
    this.script = script;
  }

  /**
   * @param {string} query
   * @returns {Promise<Numbers>}
   */
  async matches(query) {
    let node;
    try {
      node = parse(this.language, query);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return new Set(); // more words than a query may have
    }
    return this.matcher.matches(node);
  }

  /**
   * The query with a clause that finds nothing replaced by a name that is spelled nearly so, nearest names first.
   * @param {readonly string[]} clauses
   */
  async *spelled(clauses) {
    const found = await Promise.all(clauses.map((clause) => this.matches(clause)));
    const unknown = [...clauses.keys()].filter((at) => !found[at].size).slice(0, MOST_UNKNOWN);
    let left = MOST_SPELLINGS;
    for (const ways of unknown.flatMap((at) => this.ways(clauses, at))) {
      for (const other of ways) {
        if (!(await this.matches(other)).size) continue;
        yield other;
        left -= 1;
        break;
      }
      if (!left) return;
    }
  }

  /**
   * The query with a clause replaced: by the tag that it is itself, then by each name like it, in the text, else as a tag.
   * In a name field names are tags only.
   * @param {readonly string[]} clauses
   * @param {number} at
   * @returns {string[][]}
   */
  ways(clauses, at) {
    const node = parse(this.language, clauses[at]);
    const { language, matcher, script } = this;
    const own = isPlain(node) ? tagged(language, matcher, node, script) : null;
    const ways = this.namesLike(node).flatMap(([field, name]) => {
      const { values } = resolve(language, matcher.corpus, named(field, language.fold(name), name));
      if (own?.field === field && own.values.join("\n") === values.join("\n")) return [];
      return [[...(node.kind === "named" ? [] : [quoted(language, name)]), inField(language, field, name, script)]];
    });
    return [...(own ? [[own.query]] : []), ...ways].map((some) =>
      some.map((way) => [...clauses.slice(0, at), way, ...clauses.slice(at + 1)].join(" ")),
    );
  }

  /**
   * @param {Node} node
   * @returns {[NameField, string][]}
   */
  namesLike(node) {
    if (node.kind === "named") {
      const isKnown = resolve(this.language, this.matcher.corpus, node).values.length;
      return isKnown ? [] : this.alike([node.field], node.name);
    }
    return isPlain(node) ? this.alike(FIELDS, node.text) : [];
  }

  /**
   * The names like a folded text, with their fields: nearest first, then most stories, then by field and id.
   * @param {readonly NameField[]} fields
   * @param {string} text
   * @returns {[NameField, string][]}
   */
  alike(fields, text) {
    const { fold } = this.language;
    const found = fields.flatMap((field, order) => {
      const names = this.matcher.corpus[field];
      return Array.from(names.folded).flatMap(([value, known]) => {
        const near = known.flatMap((name) => {
          const distance = apart(text, name);
          return distance === null ? [] : [{ distance, name }];
        });
        if (text === letters(value)) near.push({ distance: 0, name: fold(names.label(value, this.script)) });
        const stories = names.stories.get(value)?.size ?? 0;
        if (!near.length || !stories) return [];
        const { distance, name } = near.reduce((best, other) => (other.distance < best.distance ? other : best));
        return [{ distance, stories, order, value, name: this.unfolded(names, value, name) }];
      });
    });
    found.sort((a, b) => a.distance - b.distance || b.stories - a.stories || a.order - b.order || compare(a.value, b.value));
    return found.map(({ order, name }) => [fields[order], name]);
  }

  /**
   * A name of a value as it is written, in the script asked for where it has forms in both.
   * @param {Names} names
   * @param {string} value
   * @param {string} folded
   */
  unfolded(names, value, folded) {
    const written = [names.label(value, this.script), ...(names.entries.get(value)?.names ?? [])];
    return written.find((name) => this.language.fold(name) === folded) ?? folded;
  }

  /**
   * The query with fewer words; a run that finds nothing counts as its words. First without the words that find nothing
   * by themselves; if that finds nothing, without each of the others, most hits first; and last, any of them.
   * @param {readonly string[]} clauses
   */
  async *shortened(clauses) {
    const split = await Promise.all(clauses.map((clause) => this.apartInWords(clause)));
    const words = [...new Set(split.flat())];
    const matched = await Promise.all(words.map((word) => this.matches(word)));
    const kept = words.map((word, i) => ({ word, found: matched[i] })).filter(({ found }) => found.size);
    const wanted = kept.map(({ word }) => word).filter((word) => parse(this.language, word).kind !== "not");
    if (!wanted.length) return;
    const joined = (/** @type {typeof kept} */ some) => some.map(({ word }) => word).join(" ");
    yield joined(kept);
    if ((await this.matches(joined(kept))).size) return;
    const fewer = [];
    for (let at = 0; kept.length <= MOST_LEFT_OUT && at < kept.length; at += 1) {
      const rest = kept.filter((_, other) => other !== at);
      if (!rest.length || (wanted.length === 1 && wanted[0] === kept[at].word)) continue;
      const found = rest.map((one) => one.found).reduce(both);
      fewer.push({ total: found.size, query: joined(rest) });
    }
    for (const { query } of fewer.sort((a, b) => b.total - a.total)) yield query;
    yield wanted.join(" 或 ");
  }

  /**
   * The words of a run; of a clause that finds nothing what it is made of, where that is runs; else the clause.
   * @param {string} clause
   * @returns {Promise<string[]>}
   */
  async apartInWords(clause) {
    const { language, matcher } = this;
    const typed = (/** @type {readonly string[]} */ words) => asTyped(language, clause, words);
    const node = parse(language, clause);
    if (node.kind === "run" && !node.title) {
      const { words } = await matcher.plan(node);
      if (words.length) return typed(words.map((word) => word.text));
    }
    if ((await matcher.matches(node)).size) return [clause];
    if (node.kind === "near" && !node.runs.some((run) => run.title)) return typed(node.runs.map((run) => run.text));
    if (node.kind !== "run" || node.text.includes(WILD)) return [clause];
    if (node.title || node.spelling !== null) return [withoutField(language, clause)];
    const { corpus } = matcher;
    const words = await corpus.words(possibleWords(language, node.text, corpus.longestWord));
    const parts = splitByWords(language, node.text, words, corpus.longestWord).filter((part) => length(part) >= SHORTEST);
    return parts.length ? typed(parts) : [clause];
  }
}

/**
 * The letters of an id, which are those of the name's pinyin: xiangyang of hubei/xiangyang.
 * @param {string} value
 */
const letters = (value) => value.slice(value.lastIndexOf("/") + 1).replace(/-/g, "");

/**
 * How many characters to add, take away or change from one to the other; null if they are too many for a misspelling: at
 * most one in a text of two to four characters, two in a longer one.
 * @param {string} text
 * @param {string} name
 * @returns {number | null}
 */
function apart(text, name) {
  const one = codePoints(text), other = codePoints(name);
  const most = one.length <= SHORT ? 1 : 2;
  if (Math.min(one.length, other.length) < SHORTEST || Math.abs(one.length - other.length) > most) return null;
  if ([...new Set(one)].filter((ch) => !other.includes(ch)).length > most) return null;
  let row = [...other.keys(), other.length];
  one.forEach((ch, i) => {
    const above = row;
    row = [i + 1];
    other.forEach((against, j) => {
      row.push(Math.min(above[j + 1] + 1, row[j] + 1, above[j] + (ch === against ? 0 : 1)));
    });
  });
  const distance = row[row.length - 1];
  return distance <= most ? distance : null;
}
