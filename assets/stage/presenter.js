/* The presenter's window: note, this step and the next, clock. `steps.js` keeps it in step with the stage. */
(function () {
  "use strict";

  function byId(id) { return document.getElementById(id); }
  var data = JSON.parse(byId("stage-data").textContent);
  var kept = data.channel + "-started";
  var started = null;

  function remember() { try { sessionStorage.setItem(kept, String(started)); } catch (_) { /* storage may be closed */ } }
  try { started = Number(sessionStorage.getItem(kept)) || null; } catch (_) { started = null; }
  if (!started) { started = Date.now(); remember(); }

  function show(step) {
    var now = data.steps[step - 1];
    var next = data.steps[step];
    byId("presenter-note").textContent = now.note || "No note for this step.";
    byId("presenter-now").textContent = now.headline;
    byId("presenter-text").textContent = now.text;
    byId("presenter-next").textContent = next ? next.headline : "The end";
    byId("presenter-next-text").textContent = next ? next.text : "";
    byId("presenter-progress").textContent = step + " / " + data.steps.length;
    byId("presenter-previous").disabled = step === 1;
    byId("presenter-forward").disabled = !next;
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function tick() {
    var now = new Date();
    byId("presenter-clock").textContent = two(now.getHours()) + ":" + two(now.getMinutes());
    var seconds = Math.max(0, Math.floor((now.getTime() - started) / 1000));
    var hours = Math.floor(seconds / 3600);
    byId("presenter-elapsed").textContent = (hours ? hours + ":" + two(Math.floor(seconds / 60) % 60)
      : Math.floor(seconds / 60)) + ":" + two(seconds % 60);
  }

  var steps = window.panj_steps({
    count: data.steps.length,
    channel: data.channel,
    address: false,
    show: show,
    blank: function (on) {
      byId("presenter-blank").setAttribute("aria-pressed", String(on));
      byId("presenter-state").textContent = on ? "The stage is blank." : "";
    },
    keys: {},
    busy: function () { return false; }
  });
  byId("presenter-previous").addEventListener("click", steps.previous);
  byId("presenter-forward").addEventListener("click", steps.next);
  byId("presenter-blank").addEventListener("click", steps.blank);
  byId("presenter-restart").addEventListener("click", function () { started = Date.now(); remember(); tick(); });
  steps.begin();
  tick();
  setInterval(tick, 1000);
  document.documentElement.classList.add("is-ready");
}());
