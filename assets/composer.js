/* A brief written in the browser. The draft lives in localStorage and nowhere else: the server checks it, draws the
   preview and writes the file, and forgets it with the answer (portal/drafts.py).

   This script also runs alone on the page `brief/preview`, which fetches the stage for the draft of this browser. */
(function () {
  "use strict";

  var STORE = "panj-draft";
  var LARGEST = 250000;  // characters of a file that is opened; the server takes 256 kB
  var TEXTS = {headline: 120, text: 900, note: 1500, view: 1500, since: 40};
  var HEAD = {title: 160, audience: 200, as_of: 10};
  var PANELS = ["board", "relations", "claims", "contradictions", "gaps", "table"];
  var WIDEST = [55, 28, 85, 45];
  var facts = {titles: {}, frame: [67, 36.05, 75.1, 39.45], most: 60};
  var memory = null;   // the draft where the browser keeps none
  var before = null;   // the draft before the last deletion, for "Undo"
  var opened = {};     // keys of the steps whose fields are unfolded
  var seenFrame = null;
  var told;            // the live line of the page

  // --- the draft ---------------------------------------------------------------------------------------------------

  function today() {
    var now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function empty() { return {title: "", audience: "", as_of: today(), card: false, panel: false, steps: []}; }

  function text(value) { return typeof value === "string" ? value : ""; }

  /* Whatever is in the store or in a file, as a draft: a stranger may have written it. */
  function normal(value) {
    var draft = empty();
    if (!value || typeof value !== "object") { return draft; }
    Object.keys(HEAD).forEach(function (key) { if (typeof value[key] === "string") { draft[key] = value[key]; } });
    draft.card = value.card === true;
    draft.panel = value.panel === true;
    draft.steps = (Array.isArray(value.steps) ? value.steps : []).slice(0, facts.most).map(normalStep);
    return draft;
  }

  function normalStep(value) {
    var step = {key: newKey(), frame: frameOf(value && value.frame) || facts.frame.slice(), highlight: []};
    Object.keys(TEXTS).forEach(function (key) { step[key] = text(value && value[key]); });
    if (value && Array.isArray(value.highlight)) { step.highlight = value.highlight.map(String).slice(0, 200); }
    if (value && typeof value.key === "string") { step.key = value.key; }
    return step;
  }

  function newKey() { return Math.random().toString(36).slice(2, 10); }

  function frameOf(sides) {
    var fine = Array.isArray(sides) && sides.length === 4 && sides.every(function (side) { return typeof side === "number" && isFinite(side); });
    return fine ? sides.slice() : null;
  }

  function read() {
    var kept = memory;
    try { kept = JSON.parse(localStorage.getItem(STORE)) || memory; } catch (_) { /* storage may be closed, or hold anything */ }
    return normal(kept);
  }

  function isKept() {
    try { return localStorage.getItem(STORE) !== null; } catch (_) { return false; }
  }

  function write(draft) {
    memory = draft;
    try { localStorage.setItem(STORE, JSON.stringify(draft)); } catch (_) { /* closed or full: the page says so */ }
  }

  function change(edit) {
    var draft = read();
    edit(draft);
    write(draft);
    return draft;
  }

  /* What the server is sent: the draft without what only this script needs. */
  function bare(draft) {
    return {title: draft.title, audience: draft.audience, as_of: draft.as_of, steps: draft.steps.map(function (step) {
      var kept = {frame: step.frame, highlight: step.highlight};
      Object.keys(TEXTS).forEach(function (key) { kept[key] = step[key]; });
      return kept;
    })};
  }

  // --- the view of now ---------------------------------------------------------------------------------------------

  function viewNow(draft) {
    var query = new URLSearchParams(location.search);
    var panel = query.get("view") || "";
    var found = {view: "", since: "", event: query.get("event") || ""};
    if (panel === "changes") { found.since = query.get("since") || ""; }
    query.delete("since");
    if (!draft.card) { query.delete("event"); query.delete("card"); }
    if (!draft.panel || PANELS.indexOf(panel) < 0) { query.delete("view"); }
    found.view = query.toString().replace(/\+/g, "%20");
    return found;
  }

  /* West, south, east, north of the map as it was last in sight, or null. Plotly keeps MapLibre's map to itself, and
     one that is hidden behind a panel takes another size and so another frame. */
  function mapFrame() {
    var graph = document.querySelector("#map-graph .js-plotly-plot");
    var part = graph && graph.offsetWidth && graph._fullLayout && graph._fullLayout.map;
    try {
      var bounds = part._subplot.map.getBounds();
      seenFrame = within([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]) || seenFrame;
    } catch (_) { /* it is hidden, or not drawn by WebGL */ }
    return seenFrame;
  }

  function within(sides) {
    var frame = sides.map(function (side, i) {
      var limit = WIDEST[i];
      return Math.round((i < 2 ? Math.max(side, limit) : Math.min(side, limit)) * 1000) / 1000;
    });
    return frame[2] - frame[0] > 0.01 && frame[3] - frame[1] > 0.01 && frame.every(isFinite) ? frame : null;
  }

  function addView() {
    var draft = read();
    if (draft.steps.length >= facts.most) { say("A brief has at most " + facts.most + " steps; nothing was added."); return; }
    var now = viewNow(draft);
    var step = normalStep({view: now.view, since: now.since, frame: mapFrame(), highlight: now.event ? [now.event] : []});
    draft.steps.push(step);
    opened[step.key] = true;
    write(draft);
    render();
    say("Added as step " + draft.steps.length, true);
  }

  // --- words -------------------------------------------------------------------------------------------------------

  /* The live line of the page; outside the panel with a way into it. */
  function say(words, offer) {
    clearTimeout(say.timer);
    told.hidden = false;
    told.querySelector("p").textContent = words + (isKept() || !offer ? "" : ". This browser keeps no draft: download the file before you leave") + ".";
    told.querySelector("[data-undo]").hidden = !before;
    told.querySelector("[data-view-button]").hidden = !offer || Boolean(place());
    say.timer = setTimeout(hush, 12000);
  }

  function hush() {
    if (told.contains(document.activeElement) || told.matches(":hover")) { say.timer = setTimeout(hush, 4000); return; }
    told.querySelector("p").textContent = "";
    told.hidden = true;
    before = null;
  }

  // The offered button goes when it is pressed and the composer opens.
  function makeTold() {
    told = el("div", {"class": "composer-told"}, [
      el("p", {role: "status", "aria-live": "polite"}),
      el("button", {type: "button", "class": "link-button", "data-view-button": "brief", "aria-pressed": "false"}, ["Open the draft"]),
      el("button", {type: "button", "class": "link-button", "data-undo": "1"}, ["Undo"])
    ]);
    told.hidden = true;
    document.body.appendChild(told);
  }

  // --- small helpers -----------------------------------------------------------------------------------------------

  function el(tag, values, children) {
    var made = document.createElement(tag);
    Object.keys(values || {}).forEach(function (name) {
      if (values[name] !== null && values[name] !== false) { made.setAttribute(name, values[name] === true ? "" : values[name]); }
    });
    (children || []).forEach(function (child) { if (child) { made.append(child); } });
    return made;
  }

  function button(words, act, values) {
    return el("button", Object.assign({type: "button", "class": "button", "data-act": act}, values || {}), [words]);
  }

  function place() { return document.querySelector("[data-composer]"); }

  // --- drawing the composer ----------------------------------------------------------------------------------------

  function render() {
    var root = place();
    if (!root) { return; }
    try { facts = Object.assign(facts, JSON.parse(root.getAttribute("data-composer"))); } catch (_) { /* the defaults do */ }
    var held = heldFocus(root);
    var problems = root.querySelector(".composer-problems");
    var draft = read();
    if (draft.steps.length) { write(draft); }  // a step that had no key has one now
    root.replaceChildren(tools(draft), problems || el("div", {"class": "composer-problems", tabindex: "-1"}), headFields(draft), stepList(draft));
    root.setAttribute("data-drawn", "1");
    giveFocus(root, held);
  }

  function heldFocus(root) {
    var on = document.activeElement;
    return on && root.contains(on) ? {name: on.getAttribute("data-name"), start: on.selectionStart} : null;
  }

  function giveFocus(root, held) {
    var on = held && held.name && root.querySelector('[data-name="' + held.name + '"]');
    if (!on) { return; }
    on.focus();
    try { if (typeof held.start === "number") { on.setSelectionRange(held.start, held.start); } } catch (_) { /* a date has none */ }
  }

  function tools(draft) {
    var file = el("input", {type: "file", accept: ".yaml,.yml,text/yaml,application/yaml", "class": "composer-file", "data-act": "open", "data-name": "open"});
    return el("div", {"class": "composer-tools"}, [
      el("div", {"class": "composer-buttons"}, [
        el("button", {type: "button", "class": "button add-view", "data-add-view": "1", "data-name": "add"}, ["Add this view"]),
        el("a", {href: "brief/preview", target: "_blank", rel: "opener", "class": "button", "data-name": "preview"}, ["Preview", el("span", {"class": "visually-hidden"}, [" (opens a new tab)"])]),
        button("Download the file", "download", {"data-name": "download"}),
        el("label", {"class": "button composer-open"}, ["Open a file", file]),
        button("New draft", "new", {"data-name": "new"})
      ]),
      el("div", {"class": "composer-keep"}, [
        check("card", "keep the open card in the step", draft.card),
        check("panel", "keep the panel in front in the step", draft.panel)
      ])
    ]);
  }

  function check(key, words, on) {
    var box = el("input", {type: "checkbox", "data-field": key, "data-name": "keep-" + key});
    box.checked = on;
    return el("label", {}, [box, " " + words]);
  }

  function headFields(draft) {
    return el("fieldset", {"class": "composer-head"}, [
      el("legend", {}, ["The brief"]),
      field("Title", "title", draft.title, {maxlength: HEAD.title, required: true}),
      field("Audience", "audience", draft.audience, {maxlength: HEAD.audience}),
      field("As of", "as_of", draft.as_of, {type: "date", required: true}, "the day up to which it is written")
    ]);
  }

  /* A label, its control, and under it what helps to fill it. `values.rows` makes it a text of several lines. */
  function field(words, key, value, values, help, step) {
    var id = "composer-" + (step ? step.key + "-" : "") + key;
    var many = values && values.rows;
    var control = el(many ? "textarea" : "input", Object.assign(many ? {} : {type: "text"}, values,
      {id: id, "data-field": key, "data-name": id, "aria-describedby": help ? id + "-help" : null, autocomplete: "off"}));
    control.value = value;
    return el("div", {"class": "composer-field field-" + key.replace("_", "-")}, [
      el("label", {"for": id}, [words]), control,
      help ? el("div", {id: id + "-help", "class": "fine"}, Array.isArray(help) ? help : [help]) : null
    ]);
  }

  function stepList(draft) {
    var head = el("h3", {tabindex: "-1", "data-name": "steps"}, [draft.steps.length ? "Steps" : "No step yet"]);
    if (!draft.steps.length) {
      return el("div", {}, [head, el("p", {"class": "fine"}, ["Set the filters and the map as you want them, then press “Add this view”, here or above the views."])]);
    }
    var last = draft.steps.length;
    return el("div", {}, [head, el("ol", {"class": "composer-steps"}, draft.steps.map(function (step, at) {
      return stepItem(step, at + 1, last);
    }))]);
  }

  function stepItem(step, number, last) {
    var open = Boolean(opened[step.key]);
    var body = "composer-body-" + step.key;
    return el("li", {"data-step": step.key}, [
      el("div", {"class": "composer-step-head"}, [
        el("button", {type: "button", "class": "composer-toggle", "data-act": "toggle", "data-name": "toggle-" + step.key,
          "aria-expanded": String(open), "aria-controls": body, "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown"},
        [el("span", {"class": "composer-number"}, [String(number)]), " ", el("span", {"class": "composer-headline"}, [step.headline || "No headline yet"])]),
        move("up", "↑", step, number, number === 1),
        move("down", "↓", step, number, number === last),
        button("✕", "delete", {"aria-label": "Delete step " + number, title: "Delete", "data-name": "delete-" + step.key})
      ]),
      el("div", {"class": "composer-body", id: body, hidden: !open}, open ? stepFields(step) : [])
    ]);
  }

  function move(way, sign, step, number, impossible) {
    return button(sign, way, {"aria-label": "Move step " + number + " " + way, title: "Move " + way, "data-name": way + "-" + step.key, "aria-disabled": impossible ? "true" : null});
  }

  function stepFields(step) {
    return [
      field("Headline", "headline", step.headline, {maxlength: TEXTS.headline, required: true}, null, step),
      field("Text", "text", step.text, {maxlength: TEXTS.text, rows: 3}, "what the audience reads; keep the hedges of the sources", step),
      field("Speaker note", "note", step.note, {maxlength: TEXTS.note, rows: 2}, "only the speaker sees it", step),
      field("View", "view", step.view, {maxlength: TEXTS.view, spellcheck: "false"}, [
        button("Use the view of now", "view", small("view", step)), " ",
        el("a", {href: "?" + step.view, target: "_blank", rel: "noopener", "data-name": "look-" + step.key}, ["Look at it", el("span", {"class": "visually-hidden"}, [" (opens a new tab)"])])
      ], step),
      field("Map frame", "frame", step.frame.join(", "), {spellcheck: "false", maxlength: 80}, [
        "west, south, east, north ", button("Take the map’s frame", "frame", small("frame", step)), " ",
        button("Whole border", "border", small("border", step))
      ], step),
      field("Ringed events", "highlight", step.highlight.join(" "), {spellcheck: "false", maxlength: 1200}, ringed(step.highlight), step),
      field("Changes since", "since", step.since, {maxlength: TEXTS.since, spellcheck: "false"}, "a version of the dataset or a day: the step then tells what has changed since; blank for none", step)
    ];
  }

  function small(name, step) { return {"class": "link-button", "data-name": name + "-" + step.key}; }

  function ringed(events) {
    if (!events.length) { return ["ids of events of this view, such as E01 E02"]; }
    return [el("ul", {}, events.map(function (event) {
      var title = facts.titles[event];
      return el("li", title ? {} : {"class": "warning"}, [title ? event + " " + title : event + " is no event of this dataset"]);
    }))];
  }

  // --- pressing and typing -----------------------------------------------------------------------------------------

  function stepOf(draft, on) {
    var row = on.closest("[data-step]");
    var key = row && row.getAttribute("data-step");
    return draft.steps.filter(function (step) { return step.key === key; })[0] || null;
  }

  function typed(on) {
    var key = on.getAttribute("data-field");
    change(function (draft) {
      if (key === "card" || key === "panel") { draft[key] = on.checked; return; }
      var step = stepOf(draft, on);
      if (!step) { if (key in HEAD) { draft[key] = on.value; } return; }
      if (key === "highlight") { step.highlight = on.value.split(/[\s,;]+/).filter(Boolean).slice(0, 200); }
      else if (key === "frame") { typedFrame(step, on); }
      else if (key in TEXTS) { step[key] = on.value; }
      follow(on, key, step);
    });
  }

  function typedFrame(step, on) {
    var sides = on.value.split(/[\s,;]+/).filter(Boolean).map(Number);
    var frame = frameOf(sides);
    on.setAttribute("aria-invalid", String(!frame));
    if (frame) { step.frame = frame; }
  }

  /* What stands elsewhere of a field that is being typed in. */
  function follow(on, key, step) {
    var row = on.closest("[data-step]");
    if (key === "headline") { row.querySelector(".composer-headline").textContent = step.headline || "No headline yet"; }
    if (key === "highlight") { document.getElementById(on.id + "-help").replaceChildren.apply(document.getElementById(on.id + "-help"), ringed(step.highlight)); }
    if (key === "view") { row.querySelector('[data-name="look-' + step.key + '"]').setAttribute("href", "?" + step.view.replace(/^\?/, "")); }
  }

  var acts = {
    toggle: function (on) {
      var key = on.closest("[data-step]").getAttribute("data-step");
      opened[key] = !opened[key];
      render();
    },
    up: function (on) { shift(on, -1); },
    down: function (on) { shift(on, 1); },
    "delete": function (on) {
      var at = 0;
      before = read();
      change(function (draft) {
        at = draft.steps.indexOf(stepOf(draft, on));
        if (at >= 0) { draft.steps.splice(at, 1); }
      });
      render();
      var next = place().querySelectorAll(".composer-toggle");
      (next[Math.min(at, next.length - 1)] || place().querySelector('[data-name="steps"]')).focus();
      say("Step " + (at + 1) + " deleted");
    },
    view: function (on) {
      change(function (draft) {
        var step = stepOf(draft, on), now = viewNow(draft);
        step.view = now.view;
        if (now.since) { step.since = now.since; }
      });
      render();
    },
    frame: function (on) {
      var frame = mapFrame();
      if (!frame) { say("There is no map on the page to take a frame from"); return; }
      change(function (draft) { stepOf(draft, on).frame = frame; });
      render();
    },
    border: function (on) {
      change(function (draft) { stepOf(draft, on).frame = facts.frame.slice(); });
      render();
    },
    "new": function () {
      before = read();
      write(empty());
      render();
      showProblems([]);
      say("A new draft");
    },
    download: download
  };

  function shift(on, way) {
    var from = 0, to = 0;
    change(function (draft) {
      var step = stepOf(draft, on);
      from = draft.steps.indexOf(step);
      to = from + way;
      if (!step || to < 0 || to >= draft.steps.length) { to = from; return; }
      draft.steps.splice(from, 1);
      draft.steps.splice(to, 0, step);
    });
    if (to === from) { return; }
    render();  // the pressed button keeps the focus by its name
    say("Step " + (from + 1) + " is now step " + (to + 1));
  }

  // --- files -------------------------------------------------------------------------------------------------------

  function post(address, body) {
    return fetch(address, {method: "POST", credentials: "same-origin", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
  }

  function refused(answer) {
    if (answer.status === 413) { return Promise.resolve([{reason: "The draft is too large."}]); }
    return answer.json().then(function (found) { return found.problems || []; }, function () { return []; }).then(function (found) {
      return found.length ? found : [{reason: "The server answered " + answer.status + "."}];
    });
  }

  /* What is wrong with a draft, asked before anything is made of it. */
  function problemsOf(draft, address) {
    return post(address, bare(draft)).then(function (answer) {
      return answer.ok ? answer.json().then(function (found) { return found.problems || []; }) : refused(answer);
    });
  }

  function download() {
    var draft = read();
    problemsOf(draft, "brief/check").then(function (found) {
      showProblems(found, "The draft is no brief yet:");
      return found.length ? null : save(draft);
    }).catch(unreachable);
  }

  function save(draft) {
    return post("brief/file", bare(draft)).then(function (answer) {
      if (!answer.ok) { return refused(answer).then(function (found) { showProblems(found, "No file was made:"); }); }
      var named = /filename="([a-z0-9.-]+)"/.exec(answer.headers.get("Content-Disposition") || "");
      return answer.blob().then(function (blob) {
        keep(blob, named ? named[1] : "brief.yaml");
        say("Saved as " + (named ? named[1] : "brief.yaml"));
      });
    });
  }

  function unreachable() { showProblems([{reason: "The server cannot be reached. The draft is safe in this browser."}], "Nothing was done:"); }

  function keep(blob, name) {
    var link = el("a", {href: URL.createObjectURL(blob), download: name});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function open(input) {
    var file = input.files && input.files[0];
    if (!file) { return; }
    if (file.size > LARGEST) { showProblems([{reason: "The file is too large for a brief."}], "The file was not opened:"); return; }
    file.text().then(function (content) { return post("brief/check", {text: content}); }).then(function (answer) {
      if (!answer.ok) { return refused(answer); }
      return answer.json().then(function (found) {
        if (!found.draft) { return found.problems; }
        before = read();
        write(normal(found.draft));
        render();
        say("Opened " + file.name + ": " + read().steps.length + " steps");
        return [];
      });
    }).then(function (found) {
      input.value = "";
      showProblems(found, "The file was not opened:");
    }).catch(unreachable);
  }

  /* Problems as a list; those of a step open it. */
  function showProblems(found, head) {
    var box = place() && place().querySelector(".composer-problems");
    if (!box) { return; }
    box.replaceChildren();
    if (!found.length) { return; }
    box.append(el("p", {"class": "warning"}, [head]), problemList(found, true));
    box.focus();
  }

  function problemList(found, pressable) {
    return el("ul", {}, found.map(function (one) {
      if (one.line) { return el("li", {}, ["line " + one.line + ": " + one.reason]); }
      if (!(one.step > 0)) { return el("li", {}, [one.reason]); }
      var name = "step " + one.step;
      return el("li", {}, [pressable ? el("button", {type: "button", "class": "link-button", "data-goto": one.step}, [name]) : name, ": " + one.reason]);
    }));
  }

  function goTo(number) {
    var step = read().steps[number - 1];
    if (!step) { return; }
    opened[step.key] = true;
    render();
    document.getElementById("composer-" + step.key + "-headline").focus();
  }

  // --- listening ---------------------------------------------------------------------------------------------------

  function onClick(click) {
    var on = click.target.closest ? click.target.closest("[data-add-view], [data-act], [data-goto], [data-undo], [data-since]") : null;
    if (!on) { return; }
    if (on.hasAttribute("data-add-view")) { addView(); return; }
    if (on.hasAttribute("data-undo")) { undo(); return; }
    if (on.hasAttribute("data-since")) { sinceLink(click, on); return; }
    if (on.hasAttribute("data-goto")) { goTo(Number(on.getAttribute("data-goto"))); return; }
    var act = acts[on.getAttribute("data-act")];
    if (act && place() && place().contains(on) && on.getAttribute("aria-disabled") !== "true") { act(on); }
  }

  function undo() {
    if (!before) { return; }
    write(before);
    before = null;
    render();
    say("The draft is as it was before");
    var head = place() && place().querySelector('[data-name="steps"]');
    if (head) { head.focus(); }
  }

  function onKey(key) {
    if (!key.altKey || (key.key !== "ArrowUp" && key.key !== "ArrowDown")) { return; }
    var on = key.target.closest && key.target.closest(".composer-toggle");
    if (on) { key.preventDefault(); shift(on, key.key === "ArrowUp" ? -1 : 1); }
  }

  function onInput(event) {
    var on = event.target;
    if (on.hasAttribute && on.hasAttribute("data-field") && place() && place().contains(on)) { typed(on); }
    if (on.hasAttribute && on.hasAttribute("data-since-day") && on.value && event.type === "change") { goSince(on.value); }
  }

  function onChange(event) {
    if (event.target.getAttribute && event.target.getAttribute("data-act") === "open") { open(event.target); return; }
    onInput(event);
  }

  // --- the view of changes: another version or day, the other filters stay ----------------------------------------

  function goSince(since) {
    if (window.panj && window.panj.setOne) { window.panj.setOne("since", since); return; }
    var query = new URLSearchParams(location.search);
    query.set("since", since);
    query.set("view", "changes");
    location.search = query.toString();
  }

  function sinceLink(click, on) {
    if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) { return; }
    click.preventDefault();
    goSince(on.getAttribute("data-since"));
  }

  function addDay() {
    document.querySelectorAll(".changes-versions:not([data-drawn])").forEach(function (nav) {
      var since = new URLSearchParams(location.search).get("since") || "";
      var day = el("input", {type: "date", "data-since-day": "1", value: /^\d{4}-\d{2}-\d{2}$/.test(since) ? since : null});
      nav.setAttribute("data-drawn", "1");
      nav.append(el("label", {}, ["or since the day ", day]));
    });
  }

  function lookAround() {
    var root = place();
    if (root && !root.hasAttribute("data-drawn")) { render(); }
    addDay();
  }

  // --- the page `brief/preview` -------------------------------------------------------------------------------------

  /* The draft of the tab that opened this one, where the browser keeps none. */
  function draftOfOpener() {
    try { return window.opener && window.opener.panj_draft ? window.opener.panj_draft() : null; } catch (_) { return null; }
  }

  function preview() {
    var line = document.getElementById("draft-preview-told");
    var draft = isKept() ? read() : normal(draftOfOpener());
    window.panj_draft = function () { return draft; };
    problemsOf(draft, document.documentElement.getAttribute("data-draft-check")).then(function (found) {
      if (!found.length) { return post(location.pathname, bare(draft)).then(become); }
      line.textContent = "The draft is no brief yet:";
      line.after(problemList(found, false));
    }).catch(function () { line.textContent = "The preview cannot be drawn: the server does not answer as it should."; });
  }

  /* The page becomes the stage, at the same address: a blob would have no addresses of ours, a form is shut. */
  function become(answer) {
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.text().then(function (page) {
      document.open();
      document.write(page);
      document.close();
    });
  }

  if (document.documentElement.hasAttribute("data-draft-check")) { preview(); return; }

  function start() {
    makeTold();
    document.addEventListener("click", mapFrame, true);  // before the press puts another view in front
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    document.addEventListener("input", onInput);
    document.addEventListener("change", onChange);
    window.addEventListener("storage", function (event) { if (event.key === STORE && place() && !place().contains(document.activeElement)) { render(); } });
    window.panj_draft = read;
    new MutationObserver(lookAround).observe(document.body, {childList: true, subtree: true});
    lookAround();
  }

  if (document.body) { start(); } else { document.addEventListener("DOMContentLoaded", start); }
}());
