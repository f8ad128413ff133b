// What was written and not saved stays in this browser, through a closed window or a desk that was stopped, until it is saved or dropped.
const PAUSE = 300;
/** The desk's own words, not the editor's. */
const OURS = new Set(["digest", "path", "status", "again"]);

/**
 * @param {HTMLFormElement} form
 * @param {() => void} changed told after texts were put back
 */
export function keep(form, changed) {
  const key = `desk:${form.dataset.keep}`;
  const notice = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept]"));
  const begun = texts(form);
  let timer = 0;

  if (form.hasAttribute("data-saved")) {
    remove(key);
    remove("desk:new"); // a new story has its own name now
  }
  const kept = read(key);
  if (kept && notice && JSON.stringify(kept.texts) !== JSON.stringify(begun)) {
    const words = notice.querySelector("p");
    if (words) words.textContent = `这里有写过而没有保存的文字（${new Date(kept.time).toLocaleString("zh-CN")}）。`;
    notice.hidden = false;
    notice.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!button) return;
      if (button.hasAttribute("data-restore")) {
        restore(form, kept.texts);
        changed();
      } else {
        remove(key);
      }
      notice.hidden = true;
    });
  }

  function write() {
    const now = texts(form);
    if (JSON.stringify(now) === JSON.stringify(begun)) return;
    try {
      localStorage.setItem(key, JSON.stringify({ time: Date.now(), texts: now }));
    } catch { /* private browsing, or full: the page itself still holds the text */ }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE);
  });
  form.addEventListener("submit", write);
  addEventListener("pagehide", () => { if (timer) write(); });
  for (const link of document.querySelectorAll("[data-forget]")) link.addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0;
    remove(key);
  });
}

/**
 * What an editor wrote: every box that holds something.
 * @param {HTMLFormElement} form
 * @returns {[string, string][]}
 */
function texts(form) {
  /** @type {[string, string][]} */
  const found = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value && !OURS.has(name)) found.push([name, value.replaceAll("\r\n", "\n")]);
  }
  return found;
}

/**
 * @param {string} key
 * @returns {{time: number, texts: [string, string][]} | null}
 */
function read(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) || "null");
    return found && Array.isArray(found.texts) ? found : null;
  } catch {
    return null;
  }
}

/** @param {string} key */
function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch { /* nothing was kept either */ }
}

/**
 * Put texts back into their boxes, with rows for those that have none.
 * @param {HTMLFormElement} form
 * @param {[string, string][]} kept
 */
function restore(form, kept) {
  for (const box of /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (form.querySelectorAll("input, textarea"))) {
    if (OURS.has(box.name) || box.type === "hidden") continue;
    if (box instanceof HTMLInputElement && box.type === "radio") box.checked = false;
    else box.value = "";
  }
  for (const [name, value] of kept) {
    for (let tries = 0; !form.elements.namedItem(name) && tries < 200; tries++) {
      const add = form.querySelector(`[data-rows="${CSS.escape(name.split(".")[0])}"] [data-add]`);
      if (!(add instanceof HTMLElement)) break;
      add.click();
    }
    const box = form.elements.namedItem(name);
    if (box instanceof RadioNodeList) box.value = value;
    else if (box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) box.value = value;
  }
}
