// Dates in queries: single days, months and years, ranges, and days of any year; and a story's date as readers see it.

import * as syntax from "./syntax.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Dates} Dates */
/** @typedef {import("./syntax.js").AnyYear} AnyYear */

const OPEN = ["", "*"];
const LEAP_YEAR = 2000;
const DECEMBER = 12;

/** Not a date; `code` is the key of the message for readers. */
export class BadDateError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Read the value of `date:`, already folded: `2020`, `2020-02`, `2020-02-14`, `2020年2月14日`, `2020/2/14`; ranges
 * `2020-02..2020-03`, open ones `2020-02..` and `..2020-02`; any year `*-02-14`, `*-02`, or as in ISO `--02-14`.
 * @param {Language} language
 * @param {string} value
 * @returns {Dates | AnyYear}
 * @throws {BadDateError} it is none of these, or no such day exists, or a range ends before it begins
 */
export function readDates(language, value) {
  const { decimal, number } = language.characters;
  const text = value.replace(/[日号]/g, "").replace(/[年月/]/g, "-").replace(/-$/, "");
  const any = text.match(new RegExp(`^[*-]-([${decimal}]{1,2})(?:-([${decimal}]{1,2}))?$`, "u"));
  if (any) return readAnyYear(number(any[1]), any[2] === undefined ? null : number(any[2]));
  const dots = text.indexOf("..");
  if (dots < 0) return syntax.dates(...span(language, withoutDashes(text)));
  const from = withoutDashes(text.slice(0, dots)), to = withoutDashes(text.slice(dots + 2));
  const first = OPEN.includes(from) ? null : span(language, from)[0];
  const last = OPEN.includes(to) ? null : span(language, to)[1];
  if (first === null && last === null) throw new BadDateError("bad-date");
  if (first !== null && last !== null && first > last) throw new BadDateError("date-order");
  return syntax.dates(first, last);
}

/**
 * Whether a story's days, from `first` to `last` (ISO), share a day with the span.
 * @param {Dates} wanted
 * @param {string} first
 * @param {string} last
 * @returns {boolean}
 */
export const overlaps = (wanted, first, last) =>
  (wanted.last === null || first <= wanted.last) && (wanted.first === null || last >= wanted.first);

/**
 * Whether a story's days share a day with that day or month of any year.
 * @param {AnyYear} wanted
 * @param {string} first
 * @param {string} last
 * @returns {boolean}
 */
export function overlapsAnyYear({ month, day }, first, last) {
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
    const exists = day === null || day <= daysIn(Math.max(year, 1), month);
    if (exists && first <= iso(year, month, day ?? 31) && last >= iso(year, month, day ?? 1)) return true;
  }
  return false;
}

/**
 * A story's date as Chinese readers write it, the same in both scripts: 2020年2月14日, 2020年1月至2月.
 * @param {string} date as the editor wrote it: 2020, 2020-02, 2020-02-14, 2020-01/2020-02
 * @returns {string}
 */
export function readable(date) {
  const [start, end] = date.split("/").map((point) => point.split("-"));
  if (end === undefined) return written(start, 0);
  let shared = 0;
  while (shared < Math.min(start.length, end.length) - 1 && start[shared] === end[shared]) shared += 1;
  return `${written(start, 0)}至${written(end, shared)}`;
}

/**
 * @param {readonly string[]} parts year, month, day, as far as known
 * @param {number} from
 */
const written = (parts, from) =>
  parts.map((part, i) => (i < from ? "" : `${Number(part)}${"年月日"[i]}`)).join("");

/**
 * @param {number} month
 * @param {number | null} day
 */
function readAnyYear(month, day) {
  if (!exists(LEAP_YEAR, month, day ?? 1)) throw new BadDateError("bad-date");
  return syntax.anyYear(month, day);
}

/**
 * The first and the last day of a year, a month or a day.
 * @param {Language} language
 * @param {string} text
 * @returns {[string, string]}
 */
function span({ characters: { decimal, number } }, text) {
  const match = text.match(new RegExp(`^([${decimal}]{4})(?:-([${decimal}]{1,2})(?:-([${decimal}]{1,2}))?)?$`, "u"));
  if (!match) throw new BadDateError("bad-date");
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? null : number(part)));
  const first = [year ?? 0, month ?? 1, day ?? 1];
  if (!exists(first[0], first[1], first[2])) throw new BadDateError("bad-date");
  const final = month ?? DECEMBER;
  return [iso(first[0], first[1], first[2]), iso(first[0], final, day ?? daysIn(first[0], final))];
}

/** @param {string} text */
const withoutDashes = (text) => text.replace(/^-+|-+$/g, "");

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
const exists = (year, month, day) => year >= 1 && month >= 1 && month <= DECEMBER && day >= 1 && day <= daysIn(year, month);

/**
 * @param {number} year
 * @param {number} month from 1 to 12
 */
function daysIn(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
const iso = (year, month, day) =>
  [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
