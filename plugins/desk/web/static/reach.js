// A desk that was stopped, or started again with another key, must not take what was written with it: it is asked before a form goes.
const AGAIN = "等书桌的新窗口打开，回到这里再保存。写的都还在，这个窗口先不要关。";
const STOPPED = `书桌停了，没有保存。在终端里再打一次 python3 run.py desk，${AGAIN}`;
const LOCKED = `书桌重新启动过，没有保存。请打开终端里新写的那个地址，${AGAIN}`;

/**
 * Ask the desk for something.
 * @param {string} address
 * @param {RequestInit} [how]
 * @returns {Promise<Response | null>} its answer; null where there is none or it no longer knows this browser, which is told
 */
export async function reach(address, how) {
  let answer = null;
  try {
    answer = await fetch(address, how);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
  }
  const isLocked = answer !== null && answer.status === 403;
  tell(answer === null ? STOPPED : isLocked ? LOCKED : "");
  return isLocked ? null : answer;
}

/**
 * Send a form only to a desk that answers.
 * @param {HTMLFormElement} form
 */
export function careful(form) {
  let isSure = false;
  let isAsking = false;
  form.addEventListener("submit", (event) => {
    if (isSure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) return;
    isAsking = true;
    const button = event.submitter;
    reach("/desk/static/desk.js", { method: "HEAD" }).then((answer) => {
      isAsking = false;
      if (!answer) return;
      isSure = true;
      form.requestSubmit(button);
    });
  });
  addEventListener("pageshow", () => isSure = false); // back by the browser's button
}

/** @param {string} words */
function tell(words) {
  let notice = /** @type {HTMLElement | null} */ (document.querySelector("[data-stopped]"));
  if (!notice) {
    notice = document.createElement("p");
    notice.className = "kept said bad";
    notice.dataset.stopped = "";
    notice.setAttribute("role", "alert");
    document.body.append(notice);
  }
  notice.hidden = !words;
  if (notice.textContent !== words) notice.textContent = words;
}
