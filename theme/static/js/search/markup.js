// The results page from its patterns: `<template>` elements that the page carries, written by the very macros that the
// service answers with (_results.html), with names in braces where the data belong.

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").HitView} HitView */
/** @typedef {import("./view.js").ValueView} ValueView */
/** @typedef {Readonly<Record<string, string | number | Node>>} Values */

/**
 * A copy of a pattern.
 * @param {string} name
 * @returns {DocumentFragment}
 */
export function pattern(name) {
  const template = document.getElementById(`pattern-${name}`);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(name);
  return /** @type {DocumentFragment} */ (document.importNode(template.content, true));
}

/**
 * Put data in the place of names. Data are never read as patterns, nor as HTML.
 * @template {Node} T
 * @param {T} root
 * @param {Values} values
 * @returns {T}
 */
export function fill(root, values) {
  const known = (/** @type {string} */ text) =>
    text.replace(/(?:name:)?\{(\w+)\}/g, (written, name) => (name in values ? String(values[name]) : written));
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  /** @type {[Node, Node][]} */
  const inPlace = [];
  for (let node = /** @type {Node | null} */ (walker.currentNode); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      for (const attribute of node.attributes) if (attribute.value.includes("{")) attribute.value = known(attribute.value);
    } else if (node instanceof Text && node.data.includes("{")) {
      const value = values[node.data.trim().slice(1, -1)];
      if (value instanceof Node) inPlace.push([node, value]);
      else node.data = known(node.data);
    }
  }
  for (const [name, value] of inPlace) name.parentNode?.replaceChild(value, name);
  return root;
}

/**
 * A page of hits, or what to do where there are none.
 * @param {View} view
 * @returns {DocumentFragment}
 */
export function answered(view) {
  const root = pattern(view.hits.length ? "found" : "nothing");
  const { total, page, pages, note, previous, next } = view;
  fill(root, { total, page, pages, note, previous: previous ?? "", next: next ?? "" });
  one(root, ".total").removeAttribute("role"); // the page says it where readers listen
  keep(root, ".total .soft", pages > 1);
  keep(root, ".note", note !== "");
  repeat(root, ".active li", view.active, (item, link) => fill(item, link));
  keep(root, ".active", view.active.length > 0);
  if (!view.hits.length) {
    repeat(root, ".offers li", view.offers, (item, { text, url, total: count }) => fill(item, { text, url, count }));
    keep(root, ".offers", view.offers.length > 0);
    keep(root, ".tries .remove", view.active.length > 0);
    return root;
  }
  keep(root, ".pager .newer", previous !== null);
  keep(root, ".pager .older", next !== null);
  keep(root, ".pager", previous !== null || next !== null);
  repeat(root, ".hit", view.hits, fillHit);
  const shown = view.facets.filter((facet) => facet.values.length);
  if (!view.opened) one(root, ".filters").removeAttribute("open");
  repeat(root, ".facet", shown, (item, { label, values, more, open }) => {
    if (!open) item.removeAttribute("open");
    fillValues(one(item, ".values"), values);
    for (const part of item.querySelectorAll("summary, .more")) fill(part, { facet: label, more });
    keep(item, ".more", more > 0);
  });
  return root;
}

/**
 * A closed facet after the second whose values are fetched when it is opened.
 * @param {ParentNode} root
 * @param {string} label
 * @param {() => Promise<{values: readonly ValueView[], more: number}>} load
 */
export function addLater(root, label, load) {
  const facets = root.querySelectorAll(".facet");
  if (!facets.length) return;
  const facet = one(pattern("found"), ".facet"), list = one(facet, ".values"), told = one(facet, ".more");
  const empty = /** @type {Element} */ (list.cloneNode(true));
  facet.removeAttribute("open");
  fill(one(facet, "summary"), { facet: label });
  list.replaceChildren();
  told.remove();
  facet.addEventListener("toggle", async () => {
    if (!facet.hasAttribute("open") || !list.isConnected) return;
    const loaded = await load().catch(() => null);
    if (!loaded || !list.isConnected) return; // opened again, it tries again
    const { values, more } = loaded;
    fillValues(empty, values);
    list.replaceWith(empty);
    if (more) facet.append(fill(told, { facet: label, more }));
    if (!values.length) facet.remove();
  });
  facets[Math.min(1, facets.length - 1)].after(facet);
}

