/* What every page of ours does alike in the browser: queries, the theme that a visitor keeps, sizes, WebGL. */
(function () {
  "use strict";

  var THEME = "panj-theme";

  /* Key -> its values, in the order of the query. */
  function read(query) {
    var values = {};
    new URLSearchParams(query).forEach(function (value, key) { (values[key] = values[key] || []).push(value); });
    return values;
  }

  /* The query of such values, `first` the keys that come first; empty values are left out. */
  function write(values, first) {
    var keys = (first || []).concat(Object.keys(values).filter(function (key) { return (first || []).indexOf(key) < 0; }));
    var parts = [];
    keys.forEach(function (key) {
      (values[key] || []).forEach(function (value) {
        if (value !== "") { parts.push(encodeURIComponent(key) + "=" + encodeURIComponent(value)); }
      });
    });
    return parts.join("&");
  }

  function theme() {
    var kept = null;
    try { kept = localStorage.getItem(THEME); } catch (_) { /* storage may be closed to a framed page */ }
    return kept || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function switchTheme() {
    try { localStorage.setItem(THEME, theme() === "dark" ? "light" : "dark"); } catch (_) { /* as above */ }
  }

  /* Width and height of a picture in whole pixels, less its margins; null while it is not shown. */
  function sizeOf(id, margin, below) {
    var element = document.getElementById(id);
    var box = element && element.getBoundingClientRect();
    return box && box.width > margin + 80 && box.height > below + 80
      ? [Math.round(box.width - margin), Math.round(box.height - below)] : null;
  }

  /* Whether this browser can draw a map. */
  function webgl() {
    var context = document.createElement("canvas").getContext("webgl2");
    var lose = context && context.getExtension("WEBGL_lose_context");
    if (lose) { lose.loseContext(); }
    return Boolean(context);
  }

  window.panj_page = {read: read, write: write, theme: theme, switchTheme: switchTheme, sizeOf: sizeOf, webgl: webgl};
}());
