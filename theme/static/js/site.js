// Comforts for the reader. Every page works without this file; nothing here leaves the browser.
(function () {
  "use strict";
  var doc = document, root = doc.documentElement, words = doc.currentScript ? doc.currentScript.dataset : {};
  var keep = {
    get: function (key) { try { return localStorage.getItem(key); } catch (e) { return null; } },
    set: function (key, value) { try { if (value) localStorage.setItem(key, value); else localStorage.removeItem(key); } catch (e) { /* private browsing */ } }
  };
  var all = function (selector, act) { Array.prototype.forEach.call(doc.querySelectorAll(selector), act); };

  // Light, dark, or as the system says.
  var themes = ["system", "light", "dark"];
  var theme = themes.indexOf(keep.get("theme")) > 0 ? keep.get("theme") : "system";
  function dress() {
    if (theme === "system") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", theme);
  }
  dress();

  // Read from a folder: the search page says why it cannot search there, and how it can.
  if (location.protocol === "file:") root.setAttribute("data-from", "folder");
  var tools = doc.getElementById("tools");
  if (tools && words.theme) {
    var button = doc.createElement("button");
    var shapes = {
      system: "M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17M12 3.5v17a8.5 8.5 0 0 0 0-17z",
      light: "M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM12 1.5v3M12 19.5v3M1.5 12h3M19.5 12h3M4.6 4.6l2.1 2.1M17.3 17.3l2.1 2.1M4.6 19.4l2.1-2.1M17.3 6.7l2.1-2.1",
      dark: "M20.5 14.5A8.6 8.6 0 0 1 9.5 3.5a8.6 8.6 0 1 0 11 11z"
    };
    button.type = "button";
    button.innerHTML = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path fill-rule="evenodd"/></svg>';
    var say = function () {
      button.title = words.theme + " · " + words[theme];
      button.setAttribute("aria-label", button.title);
      var path = button.querySelector("path");
      path.setAttribute("d", shapes[theme]);
      path.setAttribute("fill", theme === "light" ? "none" : "currentColor");
    };
    button.addEventListener("click", function () {
      theme = themes[(themes.indexOf(theme) + 1) % 3];
      keep.set("theme", theme === "system" ? "" : theme);
      dress();
      say();
    });
    say();
    tools.insertBefore(button, tools.firstChild);
  }

  // The switch between scripts keeps the query and the paragraph, and remembers the choice only when it is clicked.
  function follow() {
    all("a[data-switch], a[data-follow]", function (link) {
      if (doc.body.className === "k-root") return;
      var bare = link.getAttribute("href").replace(/[?#].*$/, "");
      link.setAttribute("href", bare + location.search + location.hash);
    });
  }
  follow();
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-switch]");
    if (!link) return;
    if (doc.body.className !== "k-root") follow();
    keep.set("script", link.dataset.switch);
  });

  // At the door: point at the edition that was chosen last. Nobody is sent anywhere.
  if (doc.body.className === "k-root") {
    var last = keep.get("script");
    all("a[data-switch]", function (link) {
      if (link.dataset.switch !== last) return;
      link.classList.add("remembered");
      link.querySelector(".door-last").hidden = false;
    });
  }

  // A link to each paragraph, for citing. For pointers only; the anchors themselves are in the page.
  if (words.paragraph && matchMedia("(hover: hover)").matches) {
    all(".story .body > p[id]", function (p) {
      var link = doc.createElement("a");
      link.className = "anchor";
      link.href = "#" + p.id;
      link.title = words.paragraph;
      link.tabIndex = -1;
      link.setAttribute("aria-hidden", "true");
      p.insertBefore(link, p.firstChild);
    });
  }
})();
