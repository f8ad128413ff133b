// The preview's own script: reloads the page when the archive was built anew, and shows what is wrong in the content.
// Only `serve` adds it; published pages never hold it.
(() => {
  let seen = null;
  // The address below the edition: faults of a story are shown on its own page before all others.
  const here = location.pathname.match(/^\/zh-han[st]\/(.+)$/)?.[1];
  const items = (lines) => {
    const list = document.createElement("ul");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    return list;
  };
  const heading = (text) => {
    const strong = document.createElement("strong");
    strong.textContent = text;
    return strong;
  };
  const show = (faults, own, drafts) => {
    document.querySelector("#preview-faults")?.remove();
    if (document.querySelector("#story-faults")) return;
    const others = faults.filter((fault) => !own.includes(fault));
    if (!own.length && !others.length) return;
    const box = document.createElement("section");
    box.id = "preview-faults";
    box.lang = "zh-Hans";
    box.setAttribute("role", "alert");
    Object.assign(box.style, {
      position: "fixed", insetInline: "0", bottom: "0", maxHeight: "50vh", overflow: "auto", zIndex: "9",
      padding: "1rem 1.25rem", background: "#8c1d18", color: "#fff", font: "15px/1.6 sans-serif",
    });
    if (own.length) box.append(heading(`这一篇有 ${own.length} 处错误：`), items(own));
    if (others.length) box.append(heading(`${own.length ? "别处" : "内容"}有 ${others.length} 处错误：`), items(others));
    if (faults.length) box.append(heading("网页还是上一次的样子，改好再存一次。"));
    if (drafts) {
      const link = document.createElement("a");
      link.href = "/-/drafts/";
      link.textContent = "草稿和有错误的文件";
      Object.assign(link.style, { color: "#fff", marginInlineStart: "1em" });
      box.append(link);
    }
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
    const { version, faults, own, drafts } = JSON.parse(event.data);
    // A page of faults is made anew each time; any other stands still while nothing new can be built.
    const follows = !faults.length || document.querySelector("#story-faults");
    if (seen !== null && version !== seen && follows) {
      location.reload();
      return;
    }
    seen = version;
    show(faults, own[here] ?? [], drafts);
  };
  addEventListener("pagehide", () => news.close());
})();
