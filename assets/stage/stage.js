/* The stage: everything is in the page when it has been loaded, this only switches between it.

   `moveCamera` alone moves the map and `moveAxis` alone the timeline; whoever wants another view calls them. */
(function () {
  "use strict";

  function byId(id) { return document.getElementById(id); }
  var root = document.documentElement;
  var data = JSON.parse(byId("stage-data").textContent);
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  var FLIGHT = 1200;        // milliseconds of a move from one step to the next
  var DESIGN = 16;          // pixels of a letter on a stage of 1280 x 720
  var MAP_SIZE = 1.35, TIMELINE_SIZE = 1.42;  // how much larger than on the dashboard
  var shown = 0;            // step that is on the stage, from 1
  var turn = 0;             // counts the steps taken, so that a late answer of an earlier one is ignored
  var state = {map: false, timeline: false};

  function stepOf(number) { return data.steps[number - 1]; }

  // --- size: the pictures are drawn small and enlarged, so that names and marks grow with the stage ---------------

  function scaleOf(times) {
    var letter = parseFloat(getComputedStyle(root).fontSize) / DESIGN;
    return root.clientWidth < 900 ? 1 : letter * times;
  }

  /* Width and height to draw at; the element is then enlarged to fill its box. */
  function fit(element, times) {
    var scale = scaleOf(times);
    var box = element.parentElement.getBoundingClientRect();
    var size = {width: Math.max(Math.floor(box.width / scale), 160), height: Math.max(Math.floor(box.height / scale), 60)};
    element.style.width = size.width + "px";
    element.style.height = size.height + "px";
    element.style.transform = "scale(" + scale + ")";
    size.scale = scale;
    return size;
  }

  // --- the map and its camera -------------------------------------------------------------------------------------

  var graph = byId("stage-map");
  var lanes = byId("stage-timeline");

  function hasWebgl() {
    var context = document.createElement("canvas").getContext("webgl2");
    var lose = context && context.getExtension("WEBGL_lose_context");
    if (lose) { lose.loseContext(); }
    return Boolean(context);
  }

  /* MapLibre's own map: plotly keeps it to itself, this is the one place that reaches for it. */
  function ground() {
    var full = graph._fullLayout;
    return full && full.map && full.map._subplot && full.map._subplot.map;
  }

  /* The only function that moves the map: to a frame in degrees, then the view is told to plotly, so that its
     next drawing leaves the map where it is. */
  function moveCamera(frame, jump) {
    var map = ground();
    if (!map) { return; }
    var mine = turn;
    var aim = map.cameraForBounds([[frame[0], frame[1]], [frame[2], frame[3]]], {padding: 6});
    if (!aim) { return; }
    function settle() {
      if (mine !== turn) { return; }
      var at = map.getCenter();
      window.Plotly.relayout(graph, {"map.center": {lon: at.lng, lat: at.lat}, "map.zoom": map.getZoom()});
    }
    map.stop();
    if (jump) { map.jumpTo({center: aim.center, zoom: aim.zoom}); settle(); return; }
    map.once("moveend", settle);
    map.easeTo({center: aim.center, zoom: aim.zoom, duration: FLIGHT, essential: true});
  }

  function drawMap(step, jump) {
    var size = fit(graph, MAP_SIZE);
    var map = ground();
    var layout = graph.layout || JSON.parse(JSON.stringify(data.map));
    layout.width = size.width;
    layout.height = size.height;
    layout.autosize = false;
    if (map) {  // the marks change where the map stands; the camera moves afterwards
      map.stop();
      var at = map.getCenter();
      layout.map.center = {lon: at.lng, lat: at.lat};
      layout.map.zoom = map.getZoom();
      layout.map.uirevision = String(turn);
    }
    var mine = turn;
    return window.Plotly.react(graph, step.map, layout, data.config).then(function () {
      var ratio = (window.devicePixelRatio || 1) * size.scale;
      var now = ground();
      if (now && Math.abs(now.getPixelRatio() - ratio) > 0.01) { now.setPixelRatio(ratio); }
      if (mine === turn) { moveCamera(step.frame, jump || !map); }
    });
  }

  function drawInstead(number) {
    var box = byId("stage-drawn");
    box.innerHTML = data.drawn.steps[number - 1].map(function (line) { return data.drawn.lines[line]; }).join("\n");
    box.hidden = false;
    graph.hidden = true;
  }

  // --- the timeline and its axis ------------------------------------------------------------------------------------

  function time(stamp) { return new Date(String(stamp).replace(" ", "T") + (String(stamp).length > 10 ? "Z" : "T00:00Z")).getTime(); }

  function stampOf(moment) { return new Date(moment).toISOString().slice(0, 19).replace("T", " "); }

  function ease(part) { return part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) * (1 - part); }

  /* The only function that moves the timeline's axis. */
  function moveAxis(from, to, jump) {
    var mine = turn;
    var begun = null;
    if (jump) { window.Plotly.relayout(lanes, {"xaxis.range": to}); return; }
    var a = from.map(time), b = to.map(time);
    requestAnimationFrame(function frame(now) {
      if (mine !== turn) { return; }
      begun = begun === null ? now : begun;
      var part = Math.min((now - begun) / FLIGHT, 1);
      var at = part === 1 ? to : [0, 1].map(function (i) { return stampOf(a[i] + (b[i] - a[i]) * ease(part)); });
      window.Plotly.relayout(lanes, {"xaxis.range": at});
      if (part < 1) { requestAnimationFrame(frame); }
    });
  }

  function drawTimeline(step, jump) {
    var size = fit(lanes, TIMELINE_SIZE);
    var before = lanes._fullLayout && lanes._fullLayout.xaxis && lanes._fullLayout.xaxis.range;
    var from = before && before.slice();
    var layout = JSON.parse(JSON.stringify(step.timeline.layout));
    var to = layout.xaxis.range.slice();
    layout.width = size.width;
    layout.height = size.height;
    layout.autosize = false;
    layout.dragmode = false;
    layout.xaxis.fixedrange = true;
    if (from && !jump) { layout.xaxis.range = from; }
    return window.Plotly.react(lanes, step.timeline.data, layout, data.config).then(function () {
      if (from && !jump) { moveAxis(from, to, false); }
    });
  }

  // --- a step -----------------------------------------------------------------------------------------------------

  /* A long text is set a little smaller, as far as it stays readable; beyond that its box scrolls. */
  function squeeze(number) {
    byId("step-" + number).querySelectorAll(".step-words, .step-board").forEach(function (box) {
      [1, 0.95, 0.9, 0.86, 0.82].some(function (size) {
        box.style.fontSize = size + "rem";
        return box.scrollHeight <= box.clientHeight + 1;
      });
    });
  }

  function draw(number, jump) {
    var step = stepOf(number);
    turn += 1;
    root.classList.toggle("on-board", step.panel);
    root.classList.toggle("many-lanes", step.lanes > 3);
    squeeze(number);
    var drawn = [drawTimeline(step, jump)];
    if (webgl) { drawn.push(drawMap(step, jump)); } else { drawInstead(number); }
    return Promise.all(drawn);
  }

  function show(number, first) {
    var step = stepOf(number);
    closeCard();
    var focusInside = byId("step-" + (shown || 1)).contains(document.activeElement);
    shown = number;
    data.steps.forEach(function (_, index) { byId("step-" + (index + 1)).hidden = index + 1 !== number; });
    if (focusInside) { byId("headline-" + number).focus({preventScroll: true}); }
    byId("stage-progress").textContent = number + " / " + data.steps.length;
    byId("stage-previous").disabled = number === 1;
    byId("stage-next").disabled = number === data.steps.length;
    byId("stage-analyst").href = analyst + (step.query ? "?" + step.query : "");
    byId("stage-told").textContent = "Step " + number + " of " + data.steps.length + ": " + step.headline;
    if (root.clientWidth < 900) { window.scrollTo(0, 0); }
    if (!first) { draw(number, calm.matches); }
  }

  // --- cards and lists ----------------------------------------------------------------------------------------------

  var card = byId("stage-card");
  var body = byId("stage-card-body");
  var opener = null;

  function openDialog(label) {
    card.setAttribute("aria-label", label);
    if (!card.open) { opener = document.activeElement; card.showModal(); }
    body.scrollTop = 0;
    card.scrollTop = 0;
  }

  function openCard(name) {
    var held = byId("card-" + name);
    if (!held) { return; }
    body.replaceChildren(held.content.cloneNode(true));
    openDialog("Card");
  }

  function closeCard() { if (card.open) { card.close(); } if (help.open) { help.close(); } }

  card.addEventListener("close", function () {
    if (opener && document.contains(opener)) { opener.focus({preventScroll: true}); }
    opener = null;
  });

  /* One event opens its card, several a list of them. */
  function openEvents(list, title) {
    if (list.length === 1) { openCard(list[0]); return; }
    var head = document.createElement("header");
    head.className = "card-head";
    var heading = document.createElement("h2");
    heading.textContent = title;
    var close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.setAttribute("data-close-card", "1");
    close.setAttribute("aria-label", "Close the list");
    close.textContent = "×";
    head.append(heading, close);
    var rows = document.createElement("ol");
    rows.className = "stage-list";
    list.forEach(function (event) {
      var told = data.events[event];
      var row = document.createElement("li");
      var button = document.createElement("button");
      button.type = "button";
      button.className = "event-row";
      button.setAttribute("data-open-event", event);
      [["row-title", told.title], ["row-when", told.when]].forEach(function (pair) {
        var line = document.createElement("span");
        line.className = pair[0];
        line.textContent = pair[1];
        button.append(line);
      });
      row.append(button);
      rows.append(row);
    });
    body.replaceChildren(head, rows);
    openDialog(title);
  }

  function openStep() { openEvents(stepOf(shown).events, "All events of this step: " + stepOf(shown).events.length); }

  function pressMark(mark) {
    var step = stepOf(shown);
    if (step.marks[mark] && step.marks[mark].length) { openEvents(step.marks[mark], "Events at this mark: " + step.marks[mark].length); }
    else if (step.crossings[mark]) { openCard(step.crossings[mark]); }
  }

  function pressPoint(click) {
    var mark = click && click.points && click.points[0] && click.points[0].customdata;
    mark = Array.isArray(mark) ? mark[0] : mark;
    if (typeof mark === "string") { pressMark(mark); }
  }

  function copy(text, button) {
    var told = button.textContent;
    function tell(words) { button.textContent = words; setTimeout(function () { button.textContent = told; }, 1500); }
    if (!navigator.clipboard) { tell("Cannot copy here"); return; }
    navigator.clipboard.writeText(text).then(function () { tell("Copied"); }, function () { tell("Cannot copy here"); });
  }

  var presses = [
    ["[data-open-event]", function (on) { openCard(on.getAttribute("data-open-event")); }],
    ["[data-open-card]", function (on) { openCard(on.getAttribute("data-open-card")); }],
    ["[data-mark]", function (on) { pressMark(on.getAttribute("data-mark")); }],
    ["[data-close-card]", closeCard],
    ["[data-copy]", function (on) { copy(on.getAttribute("data-copy"), on); }],
    ["#stage-list", openStep],
    ["#stage-presenter", openPresenter],
    ["#stage-keys", openHelp],
    ["#stage-previous", function () { steps.previous(); }],
    ["#stage-next", function () { steps.next(); }],
    ["#stage-blank", function () { steps.blank(); }],
    ["#stage-card", function (on, click) { if (click.target === on) { closeCard(); } }]
  ];
  document.addEventListener("click", function (click) {
    presses.some(function (pair) {
      var on = click.target.closest && click.target.closest(pair[0]);
      if (on) { pair[1](on, click); }
      return Boolean(on);
    });
  });

  // --- the rest -----------------------------------------------------------------------------------------------------

  var help = byId("stage-help");
  var analyst = byId("stage-analyst").getAttribute("href");

  function openHelp() { if (!help.open) { help.showModal(); } }

  function openPresenter() {
    window.open(location.pathname.replace(/\/$/, "") + "/presenter", "panj-presenter", "width=1000,height=720");
  }

  function fullScreen() {
    if (document.fullscreenElement) { document.exitFullscreen(); }
    else if (root.requestFullscreen) { root.requestFullscreen().catch(function () { /* the browser refuses: stay */ }); }
  }

  function blank(on) { byId("stage-blank").hidden = !on; }

  var steps = window.panj_steps({
    count: data.steps.length,
    channel: data.channel,
    address: true,
    show: show,
    blank: blank,
    keys: {"?": openHelp, p: openPresenter, f: fullScreen, l: openStep},
    busy: function () { return card.open || help.open; }
  });

  var resizing = null;
  window.addEventListener("resize", function () {
    clearTimeout(resizing);
    resizing = setTimeout(function () { draw(shown, true); }, 150);
  });

  /* Scripts that write in several alphabets need their fonts before the network may go. */
  function fonts() {
    return Promise.all(Array.from(document.fonts).map(function (face) { return face.load().catch(function () { return null; }); }));
  }

  var webgl = hasWebgl();
  root.classList.add("is-live");
  steps.begin();
  fonts().then(function () { return draw(shown, true); }).then(function () {
    graph.on && graph.on("plotly_click", pressPoint);
    lanes.on("plotly_click", pressPoint);
    byId("stage-state").hidden = true;
    root.classList.add("is-ready");
  });
}());
