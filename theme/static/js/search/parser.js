// Reads the tokens of a query by the grammar that stands in plugins/search/query.py, which this follows method by method.

import { WILD, foldLine, pieces, trim } from "./analysis.js";
import { codePoints } from "./codepoints.js";
import { BadDateError, readDates } from "./dates.js";
import { QueryError } from "./faults.js";
import { readTokens } from "./lexer.js";
import * as syntax from "./syntax.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./lexer.js").Lexeme} Lexeme */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./syntax.js").Node} Node */
/** @typedef {import("./syntax.js").Run} Run */

const NAME_FIELDS = ["place", "role", "person", "source"];

/** One query being read; `parse` reads it. */
export class Parser {
  /**
   * @param {Language} language
   * @param {string} query
   * @param {Script} script
   */
  constructor(language, query, script) {
    this.language = language;
    this.query = codePoints(query);
    this.script = script;
    this.tokens = readTokens(language, query, script);
    this.at = 0;
    this.depth = 0;
    this.terms = 0;
    this.wild = 0;
  }

  /** @returns {Node} */
  parse() {
    if (this.now.kind === "end") {
      if (this.language.characters.strip(this.text(0))) throw this.fault("nothing", 0);
      return syntax.EVERYTHING;
    }
    const node = this.any(null);
    if (this.now.kind === ")") throw this.fault("stray-paren", this.now.start, this.without(this.now));
    if (node === null) throw this.fault("nothing", 0);
    return node;
  }

  // Each level gives null where only punctuation stood.

  /**
   * @param {string | null} field
   * @returns {Node | null}
   */
  any(field) {
    const parts = [this.all(field)];
    while (this.now.kind === "or") {
      this.needsRight(this.next());
      parts.push(this.all(field));
    }
    return join("or", parts);
  }

  /**
   * @param {string | null} field
   * @returns {Node | null}
   */
  all(field) {
    /** @type {(Node | null)[]} */
    const parts = [];
    for (;;) {
      const token = this.now;
      if (token.kind === "and") this.needsRight(this.next());
      else if ((token.kind === "or" || token.kind === "near") && !parts.length) {
        throw this.fault("no-left", token.start, this.without(token), { operator: this.written(token) });
      } else if (["or", ")", "end"].includes(token.kind)) return join("and", parts);
      else parts.push(this.near(field));
    }
  }

  /**
   * @param {string | null} field
   * @returns {Node | null}
   */
  near(field) {
    const first = this.not(field);
    const runs = [first], distances = [];
    while (this.now.kind === "near") {
      const operator = this.next();
      this.needsRight(operator);
      runs.push(this.not(field));
      distances.push(this.language.characters.number(operator.text));
      if (!runs.slice(-2).every((run) => run?.kind === "run" && run.spelling === null)) {
        throw this.fault("near-operands", operator.start, this.without(operator));
      }
    }
    if (!distances.length) return first;
    const near = runs.flatMap((run) => (run?.kind === "run" ? [syntax.run(run.text, { ...run, quoted: true })] : []));
    return syntax.near(near, distances);
  }

  /**
   * @param {string | null} field
   * @returns {Node | null}
   */
  not(field) {
    if (this.now.kind !== "not") return this.one(field);
    let negations = 0, operator = this.now;
    while (this.now.kind === "not") {
      operator = this.next();
      negations += 1;
    }
    this.needsRight(operator);
    const part = this.one(field);
    return part === null || negations % 2 === 0 ? part : syntax.not(part);
  }

  /**
   * @param {string | null} field
   * @returns {Node | null}
   */
  one(field) {
    const token = this.next();
    if (token.kind === "field") {
      if (!["(", "term", "quoted", "date"].includes(this.now.kind)) {
        throw this.fault("no-value", token.start, this.without(token), { field: this.written(token) });
      }
      return this.one(token.text);
    }
    if (token.kind === "(") return this.group(token, field);
    if (token.kind === "date" || field === "date") return this.date(token);
    if (field !== null && NAME_FIELDS.includes(field)) {
      return this.named(/** @type {import("./syntax.js").NameField} */ (field), token);
    }
    if (token.kind === "quoted") {
      const run = this.run(token.text, token.start + 1, field, true);
      if (run === null) throw this.fault("empty-quote", token.start, this.without(token));
      return run;
    }
    const written = codePoints(token.text);
    const runs = pieces(this.language, token.text).map(([start, end]) =>
      this.run(written.slice(start, end).join(""), token.start + start, field, false),
    );
    return join("and", runs);
  }

