// Both editions and every fault while one writes, as the desk itself makes them from what stands in the form.
import { reach } from "./reach.js";

const PAUSE = 500;

/** @typedef {{box: string, line: number, place: string, message: string, help: string, error: boolean, cures: {box: string, value: string}[], leads: {address: string, words: string}[]}} Told */
/** @typedef {{script: string, converted: boolean, title: string, summary: string, html: string}} Edition */
/** @typedef {{told: Told[], errors: number, editions: Edition[]}} Looked */

/**
 * @param {HTMLFormElement} form
 * @returns {() => void} looks soon
 */
export function look(form) {
  const state = form.querySelector("[data-looking]");
  let timer = 0;
  /** @type {AbortController | null} */
  let asked = null;

  async function now() {
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    try {
      const answer = await reach("/desk/look", { method: "POST", body, signal: mine.signal });
      if (asked !== mine) return;
      if (!answer || !answer.ok) return say("预览停住了，文字还在");
      const looked = /** @type {Looked} */ (await answer.json());
      if (asked !== mine) return;
      tell(form, looked);
      for (const edition of looked.editions) show(form, edition);
      say("");
    } catch {
      if (asked === mine) say("预览停住了，文字还在");
    }
  }

  /** @param {string} words */
  function say(words) {
    if (state && state.textContent !== words) state.textContent = words;
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  }

  form.addEventListener("input", soon);
  addEventListener("focus", soon); // back from where something was mended: the vocabulary, another story
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[name=cure]") : null;
    if (button instanceof HTMLButtonElement) {
      event.preventDefault();
      const [box, value] = parts(button.value);
      if (put(form, box, value)) form.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const link = event.target instanceof Element ? event.target.closest("[data-todo] a") : null;
    if (link instanceof HTMLAnchorElement) lead(event, form, link);
  });
  tabs(form);
  return soon;
}

/**
 * @param {string} cure
 * @returns {[string, string]}
 */
function parts(cure) {
  const at = cure.indexOf("=");
  return [cure.slice(0, at), cure.slice(at + 1)];
}

/**
 * Write into a box and go there.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function put(form, name, value) {
  const box = form.elements.namedItem(name);
  if (!(box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement)) return false;
  const folded = box.closest("details");
  if (folded) folded.open = true;
  box.value = value;
  box.focus();
  return true;
}

/**
 * Lead from the list of faults to a box, and in the text to the line.
 * @param {Event} event
 * @param {HTMLFormElement} form
 * @param {HTMLAnchorElement} link
 */
function lead(event, form, link) {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = target || form.querySelector(`[data-rows="${CSS.escape(link.hash.slice(3))}"]`);
  if (!field) return;
  event.preventDefault();
  for (let folded = field.closest("details"); folded; folded = folded.parentElement && folded.parentElement.closest("details")) folded.open = true;
  const box = field.matches("input, textarea") ? field : field.querySelector("input, textarea, button");
  if (box instanceof HTMLElement) box.focus();
  field.scrollIntoView({ block: "center" });
  const line = Number(link.dataset.line || 0);
  if (line && box instanceof HTMLTextAreaElement) {
    const lines = box.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    box.setSelectionRange(start, start + (lines[line - 1] || "").length);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Looked} looked
 */
function tell(form, looked) {
  /** @type {Map<string, Told[]>} */
  const at = new Map();
  for (const one of looked.told) at.set(one.box, [...(at.get(one.box) || []), one]);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-told]"))) {
    const name = place.dataset.told || "";
    const found = at.get(name) || [];
    const fresh = found.flatMap(paragraphs);
    if (fresh.map((one) => one.outerHTML).join() !== [...place.children].map((one) => one.outerHTML.trim()).join()) place.replaceChildren(...fresh);
    const box = form.elements.namedItem(name);
    if (box instanceof HTMLElement) {
      if (found.length) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  }
  for (const said of form.querySelectorAll("[data-while-faulty]")) {
    const left = said.querySelector("[data-errors]");
    if (!looked.errors) said.remove();
    else if (left && left.textContent !== String(looked.errors)) left.textContent = String(looked.errors);
  }
  const todo = /** @type {HTMLElement} */ (form.querySelector("#todo"));
  todo.hidden = !looked.told.length;
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-todo]"));
  list.replaceChildren(...looked.told.map(item));
  const count = /** @type {HTMLElement} */ (form.querySelector("[data-count]"));
  const [name, words] = looked.errors ? ["errors", `${looked.errors} 处要改`]
    : looked.told.length ? ["warnings", `${looked.told.length} 处提醒`] : ["good", "没有错误"];
  count.replaceChildren(part("span", words, name));
}

/** @param {Told} one */
function item(one) {
  const line = part("li", "", one.error ? "error" : "warning");
  if (one.box) {
    const link = /** @type {HTMLAnchorElement} */ (part("a", one.place));
    link.href = `#b-${one.box}`;
    if (one.line) link.dataset.line = String(one.line);
    line.append(link, ` ${one.message}`);
  } else {
    line.append(`${one.place} ${one.message}${one.help ? `；${one.help}` : ""}`);
  }
  return line;
}

/** @param {Told} one */
function paragraphs(one) {
  const said = part("p", one.message, one.error ? "error" : "warning");
  if (one.help) said.append(part("span", one.help, "cure"));
  if (!one.cures.length && !one.leads.length) return [said];
  const cures = part("p", "", "cures");
  for (const cure of one.cures) {
    const button = /** @type {HTMLButtonElement} */ (part("button", cure.value));
    button.name = "cure";
    button.value = `${cure.box}=${cure.value}`;
    button.formNoValidate = true;
    cures.append(button);
  }
  for (const lead of one.leads) {
    const link = /** @type {HTMLAnchorElement} */ (part("a", lead.words, "button"));
    link.href = lead.address;
    link.target = "_blank";
    link.append(part("span", "（新窗口）", "sr"));
    cures.append(link);
  }
  return [said, cures];
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [kind]
 */
function part(name, text, kind) {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

/**
 * @param {HTMLFormElement} form
 * @param {Edition} edition
 */
function show(form, edition) {
  const place = /** @type {HTMLElement} */ (form.querySelector(`[data-edition="${edition.script}"]`));
  const head = part("p", `${place.dataset.name}${edition.converted ? "，由程序转换" : ""}`, "over");
  head.lang = "zh-Hans";
  const body = part("div", "", "body");
  // The desk has cleaned it as for the site; a parsed document runs no script.
  body.append(...new DOMParser().parseFromString(edition.html, "text/html").body.childNodes);
  place.replaceChildren(head, part("h3", edition.title), ...(edition.summary ? [part("p", edition.summary, "summary")] : []), body);
}

/**
 * One edition at a time, by click or by arrow.
 * @param {HTMLFormElement} form
 */
function tabs(form) {
  const bar = /** @type {HTMLElement | null} */ (form.querySelector("[role=tablist]"));
  if (!bar) return;
  const all = /** @type {HTMLElement[]} */ ([...bar.querySelectorAll("[role=tab]")]);
  /** @param {HTMLElement} chosen */
  function choose(chosen) {
    for (const tab of all) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") || "");
      if (!panel) continue;
      panel.hidden = !on;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
    }
  }
  bar.hidden = false;
  choose(all[0]);
  bar.addEventListener("click", (event) => {
    const tab = event.target instanceof Element ? event.target.closest("[role=tab]") : null;
    if (tab instanceof HTMLElement) choose(tab);
  });
  bar.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    const at = all.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = all[(at + step + all.length) % all.length];
    choose(next);
    next.focus();
  });
}
