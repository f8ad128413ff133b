// Files that an editor drops, pastes or picks: an article to import, a picture for the text.

/** @param {DataTransfer | null} moved */
const hasFiles = (moved) => Boolean(moved && moved.types.includes("Files"));

/**
 * Let a file be dropped anywhere on a field that takes one; a file that misses it never takes the page away.
 * @param {Document} page
 */
export function drop(page) {
  for (const kind of ["dragover", "drop"]) page.addEventListener(kind, (event) => {
    if (event instanceof DragEvent && hasFiles(event.dataTransfer)) event.preventDefault();
  });
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-drop]"))) {
    const box = /** @type {HTMLInputElement | null} */ (place.querySelector("input[type=file]"));
    if (!box) continue;
    const button = box.form && box.form.querySelector("button");
    const said = box.form && box.form.querySelector("[role=status]");
    box.addEventListener("change", () => {
      if (said && button && box.files) said.textContent = box.files.length ? `选好了 ${box.files.length} 个，再点“${button.textContent}”` : "";
    });
    onDrop(place, (files) => {
      box.files = files;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

/**
 * @param {HTMLElement} place
 * @param {(files: FileList) => void} take
 */
function onDrop(place, take) {
  place.addEventListener("dragover", (event) => place.classList.toggle("over-it", hasFiles(event.dataTransfer)));
  for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("over-it"));
  place.addEventListener("drop", (event) => {
    if (!event.dataTransfer || !event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}

/**
 * Text that was copied from a page comes with the page's own headings and links, which the box alone would lose.
 * @param {Document} page
 */
export function paste(page) {
  for (const box of /** @type {NodeListOf<HTMLTextAreaElement>} */ (page.querySelectorAll("[data-paste]"))) {
    const form = /** @type {HTMLFormElement} */ (box.form);
    const kept = /** @type {HTMLInputElement} */ (form.querySelector("[data-html]"));
    box.addEventListener("paste", (event) => {
      const moved = event.clipboardData;
      const isSource = moved && /^\s*</.test(moved.getData("text/plain")); // of a page, from an editor that colours it
      const html = moved && !isSource ? moved.getData("text/html") : "";
      const isWhole = !box.value.trim() || (box.selectionStart === 0 && box.selectionEnd === box.value.length);
      setTimeout(() => kept.value = isWhole ? html : ""); // after the box's own input event
    });
    box.addEventListener("input", () => kept.value = ""); // what was changed by hand is meant as it stands
  }
}

/**
 * Say that something takes a while, and take it once.
 * @param {Document} page
 */
export function busy(page) {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (page.querySelectorAll("form[data-busy]"))) {
    const said = form.querySelector("[role=status]");
    const button = form.querySelector("button");
    form.addEventListener("submit", () => {
      if (said) said.textContent = form.dataset.busy || "";
      if (button) button.disabled = true;
    });
    addEventListener("pageshow", () => { // back by the browser's button
      if (said) said.textContent = "";
      if (button) button.disabled = false;
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
  let isTouched = false;
  text.addEventListener("focus", () => isTouched = true);
  place.hidden = false;
  open(false);
  pick.addEventListener("click", () => {
    open(boxes.hidden);
    if (!boxes.hidden) file.focus();
  });
  onDrop(text, take);
  text.addEventListener("paste", (event) => {
    const moved = event.clipboardData;
    if (!moved || !moved.files.length || moved.types.includes("text/plain")) return;
    event.preventDefault();
    take(moved.files);
  });
  put.addEventListener("click", send);
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    send();
  });

  /** @param {boolean} is */
  function open(is) {
    boxes.hidden = !is;
    pick.setAttribute("aria-expanded", String(is));
  }

  /** @param {FileList} files */
  function take(files) {
    open(true);
    file.files = files;
    words.focus();
    say(`“${files[0].name}”：写一句图中有什么，再放进正文`);
  }

  async function send() {
    if (!file.files || !file.files.length) return say("先选一张图片");
    if (!words.value.trim()) {
      words.focus();
      return say("还没有写“图中有什么”：写一句，给看不到图的人");
    }
    const body = new FormData();
    body.append("file", file.files[0]);
    body.append("alt", words.value);
    say("正在存图片");
    try {
      const answer = await fetch("/desk/images", { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 413) return say("图片太大，没有收下：请用看图软件缩小，存成 JPEG 再放");
      const { markdown, message } = await answer.json();
      if (!answer.ok) return say(message);
      write(markdown);
      open(false);
      file.value = words.value = "";
      say(message ? `图片已经放进正文；${message}` : "图片已经放进正文");
    } catch {
      say("图片没有存下，请再试");
    }
  }

  /**
   * A paragraph of its own behind the cursor, or at the end where there never was one.
   * @param {string} markdown
   */
  function write(markdown) {
    if (!(text instanceof HTMLTextAreaElement)) return;
    const at = isTouched ? text.selectionEnd : text.value.length;
    const before = text.value.slice(0, at);
    const after = text.value.slice(at);
    const gap = before.trim() ? "\n".repeat(Math.max(0, 2 - (before.length - before.replace(/\n+$/, "").length))) : "";
    const tail = after ? "\n".repeat(Math.max(0, 2 - (after.length - after.replace(/^\n+/, "").length))) : "\n";
    text.focus();
    text.setRangeText(`${gap}${markdown}${tail}`, at, at, "end");
    changed();
  }

  /** @param {string} what */
  function say(what) {
    said.textContent = what;
  }
}
