// Files that an editor drops or picks: an article to import, a picture for the text.

/**
 * Let a file be dropped anywhere on a field that takes one.
 * @param {Document} page
 */
export function drop(page) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-drop]"))) {
    const box = /** @type {HTMLInputElement} */ (place.querySelector("input[type=file]"));
    for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => {
      event.preventDefault();
      place.classList.add("over-it");
    });
    for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("over-it"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer && event.dataTransfer.files.length) box.files = event.dataTransfer.files;
    });
  }
}

/**
 * Put a picture into the folder of images and its Markdown into the text.
 * @param {HTMLFormElement} form
 * @param {() => void} changed
 */
export function insert(form, changed) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector("[data-insert]"));
  const text = form.elements.namedItem("body");
  if (!place || !(text instanceof HTMLTextAreaElement)) return;
  const said = /** @type {HTMLElement} */ (place.querySelector("[data-inserted]"));
  const pick = /** @type {HTMLElement} */ (place.querySelector("[data-pick]"));
  const boxes = /** @type {HTMLElement} */ (place.querySelector("[data-picture]"));
  const file = /** @type {HTMLInputElement} */ (place.querySelector("input[type=file]"));
  const words = /** @type {HTMLInputElement} */ (place.querySelector("[data-alt]"));
  const put = /** @type {HTMLElement} */ (place.querySelector("[data-put]"));
  place.hidden = false;
  pick.addEventListener("click", () => {
    boxes.hidden = !boxes.hidden;
    if (!boxes.hidden) file.focus();
  });
  put.addEventListener("click", async () => {
    if (!file.files || !file.files.length) return say("先选一张图片");
    if (!words.value.trim()) {
      words.focus();
      return say("写一句图中有什么，给看不到图的人");
    }
    const body = new FormData();
    body.append("file", file.files[0]);
    body.append("alt", words.value);
    say("正在存图片");
    try {
      const answer = await fetch("/desk/images", { method: "POST", body, headers: { Accept: "application/json" } });
      const { markdown, message } = await answer.json();
      if (!answer.ok) return say(message);
      const before = text.value.slice(0, text.selectionEnd).replace(/\s+$/, "");
      const after = text.value.slice(text.selectionEnd).replace(/^\s+/, "");
      text.value = `${before}${before ? "\n\n" : ""}${markdown}\n\n${after}`;
      boxes.hidden = true;
      file.value = words.value = "";
      say("图片已经放进正文");
      text.focus();
      changed();
    } catch {
      say("图片没有存下，请再试");
    }
  });

  /** @param {string} what */
  function say(what) {
    said.textContent = what;
  }
}
