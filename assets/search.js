/* The search box as a combobox of WAI-ARIA 1.2. The server fills #search-results; this script shows and hides them,
   moves through the options and presses them. The focus stays in the box all the while. */
(function () {
  "use strict";

  var OPENS = ["data-open-event", "data-open-card", "data-filter"];
  var box, results, status;
  var closedFor = null;  // the text whose results were put away: they stay so until another one is typed
  var chosen = {text: "", at: -1};  // the active option, kept when the same text is answered again
  var waiting = false;   // Enter came before the answer to what is typed

  function options() { return Array.prototype.slice.call(results.querySelectorAll("[role=option]")); }
  function active() { return document.getElementById(box.getAttribute("aria-activedescendant") || ""); }
  function isOpen() { return !results.hidden; }

  /* Whether the results are those of what stands in the box now. */
  function isFresh() {
    var found = results.querySelector("[data-found-for]");
    return Boolean(found) && found.getAttribute("data-found-for") === box.value;
  }

  function activate(option) {
    chosen = {text: box.value, at: options().indexOf(option)};
    mark(option);
  }

  function mark(option) {
    options().forEach(function (one) { one.setAttribute("aria-selected", String(one === option)); });
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({block: "nearest"});
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function open() {
    if (!results.firstChild || !box.value.trim()) { close(); return; }
    results.hidden = false;
    var list = results.querySelector("[role=listbox]");
    box.setAttribute("aria-expanded", String(Boolean(list)));
    if (list) { box.setAttribute("aria-controls", list.id); } else { box.removeAttribute("aria-controls"); }
  }

  function close() {
    results.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-controls");
    activate(null);
    status.textContent = "";
  }

  function tell() {
    var number = options().length;
    var told = number ? number + (number === 1 ? " result" : " results") + ", use the arrow keys"
      : results.textContent;
    if (status.textContent !== told) { status.textContent = told; }
  }

  function move(step) {
    var all = options();
    if (!all.length) { return; }
    var at = all.indexOf(active());
    var next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    activate(all[next]);
  }

  /* The box itself is pressed in the option's stead: it keeps the focus, and a card that closes gives it back here. */
  function press(option, shift) {
    waiting = false;
    closedFor = box.value;
    var held = OPENS.filter(function (name) { return option.hasAttribute(name); });
    held.forEach(function (name) { box.setAttribute(name, option.getAttribute(name)); });
    close();
    box.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: shift}));
    held.forEach(function (name) { box.removeAttribute(name); });
  }

  function enter(shift) {
    var option = active() || options()[0];
    if (!isFresh()) { waiting = Boolean(box.value.trim()); } else if (option) { press(option, shift); }
  }

  function clear() { window.dash_clientside.set_props("search-box", {value: ""}); }

  /* The filters may have changed since: the same text is asked for again, so that what they hide is marked. */
  function askAgain() { window.dash_clientside.set_props("search-box", {value: box.value}); }

  function onKey(key) {
    if (key.isComposing || key.ctrlKey || key.altKey || key.metaKey) { return; }
    if (key.key === "Escape") { escape(key); return; }
    if (key.key === "Enter") { key.preventDefault(); enter(key.shiftKey); return; }
    if (key.key === "ArrowDown" || key.key === "ArrowUp") {
      key.preventDefault();
      if (!isOpen()) { closedFor = null; open(); askAgain(); }
      move(key.key === "ArrowDown" ? 1 : -1);
      return;
    }
    // Without an active option these two move in the text, as in any box.
    if ((key.key === "Home" || key.key === "End") && isOpen() && active()) {
      key.preventDefault();
      activate(options()[key.key === "Home" ? 0 : options().length - 1]);
    }
  }

  /* First the results go, then the text; only an empty box lets the key close a card. */
  function escape(key) {
    if (!isOpen() && !box.value) { return; }
    key.stopPropagation();
    if (isOpen()) { closedFor = box.value; close(); } else { clear(); }
  }

  function onType() {
    waiting = false;
    closedFor = null;
    activate(null);
    if (!box.value.trim()) { close(); }
  }

  function onAnswer() {
    mark(isOpen() && chosen.text === box.value && options()[chosen.at] || null);  // the rows are new ones
    if (!isFresh() || document.activeElement !== box || closedFor === box.value) { return; }
    if (waiting && options().length) { press(options()[0], false); return; }
    waiting = false;
    open();
    tell();
  }

  function onSlash(key) {
    if (key.key !== "/" || key.defaultPrevented || key.ctrlKey || key.altKey || key.metaKey) { return; }
    var on = key.target;
    if (on.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName)) { return; }
    key.preventDefault();
    box.focus();
    box.select();
  }

  function start() {
    box = document.getElementById("search-box");
    results = document.getElementById("search-results");
    if (!box || !results || !window.dash_clientside || !window.dash_clientside.set_props) { setTimeout(start, 50); return; }
    status = results.parentElement.querySelector("[role=status]");
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-haspopup", "listbox");
    box.setAttribute("aria-keyshortcuts", "/");
    box.setAttribute("spellcheck", "false");
    close();
    box.addEventListener("keydown", onKey);
    box.addEventListener("input", onType);
    box.addEventListener("blur", function () { waiting = false; closedFor = box.value; close(); });
    // The box keeps the focus while a row is pressed or the list is scrolled.
    results.addEventListener("mousedown", function (down) { down.preventDefault(); });
    results.addEventListener("click", function (click) {
      click.stopPropagation();
      var option = click.target.closest("[role=option]");
      if (option) { press(option, click.shiftKey); }
    });
    new MutationObserver(onAnswer).observe(results, {childList: true, subtree: true, attributes: true,
      attributeFilter: ["data-found-for"]});
    document.addEventListener("keydown", onSlash);
  }
  start();
}());
