/* The page of a meeting asks for itself every three seconds. While nothing has changed the answer is 304 and nothing
   moves; otherwise the parts marked data-live are put in anew, except one in which somebody is just doing something. */
(function () {
  "use strict";
  var root = document.querySelector("[data-tag]");
  if (!root || !window.fetch || !window.DOMParser) { return; }
  var tag = root.getAttribute("data-tag");
  var lost = document.getElementById("connection-lost");

  function show(page) {
    var waits = false;
    document.querySelectorAll("[data-live]").forEach(function (part) {
      var fresh = page.getElementById(part.id);
      if (!fresh) { return; }
      if (part.contains(document.activeElement)) { waits = true; return; }
      part.replaceWith(document.adoptNode(fresh));
    });
    return !waits;
  }

  function again() { window.setTimeout(ask, 3000); }

  function ask() {
    if (document.hidden) { again(); return; }
    fetch(window.location.href, {
      headers: { "If-None-Match": '"' + tag + '"' }, cache: "no-store", credentials: "same-origin", redirect: "manual"
    }).then(function (answer) {
      if (lost) { lost.hidden = true; }
      if (answer.status === 304) { again(); return null; }
      if (answer.status !== 200) { return null; }
      return answer.text().then(function (words) {
        var page = new DOMParser().parseFromString(words, "text/html");
        var fresh = page.querySelector("[data-tag]");
        if (!fresh) { return; }
        if (show(page)) { tag = fresh.getAttribute("data-tag"); }
        again();
      });
    }).catch(function () {
      if (lost) { lost.hidden = false; }
      again();
    });
  }

  again();
}());
