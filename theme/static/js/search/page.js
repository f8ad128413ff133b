// The search page on a host without the search service. Every state is an address: what stands in it is what is shown.

import { Index } from "./engine.js";
import { QueryError } from "./faults.js";
import { addLater, answered, fill, pattern, unreadable } from "./markup.js";
import { canInflate } from "./packing.js";
import { UnreachableError } from "./store.js";
import { ParameterError, readRequest } from "./urls.js";
import { errorData, resultsData } from "./view.js";

/** @typedef {import("./syntax.js").Script} Script */

/** Who is in the stories is fetched with the first question up to so many bytes, else when somebody opens that facet. */
const LIGHT = 40_000;
/** After so long without an answer the page says that it is searching, in milliseconds. */
const PATIENCE = 300;

const place = /** @type {HTMLElement} */ (document.getElementById("answer"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("form.find"));
const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const script = /** @type {Script} */ (document.documentElement.dataset.script);
const base = place.dataset.base ?? "";
const index = new Index(place.dataset.index ?? "");
const examples = [...place.childNodes];

/** Counts the questions, so that a late answer to an earlier one is not shown. */
let asked = 0;
/** What was asked last. */
let question = "";

/** Show what the address asks for. */
async function show() {
  const parameters = new URLSearchParams(location.search), number = (asked += 1);
  question = location.search;
  const isAsked = [...parameters].some(([name, value]) => value.trim() && !["size", "page", "open"].includes(name));
  box.value = parameters.get("q") ?? "";
  if (!isAsked) return put(examples, "");
  const waiting = setTimeout(() => put([pattern("busy")], textOf(pattern("busy"))), PATIENCE);
  place.setAttribute("aria-busy", "true");
  const answer = await answerTo(parameters);
  clearTimeout(waiting);
  if (number !== asked) return;
  place.removeAttribute("aria-busy");
  put(answer.nodes, answer.said);
}

/**
 * @param {URLSearchParams} parameters
 * @returns {Promise<{nodes: Node[], said: string}>}
 */
async function answerTo(parameters) {
  try {
    if (!canInflate) return failed("old");
    const { view, query, knowsPeople } = await index.ask((engine) => viewOf(engine, parameters, false));
    const root = view.error ? unreadable(view.error, query) : answered(view);
    if (!knowsPeople) addLater(root, await label(), () => people(parameters));
    const told = view.error ? view.error.message : textOf(root.querySelector(".total"));
    return { nodes: view.hits.length ? [root] : [root, ...examples], said: told };
  } catch (error) {
    if (error instanceof ParameterError) {
      return { nodes: [fill(pattern("wrong"), { message: error.message })], said: error.message };
    }
    if (!(error instanceof UnreachableError)) console.error(error);
    return failed(error instanceof UnreachableError ? error.code : "offline");
  }
}

/**
 * @param {import("./engine.js").Engine} engine
 * @param {URLSearchParams} parameters
 * @param {boolean} withPeople even if there are many
 */
async function viewOf(engine, parameters, withPeople) {
  const { corpus } = engine, { language } = corpus;
  const request = readRequest(language, parameters, script), { query } = request;
  const wanted = withPeople || request.opened === "person";
  try {
    const results = await engine.search(request, { people: wanted || corpus.weightOfPeople <= LIGHT });
    return { view: resultsData(language, results, request, base), query, knowsPeople: corpus.knowsPeople };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { view: errorData(error, request, base), query, knowsPeople: true };
  }
}

/**
 * The values of the facet of people, and how many more there are.
 * @param {URLSearchParams} parameters
 */
async function people(parameters) {
  const { view } = await index.ask((engine) => viewOf(engine, parameters, true));
  return view.facets.find(({ name }) => name === "person") ?? { values: [], more: 0 };
}

/** What the facet of people is called. */
const label = async () => (await index.engine()).corpus.language.say("facet-person", script);

/** @param {"offline" | "missing" | "version" | "old"} reason */
function failed(reason) {
  const root = pattern("failed");
  for (const other of root.querySelectorAll("[data-reason]")) {
    if (other instanceof HTMLElement && other.dataset.reason !== reason) other.remove();
  }
  root.querySelector("button")?.addEventListener("click", () => void show());
  return { nodes: [root, ...examples], said: textOf(root.querySelector("h2")) };
}

/**
 * @param {readonly Node[]} nodes
 * @param {string} told to those who listen
 */
function put(nodes, told) {
  place.replaceChildren(...nodes);
  said.textContent = told;
}

/** @param {Node | null} node */
const textOf = (node) => (node?.textContent ?? "").trim();

/**
 * Go to another state of this page without leaving it.
 * @param {string} address
 */
function go(address) {
  if (address !== location.href) history.pushState(null, "", address);
  dispatchEvent(new Event("hashchange")); // site.js keeps the query in the links to the other edition
  scrollTo(0, 0);
  void show();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = new URLSearchParams({ q: box.value });
  go(`${form.action}?${typed}`);
});
box.addEventListener("focus", () => void index.engine().catch(() => {}), { once: true });
place.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.pathname !== location.pathname || !link.search || link.hash) return;
  event.preventDefault();
  go(link.href);
  document.getElementById("main")?.focus({ preventScroll: true });
});
addEventListener("popstate", () => {
  if (location.search !== question) void show(); // else the reader went from one part of the page to another
});
void show();
