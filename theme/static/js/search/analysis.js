// Folded text to terms, and one run of characters to what finds it in a text: plugins/search/analysis.py for the
// browser. Every offset counts code points.

import { codePoints, length, offsets } from "./codepoints.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {{text: string, start: number, han: boolean}} Token A stretch of Han characters, or one Latin or digit word. */
/** @typedef {[start: number, end: number]} Span */

/** Stands in a run for any one Han character (or for a question mark, so that a sentence quoted whole is found). */
export const WILD = "?";

const PATTERNS_KEPT = 256;
/** @type {WeakMap<Language, Map<string, RegExp>>} */
const patterns = new WeakMap();

/**
 * Fold one block or run; line ends and other controls inside it count as spaces. The length never changes.
 * @param {Language} language
 * @param {string} text
 */
export const foldLine = ({ fold }, text) => fold(text).replace(/[\0-\x1f]/g, " ");

/**
 * The stretches of Han and the words of a folded text, in order. Punctuation and spaces only part them.
 * @param {Language} language
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens({ characters }, text) {
  const { han, word, decimal } = characters;
  const token = new RegExp(`([${han}]+)|(?:[${word}]|(?<=[${decimal}])[.:](?=[${decimal}]))+`, "gu");
  const at = offsets(text);
  return Array.from(text.matchAll(token), (match) => ({
    text: match[0],
    start: at(match.index ?? 0),
    han: match[1] !== undefined,
  }));
}

/**
 * Where the parts of an unquoted term stand that belong together: Han, words, `?`, and marks inside words (covid-19,
 * a@b.cn).
 * @param {Language} language
 * @param {string} text
 * @returns {Span[]}
 */
export function pieces({ fold, characters: { han, word } }, text) {
  const piece = new RegExp(`(?:[${han}?]|[${word}]|(?<=[${word}])[-./:@&+'_](?=[${word}]))+`, "gu");
  const folded = fold(text);
  const at = offsets(folded);
  const matches = folded.matchAll(piece);
  return Array.from(matches, ({ index = 0, 0: found }) => [at(index), at(index + found.length)]);
}

/**
 * How many Han characters a folded run has.
 * @param {Language} language
 * @param {string} run
 * @returns {number}
 */
export function hanLength(language, run) {
  const han = tokens(language, run).filter((token) => token.han);
  return han.reduce((sum, token) => sum + length(token.text), 0);
}

/**
 * Terms that every text with this run must have, as few as cover it: pairs 0-1, 2-3 … and the last one.
 * @param {Language} language
 * @param {string} run
 * @returns {Set<string>}
 */
export function coveringTerms(language, run) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const token of run.split(WILD).flatMap((piece) => tokens(language, piece))) {
    const text = codePoints(token.text);
    if (!token.han || text.length === 1) {
      found.add(token.text);
      continue;
    }
    for (let i = 0; i < text.length - 1; i += 2) found.add(text[i] + text[i + 1]);
    found.add(text.slice(-2).join(""));
  }
  return found;
}

/**
 * Whether the run is itself one term, so that its postings need no look at the texts.
 * @param {Language} language
 * @param {string} run
 * @returns {boolean}
 */
export function isTerm(language, run) {
  const terms = coveringTerms(language, run);
  return terms.size === 1 && terms.has(run);
}

/**
 * Where the run begins and ends once punctuation, spaces and `?` at its ends are left off; [0, 0] if all is.
 * @param {Language} language
 * @param {string} run
 * @returns {Span}
 */
export function trim({ characters }, run) {
  const ends = codePoints(run).flatMap((ch, i) => (characters.isTermCharacter(ch) ? [i] : []));
  return ends.length ? [ends[0], ends[ends.length - 1] + 1] : [0, 0];
}

/**
 * What finds a run in a text (flags `gu`): the characters as they are, `?` any Han character, words only whole.
 * `45` is not found in `4.45` nor `65` in `365`, for those are words of their own.
 * @param {Language} language
 * @param {string} run
 * @returns {RegExp}
 */
