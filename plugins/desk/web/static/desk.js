// The desk's comforts: completion, rows, a preview while one writes, and text that outlives a closed window. Every page works without.
import { complete } from "./complete.js";
import { keep } from "./keep.js";
import { look } from "./look.js";
import { careful } from "./reach.js";
import { rows } from "./rows.js";
import { busy, drop, insert, paste } from "./files.js";

document.documentElement.classList.add("scripted");
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[method=post]"))) careful(form);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-keep]"))) {
  const story = form.classList.contains("story");
  const looking = story ? look(form) : null;
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  if (story) {
    complete(form);
    rows(form, changed);
    insert(form, changed);
  }
  keep(form, () => looking && looking());
  if (story && isTouched(form)) changed(); // somebody was faster than this script, or the browser put back what stood there
}
for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("select[data-send]"))) {
  select.addEventListener("change", () => select.form && select.form.requestSubmit());
}
drop(document);
paste(document);
busy(document);

/**
 * Whether something else stands in a form than the desk wrote there.
 * @param {HTMLFormElement} form
 */
function isTouched(form) {
  return [...form.elements].some((box) => box instanceof HTMLInputElement && box.type === "radio" ? box.checked !== box.defaultChecked
    : (box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) && box.value !== box.defaultValue);
}
