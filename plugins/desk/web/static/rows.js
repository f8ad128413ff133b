// Rows of a form: one more, one less. Without this file an empty row is always there, and the button asks the desk for more.

/**
 * @param {HTMLFormElement} form
 * @param {() => void} changed
 */
export function rows(form, changed) {
  for (const field of form.querySelectorAll("[data-rows]")) begin(/** @type {HTMLElement} */ (field), changed);
  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key === "Enter" && box instanceof HTMLInputElement && box.type !== "radio") event.preventDefault();
  });
}

/**
 * @param {HTMLElement} field
 * @param {() => void} changed
 */
function begin(field, changed) {
  const all = /** @type {HTMLElement} */ (field.querySelector(".all"));
  const pattern = /** @type {HTMLTemplateElement} */ (field.querySelector("template"));
  const add = field.querySelector("[data-add]");
  let next = 1 + Math.max(-1, ...[...all.children].map(number));

  // One button is enough where something stands already.
  for (const row of [...all.children].slice(1)) if (!filled(row)) row.remove();
  for (const row of all.children) less(/** @type {HTMLElement} */ (row), changed);
  if (add) add.addEventListener("click", (event) => {
    event.preventDefault();
    const holder = document.createElement("div");
    holder.innerHTML = pattern.innerHTML.replaceAll("__", String(next++)); // our own markup
    const row = /** @type {HTMLElement} */ (holder.firstElementChild);
    all.append(row);
    less(row, changed);
    const box = row.querySelector("input");
    if (box) box.focus();
  });
}

/** @param {Element} row */
function filled(row) {
  return [...row.querySelectorAll("input, textarea")].some((box) => /** @type {HTMLInputElement} */ (box).value.trim());
}

/**
 * The number of a row, as its boxes are named.
 * @param {Element} row
 */
function number(row) {
  const box = row.querySelector("[name]");
  return Number((box && box.getAttribute("name") || "").split(".")[1]);
}

/**
 * Give a row a button that takes it away.
 * @param {HTMLElement} row
 * @param {() => void} changed
 */
function less(row, changed) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "take";
  button.textContent = "删去";
  const box = row.querySelector("input");
  button.addEventListener("click", () => {
    const field = row.closest("[data-rows]");
    row.remove();
    changed();
    const add = field && field.querySelector("[data-add]");
    if (add instanceof HTMLElement) add.focus();
  });
  button.setAttribute("aria-label", `删去${box && (box.getAttribute("aria-label") || "这一项") || "这一项"}`);
  row.append(button);
}
