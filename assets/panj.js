/* What the browser decides alone: the address, the theme, clicks that only change the state.

   One store, `state`, holds {query, history}. Whoever wants another view writes a new query into it; the server
   draws it; `writeUrl` puts it into the address. Steps push history, drags and typing replace it. */
(function () {
  "use strict";

  // The keys of the query, in the order in which the server writes them (data/query.py).
  var KEYS = ["actor", "match", "parts", "role", "from", "to", "when", "dates", "type", "thread", "place", "district",
    "source", "collection", "q", "event", "view"];
  var LISTS = ["actor", "type", "thread", "place", "district", "source", "collection", "q"];
  var CARDS = ["event", "view"];
  // A longer query is not used (components/callbacks/state.py); the next step then starts from nothing.
  var LONGEST = 4000;
  var current = "";

  function noUpdate() { return window.dash_clientside.no_update; }
  function byId(id) { return document.getElementById(id); }
  function setProps(id, props) { window.dash_clientside.set_props(id, props); }

  // --- the query -------------------------------------------------------------------------------------------------

  function read(query) {
    var values = {};
    if (query.length > LONGEST) { return values; }
    new URLSearchParams(query).forEach(function (value, key) { (values[key] = values[key] || []).push(value); });
    return values;
  }

  function write(values) {
    var parts = [];
    KEYS.concat(Object.keys(values).filter(function (key) { return KEYS.indexOf(key) < 0; })).forEach(function (key) {
      (values[key] || []).forEach(function (value) {
        if (value !== "") { parts.push(encodeURIComponent(key) + "=" + encodeURIComponent(value)); }
      });
    });
    return parts.join("&");
  }

  function go(query, history) {
    if (query !== current) { setProps("state", {data: {query: query, history: history}}); }
  }

  function change(edit, history) {
    var values = read(current);
    edit(values);
    go(write(values), history || "push");
  }

  function setOne(key, value) {
    change(function (values) { values[key] = value ? [value] : []; });
  }

  function toggle(key, value) {
    change(function (values) {
      var held = values[key] || [];
      values[key] = held.indexOf(value) < 0 ? held.concat(value) : held.filter(function (one) { return one !== value; });
    });
  }

  // --- controls -> query -----------------------------------------------------------------------------------------

  function keyOf(id) {
    var exact = {"filter-match": "match", "filter-parts": "parts", "filter-role": "role", "filter-from": "from",
      "filter-to": "to", "filter-when": "when", "filter-best": "dates", "filter-text": "q", "filter-thread": "thread",
      "filter-district": "district", "filter-place": "place", "filter-source": "source",
      "filter-collection": "collection"};
    if (exact[id]) { return exact[id]; }
    return id.indexOf("filter-actors-") === 0 ? "actor" : id.indexOf("filter-type-") === 0 ? "type" : null;
  }

  function asList(key, value) {
    if (key === "parts") { return value ? ["1"] : []; }
    if (key === "dates") { return value ? ["best"] : []; }
    if (key === "match" || key === "role") { return value && value !== "any" ? [value] : []; }
    if (key === "q") { return String(value || "").split(";").map(function (t) { return t.trim(); }).filter(Boolean); }
    return Array.isArray(value) ? value : value ? [String(value).trim()] : [];
  }

  function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }

  /* A control moved. `applied` holds what the server last put into the controls: a value equal to it is the server's
     own doing and no intention. */
  function intend() {
    var inputs = Array.prototype.slice.call(arguments, 0, -2);
    var applied = arguments[arguments.length - 2] || {};
    var state = arguments[arguments.length - 1];
    var all = window.dash_clientside.callback_context.inputs_list;
    var moved = [];
    all.forEach(function (input, index) {
      if (!same(inputs[index], applied[input.id]) && input.id in applied) { moved.push(keyOf(input.id)); }
    });
    if (!state || !moved.length) { return noUpdate(); }
    var values = read(current);
    moved.forEach(function (key) {
      var list = [];
      all.forEach(function (input, index) {
        if (keyOf(input.id) === key) { list = list.concat(asList(key, inputs[index])); }
      });
      values[key] = list;
    });
    var query = write(values);
    var typing = moved.every(function (key) { return key === "q" || key === "from" || key === "to"; });
    return query === current ? noUpdate() : {query: query, history: typing ? "replace" : "push"};
  }

  // --- marks -> query --------------------------------------------------------------------------------------------

  function clickMap(click) {
    var point = click && click.points && click.points[0];
    var mark = point && point.customdata;
    mark = Array.isArray(mark) ? mark[0] : mark;
    if (typeof mark !== "string" || mark.indexOf(":") < 0) { return noUpdate(); }
    selectPlace(mark);
    return noUpdate();
  }

  function selectPlace(mark) {
    var kind = mark.slice(0, mark.indexOf(":"));
    toggle(kind === "district" ? "district" : "place", mark.slice(mark.indexOf(":") + 1));
  }

  // --- query -> address ------------------------------------------------------------------------------------------

  function writeUrl(state) {
    if (!state) { return noUpdate(); }
    current = state.query;
    var address = location.pathname + (current ? "?" + current : "") + location.hash;
    if (state.history === "push") { history.pushState(null, "", address); }
    if (state.history === "replace") { history.replaceState(null, "", address); }
    showView();
    showDrawn();
    markOpenRow();
    return noUpdate();
  }

  function restore() { setProps("state", {data: {query: location.search.slice(1), history: "none"}}); }

  // --- what follows the state without the server -------------------------------------------------------------------

  function writeCounts(counts) {
    document.querySelectorAll("[data-count]").forEach(function (place) {
      var pair = (counts || {})[place.getAttribute("data-count")] || [0, 0];
      place.textContent = pair[0] + (pair[1] ? " + " + pair[1] + " undated" : "");
      var row = place.closest(".form-check");
      if (row) { row.classList.toggle("has-none", pair[0] + pair[1] === 0); }
    });
    byId("page").classList.remove("is-loading");
    return noUpdate();
  }

  function markOpenRow() {
    var open = (read(current).event || [""])[0];
    byId("page").classList.toggle("has-card", Boolean(open));
    document.querySelectorAll("[data-event-id]").forEach(function (row) {
      row.classList.toggle("is-open", row.getAttribute("data-event-id") === open);
    });
  }

  function showView() {
    var view = (read(current).view || ["list"])[0];
    var page = byId("page");
    var moved = page.getAttribute("data-view") !== view;
    page.setAttribute("data-view", view);
    document.querySelectorAll("[data-view-button]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-view-button") === view));
    });
    if (moved) { window.dispatchEvent(new Event("resize")); }  // a graph that was hidden has no size yet
  }

  // --- the look ---------------------------------------------------------------------------------------------------

  var narrow = window.matchMedia("(max-width: 899px)");

  function theme() {
    var kept = null;
    try { kept = localStorage.getItem("panj-theme"); } catch (_) { /* storage may be closed to a framed page */ }
    return kept || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function showLook() {
    document.documentElement.setAttribute("data-bs-theme", theme());
    var button = byId("header-theme");
    if (button) { button.textContent = theme() === "dark" ? "Light" : "Dark"; }
    setProps("state-look", {data: {theme: theme(), narrow: narrow.matches, webgl: !withoutWebgl(), map: sizeOf("map", 0, 0),
      plot: sizeOf("timeline-graph", narrow.matches ? 22 : 170, 38)}});
    showDrawn();
  }

  /* Width and height of a picture in whole pixels, less its margins; null while it is not shown. */
  function sizeOf(id, margin, below) {
    var box = byId(id) && byId(id).getBoundingClientRect();
    return box && box.width > margin + 80 && box.height > below + 80
      ? [Math.round(box.width - margin), Math.round(box.height - below)] : null;
  }

  function switchTheme() {
    try { localStorage.setItem("panj-theme", theme() === "dark" ? "light" : "dark"); } catch (_) { /* as above */ }
    showLook();
  }

  // --- without WebGL2 the server draws the map ---------------------------------------------------------------------

  var drawnInstead = null;
  var asking = null;

  function withoutWebgl() {
    if (drawnInstead === null) {
      var canvas = document.createElement("canvas");
      var context = canvas.getContext("webgl2");
      drawnInstead = !context;
      var lose = context && context.getExtension("WEBGL_lose_context");
      if (lose) { lose.loseContext(); }
      document.documentElement.classList.toggle("no-webgl", drawnInstead);
    }
    return drawnInstead;
  }

  function showDrawn() {
    var picture = byId("map-drawn");
    if (!picture || !withoutWebgl()) { return; }
    var values = read(current);
    CARDS.forEach(function (key) { delete values[key]; });
    var query = write(values);
    var size = sizeOf("map", 0, 0);
    var next = new Image();  // the last picture stays until the next one is there
    next.onload = function () { if (next === asking) { picture.src = next.src; picture.hidden = false; } };
    asking = next;  // an earlier one that arrives late is not shown
    next.src = picture.getAttribute("data-src") + "?" + (query ? query + "&" : "") + "theme=" + theme() + (size ? "&size=" + size[0] + "x" + size[1] : "");
  }

  // --- when the server does not answer ----------------------------------------------------------------------------

  var ask = window.fetch;
  window.fetch = function (address, options) {
    var asked = String((address && address.url) || address).indexOf("_dash-update-component") >= 0;
    function tell(failed) {
      var banner = asked && byId("page-offline");
      if (banner) { banner.hidden = !failed; }
    }
    return ask.call(window, address, options).then(
      function (answer) { tell(answer.status >= 500); return answer; },
      function (error) { tell(true); throw error; });
  };

  // --- one listener for every press ---------------------------------------------------------------------------------

  function copy(text, button) {
    var told = button.textContent;
    function tell(words) { button.textContent = words; setTimeout(function () { button.textContent = told; }, 1500); }
    if (!navigator.clipboard) { window.prompt("Copy:", text); return; }
    navigator.clipboard.writeText(text).then(function () { tell("Copied"); }, function () { window.prompt("Copy:", text); });
  }

  var presses = [
    ["[data-open-event]", function (on) { opener = on; setOne("event", on.getAttribute("data-open-event")); }],
    ["[data-close-card]", closeCard],
    ["#summary-reset", function () { go("", "push"); }],
    ["#header-theme", switchTheme],
    ["[data-view-button]", function (on) { setOne("view", on.getAttribute("data-view-button")); }],
    ["[data-toggle-drawer]", toggleDrawer],
    ["[data-from]", function (on) {
      change(function (values) { values.from = [on.getAttribute("data-from")]; values.to = [on.getAttribute("data-to")]; });
    }],
    ["[data-copy-link]", function (on) { copy(location.href, on); }],
    ["[data-copy]", function (on) { copy(on.getAttribute("data-copy"), on); }]
  ];
  var opener = null;

  function closeCard() {
    setOne("event", "");
    var back = opener && document.querySelector('#event-list [data-open-event="' + opener.getAttribute("data-open-event") + '"]');
    (back || byId("event-list")).focus();
    opener = null;
  }

  function toggleDrawer() {
    var open = byId("page").classList.toggle("drawer-is-open");
    byId("header-filters").setAttribute("aria-expanded", String(open));
    (open ? byId("filter-text") : byId("header-filters")).focus();
  }

  document.addEventListener("click", function (press) {
    presses.some(function (pair) {
      var on = press.target.closest && press.target.closest(pair[0]);
      if (on) { pair[1](on); }
      return Boolean(on);
    });
  });

  document.addEventListener("keydown", function (key) {
    if (key.key !== "Escape") { return; }
    if (byId("page").classList.contains("drawer-is-open")) { toggleDrawer(); }
    else if (read(current).event) { closeCard(); }
  });

  // --- finding a choice by any of its names -------------------------------------------------------------------------

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]/g, "").toLowerCase()
      .replace(/[ʻʼ’‘'`ʿʾ]/g, "").replace(/[يىئ]/g, "ی").replace(/ك/g, "ک").replace(/ё/g, "е").replace(/[-–—_.,()]/g, " ")
      .replace(/\s+/g, " ").trim();
  }

  document.addEventListener("input", function (typed) {
    if (!typed.target.classList || !typed.target.classList.contains("finder")) { return; }
    var wanted = fold(typed.target.value);
    typed.target.parentElement.querySelectorAll("[data-names]").forEach(function (choice) {
      var row = choice.closest(".form-check");
      row.hidden = wanted !== "" && fold(choice.getAttribute("data-names")).indexOf(wanted) < 0;
    });
    typed.target.parentElement.querySelectorAll(".choice-group").forEach(function (group) {
      group.hidden = !group.querySelector(".form-check:not([hidden])");
    });
  });

  // The day picker beside each date writes its day into the date.
  document.addEventListener("change", function (picked) {
    if (!picked.target.id || !/-picker$/.test(picked.target.id) || !picked.target.value) { return; }
    setOne(picked.target.id.replace("filter-", "").replace("-picker", ""), picked.target.value);
  });

  window.addEventListener("popstate", restore);
  narrow.addEventListener("change", showLook);
  document.documentElement.setAttribute("data-bs-theme", theme());

  /* Dash has drawn the page when its stores can be set; a card that was opened takes the focus. */
  function start() {
    if (!byId("page") || !window.dash_clientside || !window.dash_clientside.set_props) { setTimeout(start, 30); return; }
    withoutWebgl();
    new MutationObserver(function () {
      markOpenRow();
      var card = byId("event-card");
      if (opener && !card.hidden && !card.contains(document.activeElement)) { card.scrollTop = 0; card.focus(); }
    }).observe(byId("event-card"), {childList: true, attributes: true, attributeFilter: ["hidden"]});
    new MutationObserver(markOpenRow).observe(byId("event-list"), {childList: true});
    showLook();
    restore();
  }
  start();

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.panj = {intend: intend, clickMap: clickMap, writeUrl: writeUrl, writeCounts: writeCounts};
}());