export function pattern(language, run) {
  let kept = patterns.get(language);
  if (!kept) patterns.set(language, (kept = new Map()));
  let found = kept.get(run);
  if (!found) {
    if (kept.size >= PATTERNS_KEPT) kept.clear();
    kept.set(run, (found = compiled(language, run)));
  }
  return found;
}

/**
 * @param {Language} language
 * @param {string} run
 */
function compiled({ characters }, run) {
  const { han, word, decimal } = characters;
  const text = codePoints(run);
  const first = text[0], last = text[text.length - 1];
  const body = text.map((ch) => (ch === WILD ? `[${han}?？]` : ch.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"))).join("");
  let before = "", after = "";
  if (characters.isWord(first)) before = `(?<![${word}])` + (characters.isDigit(first) ? `(?<![${decimal}][.:])` : "");
  if (characters.isWord(last)) after = `(?![${word}])` + (characters.isDigit(last) ? `(?![.:][${decimal}])` : "");
  return new RegExp(before + body + after, "gu");
}

/**
 * Whether finding the run is a plain substring search: no `?`, and no word at either end.
 * @param {Language} language
 * @param {string} run
 * @returns {boolean}
 */
export function isPlain({ characters }, run) {
  const text = codePoints(run);
  return !run.includes(WILD) && !characters.isWord(text[0]) && !characters.isWord(text[text.length - 1]);
}

/**
 * How often the run stands in the text (a whole field, blocks parted by line ends), not counting overlaps.
 * @param {Language} language
 * @param {string} run
 * @param {string} text
 * @returns {number}
 */
export function count(language, run, text) {
  if (isPlain(language, run)) return text.split(run).length - 1;
  return text.match(pattern(language, run))?.length ?? 0;
}

/**
 * Whether the run stands in the text.
 * @param {Language} language
 * @param {string} run
 * @param {string} text
 * @returns {boolean}
 */
export const contains = (language, run, text) =>
  isPlain(language, run) ? text.includes(run) : text.search(pattern(language, run)) >= 0;

/**
 * Where the run stands in the text, not counting overlaps.
 * @param {Language} language
 * @param {string} run
 * @param {string} text
 * @returns {Span[]}
 */
export function spans(language, run, text) {
  const at = offsets(text);
  const matches = text.matchAll(pattern(language, run));
  return Array.from(matches, ({ index = 0, 0: found }) => [at(index), at(index + found.length)]);
}

/**
 * Every stretch of 2 to `longest` Han characters of a run: what `splitByWords` must know to be words or not.
 * @param {Language} language
 * @param {string} run
 * @param {number} longest the length of the longest word of the archive
 * @returns {Set<string>}
 */
export function possibleWords(language, run, longest) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const token of tokens(language, run)) {
    const text = codePoints(token.text);
    if (!token.han) continue;
    for (let at = 0; at < text.length; at += 1) {
      for (let size = 2; size <= Math.min(longest, text.length - at); size += 1) {
        found.add(text.slice(at, at + size).join(""));
      }
    }
  }
  return found;
}

/**
 * Split a run by longest match over a list of words, from left to right; a character in no word stands alone.
 * @param {Language} language
 * @param {string} run folded, without `?`
 * @param {ReadonlySet<string>} words those of `possibleWords` that are in the archive's word list
 * @param {number} longest
 * @returns {string[]} the parts, each once, in order
 */
export function splitByWords(language, run, words, longest) {
  /** @type {Set<string>} */
  const parts = new Set();
  for (const token of tokens(language, run)) {
    if (!token.han) {
      parts.add(token.text);
      continue;
    }
    const text = codePoints(token.text);
    const part = (/** @type {number} */ at, /** @type {number} */ size) => text.slice(at, at + size).join("");
    for (let at = 0, size = 1; at < text.length; at += size) {
      size = Math.min(longest, text.length - at);
      while (size > 1 && !words.has(part(at, size))) size -= 1;
      size = Math.max(size, 1);
      parts.add(part(at, size));
    }
  }
  return [...parts];
}