  /**
   * @param {Lexeme} opening
   * @param {string | null} field
   * @returns {Node | null}
   */
  group(opening, field) {
    const deepest = this.language.limits.depth;
    this.depth += 1;
    if (this.depth > deepest) {
      const flat = this.text(0).replace(/[()（）]/g, " ");
      throw this.fault("too-deep", opening.start, flat, { limit: deepest });
    }
    if (this.now.kind === ")") {
      const mended = `${this.text(0, opening.start)} ${this.text(this.now.end)}`;
      throw this.fault("empty-paren", opening.start, mended);
    }
    const node = this.any(field);
    if (this.next().kind !== ")") {
      throw this.fault("unclosed-paren", opening.start, this.language.characters.stripEnd(this.text(0)) + ")");
    }
    this.depth -= 1;
    return node;
  }

  /**
   * @param {string} written
   * @param {number} start
   * @param {string | null} field
   * @param {boolean} quoted
   * @returns {Run | null}
   */
  run(written, start, field, quoted) {
    const folded = foldLine(this.language, written);
    const [first, last] = trim(this.language, folded);
    if (first === last) return null;
    this.countTerm(start);
    const text = codePoints(folded).slice(first, last).join("");
    this.wild += text.split(WILD).length - 1;
    const limit = this.language.limits.wild;
    if (this.wild > limit) {
      const mended = this.text(0, start) + this.text(start).replace(/[?？]/g, " ");
      throw this.fault("too-wild", start, mended, { limit });
    }
    const spelling = field === "exact" ? codePoints(written).slice(first, last).join("").replace(/？/g, WILD) : null;
    return syntax.run(text, { quoted, title: field === "title", spelling });
  }

  /**
   * @param {import("./syntax.js").NameField} field
   * @param {Lexeme} token
   * @returns {Node | null}
   */
  named(field, token) {
    const written = this.language.characters.strip(token.text).replace(/[，。；、,;！!？?]+$/, "");
    if (!written) throw this.fault("no-value", token.start, this.without(token), { field: `${field}:` });
    this.countTerm(token.start);
    return syntax.named(field, this.language.fold(written), written);
  }

  /**
   * @param {Lexeme} token
   * @returns {Node}
   */
  date(token) {
    this.countTerm(token.start);
    try {
      return readDates(this.language, this.language.fold(this.language.characters.strip(token.text)));
    } catch (error) {
      if (!(error instanceof BadDateError)) throw error;
      throw this.fault(error.code, token.start, this.mendedDate(error.code, token), { value: token.text });
    }
  }

  /**
   * @param {string} code
   * @param {Lexeme} token
   * @returns {string | null}
   */
  mendedDate(code, token) {
    if (code === "date-order") {
      const at = token.text.indexOf("..");
      const [first, last] = at < 0 ? [token.text, ""] : [token.text.slice(0, at), token.text.slice(at + 2)];
      return `${this.text(0, token.start)}${last}..${first}${this.text(token.end)}`;
    }
    const field = this.tokens.slice(0, this.at).reverse().find((other) => other.kind === "field");
    return field ? `${this.text(0, field.start)} ${this.text(token.end)}` : null;
  }

  /** @param {number} start */
  countTerm(start) {
    const limit = this.language.limits.terms;
    this.terms += 1;
    if (this.terms > limit) throw this.fault("too-many", start, this.text(0, start), { limit });
  }

  /** @param {Lexeme} operator */
  needsRight(operator) {
    if (["end", ")", "or", "and", "near"].includes(this.now.kind)) {
      throw this.fault("no-right", operator.start, this.without(operator), { operator: this.written(operator) });
    }
  }

  get now() {
    return this.tokens[this.at];
  }

  next() {
    return this.tokens[this.at++];
  }

  /**
   * @param {number} start
   * @param {number} [end]
   */
  text(start, end) {
    return this.query.slice(start, end).join("");
  }

  /** @param {Lexeme} token */
  written(token) {
    return this.text(token.start, token.end);
  }

  /** @param {Lexeme} token */
  without(token) {
    const { stripStart, stripEnd } = this.language.characters;
    return `${stripEnd(this.text(0, token.start))} ${stripStart(this.text(token.end))}`;
  }

  /**
   * @param {string} key
   * @param {number} position
   * @param {string | null} [suggestion]
   * @param {Record<string, string | number>} [values]
   */
  fault(key, position, suggestion = null, values = {}) {
    return new QueryError(position, this.language.say(key, this.script, values), suggestion);
  }
}

/**
 * One node of several, flat, each part once, in order; the part itself where there is but one; null for none.
 * @param {"and" | "or"} kind
 * @param {readonly (Node | null)[]} parts
 * @returns {Node | null}
 */
function join(kind, parts) {
  const flat = syntax.distinct(parts.flatMap((part) => (part === null ? [] : part.kind === kind ? part.parts : [part])));
  if (flat.length <= 1) return flat[0] ?? null;
  return kind === "and" ? syntax.and(flat) : syntax.or(flat);
}
