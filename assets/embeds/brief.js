/* A brief in a frame: this page holds nothing, its script fetches the stage (with a token where one is needed) and
   puts it in its own place. The scripts of the stage are files of this host, so the policy lets them run. */
(function () {
  "use strict";

  var embed = window.panj_embed;
  var waiting = document.getElementById("brief-waiting");
  if (!embed || embed.part !== "brief" || !waiting) { return; }

  function say(words) { waiting.querySelector("p").textContent = words; }

  function name() {
    try { return decodeURIComponent(location.pathname.split("/").pop()); } catch (_) { return ""; }
  }

  function copyOf(script) {
    var made = document.createElement("script");
    made.src = script.src;
    made.async = false;  // in their order
    return made;
  }

  function show(text) {
    var stage = new DOMParser().parseFromString(text, "text/html");
    var root = document.documentElement;
    var scripts = Array.from(stage.querySelectorAll("script[src]"));
    document.title = stage.title;
    root.setAttribute("data-bs-theme", stage.documentElement.getAttribute("data-bs-theme"));
    root.classList.add.apply(root.classList, stage.documentElement.classList);
    scripts.forEach(function (script) { script.remove(); });
    var sheets = Array.from(stage.querySelectorAll('link[rel="stylesheet"]')).map(loaded);
    Promise.all(sheets).then(function () {
      waiting.remove();
      document.body.append.apply(document.body, stage.body.childNodes);
      scripts.forEach(function (script) { document.body.append(copyOf(script)); });
      embed.tellHeight();
    });
  }

  /* The stage measures itself at once: its style sheets have to be there. */
  function loaded(link) {
    return new Promise(function (done) {
      var made = document.createElement("link");
      made.rel = "stylesheet";
      made.onload = made.onerror = done;
      made.href = link.getAttribute("href");
      document.head.append(made);
    });
  }

  window.fetch(embed.address("brief/" + encodeURIComponent(name()))).then(function (answer) {
    return answer.text().then(function (text) {
      if (answer.ok) { show(text); return; }
      // A missing brief answers with one sentence of its own; a refusal has been said by embed.js.
      waiting.classList.add("has-failed");
      say(answer.status === 404 && !/[<{]/.test(text) ? text : answer.status === 401 || answer.status === 403 ? "" : "The brief cannot be shown: the server answered " + answer.status + ".");
    });
  }, function () { say("The server does not answer."); });
}());
