/* What the browser decides alone: the address, the theme, clicks that only change the state.

   One store, `state`, holds {query, history}. Whoever wants another view writes a new query into it; the server
   draws it; `writeUrl` puts it into the address. Steps push history, drags and typing replace it. */
(function () {
  "use strict";

  // The keys of the query, in the order in which the server writes them (data/query.py).
  var KEYS = ["actor", "match", "parts", "role", "from", "to", "when", "dates", "type", "thread", "place", "district",
    "source", "collection", "q", "id", "event", "card", "view", "since"];
  var LISTS = ["actor", "type", "thread", "place", "district", "source", "collection", "q", "id"];
  var CARDS = ["event", "card", "view", "since"];
  // Views that take the place of the pictures (data/query.py).
  var PANELS = ["board", "relations", "claims", "contradictions", "gaps", "table", "changes", "brief"];
  // A longer query is not used (components/callbacks/state.py); the next step then starts from nothing.
  var LONGEST = 4000;
  // How this page stands in a frame, if it does (embed.js); `part` is "" on the whole page.
  var embed = window.panj_embed;
  var page = window.panj_page;
  var current = "";
  var begun = null;  // the query that the page came with
  var listed = false;  // whether the visitor of a part has its list open

  function noUpdate() { return window.dash_clientside.no_update; }
  function byId(id) { return document.getElementById(id); }
  function setProps(id, props) { window.dash_clientside.set_props(id, props); }

  // --- the query -------------------------------------------------------------------------------------------------

  function read(query) {
    return query.length > LONGEST ? {} : page.read(query);
  }

  function write(values) { return page.write(values, KEYS); }

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

  /* A press on anything that stands for one value: it becomes the filter of its key, a second press takes it back.
     With shift it joins the values that are there, or leaves them. */
  function press(key, value, add) {
    change(function (values) {
      var held = values[key] || [];
      var without = held.filter(function (one) { return one !== value; });
      if (add) { values[key] = without.length < held.length ? without : held.concat(value); }
      else { values[key] = same(held, [value]) ? [] : [value]; }
    });
  }

  function splitMark(mark) { return [mark.slice(0, mark.indexOf(":")), mark.slice(mark.indexOf(":") + 1)]; }

  // Plotly's clicks do not tell which keys are held: the pointer does, before them.
  var shiftHeld = false;
  document.addEventListener("pointerdown", function (down) { shiftHeld = down.shiftKey; }, true);

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

  /* What a mark of a picture stands for: `place:X01`, `actor:A-JA`, `thread:talks` ... */
  function markOf(point) {
    var mark = point && point.customdata;
    mark = Array.isArray(mark) ? mark[0] : mark;
    return typeof mark === "string" && mark.indexOf(":") > 0 ? mark : "";
  }

  function keyOfMark(kind) { return kind === "crossing" || kind === "province" || kind === "country" ? "place" : kind; }

  function pressMark(mark) {
    var parts = splitMark(mark);
    var key = keyOfMark(parts[0]);
    if (LISTS.indexOf(key) >= 0) { press(key, parts[1], shiftHeld); }
  }

  function clickMark(click) {
    var mark = markOf(click && click.points && click.points[0]);
    if (mark) { pressMark(mark); }
    return noUpdate();
  }

  /* The name of a lane. */
  function clickLane(click) {
    var mark = click && click.annotation && click.annotation.name;
    if (mark) { pressMark(mark); }
    return noUpdate();
  }

  /* A box or a lasso on the map: all places with a mark in it, one step of the history. */
  function pickPlaces(picked) {
    var points = (picked && picked.points) || [];
    var places = [];
    points.map(markOf).filter(Boolean).forEach(function (mark) {
      var place = splitMark(mark)[1];
      if (places.indexOf(place) < 0) { places.push(place); }
    });
    if (picked) { endPicking(places.length ? "" : "No mark lies in there."); }
    if (places.length) {
      change(function (values) {
        var held = shiftHeld ? values.place || [] : [];
        values.place = held.concat(places.filter(function (one) { return held.indexOf(one) < 0; })).slice(0, 60);
      });
    }
    return noUpdate();
  }

  function mapGraph() { return document.querySelector("#map-graph .js-plotly-plot"); }

  function startPicking(mode) {
    var graph = mapGraph();
    if (!graph || !window.Plotly) { return; }
    var now = graph._fullLayout.dragmode === mode ? "pan" : mode;
    window.Plotly.relayout(graph, {dragmode: now});
    showPicking(now, now === "pan" ? "" : "Drag on the map around the marks you want.");
  }

  /* The outline goes and the map pans again; what was picked stands in the chips. */
  function endPicking(words) {
    var graph = mapGraph();
    showPicking("pan", words);
    if (graph && window.Plotly) {
      setTimeout(function () { window.Plotly.update(graph, {selectedpoints: null}, {dragmode: "pan", selections: []}); }, 0);
    }
  }

  function showPicking(mode, words) {
    document.querySelectorAll("[data-pick]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-pick") === mode));
    });
    var told = byId("map-pick-words");
    if (told) { told.textContent = words; }
  }

  // --- query -> address ------------------------------------------------------------------------------------------

  function writeUrl(state) {
    if (!state) { return noUpdate(); }
    current = state.query;
    var address = addressOf(current);
    if (state.history === "push") { history.pushState(null, "", address); }
    if (state.history === "replace") { history.replaceState(null, "", address); }
    showView();
    showDrawn();
    markOpenRow();
    var whole = byId("embed-open");
    var language = embed.asked("lang") && "lang=" + embed.asked("lang");
    var query = [current, language].filter(Boolean).join("&");
    if (whole) { whole.href = embed.address(query && "?" + query); }
    return noUpdate();
  }

  function isSingle() { return Boolean(embed.part) && embed.part !== "dashboard"; }

  /* The event that the path of a part names: embed/event/<id>. */
  function eventInPath() {
    try { return embed.part === "event" ? decodeURIComponent(location.pathname.split("/").pop()) : ""; }
    catch (_) { return ""; }
  }

  /* A part says in its path what the whole page says in its query; how it looks stays in the address. */
  function addressOf(query) {
    var path = location.pathname;
    if (isSingle()) {
      var values = read(query);
      var event = embed.part === "event" && (values.event || [""])[0];
      if (event) { path = embed.address("embed/event/" + encodeURIComponent(event)); }
      values.view = [];
      if (event) { values.event = values.card = []; }
      query = write(values);
    }
    var whole = [query, embed.kept()].filter(Boolean).join("&");
    return path + (whole ? "?" + whole : "") + location.hash;
  }

  function inAddress() {
    var query = embed.strip(location.search);
    if (!embed.part) { return query; }
    var values = read(query);
    if (embed.part === "dashboard") { values.view = (values.view || []).filter(function (view) { return view !== "brief"; }); }
    else { values.view = embed.part === "event" ? [] : [embed.part]; }
    if (embed.part === "event" && !values.event && !values.card) { values.event = [eventInPath()]; }
    return write(values);
  }

  function restore() {
    var query = inAddress();
    begun = begun === null ? query : begun;
    setProps("state", {data: {query: query, history: "none"}});
  }

  // --- what follows the state without the server -------------------------------------------------------------------

  function writeCounts(counts) {
    document.querySelectorAll("[data-count]").forEach(function (place) {
      var pair = (counts || {})[place.getAttribute("data-count")] || [0, 0];
      place.textContent = pair[0] + (pair[1] ? " + " + pair[1] + " undated" : "");
      var row = place.closest(".form-check");
      if (row) { row.classList.toggle("has-none", pair[0] + pair[1] === 0); }
    });
    byId("page").classList.remove("is-loading");
    embed.tellHeight();
    return noUpdate();
  }

  function markOpenRow() {
    var open = (read(current).event || [""])[0];
    byId("page").classList.toggle("shows-event", Boolean(open));
    byId("page").classList.toggle("has-card", !byId("event-card").hidden || Boolean(open));
    document.querySelectorAll("[data-event-id]").forEach(function (row) {
      row.classList.toggle("is-open", row.getAttribute("data-event-id") === open);
    });
  }

  function viewNow() { return (read(current).view || [""])[0]; }

  function showView() {
    var view = viewNow();
    var whole = byId("page");
    var moved = whole.getAttribute("data-view") !== (view || "list");
    var panel = PANELS.indexOf(view) >= 0;
    whole.setAttribute("data-view", view || "list");
    whole.classList.toggle("has-panel", panel);
    document.querySelectorAll("[data-view-button]").forEach(function (button) {
      var stands = button.getAttribute("data-view-button");
      var pressed = stands === view || (stands === "" && !panel) || (stands === "list" && view === "");
      button.setAttribute("aria-pressed", String(pressed));
      if (pressed) { button.parentElement.scrollLeft = button.offsetLeft - button.parentElement.offsetLeft - 40; }
    });
    if (moved && !panel) { window.dispatchEvent(new Event("resize")); }  // a graph that was hidden has no size yet
  }

  /* What the panel in front shows; the server is asked only while there is one, and the table's script only then. */
  function askView(state, look, asked) {
    var values = read(state ? state.query : "");
    var view = (values.view || [""])[0];
    if (!state || !look || PANELS.indexOf(view) < 0) { return noUpdate(); }
    delete values.event;
    delete values.card;
    var wanted = {query: write(values), theme: look.theme, narrow: look.narrow};
    if (same(wanted, asked)) { return noUpdate(); }
    byId("view-panel").classList.add("is-asking");
    if (view !== "table") { return wanted; }
    return window.panj_table.load().then(function () { return wanted; }, noUpdate);
  }

  // --- the look ---------------------------------------------------------------------------------------------------

  var narrow = window.matchMedia("(max-width: 899px)");

  function theme() {
    if (embed.part) { return embed.theme(); }
    return page.theme();
  }

  function showLook() {
    document.documentElement.setAttribute("data-bs-theme", theme());
    embed.paintAccent();
    var button = byId("header-theme");
    if (button) { button.textContent = theme() === "dark" ? "Light" : "Dark"; }
    setProps("state-look", {data: {theme: theme(), narrow: narrow.matches, webgl: !withoutWebgl(), map: page.sizeOf("map", 0, 0),
      plot: plotSize(), part: embed.part, listed: listed, lang: embed.asked("lang")}});
    showDrawn();
  }

  /* The lanes with the room that the context strip takes from them: the server divides it. */
  function plotSize() {
    var size = page.sizeOf("timeline-graph", narrow.matches ? 22 : 170, 38);
    var below = byId("timeline-context");
    return size && [size[0], size[1] + Math.round(below ? below.getBoundingClientRect().height : 0)];
  }

  function switchTheme() {
    page.switchTheme();
    showLook();
  }

  // --- without WebGL2 the server draws the map ---------------------------------------------------------------------

  var drawnInstead = null;
  var asking = null;

  function withoutWebgl() {
    if (drawnInstead === null) {
      drawnInstead = !page.webgl();
      document.documentElement.classList.toggle("no-webgl", drawnInstead);
    }
    return drawnInstead;
  }

  function showDrawn() {
    var picture = byId("map-drawn");
    if (!picture || !withoutWebgl() || (isSingle() && embed.part !== "map")) { return; }
    var values = read(current);
    CARDS.forEach(function (key) { delete values[key]; });
    var query = write(values);
    var size = page.sizeOf("map", 0, 0);
    var from = embed.address(picture.getAttribute("data-src")) + "?" + (query ? query + "&" : "") + "theme=" + theme() +
      (size ? "&size=" + size[0] + "x" + size[1] : "");
    if (picture.hidden || from !== asking) { load(picture, from); }
  }

  /* Fetched as everything else, since an address in an image could carry no token. */
  function load(picture, from) {
    asking = from;
    window.fetch(from).then(function (answer) { return answer.ok ? answer.blob() : null; }).then(function (blob) {
      if (from !== asking) { return; }  // one that arrives late is not shown
      if (!blob) { asking = null; return; }  // the last picture stays
      var last = picture.src;
      picture.src = URL.createObjectURL(blob);
      picture.hidden = false;
      if (last) { URL.revokeObjectURL(last); }
    }, function () { asking = null; });
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
    function otherwise() {
      if (!embed.framed) { window.prompt("Copy:", text); return; }
      tell(copyOld(text) ? "Copied" : "Cannot copy here");  // a frame may neither ask nor use the clipboard's new way
    }
    if (!navigator.clipboard) { otherwise(); return; }
    navigator.clipboard.writeText(text).then(function () { tell("Copied"); }, otherwise);
  }

  function copyOld(text) {
    var held = document.activeElement;
    var area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    if (held) { held.focus(); }
    return done;
  }

  var presses = [
    ["[data-open-event]", function (on) { opener = on; setOne("event", on.getAttribute("data-open-event")); }],
    ["[data-open-card]", function (on) { openCard(on, on.getAttribute("data-open-card")); }],
    ["[data-filter]", function (on, add) {
      var parts = splitMark(on.getAttribute("data-filter"));
      if (LISTS.indexOf(parts[0]) >= 0) { press(parts[0], parts[1], add); }
    }],
    ["[data-remove]", function (on) { removeOne(splitMark(on.getAttribute("data-remove"))); }],
    ["[data-lift]", function (on) {
      change(function (values) { on.getAttribute("data-lift").split(",").forEach(function (key) { values[key] = []; }); });
    }],
    ["[data-pick]", function (on) { startPicking(on.getAttribute("data-pick")); }],
    ["[data-close-card]", closeCard],
    ["#summary-reset", function () { go(embed.part ? begun : "", "push"); }],
    ["[data-toggle-list]", toggleList],
    ["#header-theme", switchTheme],
    ["[data-view-button]", function (on) { setOne("view", on.getAttribute("data-view-button")); }],
    ["[data-toggle-drawer]", toggleDrawer],
    ["[data-from]", function (on) {
      change(function (values) { values.from = [on.getAttribute("data-from")]; values.to = [on.getAttribute("data-to")]; });
    }],
    ["[data-copy-link]", function (on) { copy(embed.part ? byId("embed-open").href : location.href, on); }],
    ["[data-copy]", function (on) { copy(on.getAttribute("data-copy"), on); }]
  ];
  var opener = null;
  var cardFront = "";

  /* An actor, a place or a source: its card lies under the event's, which therefore closes. */
  function openCard(on, identifier) {
    opener = on;
    change(function (values) { values.card = [identifier]; values.event = []; });
  }

  function removeOne(parts) {
    change(function (values) {
      values[parts[0]] = (values[parts[0]] || []).filter(function (one) { return one !== parts[1]; });
    });
    byId("summary-reset").focus();  // the chip is gone, and the focus with it
  }

  function closeCard() {
    var event = (read(current).event || [""])[0];
    if (embed.part === "event") {
      if (!event) { change(function (values) { values.card = []; values.event = [eventInPath()]; }); }
      return;  // the card of the event is all that there is
    }
    setOne(event ? "event" : "card", "");
    var back = opener && (document.contains(opener) ? opener
      : document.querySelector('#event-list [data-open-event="' + opener.getAttribute("data-open-event") + '"]'));
    (back || byId("event-list")).focus();
    opener = null;
  }

  function toggleList(button) {
    listed = !listed;
    byId("page").classList.toggle("has-list", listed);
    button.setAttribute("aria-expanded", String(listed));
    button.textContent = listed ? "Hide the list" : "Show as a list";
    showLook();
  }

  function toggleDrawer() {
    var open = byId("page").classList.toggle("drawer-is-open");
    byId("header-filters").setAttribute("aria-expanded", String(open));
    (open ? byId("filter-text") : byId("header-filters")).focus();
  }

  document.addEventListener("click", function (click) {
    presses.some(function (pair) {
      var on = click.target.closest && click.target.closest(pair[0]);
      if (on) { pair[1](on, click.shiftKey); }
      return Boolean(on);
    });
  });

  document.addEventListener("keydown", function (key) {
    if (key.key !== "Escape") { return; }
    if (byId("page").classList.contains("drawer-is-open")) { toggleDrawer(); }
    else if (read(current).event || read(current).card) { closeCard(); }
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

  /* What the page around a frame hears: the query of the whole page that shows the same, and the counts. */
  function tellSelection(drawn, total, selected, certain, possible, undated, unplaced) {
    var counts = {total: total, selected: selected, certain: certain, possible: possible, undated: undated, unplaced: unplaced};
    Object.keys(counts).forEach(function (name) { counts[name] = Number(counts[name]); });
    var message = {type: "panj:selection", query: current, counts: counts};
    if (embed.part && drawn && !same(message, lastTold)) { embed.tell(message); }
    lastTold = message;
    return noUpdate();
  }
  var lastTold = null;

  window.addEventListener("popstate", restore);
  narrow.addEventListener("change", showLook);
  if (embed.part) { embed.dark.addEventListener("change", showLook); }
  document.documentElement.setAttribute("data-bs-theme", theme());

  /* Dash has drawn the page when its stores can be set; a card that was opened takes the focus. */
  function start() {
    if (!byId("page") || !window.dash_clientside || !window.dash_clientside.set_props) { setTimeout(start, 30); return; }
    withoutWebgl();
    new MutationObserver(function () {
      markOpenRow();
      var card = byId("event-card");
      var body = byId("card-body");
      var front = body ? body.textContent.slice(0, 200) : "";
      if (opener && !card.hidden && front && front !== cardFront) { card.scrollTop = 0; card.focus(); }
      cardFront = front;
    }).observe(byId("event-card"), {childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"]});
    new MutationObserver(markOpenRow).observe(byId("event-list"), {childList: true});
    new MutationObserver(function () { byId("view-panel").classList.remove("is-asking"); markOpenRow(); })
      .observe(byId("view-panel"), {childList: true, subtree: true});
    showLook();
    restore();
  }
  start();

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.panj = {intend: intend, clickMark: clickMark, clickLane: clickLane, pickPlaces: pickPlaces,
    askView: askView, writeUrl: writeUrl, writeCounts: writeCounts, tellSelection: tellSelection};
  // For the other scripts of the page.
  window.panj = {
    setOne: setOne,
    openEvent: function (event) { setOne("event", event); },
    filterIds: function (list) { change(function (values) { values.id = list.slice(0, 150); }); }
  };
}());
