// What a query says, once read: a tree of frozen records. Nothing here looks at an index.

/** @typedef {"hans" | "hant"} Script */
/**
 * The fields whose value is a name out of the catalogue.
 * @typedef {"place" | "role" | "person" | "source"} NameField
 */

/** @typedef {{kind: "everything"}} Everything Every story: the empty query. */
/**
 * A run of characters that a story must hold.
 * @typedef {object} Run
 * @property {"run"} kind
 * @property {string} text the run, folded; `?` stands for one Han character
 * @property {boolean} quoted typed between quotation marks, so never split into words
 * @property {boolean} title only the title counts
 * @property {string | null} spelling the run as typed, where only this spelling counts (`exact:`)
 */
/** @typedef {{kind: "named", field: NameField, name: string, written: string}} Named Stories tagged with what this name means. */
/** @typedef {{kind: "dates", first: string | null, last: string | null}} Dates Stories whose days overlap this span; an open end is null. */
/** @typedef {{kind: "any-year", month: number, day: number | null}} AnyYear That day, or month, of whatever year. */
/** @typedef {{kind: "near", runs: readonly Run[], distances: readonly number[]}} Near Runs in one block, each within `distances[i]` of the one before. */
/** @typedef {{kind: "and", parts: readonly Node[]}} And */
/** @typedef {{kind: "or", parts: readonly Node[]}} Or */
/** @typedef {{kind: "not", part: Node}} Not */
/** @typedef {Everything | Run | Named | Dates | AnyYear | Near | And | Or | Not} Node */

/** @type {Everything} */
export const EVERYTHING = Object.freeze({ kind: "everything" });

/**
 * @param {string} text
 * @param {{quoted?: boolean, title?: boolean, spelling?: string | null}} how
 * @returns {Run}
 */
export const run = (text, { quoted = false, title = false, spelling = null } = {}) =>
  Object.freeze({ kind: "run", text, quoted, title, spelling });

/**
 * @param {NameField} field
 * @param {string} name folded
 * @param {string} written
 * @returns {Named}
 */
export const named = (field, name, written) => Object.freeze({ kind: "named", field, name, written });

/**
 * @param {string | null} first
 * @param {string | null} last
 * @returns {Dates}
 */
export const dates = (first, last) => Object.freeze({ kind: "dates", first, last });

/**
 * @param {number} month
 * @param {number | null} day
 * @returns {AnyYear}
 */
export const anyYear = (month, day) => Object.freeze({ kind: "any-year", month, day });

/**
 * @param {readonly Run[]} runs
 * @param {readonly number[]} distances
 * @returns {Near}
 */
export const near = (runs, distances) => Object.freeze({ kind: "near", runs, distances });

/**
 * @param {readonly Node[]} parts
 * @returns {And}
 */
export const and = (parts) => Object.freeze({ kind: "and", parts });

/**
 * @param {readonly Node[]} parts
 * @returns {Or}
 */
export const or = (parts) => Object.freeze({ kind: "or", parts });

/**
 * @param {Node} part
 * @returns {Not}
 */
export const not = (part) => Object.freeze({ kind: "not", part });

/**
 * One string for each node: equal for equal nodes, so that nodes can be keys.
 * @param {Node} node
 * @returns {string}
 */
export const key = (node) => JSON.stringify(node);

/**
 * Each node once, in order.
 * @template {Node} N
 * @param {Iterable<N>} nodes
 * @returns {N[]}
 */
export function distinct(nodes) {
  /** @type {Map<string, N>} */
  const found = new Map();
  for (const node of nodes) if (!found.has(key(node))) found.set(key(node), node);
  return [...found.values()];
}

/**
 * The runs that make a story a hit, left to right; not those that NOT takes away.
 * @param {Node} node
 * @returns {Run[]}
 */
export function wantedRuns(node) {
  switch (node.kind) {
    case "run":
      return [node];
    case "near":
      return [...node.runs];
    case "and":
    case "or":
      return node.parts.flatMap(wantedRuns);
    default:
      return [];
  }
}

/**
 * The names that the query asks for in fields, also those that NOT takes away.
 * @param {Node} node
 * @returns {Named[]}
 */
export function names(node) {
  switch (node.kind) {
    case "named":
      return [node];
    case "and":
    case "or":
      return node.parts.flatMap(names);
    case "not":
      return names(node.part);
    default:
      return [];
  }
}
