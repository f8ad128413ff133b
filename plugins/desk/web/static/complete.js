// Names under a box while one types: characters of either script, pinyin, initials. The box stays a plain box of text.
const PAUSE = 120;
const LONGEST = 64;

/** @typedef {{value: string, label: string, detail: string}} Choice */

let count = 0;
/** What was asked already. @type {Map<string, Choice[]>} */
const known = new Map();

/**
 * Attach to every box of a form, also to those that come later.
 * @param {HTMLFormElement} form
 */
export function complete(form) {
  form.addEventListener("focusin", (event) => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.dataset.complete && !box.hasAttribute("role")) attach(box);
  });
}

/** @param {HTMLInputElement} box */
function attach(box) {
  const kind = box.dataset.complete || "";
  const list = document.createElement("ul");
  const around = document.createElement("div");
  /** @type {Choice[]} */
  let shown = [];
  let active = -1;
  let timer = 0;
  /** @type {AbortController | null} */
  let asked = null;

  list.id = `choices-${count++}`;
  list.className = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可以选的");
  list.hidden = true;
  around.className = "asked";
  const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(states)) box.setAttribute(name, value);
  box.replaceWith(around);
  around.append(box, list);
  box.focus(); // which begins no second list, for the box has its role by now

  function close() {
    clearTimeout(timer);
    if (asked) asked.abort();
    asked = null;
    shown = [];
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  /** @param {number} at */
  function mark(at) {
    active = at;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {Choice[]} choices */
  function show(choices) {
    shown = choices;
    list.replaceChildren(...choices.map((one, i) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      const detail = document.createElement("small");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      name.textContent = one.label;
      detail.textContent = one.detail;
      item.append(name, detail);
      item.addEventListener("click", () => choose(i));
      return item;
    }));
    mark(-1);
    list.hidden = !choices.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  /** @param {number} at */
  function choose(at) {
    box.value = shown[at].value;
    close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer); // what was chosen needs no completion
  }

  async function ask() {
    const typed = box.value.trim();
    if (!typed || typed.length > LONGEST) return close();
    const key = `${kind} ${typed}`;
    const before = known.get(key);
    if (before) return show(before);
    const mine = asked = new AbortController();
    try {
      const answer = await fetch(`/desk/complete?${new URLSearchParams({ kind, q: typed })}`, { signal: mine.signal });
      if (!answer.ok) return close();
      known.set(key, await answer.json());
      if (asked === mine && document.activeElement === box) show(known.get(key) || []);
    } catch {
      if (asked === mine) close(); // the desk is not there just now: a plain box
    }
  }

  function later() {
    clearTimeout(timer);
    if (asked) asked.abort();
    asked = null;
    timer = setTimeout(ask, PAUSE);
  }

  box.addEventListener("input", (event) => {
    if (event instanceof InputEvent && !event.isComposing) later();
  });
  box.addEventListener("compositionend", later);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && shown.length) {
      const stops = shown.length + 1; // the box itself is one of them
      mark((active + 1 + step + stops) % stops - 1);
    } else if (event.key === "ArrowDown") {
      ask();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
    } else if (event.key === "Enter" && active >= 0) {
      choose(active);
    } else if (event.key !== "Enter") {
      return;
    }
    event.preventDefault(); // Enter in a box never sends the form
  });
}
