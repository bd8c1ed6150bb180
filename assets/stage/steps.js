/* What the stage and the presenter's window share: which step it is, the keys, the address, the other window.

   The windows hear each other through a BroadcastChannel of the browser, never through the server. A message is
   {at: step, blank: bool} from the window that moved, or {ask: true} from one that has just been loaded. */
(function () {
  "use strict";

  var TWO_DIGITS = 600;  // milliseconds in which a second digit joins the first
  var SWIPE = 60;        // pixels

  /* options: count, channel, show(step, first), blank(on), keys {key: function}, busy() -> bool, and
     address: whether the step stands in the address (the stage) or comes from the other window alone. */
  window.panj_steps = function (options) {
    var at = 0;  // the first step is 1
    var blank = false;
    var digits = "";
    var digitTimer = null;
    var air = window.BroadcastChannel ? new BroadcastChannel(options.channel) : null;

    function inHash() {
      if (!options.address) { return 0; }
      var number = /^#(\d{1,3})$/.test(location.hash) ? Number(location.hash.slice(1)) : 0;
      return number >= 1 && number <= options.count ? number : 0;
    }

    function tell() { if (air) { air.postMessage({at: at, blank: blank}); } }

    /* The one way to another step. `how`: "own" (a person here), "heard" (the other window), "address" (history). */
    function go(step, how) {
      var to = Math.min(Math.max(step, 1), options.count);
      if (to === at) { return; }
      var first = at === 0;
      at = to;
      if (options.address && how !== "address" && inHash() !== at) {
        if (first) { history.replaceState(null, "", "#" + at); } else { history.pushState(null, "", "#" + at); }
      }
      options.show(at, first);
      if (how !== "heard") { tell(); }
    }

    function setBlank(on, how) {
      if (on === blank) { return; }
      blank = on;
      options.blank(blank);
      if (how !== "heard") { tell(); }
    }

    function own(step) { setBlank(false, "heard"); go(step, "own"); }

    function digit(key) {
      clearTimeout(digitTimer);
      digits = (digits + key).slice(-2);
      if (Number(digits) > options.count) { digits = key; }  // no such step: the digit stands for itself
      if (Number(digits) >= 1 && Number(digits) <= options.count) { own(Number(digits)); }
      digitTimer = setTimeout(function () { digits = ""; }, TWO_DIGITS);
    }

    var moves = {
      ArrowRight: function () { own(at + 1); }, ArrowDown: function () { own(at + 1); },
      PageDown: function () { own(at + 1); }, " ": function () { own(at + 1); },
      ArrowLeft: function () { own(at - 1); }, ArrowUp: function () { own(at - 1); },
      PageUp: function () { own(at - 1); },
      Home: function () { own(1); }, End: function () { own(options.count); },
      b: function () { setBlank(!blank, "own"); }, ".": function () { setBlank(!blank, "own"); }
    };

    function scrolls(target, key) {
      var box = (key === "ArrowDown" || key === "ArrowUp") && target.closest && target.closest("[tabindex='0']");
      return Boolean(box) && box.scrollHeight > box.clientHeight + 2;
    }

    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || options.busy()) { return; }
      var presses = event.key === " " && event.target.closest && event.target.closest("button, a, summary");
      if (presses || scrolls(event.target, event.key)) { return; }
      var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      var act = /^\d$/.test(key) ? function () { digit(key); } : moves[key] || options.keys[key];
      if (act) { event.preventDefault(); act(); }
    });

    var start = null;
    document.addEventListener("touchstart", function (event) {
      var inPicture = event.target.closest && event.target.closest("[data-no-swipe]");
      start = event.touches.length === 1 && !inPicture && !options.busy()
        ? [event.touches[0].clientX, event.touches[0].clientY] : null;
    }, {passive: true});
    document.addEventListener("touchend", function (event) {
      var end = event.changedTouches[0];
      if (!start || !end) { return; }
      var across = end.clientX - start[0];
      var down = end.clientY - start[1];
      start = null;
      if (Math.abs(across) >= SWIPE && Math.abs(across) > 2 * Math.abs(down)) { own(at + (across < 0 ? 1 : -1)); }
    }, {passive: true});

    function fromAddress() { if (inHash()) { go(inHash(), "address"); tell(); } }
    window.addEventListener("popstate", fromAddress);
    window.addEventListener("hashchange", fromAddress);

    if (air) {
      air.onmessage = function (event) {
        var said = event.data || {};
        if (said.ask) { tell(); return; }
        if (typeof said.at !== "number") { return; }
        setBlank(Boolean(said.blank), "heard");
        go(said.at, "heard");
      };
    }

    return {
      /* An address with a step says where to begin; without one the other window is asked. */
      begin: function () {
        var told = inHash();
        go(told || 1, told ? "address" : "heard");
        if (air) { air.postMessage({ask: true}); }
      },
      next: function () { own(at + 1); },
      previous: function () { own(at - 1); },
      blank: function () { setBlank(!blank, "own"); },
      at: function () { return at; }
    };
  };
}());
