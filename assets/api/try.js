// The page that tries the read API: it builds an address from the form, asks for it and shows the answer as text.
(function () {
  "use strict";

  var LONGEST = 200000; // characters shown; more would make the page slow
  var HEADERS = ["Content-Type", "ETag", "Panj-Release", "Panj-Total", "Panj-Truncated", "Link", "WWW-Authenticate"];

  function theme() {
    var kept = null;
    try { kept = localStorage.getItem("panj-theme"); } catch (_) { /* storage may be closed to a framed page */ }
    return kept || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  document.documentElement.setAttribute("data-bs-theme", theme());

  function byId(id) { return document.getElementById(id); }

  function chosen() { return byId("try-address").selectedOptions[0]; }

  function isItem() { return chosen().value.indexOf("{id}") >= 0; }

  // --- the address ------------------------------------------------------------------------------------------------

  function pairs() {
    var found = [];
    if (!isItem()) {
      byId("try-filters").querySelectorAll("[name]").forEach(function (field) { found = found.concat(pairsOf(field)); });
    }
    if (byId("try-format").value !== "json") { found.push(["format", byId("try-format").value]); }
    if (chosen().hasAttribute("data-paged")) {
      byId("try-paging").querySelectorAll("[name]").forEach(function (field) { found = found.concat(pairsOf(field)); });
    }
    return found;
  }

  function pairsOf(field) {
    var values = field.hasAttribute("data-many") ? field.value.split(";") : [field.value];
    return values.map(function (value) { return [field.name, value.trim()]; })
      .filter(function (pair) { return pair[1]; });
  }

  function address() {
    var path = chosen().value.replace("{id}", encodeURIComponent(byId("try-item-id").value.trim()));
    var query = pairs().map(function (pair) { return pair.map(encodeURIComponent).join("="); }).join("&");
    return byId("try").getAttribute("data-base") + path + (query ? "?" + query : "");
  }

  function showAddress() {
    byId("try-url").textContent = address();
    byId("try-link").href = address();
  }

  function showFields() {
    var forms = chosen().getAttribute("data-forms").split(" "), select = byId("try-format"), kept = select.value;
    byId("try-about").textContent = chosen().getAttribute("data-about");
    byId("try-item").hidden = !isItem();
    byId("try-filters").hidden = isItem();
    byId("try-paging").hidden = !chosen().hasAttribute("data-paged");
    select.replaceChildren.apply(select, forms.map(function (form) { return new Option(form, form); }));
    select.value = forms.indexOf(kept) >= 0 ? kept : forms[0];
    showAddress();
  }

  // --- the answer -------------------------------------------------------------------------------------------------

  var next = "", asked = 0;

  function ask(url) {
    var token = byId("try-token"), headers = {}, number = ++asked;
    if (token && token.value) { headers.Authorization = "Bearer " + token.value.trim(); }
    byId("try-status").textContent = "Waiting for the answer …";
    byId("try-url").textContent = url;
    byId("try-link").href = url;
    fetch(url, {headers: headers}).then(function (answer) {
      return answer.text().then(function (text) { if (number === asked) { show(answer, text); } });
    }).catch(function () {
      if (number !== asked) { return; }
      byId("try-status").textContent = "No answer: the server could not be reached.";
      clear();
    });
  }

  function clear() {
    byId("try-headers").replaceChildren();
    byId("try-next").hidden = true;
    byId("try-body").textContent = "";
  }

  function show(answer, text) {
    clear();
    byId("try-status").textContent = answer.status + " " + answer.statusText + " · " +
      (new TextEncoder().encode(text).length / 1024).toFixed(1) + " KB";
    byId("try-status").classList.toggle("warning", !answer.ok);
    HEADERS.forEach(function (name) { if (answer.headers.has(name)) { tell(name, answer.headers.get(name)); } });
    var found = /^<([^>]*)>; rel="next"$/.exec(answer.headers.get("Link") || "");
    next = found ? found[1] : "";
    byId("try-next").hidden = !next;
    byId("try-body").textContent = shortened(readable(text, answer.headers.get("Content-Type") || ""));
    byId("try-body").scrollTop = 0;
    var box = byId("try-answer").getBoundingClientRect();
    if (box.top > window.innerHeight || box.bottom < 0) { byId("try-answer").scrollIntoView(); } // a phone: it is below
  }

  function tell(name, value) {
    var term = document.createElement("dt"), held = document.createElement("dd");
    term.textContent = name;
    held.textContent = value;
    byId("try-headers").append(term, held);
  }

  function readable(text, type) {
    if (type.indexOf("json") < 0) { return text; }
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch (_) { return text; }
  }

  function shortened(text) {
    if (text.length <= LONGEST) { return text; }
    return text.slice(0, LONGEST) + "\n\n… cut here: " + (text.length - LONGEST) + " more characters are in the answer";
  }

  // --- wiring -----------------------------------------------------------------------------------------------------

  function openTarget() {
    var target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = byId("try");
    byId("try-address").addEventListener("change", showFields);
    form.addEventListener("input", showAddress);
    form.addEventListener("reset", function () { setTimeout(showFields); }); // the fields change after the event
    form.addEventListener("submit", function (event) { event.preventDefault(); ask(address()); });
    byId("try-next").addEventListener("click", function () { ask(next); });
    window.addEventListener("hashchange", openTarget);
    showFields();
    openTarget();
  });
}());
