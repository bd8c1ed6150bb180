/* The marks of the map, laid over it: areas, points with their numbers, what lies beyond the frame.

   The map below stays as it is drawn. While it moves, areas are moved by one matrix and points one by one. */
(function () {
  "use strict";

  var SVG = "http://www.w3.org/2000/svg";
  var UNIT = 512 * 1024;  // polygons are kept in the world's pixels of zoom 10, from ORIGIN
  var ORIGIN = [71, 37.8];
  var held = null;
  var shapes = {};   // kind -> key -> path; a promise until it has come
  var drawn = null;  // {svg, areas, points, edges}
  var followed = null;

  function map() {
    var graph = document.querySelector("#map-graph .js-plotly-plot");
    var layout = graph && graph._fullLayout;
    return layout && layout.map && layout.map._subplot && layout.map._subplot.map;
  }

  function make(tag, given, parent) {
    var node = document.createElementNS(SVG, tag);
    Object.keys(given).forEach(function (name) { node.setAttribute(name, given[name]); });
    if (parent) { parent.append(node); }
    return node;
  }

  function titled(node, words) { make("title", {}, node).textContent = words; }

  // --- polygons ---------------------------------------------------------------------------------------------------

  function mercator(point) {
    var latitude = point[1] * Math.PI / 180;
    return [(point[0] + 180) / 360 * UNIT, (1 - Math.log(Math.tan(latitude) + 1 / Math.cos(latitude)) / Math.PI) / 2 * UNIT];
  }

  var origin = mercator(ORIGIN);

  function ring(points) {
    return "M" + points.map(function (point) {
      var at = mercator(point);
      return (at[0] - origin[0]).toFixed(1) + " " + (at[1] - origin[1]).toFixed(1);
    }).join("L") + "Z";
  }

  function path(geometry) {
    var parts = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    return parts.map(function (rings) { return rings.map(ring).join(""); }).join("");
  }

  /* The paths of one kind of area, fetched when the first of it is shown. */
  function polygons(kind, source) {
    if (!shapes[kind]) {
      shapes[kind] = window.fetch(source[0]).then(function (answer) { return answer.json(); }).then(function (layer) {
        var found = {};
        layer.features.forEach(function (feature) { found[feature.properties[source[1]]] = path(feature.geometry); });
        shapes[kind] = found;
        if (held) { draw(); }
      }, function () { shapes[kind] = null; });  // the next change asks again
    }
    return typeof shapes[kind].then === "function" ? {} : shapes[kind];
  }

  // --- drawing -----------------------------------------------------------------------------------------------------

  function sheet(container) {
    if (!drawn || drawn.svg.parentNode !== container) {
      var svg = make("svg", {"class": "map-marks", "aria-hidden": "true"}, container);
      drawn = {svg: svg, areas: make("g", {}, svg), points: make("g", {}, svg), edges: make("g", {}, svg)};
    }
    return drawn;
  }

  function draw() {
    var below = map();
    if (!below) {
      // Not loaded yet; without WebGL it never will be, and the list says the same in words.
      if (!document.documentElement.classList.contains("no-webgl")) { setTimeout(draw, 60); }
      return;
    }
    var parts = sheet(below.getCanvasContainer());
    var colours = held.colours;
    parts.areas.replaceChildren();
    parts.points.replaceChildren();
    parts.edges.replaceChildren();
    held.areas.forEach(function (area) {
      var shape = polygons(area[0], held.layers[area[0]])[area[1]];
      if (!shape) { return; }
      var node = make("path", {d: shape, fill: colours[0], "fill-opacity": area[2], stroke: colours[0], "stroke-width": 1.2,
        "vector-effect": "non-scaling-stroke", "data-toggle": "place:" + area[3]}, parts.areas);
      titled(node, area[4]);
    });
    // The largest first, so that a small one is never hidden.
    held.points.slice().sort(function (a, b) { return b[2] - a[2]; }).forEach(function (point) {
      var group = make("g", {"data-toggle": "place:" + point[6]}, parts.points);
      group.at = [point[0], point[1]];
      make("circle", {r: point[2] / 2, fill: point[4] ? colours[2] : point[3], stroke: point[4] ? point[3] : colours[2], "stroke-width": 2}, group);
      if (point[5]) { make("text", {fill: point[4] ? colours[1] : colours[2], dy: "0.35em"}, group).textContent = point[5]; }
      titled(group, point[7]);
    });
    held.edges.forEach(function (edge) { beyond(edge, parts.edges, colours); });
    follow(below);
    place();
    document.getElementById("map").dispatchEvent(new CustomEvent("panj-marks"));
  }

  function beyond(edge, parent, colours) {
    var group = make("g", edge[5] ? {"data-toggle": "place:" + edge[5]} : {}, parent);
    group.at = [edge[0], edge[1]];
    make("circle", {r: 5, fill: edge[3], stroke: colours[2], "stroke-width": 2}, group);
    var text = make("text", {fill: colours[1], stroke: colours[2], "stroke-width": 3, "paint-order": "stroke",
      style: "text-anchor:" + (edge[2] === "left" ? "start" : edge[2] === "right" ? "end" : "middle"),
      dx: edge[2] === "left" ? 9 : edge[2] === "right" ? -9 : 0, dy: edge[2] === "top" ? "1.6em" : edge[2] === "bottom" ? "-0.9em" : "0.35em"}, group);
    text.textContent = edge[4];
    titled(group, edge[6]);
  }

  /* Where everything is now. */
  function place() {
    var below = map();
    if (!below || !drawn) { return; }
    var zero = below.project(ORIGIN);
    var east = below.project([ORIGIN[0] + 1, ORIGIN[1]]);
    var scale = (east.x - zero.x) / (UNIT / 360);
    drawn.areas.setAttribute("transform", "matrix(" + [scale, 0, 0, scale, zero.x, zero.y].join(" ") + ")");
    [drawn.points, drawn.edges].forEach(function (group) {
      Array.prototype.forEach.call(group.childNodes, function (node) {
        var at = below.project(node.at);
        node.setAttribute("transform", "translate(" + at.x.toFixed(1) + " " + at.y.toFixed(1) + ")");
      });
    });
  }

  function follow(below) {
    if (followed === below) { return; }
    followed = below;
    // A matrix of scale and shift holds for a map that is neither turned nor tilted.
    below.dragRotate.disable();
    below.touchZoomRotate.disableRotation();
    below.keyboard.disableRotation();
    below.on("move", place);
    below.on("resize", place);
  }

  // A drag of the map that ends on a mark is no press on it.
  var pressed = null;
  document.addEventListener("pointerdown", function (down) { pressed = [down.clientX, down.clientY]; }, true);
  document.addEventListener("click", function (click) {
    var moved = pressed && Math.hypot(click.clientX - pressed[0], click.clientY - pressed[1]) > 4;
    if (moved && click.target.closest && click.target.closest(".map-marks")) { click.stopPropagation(); }
  }, true);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.panj_marks = {lay: function (marks) {
    held = marks;
    if (held) { draw(); }
    return window.dash_clientside.no_update;
  }};
}());
