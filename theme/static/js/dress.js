// The reader's colours and size of text, put on before anything is painted: this file is small, and waits in the head of every page.
(function () {
  "use strict";
  const root = document.documentElement, known = { theme: ["light", "dark"], size: ["small", "large", "larger"] };
  const bars = [...document.querySelectorAll('meta[name="theme-color"]')].map((bar) => [bar, bar.content]);

  function dress() {
    for (const name in known) {
      let value = "";
      try { value = localStorage.getItem(name); } catch { /* private browsing: as the system says */ }
      if (known[name].includes(value)) root.dataset[name] = value;
      else delete root.dataset[name];
    }
    // The bars of the browser follow the system, unless the reader chose otherwise.
    const chosen = bars[known.theme.indexOf(root.dataset.theme)];
    for (const [bar, colour] of bars) bar.content = chosen ? chosen[1] : colour;
  }
  dress();
  addEventListener("storage", dress);
  addEventListener("pageshow", dress);
})();
