// At an address that moved: lead on with the query and the paragraph that were asked for, which the page's own refresh would lose.
(function () {
  "use strict";
  var target = document.currentScript ? document.currentScript.dataset.target : "";
  if (target) location.replace(target + location.search + location.hash);
})();
