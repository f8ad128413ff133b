// Names and titles under a search box while one types, where a service answers for them. The form works without this file.
// A service says that it is there by a header of the page itself, so that on a plain host nothing is asked and nothing shows.
(function () {
  "use strict";
  const doc = document, PAUSE = 150, LONGEST = 64;
  const entry = performance.getEntriesByType("navigation")[0];
  if (!entry || !(entry.serverTiming || []).some((one) => one.name === "suggest")) return;

  function attach(form) {
    const input = form.elements.namedItem("q"), words = form.dataset;
    const root = new URL("../../", form.action); // …/zh-hans/search/ stands two below it
    const list = doc.createElement("ul");
    const known = new Map();
    let timer = 0, asked = null, shown = [], active = -1;

    list.id = input.id + "-suggest";
    list.className = "suggest";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.suggest);
    list.hidden = true;
    form.append(list);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const name in states) input.setAttribute(name, states[name]);

    function close() {
      clearTimeout(timer);
      if (asked) asked.abort();
      asked = null;
      shown = [];
      mark(-1);
      list.hidden = true;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
    }

    function mark(at) {
      active = at;
      for (let i = 0; i < list.children.length; i++) list.children[i].setAttribute("aria-selected", String(i === at));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }

    function part(name, text) {
      const element = doc.createElement(name);
      element.textContent = text;
      return element;
    }

    function show(suggestions) {
      shown = suggestions;
      list.replaceChildren(...shown.map((one, i) => {
        const item = doc.createElement("li");
        item.id = list.id + "-" + i;
        item.setAttribute("role", "option");
        const story = one.kind === "title";
        item.append(part("span", one.text), part("small", story ? words.title : words[one.kind] + " · " + words.count.replace("{n}", one.count)));
        item.addEventListener("click", () => choose(i));
        return item;
      }));
      mark(-1);
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    function choose(at) {
      const one = shown[at];
      close();
      if (one.kind === "title") return location.assign(new URL(one.url.slice(1), root));
      input.value = one.query;
      form.requestSubmit();
    }

    async function ask() {
      const text = input.value.trim();
      if (!text || Array.from(text).length > LONGEST) return close();
      if (known.has(text)) return show(known.get(text));
      const mine = asked = new AbortController();
      const query = new URLSearchParams({ q: text, script: doc.documentElement.dataset.script });
      try {
        const answer = await fetch(new URL("api/suggest?" + query, root), { signal: mine.signal });
        const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
        if (answer.ok) known.set(text, suggestions);
        if (asked === mine && doc.activeElement === input) show(suggestions);
      } catch (e) {
        if (asked === mine) close(); // no network, or not our service: no list
      }
    }

    function later() {
      clearTimeout(timer);
      if (asked) asked.abort();
      asked = null;
      timer = setTimeout(ask, PAUSE);
    }

    input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    input.addEventListener("compositionend", later);
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && shown.length) {
        const stops = shown.length + 1; // the box itself is one of them
        mark((active + 1 + step + stops) % stops - 1);
      } else if (event.key === "ArrowDown") {
        ask();
      } else if (event.key === "Escape" && !list.hidden) {
        close();
      } else if (event.key === "Enter" && active >= 0) {
        choose(active);
      } else return;
      event.preventDefault();
    });
  }

  for (const form of doc.querySelectorAll("form.find[data-suggest]")) attach(form);
})();
