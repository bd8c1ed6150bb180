/* The table: its scripts are fetched when it is opened for the first time, never before.

   `window.panj_table.load()` is a promise that they are there; Dash must not draw the grid earlier. Everything else
   here answers the grid's events (components/event_table.py names the functions) and the controls above it. */
(function () {
  "use strict";

  var GRID = "table-grid";
  var PICKBOXES = "ag-Grid-SelectionColumn";
  // More rows than this are not carried by one link (`window.panj.filterIds`).
  var MOST = 150;
  var loading = null;

  // --- the scripts -------------------------------------------------------------------------------------------------

  function addresses() {
    return document.querySelector('meta[name="panj-table-scripts"]').content.split(" ");
  }

  function fetchScript(address) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = function () { script.remove(); failed(new Error("not loaded: " + address)); };
      document.head.appendChild(script);
    });
  }

  /* The two scripts find each other in whichever order they come. A failure is said, and the next call tries again. */
  function load() {
    loading = loading || Promise.all(addresses().map(fetchScript)).catch(function (error) {
      var banner = document.getElementById("page-offline");
      var panel = document.getElementById("view-panel");
      loading = null;
      if (banner) { banner.hidden = false; }
      if (panel) { panel.classList.remove("is-asking"); }
      throw error;
    });
    return loading;
  }

  // --- the grid ----------------------------------------------------------------------------------------------------

  function grid() { return window.dash_ag_grid && window.dash_ag_grid.getApi(GRID); }

  /* By true date order, which the words do not have; the undated stay below, whichever way it is sorted. */
  function byOrder(a, b, nodeA, nodeB, descending) {
    var first = nodeA.data.order;
    var second = nodeB.data.order;
    if (first === null || second === null) {
      var below = first === second ? 0 : first === null ? 1 : -1;
      return descending ? -below : below;
    }
    return first - second;
  }

  /* The ids that pass `wanted`, in the order of the selection. */
  function idsOf(api, wanted) {
    var found = [];
    api.forEachNode(function (node) { if (wanted(node)) { found.push(node.data.id); } });
    return found;
  }

  function picked(api) { return idsOf(api, function (node) { return node.isSelected(); }); }

  function shown(api) { return idsOf(api, function (node) { return node.displayed; }); }

  function control(does) { return document.querySelector('[data-table="' + does + '"]'); }

  function rows(count) { return count + (count === 1 ? " row" : " rows"); }

  /* What is picked and what the column filters leave, in words; the buttons follow. */
  function tell(api) {
    var told = document.querySelector("[data-table-told]");
    if (!told) { return; }
    var all = idsOf(api, function () { return true; }).length;
    var left = shown(api).length;
    var chosen = picked(api).length;
    var hidden = idsOf(api, function (node) { return node.isSelected() && !node.displayed; }).length;
    var narrowed = api.isAnyFilterPresent();
    control("picked").disabled = !chosen || chosen > MOST;
    control("shown").hidden = !narrowed || !left || left > MOST;
    control("clear").hidden = !narrowed;
    var words = [(chosen ? rows(chosen) + " picked" : "None picked") + (hidden ? ", " + hidden + " of them hidden" : "")];
    if (narrowed) { words.push(left + " of " + all + " shown by the column filters"); }
    if (chosen > MOST || (narrowed && left > MOST)) { words.push("a link carries at most " + MOST); }
    told.textContent = words.join(" · ");
  }

  function chooseColumns(api) {
    document.querySelectorAll("#table-grid-columns [data-column]").forEach(function (label) {
      var box = label.closest(".form-check").querySelector("input");
      api.setColumnsVisible([label.getAttribute("data-column")], box.checked);
    });
  }

  /* A press on a row, or Enter on it, opens its card; the boxes, and a drag over text to copy it, do not. */
  function openRow(event) {
    var key = event.event && event.event.key;
    if (event.column.getColId() === PICKBOXES || (event.type === "cellKeyDown" && key !== "Enter")) { return; }
    if (event.type === "cellClicked" && !window.getSelection().isCollapsed) { return; }
    window.panj.openEvent(event.data.id);
  }

  /* Another selection is another grid: it takes over the order, widths, sorting, column filters and picks of the last. */
  var current = null;
  var kept = null;

  function remember(api) {
    kept = {columns: api.getColumnState(), filters: api.getFilterModel(), picks: picked(api)};
  }

  function takeOver(api) {
    var last = kept;
    current = api;
    api.setGridAriaProperty("label", "Events of the selection");
    if (last) {
      var nodes = last.picks.map(function (id) { return api.getRowNode(id); }).filter(Boolean);
      api.applyColumnState({state: last.columns, applyOrder: true});
      api.setFilterModel(last.filters);
      api.setNodesSelected({nodes: nodes, newValue: true});
    }
    chooseColumns(api);
  }

  function answer(event) {
    if (event.api.isDestroyed()) { return; }
    if (event.type !== "stateUpdated") { openRow(event); return; }
    if (event.api !== current) { takeOver(event.api); }
    remember(event.api);
    tell(event.api);
  }

  window.dashAgGridFunctions = window.dashAgGridFunctions || {};
  window.dashAgGridFunctions.panjByOrder = byOrder;
  window.dashAgGridFunctions.panjTableEvent = answer;

  // --- the controls ------------------------------------------------------------------------------------------------

  /* The rows become the selection, and the table is drawn anew: the button that had the focus goes. */
  function select(ids) {
    document.getElementById("view-panel").focus();
    window.panj.filterIds(ids);
  }

  var does = {
    picked: function (api) { select(picked(api)); api.deselectAll(); },
    shown: function (api) { select(shown(api)); api.setFilterModel(null); },
    clear: function (api) { api.setFilterModel(null); }
  };

  document.addEventListener("click", function (click) {
    var on = click.target.closest && click.target.closest("[data-table]");
    if (on && grid()) { does[on.getAttribute("data-table")](grid()); }
  });

  document.addEventListener("change", function (change) {
    if (change.target.closest && change.target.closest("#table-grid-columns") && grid()) { chooseColumns(grid()); }
  });

  window.panj_table = {load: load};
}());
