// What the language of queries and texts is made of, as the build wrote it (plugins/search/static/language.py):
// the fold, the classes of characters, the names of fields, the limits, and what is said to readers.

/**
 * The file that the build writes, parsed.
 * @typedef {object} LanguageData
 * @property {[gaps: number[], shifts: number[], counts: number[]]} fold see `readFold`
 * @property {string} han what stands between the brackets of a regular expression for one Han character
 * @property {string} word the same for letters and digits that are not Han
 * @property {string} digit the same for digits of every kind
 * @property {string} zeros the zero of every set of decimal digits
 * @property {string} space every kind of space
 * @property {[folded: string, field: string][]} fields every name of a field, folded
 * @property {string[]} endings what a place's full name may end in, folded
 * @property {Limits} limits
 * @property {Record<string, [hans: string, hant: string]>} messages
 */

/**
 * @typedef {object} Limits
 * @property {number} query characters of a query
 * @property {number} terms
 * @property {number} wild
 * @property {number} depth of parentheses
 * @property {number} near characters between two runs
 * @property {number} unsplit an unquoted run of more Han characters is split into words
 * @property {number} page
 * @property {number} size
 * @property {number} values of one facet
 */

/**
 * @typedef {object} Language
 * @property {import("./fold.js").Fold} fold
 * @property {import("./messages.js").Say} say
 * @property {import("./characters.js").Characters} characters
 * @property {ReadonlyMap<string, string>} fields
 * @property {ReadonlySet<string>} endings
 * @property {Limits} limits
 */

import { readCharacters } from "./characters.js";
import { readFold } from "./fold.js";
import { readMessages } from "./messages.js";

/**
 * @param {LanguageData} data
 * @returns {Language}
 */
export function openLanguage(data) {
  return Object.freeze({
    fold: readFold(data.fold),
    say: readMessages(data.messages),
    characters: readCharacters(data),
    fields: new Map(data.fields),
    endings: new Set(data.endings),
    limits: data.limits,
  });
}
