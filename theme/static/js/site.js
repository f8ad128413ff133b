// Comforts for the reader. Every page works without this file; nothing here leaves the browser.
(function () {
  "use strict";
  const doc = document, atDoor = doc.body.className === "k-root";
  const all = (selector, act) => doc.querySelectorAll(selector).forEach(act);
  const find = (id) => doc.getElementById(id);
  let store = null;
  try { store = localStorage; } catch { /* private browsing: nothing is remembered */ }

  // Read from a folder: the search page says why it cannot search there, and how it can.
  if (location.protocol === "file:") doc.documentElement.dataset.from = "folder";

  // Colours and size of text. js/dress.js puts on what is chosen here, in this window and in all others.
  const opener = find("prefs-open"), panel = find("prefs");
  if (opener && store) {
    const open = (yes) => {
      panel.hidden = !yes;
      opener.setAttribute("aria-expanded", String(yes));
    };
    opener.hidden = false;
    opener.addEventListener("click", () => {
      for (const choice of panel.querySelectorAll("input")) choice.checked = choice.value === (store.getItem(choice.name) || "");
      open(panel.hidden);
    });
    panel.addEventListener("change", (event) => {
      const choice = event.target;
      if (choice.value) store.setItem(choice.name, choice.value);
      else store.removeItem(choice.name);
      dispatchEvent(new Event("storage"));
    });
    doc.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      open(false);
      opener.focus();
    });
    doc.addEventListener("pointerdown", (event) => {
      if (!opener.parentNode.contains(event.target)) open(false);
    });
    opener.parentNode.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !opener.parentNode.contains(event.relatedTarget)) open(false);
    });
  }

  // The switch between scripts keeps the query and the paragraph, and remembers the choice only when it is clicked.
  function follow() {
    if (atDoor) return;
    all("a[data-switch], a[data-follow]", (link) => {
      const bare = link.getAttribute("href").replace(/[?#].*$/, "");
      link.setAttribute("href", bare + location.search + location.hash);
    });
  }
  follow();
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  doc.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-switch]");
    if (!link) return;
    follow();
    if (store) store.setItem("script", link.dataset.switch);
  });

  // At the door: point at the edition that was chosen last. Nobody is sent anywhere.
  if (atDoor && store) {
    all(`a[data-switch="${store.getItem("script")}"]`, (link) => {
      link.classList.add("remembered");
      link.querySelector(".door-last").hidden = false;
    });
  }

  // A story: a link to each paragraph, and the line to cite.
  const text = doc.querySelector(".story .body"), said = find("copied"), button = find("cite-copy");
  if (!text) return;
  async function copy(words, from) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      return; // not allowed, or no such thing here: the address bar has the link, and the line can be selected
    }
    said.textContent = from.dataset.copied;
    from.classList.add("done");
    setTimeout(() => from.classList.remove("done"), 2000);
  }
  let number = 0;
  for (const paragraph of text.querySelectorAll(":scope > p[id]")) {
    number += 1;
    if (paragraph.querySelector("img")) continue;
    const link = doc.createElement("a");
    link.className = "anchor";
    link.href = "#" + paragraph.id;
    link.setAttribute("aria-label", text.dataset.paragraph.replace("{n}", number));
    link.dataset.copied = text.dataset.copied;
    link.addEventListener("click", () => copy(link.href, link));
    paragraph.prepend(link);
  }
  // Where nothing hovers, a tap on a paragraph shows its link.
  text.addEventListener("click", (event) => {
    const paragraph = event.target.closest(".body > p");
    if (!paragraph || event.target.closest("a") || String(getSelection())) return;
    const shown = paragraph.classList.contains("tapped");
    all(".tapped", (one) => one.classList.remove("tapped"));
    paragraph.classList.toggle("tapped", !shown);
  });
  find("cite-how").hidden = false;
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const paragraph = doc.querySelector(".body :target");
    copy(find("cite-text").textContent + (paragraph ? "#" + paragraph.id : ""), button);
  });
})();
