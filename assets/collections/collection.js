/* The page of a collection: the address is its state, everything that is pressed writes a new one. */
(function () {
  "use strict";

  var shared = window.panj_page;
  var read = shared.read;
  var write = shared.write;
  var theme = shared.theme;
  var sizeOf = shared.sizeOf;
  var LISTS = ["actor", "type", "place", "source"];
  var current = null;   // query without the page
  var page = 0;

  function noUpdate() { return window.dash_clientside.no_update; }
  function byId(id) { return document.getElementById(id); }
  function setProps(id, props) { window.dash_clientside.set_props(id, props); }
  function name() { return decodeURIComponent(location.pathname.replace(/\/+$/, "").split("/").pop()); }

  /* A new state: into the address, into the store, and from there to the server. */
  function go(query, turned, how) {
    if (query === current && turned === page) { return; }
    current = query;
    page = turned;
    var shown = [query, page ? "page=" + (page + 1) : ""].filter(Boolean).join("&");
    var address = location.pathname + (shown ? "?" + shown : "") + location.hash;
    if (how === "push") { history.pushState(null, "", address); }
    if (how === "replace") { history.replaceState(null, "", address); }
    setProps("state", {data: {query: query, page: page, name: name()}});
    showInputs();
  }

  function change(edit, keepPage) {
    var values = read(current);
    edit(values);
    go(write(values), keepPage ? page : 0, "push");
  }

  function restore() {
    var values = read(location.search);
    var turned = Math.max(parseInt((values.page || ["1"])[0], 10) - 1 || 0, 0);
    delete values.page;
    current = null;
    go(write(values), turned, "none");
  }

  function split(mark) { return [mark.slice(0, mark.indexOf(":")), mark.slice(mark.indexOf(":") + 1)]; }

  function toggle(key, value) {
    change(function (values) {
      var held = values[key] || [];
      var without = held.filter(function (one) { return one !== value; });
      var taken = without.length < held.length;
      values[key] = taken ? without : LISTS.indexOf(key) >= 0 ? held.concat(value) : [value];
    });
  }

  function set(key, value) {
    change(function (values) { values[key] = value ? [value] : []; }, key === "event");
  }

  function showInputs() {
    var values = read(current);
    ["from", "to"].forEach(function (key) {
      var input = byId("filter-" + key);
      if (input && document.activeElement !== input) { setProps("filter-" + key, {value: (values[key] || [""])[0]}); }
    });
    byId("collection-certain").setAttribute("aria-pressed", String((values.when || [])[0] === "certain"));
    markOpen();
  }

  function markOpen() {
    var open = current === null ? "" : (read(current).event || [""])[0];
    byId("page").classList.toggle("has-card", Boolean(open));
    document.querySelectorAll("[data-event-id]").forEach(function (row) {
      row.classList.toggle("is-open", row.getAttribute("data-event-id") === open);
    });
  }

  // --- from the pictures ----------------------------------------------------------------------------------------

  function day(stamp, end) {
    var moment = new Date(String(stamp).replace(" ", "T").slice(0, 19) + (String(stamp).length > 10 ? "Z" : "T00:00Z"));
    if (isNaN(moment)) { return ""; }
    // A day that is covered by less than half is left out, so that a window read back is the window drawn.
    var days = Math.round(moment.getTime() / 864e5) - (end ? 1 : 0);
    return new Date(days * 864e5).toISOString().slice(0, 10);
  }

  function rangeOf(sent) {
    var drawn = sent.selections && sent.selections[0];
    if (drawn) { return [drawn.x0, drawn.x1]; }
    if (sent.range && sent.range.x) { return sent.range.x; }
    if (sent["shapes[0].x0"] !== undefined) { return [sent["shapes[0].x0"], sent["shapes[0].x1"]]; }
    if (sent["xaxis.range[0]"] !== undefined) { return [sent["xaxis.range[0]"], sent["xaxis.range[1]"]]; }
    return null;
  }

  /* A drag is a window of dates; a press on a mark of the timeline an event, or the days that a bundle spans. What
     these payloads mean is also read by components/shared/timeline_payload.py, for the dashboard. */
  function act(sent) {
    if (!sent) { return noUpdate(); }
    if (sent["xaxis.autorange"]) { change(function (values) { values.from = []; values.to = []; }); return noUpdate(); }
    if (sent.points && sent.points.length && !sent.range) { press(sent.points[0]); return noUpdate(); }
    var range = rangeOf(sent);
    if (range) {
      var ends = range.slice().sort();
      var from = day(ends[0], false);
      var to = day(ends[1], true);
      if (from && to) { change(function (values) { values.from = [from]; values.to = [to < from ? from : to]; }); }
    }
    return noUpdate();
  }

  function press(point) {
    var mark = Array.isArray(point.customdata) ? point.customdata[0] : point.customdata;
    if (typeof mark !== "string" || !mark) { return; }
    var span = /^(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)$/.exec(mark);
    if (span) { change(function (values) { values.from = [span[1]]; values.to = [span[2]]; }); return; }
    set("event", mark);
  }

  function follow(state, drawn) {
    if (drawn) { byId("page").classList.remove("is-loading"); }
    markOpen();
    return noUpdate();
  }

  // --- presses and keys ------------------------------------------------------------------------------------------

  document.addEventListener("click", function (click) {
    var on = click.target.closest && click.target.closest("[data-toggle], [data-set], [data-page], [data-toggle-drawer], #summary-reset, #header-theme");
    if (!on) { return; }
    if (on.id === "summary-reset") { go("", 0, "push"); }
    else if (on.id === "header-theme") { shared.switchTheme(); showLook(); }
    else if (on.hasAttribute("data-toggle-drawer")) { toggleDrawer(); }
    else if (on.hasAttribute("data-page")) { go(current, Number(on.getAttribute("data-page")), "push"); byId("event-list").scrollTop = 0; }
    else if (on.hasAttribute("data-set")) { var one = split(on.getAttribute("data-set")); set(one[0], one[1]); }
    else { var parts = split(on.getAttribute("data-toggle")); toggle(parts[0], parts[1]); }
  });

  document.addEventListener("keydown", function (key) {
    var field = key.target;
    if (key.key === "Enter" && field.id === "collection-find" && field.value.trim()) {
      toggle("actor", field.value.trim());
      setProps("collection-find", {value: ""});
    }
    if (key.key === "Escape") { leave(); }
  });

  document.addEventListener("change", function (typed) {
    var id = typed.target.id || "";
    if (id === "filter-from" || id === "filter-to") { set(id.replace("filter-", ""), typed.target.value.trim()); }
  });

  /* Escape closes what lies on top: the drawer, then the card, whose row has the focus again. */
  function leave() {
    var open = current === null ? "" : (read(current).event || [""])[0];
    if (byId("page").classList.contains("drawer-is-open")) { toggleDrawer(); return; }
    if (!open) { return; }
    set("event", "");
    (document.querySelector("[data-event-id='" + CSS.escape(open) + "'] button") || byId("event-list")).focus();
  }

  function toggleDrawer() {
    var open = byId("page").classList.toggle("drawer-is-open");
    document.querySelector("[data-toggle-drawer]").setAttribute("aria-expanded", String(open));
  }

  // --- the look ---------------------------------------------------------------------------------------------------

  var narrow = window.matchMedia("(max-width: 899px)");

  function showLook() {
    document.documentElement.setAttribute("data-bs-theme", theme());
    byId("header-theme").textContent = theme() === "dark" ? "Light" : "Dark";
    document.documentElement.classList.toggle("no-webgl", !hasWebgl);
    setProps("state-look", {data: {theme: theme(), narrow: narrow.matches, webgl: hasWebgl,
      map: sizeOf("map", 0, 0), plot: sizeOf("timeline-graph", narrow.matches ? 22 : 170, 38)}});
  }

  var hasWebgl = shared.webgl();
  narrow.addEventListener("change", showLook);
  window.addEventListener("popstate", restore);
  document.documentElement.setAttribute("data-bs-theme", theme());

  function start() {
    if (!byId("page") || !window.dash_clientside || !window.dash_clientside.set_props) { setTimeout(start, 30); return; }
    new MutationObserver(markOpen).observe(byId("event-list"), {childList: true});
    showLook();
    restore();
  }
  start();

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.panj_collection = {act: act, follow: follow};
}());
