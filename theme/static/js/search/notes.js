// What a reader should know about a query that was read but may not mean what they think, or finds nothing.

import { nearest, resolve } from "./naming.js";
import { searched, tagged } from "./offers.js";
import { distinct, names, wantedRuns } from "./syntax.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./syntax.js").Script} Script */
/** @typedef {import("./syntax.js").Node} Node */
/** @typedef {import("./syntax.js").Named} Named */
/** @typedef {import("./syntax.js").Run} Run */

/** @typedef {import("./numbers.js").Numbers} Numbers */
/** @typedef {import("./offers.js").Asked} Asked */
/** @typedef {import("./results.js").Request} Request */

/**
 * Names that nobody knows, with the nearest that are known; and where nothing is found, what else may be meant.
 * What was searched for, if that was several words; a run that is in no text may be a tag; 非 in front of a word is part
 * of the word, not an operator.
 * @param {Language} language
 * @param {Asked} matcher
 * @param {Node} node
 * @param {Numbers} matched
 * @param {Request} request
 * @returns {Promise<string>}
 */
export async function note(language, matcher, node, matched, { query, script }) {
  const notes = names(node)
    .filter((name) => !resolve(language, matcher.corpus, name).values.length)
    .map((name) => unknown(language, matcher, name, script));
  if (!matched.size) {
    notes.push(...[await searched(language, matcher, query, script)].filter(Boolean));
    const runs = wantedRuns(node), no = language.fold("非");
    for (const run of distinct(runs)) notes.push(...(await asTag(language, matcher, run, script)));
    for (const { text, quoted } of runs) {
      if (!quoted && text.startsWith(no) && text !== no) {
        notes.push(language.say("try-not", script, { term: text, query: `-${text.slice(no.length)}` }));
      }
    }
  }
  return [...new Set(notes)].join("\n");
}

/**
 * @param {Language} language
 * @param {Asked} matcher
 * @param {Named} name
 * @param {Script} script
 */
function unknown({ say }, { corpus }, name, script) {
  const text = say(`unknown-${name.field}`, script, { name: name.written });
  const near = nearest(corpus, name);
  if (!near.length) return say("try-text", script, { note: text, query: `“${name.written}”` });
  const labels = near.map((value) => corpus[name.field].label(value, script));
  return say("similar", script, { note: text, names: labels.join("、") });
}

/**
 * @param {Language} language
 * @param {Asked} matcher
 * @param {Run} run
 * @param {Script} script
 * @returns {Promise<string[]>}
 */
async function asTag(language, matcher, run, script) {
  if ((await matcher.matches(run)).size) return [];
  const tag = tagged(language, matcher, run, script);
  return tag ? [language.say("try-field", script, { count: tag.stories.size, query: tag.query })] : [];
}
