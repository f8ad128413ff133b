// The passage that shows a reader why a story is a hit: in the script asked for, as text and what of it is marked.
//
// Folding keeps offsets, so what is found in the folded text is marked in the text as shown. Where a run stands only in
// the other edition, the same block is shown, and marked by the same offsets if both editions' blocks are of one length.

import { foldLine, spans } from "./analysis.js";
import { codePoints } from "./codepoints.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./syntax.js").Run} Run */
/** @typedef {import("./analysis.js").Span} Span */
/** @typedef {{text: string, mark: boolean}} Part */
/** @typedef {{title: string, summary: string, blocks: readonly {anchor: string, text: string}[]}} Text A story in one script. */
/** @typedef {{parts: readonly Part[], anchor: string | null}} Snippet `anchor`: of the best block. */
/**
 * One block with what was found in it: the numbers of the runs, and where they are marked.
 * @typedef {{text: string, anchor: string | null, runs: ReadonlySet<number>, marks: readonly Span[]}} Found
 */

/** How many characters a passage shows, about. */
const PASSAGE = 80;
const MOST_PASSAGES = 2;
/** How far a passage may begin earlier or later to begin with a sentence. */
const REACH = 12;
const STOPS = "。！？；，、：…!?;,";
const ELLIPSIS = "…";
/** @type {Readonly<Record<string, string>>} */
const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/**
 * The best passage of the best block, and a second where that shows runs which the first does not.
 * @param {Language} language
 * @param {Readonly<Record<Script, Text>>} texts both editions as written
 * @param {Script} script the edition shown
 * @param {readonly Run[]} runs what the query asks for, as it was searched for
 * @returns {Snippet}
 */
export function snippet(language, texts, script, runs) {
  const shown = texts[script], hidden = texts[script === "hans" ? "hant" : "hans"];
  const byAnchor = new Map(hidden.blocks.map((block) => [block.anchor, block.text]));
  const body = shown.blocks.map(({ anchor, text }) => look(language, text, byAnchor.get(anchor) ?? text, anchor, runs));
  const found = body.filter((block) => block.runs.size);
  const summary = look(language, shown.summary, hidden.summary, null, runs);
  if (!found.length) {
    const first = body[0] ?? { text: shown.title, anchor: null, runs: new Set(), marks: [] };
    return { parts: passage(summary.runs.size || shown.summary ? summary : first), anchor: first.anchor };
  }
  const chosen = [found.reduce((best, block) => (isWorthMore(block, best) ? block : best))];
  const { anchor } = chosen[0];
  if (summary.runs.size > chosen[0].runs.size && [...chosen[0].runs].every((i) => summary.runs.has(i))) {
    return { parts: passage(summary), anchor };
  }
  while (chosen.length < MOST_PASSAGES) {
    const seen = new Set(chosen.flatMap((block) => [...block.runs]));
    const fresh = (/** @type {Found} */ block) => [...block.runs].filter((i) => !seen.has(i)).length;
    const more = found.reduce((best, block) => (fresh(block) > fresh(best) ? block : best));
    if (!fresh(more)) break;
    chosen.push(more);
  }
  const inOrder = chosen.sort((one, other) => body.indexOf(one) - body.indexOf(other));
  const parts = inOrder.flatMap((block, i) => [...(i ? [{ text: " ", mark: false }] : []), ...passage(block)]);
  return { parts, anchor };
}

/**
 * The parts as the HTML that the service gives.
 * @param {readonly Part[]} parts
 * @returns {string}
 */
