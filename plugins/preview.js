// The preview's own script: reloads the page when the archive was built anew, and shows what is wrong in the content.
// Only `serve` adds it; published pages never hold it.
(() => {
  let seen = null;
  const show = (faults) => {
    document.querySelector("#preview-faults")?.remove();
    if (!faults.length) return;
    const box = document.createElement("section");
    box.id = "preview-faults";
    box.lang = "zh-Hans";
    box.setAttribute("role", "alert");
    Object.assign(box.style, {
      position: "fixed", insetInline: "0", bottom: "0", maxHeight: "50vh", overflow: "auto", zIndex: "9",
      padding: "1rem 1.25rem", background: "#8c1d18", color: "#fff", font: "15px/1.6 sans-serif",
    });
    const title = document.createElement("strong");
    title.textContent = `内容有 ${faults.length} 处错误，网页还是上一次的样子：`;
    const list = document.createElement("ul");
    for (const fault of faults) {
      const item = document.createElement("li");
      item.textContent = fault;
      list.append(item);
    }
    box.append(title, list);
    document.body.append(box);
  };
  // A story's page leads to where its two editions stand side by side.
  const story = location.pathname.match(/\/stories\/([a-z0-9-]+)\/$/);
  const body = document.querySelector(".body");
  if (story && body) {
    const link = document.createElement("a");
    link.href = `/-/review/${story[1]}`;
    link.lang = "zh-Hans";
    link.textContent = "两版对照，看每个字为什么这样转换";
    link.style.textDecoration = "underline";
    const line = document.createElement("p");
    line.id = "preview-review";
    Object.assign(line.style, { marginBlockEnd: "1.5rem", fontSize: ".92rem" });
    line.append(link);
    body.before(line);
  }
  const news = new EventSource("/-/news");
  news.onmessage = (event) => {
    const { version, faults } = JSON.parse(event.data);
    if (seen !== null && version !== seen && !faults.length) {
      location.reload();
      return;
    }
    seen = version;
    show(faults);
  };
  addEventListener("pagehide", () => news.close());
})();