/**
 * A query that cannot be read.
 * @param {NonNullable<View["error"]>} error
 * @param {string} query
 * @returns {DocumentFragment}
 */
export function unreadable({ message, position, suggestion }, query) {
  const characters = Array.from(query), at = position ?? 0;
  const root = pattern("fault");
  one(root, ".fault").removeAttribute("role");
  keep(root, ".mend", suggestion !== null);
  const [before, after] = [characters.slice(0, at).join(""), characters.slice(at + 1).join("")];
  return fill(root, { message, before, at: characters[at] ?? "　", after, url: suggestion?.url ?? "", text: suggestion?.text ?? "" });
}

/**
 * @param {Element} item
 * @param {HitView} hit
 */
function fillHit(item, { url, pieces, date, datetime, anchor, snippet, places, roles }) {
  keep(item, ".card-date", date !== "");
  keep(item, ".card-sum", snippet.length > 0);
  keep(item, ".card-meta", places.length + roles.length > 0);
  if (places.length + roles.length) {
    repeat(item, ".card-meta .r", roles, (span, role) => fill(span, { role }));
    repeat(item, ".card-meta span:not(.r)", places, (span, place) => fill(span, { place }));
  }
  const passage = document.createDocumentFragment();
  for (const { text, mark } of snippet) passage.append(mark ? marked(text) : text);
  const link = item.querySelector(".card-sum a");
  if (link && anchor === null) link.replaceWith(...link.childNodes);
  const title = document.createDocumentFragment();
  title.append(...pieces.flatMap((piece, i) => (i ? [document.createElement("wbr"), piece] : [piece])));
  fill(one(item, ".card-title"), { url, title });
  for (const part of item.querySelectorAll(".card-date")) fill(part, { date, datetime });
  for (const part of item.querySelectorAll(".card-sum")) fill(part, { url, anchor: anchor ?? "", snippet: passage });
}

/** @param {string} text */
function marked(text) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

/**
 * @param {Element} list
 * @param {readonly ValueView[]} values
 */
function fillValues(list, values) {
  const empty = /** @type {Element} */ (list.cloneNode(true));
  const folded = values.filter((value) => value.folded);
  if (folded.length) {
    const others = one(list, ".others");
    fill(one(others, "summary"), { rest: folded.length });
    repeat(others, "li", folded, (item, value) => fillValue(item, value, empty));
  }
  keep(list, ".others", folded.length > 0);
  repeat(list, "li", values.filter((value) => !value.folded), (item, value) => fillValue(item, value, empty));
}

/**
 * @param {Element} item
 * @param {ValueView} value
 * @param {Element} empty the pattern of a list
 */
function fillValue(item, { label, url, count, active, children }, empty) {
  fill(item, { label, url, count });
  if (!active) for (const name of ["class", "aria-current"]) one(item, "a").removeAttribute(name);
  if (!children.length) return;
  const below = /** @type {Element} */ (empty.cloneNode(true));
  fillValues(below, children);
  item.append(below);
}

/**
 * The part that a selector names; it is there, or the page and its script are not of one version.
 * @param {ParentNode} root
 * @param {string} selector
 */
function one(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(selector);
  return found;
}

/**
 * Take a part away, unless it is wanted.
 * @param {ParentNode} root
 * @param {string} selector
 * @param {boolean} wanted
 */
function keep(root, selector, wanted) {
  if (!wanted) root.querySelector(selector)?.remove();
}

/**
 * Put a copy of a part, filled, for each item in its place.
 * @template T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {readonly T[]} items
 * @param {(copy: Element, item: T, i: number) => void} fillCopy
 */
function repeat(root, selector, items, fillCopy) {
  const sample = one(root, selector);
  const copies = items.map((item, i) => {
    const copy = /** @type {Element} */ (sample.cloneNode(true));
    fillCopy(copy, item, i);
    return copy;
  });
  sample.replaceWith(...copies);
}
