// A query as typed to its tokens: operators, parentheses, field names, quoted runs, dates, and terms.
//
// `或`, `非` and `-` are operators only after a space, a parenthesis or at the start; `或` and `非` moreover only where
// they stand alone, so that 非典 and 或许 stay words.

import { codePoints } from "./codepoints.js";
import { closeMatches } from "./difflib.js";
import { QueryError } from "./faults.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {"(" | ")" | "or" | "and" | "not" | "near" | "field" | "quoted" | "date" | "term" | "end"} Kind */
/**
 * One token of a query: what it is, its text (without quotation marks and colons), and where it stands.
 * @typedef {{kind: Kind, text: string, start: number, end: number}} Lexeme
 */

/** @type {Readonly<Record<string, string>>} */
const CLOSERS = { "“": "”“", "”": "”“", "「": "」", "『": "』", '"': '"＂', "＂": '"＂' };
/** @type {Readonly<Record<string, string>>} */
const MENDED = { "“": "”", "”": "”", "「": "」", "『": "』", '"': '"', "＂": '"' };
const BREAKS = '()（）"＂“”「」『』';
const NEAR_WHERE_NO_NUMBER = 10;

/**
 * The tokens of a query, with an `end` token last.
 * @param {Language} language
 * @param {string} query
 * @param {Script} script
 * @returns {Lexeme[]}
 * @throws {QueryError} a quotation mark is never closed, a field has an unknown name, NEAR has no number
 */
export function readTokens(language, query, script) {
  return new Lexer(language, query, script).tokens();
}

/** @param {string} ch */
const isControl = (ch) => ch < " " || ch === "\x7f";

class Lexer {
  /**
   * @param {Language} language
   * @param {string} query
   * @param {Script} script
   */
  constructor(language, query, script) {
    this.language = language;
    this.query = codePoints(query);
    this.script = script;
    this.at = 0;
    /** Whether an operator may stand here. */
    this.leads = true;
    this.dateNext = false;
    /** @type {Lexeme[]} */
    this.found = [];
  }

  tokens() {
    while (this.at < this.query.length) {
      const ch = this.query[this.at];
      if (this.isSpace(ch)) {
        this.at += 1;
        this.leads = true;
      } else if ("(（".includes(ch)) this.take("(", 1, true);
      else if (")）".includes(ch)) this.take(")", 1, false);
      else if ("」』".includes(ch)) this.at += 1;
      else if (ch in CLOSERS) this.quoted(ch);
      else this.word();
    }
    const end = this.query.length;
    this.found.push({ kind: "end", text: "", start: end, end });
    return this.found;
  }

  /** @param {string} ch */
  isSpace(ch) {
    return this.language.characters.isSpace(ch) || isControl(ch);
  }

  /**
   * @param {number} start
   * @param {number} [end]
   */
  text(start, end) {
    return this.query.slice(start, end).join("");
  }

  /**
   * @param {Kind} kind
   * @param {number} size
   * @param {boolean} leads
   * @param {string} [text]
   */
  take(kind, size, leads, text) {
    const start = this.at;
    this.at += size;
    this.leads = leads;
    this.dateNext = false;
    this.found.push({ kind, text: text ?? this.text(start, this.at), start, end: this.at });
  }

  /** @param {string} ch */
  quoted(ch) {
    const start = this.at;
    const end = this.query.findIndex((other, i) => i > start && CLOSERS[ch].includes(other));
    if (end < 0) {
      const mended = this.language.characters.stripEnd(this.text(0)) + MENDED[ch];
      throw new QueryError(start, this.language.say("unclosed-quote", this.script, { quote: ch }), mended);
    }
    this.take(this.dateNext ? "date" : "quoted", end + 1 - start, false, this.text(start + 1, end));
  }

  word() {
    const found = this.query.findIndex((ch, i) => i >= this.at && (BREAKS.includes(ch) || this.isSpace(ch)));
    const end = found < 0 ? this.query.length : found;
    const size = end - this.at;
    const text = this.text(this.at, end);
    const near = new RegExp(`^NEAR[/／]([${this.language.characters.decimal}]*)$`, "u");
    /** @type {RegExpMatchArray | null} */
    let match;
    if (this.dateNext) this.take("date", size, false);
    else if (this.leads && "-－".includes(this.query[this.at])) {
      if (size === 1 && (found < 0 || this.language.characters.isSpace(this.query[end]))) {
        this.at = end; // a dash by itself is punctuation
      } else this.take("not", 1, true);
    } else if (this.leads && ["OR", "或"].includes(text)) this.take("or", size, true);
    else if (this.leads && ["NOT", "非"].includes(text)) this.take("not", size, true);
    else if (this.leads && text === "AND") this.take("and", size, true);
    else if (this.leads && (match = text.match(near))) this.near(match[0], match[1]);
    else this.fieldOrTerm(text, size);
  }

  /**
   * @param {string} operator
   * @param {string} number
   */
  near(operator, number) {
    const { characters, limits, say } = this.language;
    const size = codePoints(operator).length, digits = codePoints(number).length;
    if (!digits || digits > String(limits.near).length || characters.number(number) > limits.near) {
      const distance = digits ? limits.near : NEAR_WHERE_NO_NUMBER;
      const mended = `${this.text(0, this.at)}NEAR/${distance}${this.text(this.at + size)}`;
      throw new QueryError(this.at, say("near-number", this.script, { limit: limits.near }), mended);
    }
    this.take("near", size, true, number);
  }

  /**
   * @param {string} text
   * @param {number} size
   */
  fieldOrTerm(text, size) {
    const field = this.field(text);
    if (!field) {
      this.take("term", size, false);
      return;
    }
    this.take("field", field.size, true, field.name);
    this.dateNext = field.name === "date";
  }

  /**
   * The field that the text begins with, and how many characters that takes; null if it begins with none.
   * @param {string} text
   */
  field(text) {
    const characters = codePoints(text);
    const colon = characters.findIndex((ch) => ":：".includes(ch));
    if (colon <= 0) return null;
    const written = characters.slice(0, colon).join("");
    const name = this.language.fields.get(this.language.fold(written));
    if (name !== undefined) return { name, size: colon + 1 };
    const rest = characters.slice(colon + 1).join("");
    if (/^[A-Za-z]{2,}$/.test(written) && !/^(?:\/\/|[0-9])/.test(rest)) throw this.unknownField(written, rest, text);
    return null;
  }

  /**
   * @param {string} written
   * @param {string} rest
   * @param {string} text
   */
  unknownField(written, rest, text) {
    // eslint-disable-next-line no-control-regex
    const english = [...this.language.fields.keys()].filter((name) => /^[\x00-\x7f]*$/.test(name));
    const fields = english.map((name) => `${name}:`).join("、");
    const [near] = closeMatches(written.toLowerCase(), english, { n: 1 });
    const mended = near === undefined ? rest : near + text.slice(written.length);
    const after = this.text(this.at + codePoints(text).length);
    const message = this.language.say("unknown-field", this.script, { field: written, fields });
    return new QueryError(this.at, message, this.text(0, this.at) + mended + after);
  }
}
