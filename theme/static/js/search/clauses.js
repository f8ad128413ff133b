// A query as typed, taken apart into what must all match: its clauses, and the words of a run. For offers and notes.

import { foldLine, pieces, trim } from "./analysis.js";
import { codePoints, offsets } from "./codepoints.js";
import { QueryError } from "./faults.js";
import { readTokens } from "./lexer.js";
import { parse } from "./query.js";
import { key, run } from "./syntax.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./lexer.js").Lexeme} Lexeme */
/** @typedef {import("./syntax.js").Node} Node */
/** @typedef {import("./syntax.js").Script} Script */

/**
 * The parts of a query that must all match, each as typed and a query by itself, in order. A field with its value, a group
 * in parentheses, runs joined by NEAR and what NOT takes away stay whole; so does the whole query where OR joins its parts.
 * @param {Language} language
 * @param {string} query one that can be read
 * @param {Script} script
 * @returns {string[]}
 */
export function writtenClauses(language, query, script) {
  const written = codePoints(query);
  const groups = grouped(readTokens(language, query, script));
  if (groups.some(([token]) => token.kind === "or")) return readable(language, [language.characters.strip(query)]);
  /** @type {string[]} */
  const clauses = [];
  for (let at = 0; at < groups.length; at += 1) {
    if (groups[at][0].kind === "and") continue;
    const whole = [...groups[at]];
    while (groups[at + 1]?.[0].kind === "near") {
      whole.push(...groups[at + 1], ...groups[at + 2]);
      at += 2;
    }
    if (whole.length === 1 && whole[0].kind === "term") clauses.push(...runsOf(language, whole[0]));
    else clauses.push(written.slice(whole[0].start, whole[whole.length - 1].end).join(""));
  }
  return readable(language, clauses);
}

/**
 * Folded words of a clause as they were typed in it.
 * @param {Language} language
 * @param {string} clause
 * @param {readonly string[]} words
 * @returns {string[]}
 */
export function asTyped(language, clause, words) {
  const typed = codePoints(clause), folded = foldLine(language, clause);
  const at = offsets(folded);
  return words.map((word) => {
    const start = at(folded.indexOf(word));
    return asWord(language, typed.slice(start, start + codePoints(word).length).join(""));
  });
}

/**
 * A clause of a field and its value without the field.
 * @param {Language} language
 * @param {string} clause
 * @returns {string}
 */
export const withoutField = (language, clause) =>
  codePoints(clause).slice(readTokens(language, clause, "hans")[1].start).join("");

/**
 * Tokens outside parentheses with what they belong to: NOT and a field with their operand, a parenthesis with all in it.
 * @param {readonly Lexeme[]} tokens
 * @returns {Lexeme[][]}
 */
function grouped(tokens) {
  /** @type {Lexeme[][]} */
  const groups = [];
  /** @type {Lexeme[]} */
  let group = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "end") break;
    group.push(token);
    if (token.kind === "(") depth += 1;
    if (token.kind === ")") depth -= 1;
    if (depth === 0 && token.kind !== "not" && token.kind !== "field") {
      groups.push(group);
      group = [];
    }
  }
  return groups;
}

/**
 * The runs of a bare term, which punctuation parts.
 * @param {Language} language
 * @param {Lexeme} token
 */
function runsOf(language, token) {
  const typed = codePoints(token.text);
  return pieces(language, token.text).flatMap(([start, end]) => {
    const [first, last] = trim(language, language.fold(typed.slice(start, end).join("")));
    return first < last ? [asWord(language, typed.slice(start + first, start + last).join(""))] : [];
  });
}

/**
 * A run so written that by itself it is read as that run: 或, OR or place:x in quotation marks.
 * @param {Language} language
 * @param {string} typed
 */
function asWord(language, typed) {
  const node = read(language, typed);
  return node && key(node) === key(run(foldLine(language, typed))) ? typed : `“${typed}”`;
}

/**
 * Those in which something is left to search for; in punctuation between parentheses nothing is.
 * @param {Language} language
 * @param {readonly string[]} clauses
 */
const readable = (language, clauses) => clauses.filter((clause) => read(language, clause) !== null);

/**
 * What a clause means; null where nothing is left to search for.
 * @param {Language} language
 * @param {string} clause
 * @returns {Node | null}
 */
function read(language, clause) {
  try {
    return parse(language, clause);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return null;
  }
}