export function snippetHtml(parts) {
  const escaped = (/** @type {string} */ text) => text.replace(/[&<>"']/g, (ch) => ESCAPED[ch]);
  return parts.map(({ text, mark }) => (mark ? `<mark>${escaped(text)}</mark>` : escaped(text))).join("");
}

/**
 * @param {Found} one
 * @param {Found} other
 */
const isWorthMore = (one, other) =>
  one.runs.size > other.runs.size || (one.runs.size === other.runs.size && one.marks.length > other.marks.length);

/**
 * Find every run in a block of the edition shown, or else in the other edition's.
 * @param {Language} language
 * @param {string} shown
 * @param {string} hidden
 * @param {string | null} anchor
 * @param {readonly Run[]} runs
 * @returns {Found}
 */
function look(language, shown, hidden, anchor, runs) {
  const folded = foldLine(language, shown);
  const foldedHidden = hidden === shown ? folded : foldLine(language, hidden);
  const isAlike = codePoints(shown).length === codePoints(hidden).length;
  /** @type {Span[]} */
  const marks = [];
  /** @type {Set<number>} */
  const found = new Set();
  runs.forEach((run, i) => {
    if (run.title) return;
    let places, elsewhere;
    if (run.spelling !== null) {
      places = spans(language, run.spelling, shown);
      elsewhere = spans(language, run.spelling, hidden);
    } else {
      places = spans(language, run.text, folded);
      elsewhere = foldedHidden === folded ? [] : spans(language, run.text, foldedHidden);
    }
    if (!places.length && isAlike) places = elsewhere;
    if (places.length || elsewhere.length) found.add(i);
    marks.push(...places);
  });
  return { text: shown, anchor, runs: found, marks: merged(marks) };
}

/**
 * Marks in order; those that overlap or touch become one.
 * @param {Span[]} marks
 * @returns {Span[]}
 */
function merged(marks) {
  /** @type {Span[]} */
  const found = [];
  for (const [start, end] of marks.sort(([a, b], [c, d]) => a - c || b - d)) {
    const last = found[found.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
    else found.push([start, end]);
  }
  return found;
}

/**
 * @param {Found} found
 * @returns {Part[]}
 */
function passage(found) {
  const text = codePoints(found.text);
  const [start, end] = window(text, found.marks);
  /** @type {Part[]} */
  const parts = [];
  const add = (/** @type {string} */ part, mark = false) => {
    if (part) parts.push({ text: part, mark });
  };
  if (start) add(ELLIPSIS);
  let at = start;
  for (const [first, last] of found.marks) {
    if (last <= start || first >= end) continue;
    const from = Math.max(first, start), to = Math.min(last, end);
    add(text.slice(at, from).join(""));
    add(text.slice(from, to).join(""), true);
    at = to;
  }
  add(text.slice(at, end).join(""));
  if (end < text.length) add(ELLIPSIS);
  return parts;
}

/**
 * Where the passage begins and ends: around the most marks that one passage can hold, the earliest such.
 * @param {readonly string[]} text
 * @param {readonly Span[]} marks
 * @returns {Span}
 */
function window(text, marks) {
  if (text.length <= PASSAGE + REACH) return [0, text.length];
  if (!marks.length) return [0, PASSAGE];
  const [first, end] = fullest(marks);
  const middle = first - Math.floor(Math.max(0, PASSAGE - (end - first)) / 2);
  let start = Math.max(0, Math.min(middle, text.length - PASSAGE));
  if (start) {
    const near = range(Math.max(0, start - REACH), Math.min(start + REACH, first));
    const stops = near.filter((i) => STOPS.includes(text[i])).map((i) => i + 1);
    const from = start;
    const distance = (/** @type {number} */ stop) => Math.abs(stop - from);
    if (stops.length) start = stops.reduce((best, stop) => (distance(stop) < distance(best) ? stop : best));
  }
  if (start < REACH && end <= PASSAGE) start = 0;
  return [start, Math.min(text.length, Math.max(start + PASSAGE, end))];
}

/**
 * Where the marks begin and end that are the most one passage can hold, the earliest such.
 * @param {readonly Span[]} marks in order, apart from one another
 * @returns {Span}
 */
function fullest(marks) {
  let best = 0, most = 0, after = 0;
  marks.forEach(([start], i) => {
    while (after < marks.length && marks[after][1] <= start + PASSAGE) after += 1;
    if (after - i > most) [best, most] = [i, after - i];
  });
  return [marks[best][0], marks[best + Math.max(most, 1) - 1][1]];
}

/**
 * @param {number} from
 * @param {number} to
 */
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
