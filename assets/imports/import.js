/* A file on its way in: sent as it is, its columns confirmed, its rows shown as what they become. */
(function () {
  "use strict";

  var prefix = document.documentElement.getAttribute("data-prefix");
  var MAPPINGS = "panj-mappings";
  function byId(id) { return document.getElementById(id); }
  function tell(words, wrong) {
    byId("import-told").textContent = words;
    byId("import-told").classList.toggle("warning", Boolean(wrong));
  }

  /* An element with text and children; nothing from a file is ever read as markup. */
  function make(tag, given, children) {
    var node = document.createElement(tag);
    Object.keys(given || {}).forEach(function (name) {
      if (name === "text") { node.textContent = given[name]; }
      else { node.setAttribute(name, given[name]); }
    });
    (children || []).forEach(function (child) { if (child) { node.append(child); } });
    return node;
  }

  function show(section, children) {
    section.replaceChildren.apply(section, children);
    section.hidden = children.length === 0;
  }

  function region() {
    var text = byId("import-region").value.trim();
    return text ? "&region=" + encodeURIComponent(text) : "";
  }

  function ask(path, body) {
    return window.fetch(prefix + "import/" + path, {method: "POST", body: body, headers: {"Panj-Import": "1"}})
      .then(function (answer) {
        return answer.json().then(function (told) {
          if (!answer.ok) { throw new Error(told.detail || told.title || "The server refused the file."); }
          return told;
        });
      });
  }

  function send(file) {
    if (!file) { return; }
    show(byId("import-columns"), []);
    show(byId("import-result"), []);
    tell("Sending and reading " + file.name + " …");
    var form = byId("import-format").value;
    ask("file?format=" + form + "&name=" + encodeURIComponent(file.name) + region(), file)
      .then(function (told) { if (told.headers) { columns(told, file.name); } else { result(told); } })
      .catch(failed);
  }

  function failed(error) {
    tell(error instanceof TypeError || error instanceof SyntaxError ? "The server does not answer." : error.message, true);
    byId("import-file").value = "";
  }

  // --- the columns of a spreadsheet ---------------------------------------------------------------------------------

  /* Columns confirmed before for the same headers are proposed again. */
  function remembered() {
    try { return JSON.parse(localStorage.getItem(MAPPINGS)) || {}; } catch (_) { return {}; }
  }

  function remember(headers, fields) {
    var held = remembered();
    held[headers.join("\u0001")] = fields;
    try { localStorage.setItem(MAPPINGS, JSON.stringify(held)); } catch (_) { /* storage may be closed */ }
  }

  function columns(told, name) {
    var before = remembered()[told.headers.join("\u0001")];
    var fields = before || told.fields;
    tell("Which column is which? Columns that stand for nothing here are kept in the notes of each event.");
    var rows = Object.keys(told.names).map(function (field) {
      var choice = make("select", {id: "column-" + field, "class": "form-control", "data-field": field},
        [make("option", {value: "", text: "–"})].concat(told.headers.map(function (header) {
          return make("option", {value: header, text: header});
        })));
      choice.value = fields[field] || "";
      return make("div", {"class": "field"}, [make("label", {"for": "column-" + field, text: told.names[field]}), choice]);
    });
    var order = make("select", {id: "column-order", "class": "form-control"}, [
      make("option", {value: "", text: "as the other dates of the file show"}),
      make("option", {value: "day", text: "day first: 11/8 is 11 August"}),
      make("option", {value: "month", text: "month first: 11/8 is 8 November"})]);
    rows.push(make("div", {"class": "field"}, [make("label", {"for": "column-order", text: "Dates such as 11/8/2023"}), order]));
    var go = make("button", {type: "button", "class": "button", text: "These are the columns"});
    go.addEventListener("click", function () { convert(told, name); });
    show(byId("import-columns"), [
      make("h2", {id: "import-columns-title", text: "Columns of " + name}),
      before ? make("p", {"class": "fine", text: "As you confirmed them for these headers before."}) : null,
      make("div", {"class": "columns"}, rows), go].filter(Boolean));
    byId("import-columns").querySelector("select").focus();
  }

  function confirmed() {
    var fields = {};
    document.querySelectorAll("[data-field]").forEach(function (choice) {
      if (choice.value) { fields[choice.getAttribute("data-field")] = choice.value; }
    });
    var order = byId("column-order").value;
    return {fields: fields, day_first: order ? order === "day" : null};
  }

  function convert(told, name) {
    var mapping = confirmed();
    remember(told.headers, mapping.fields);
    tell("Reading " + name + " …");
    ask(told.id + "/convert?" + region(), JSON.stringify(mapping)).then(function (done) {
      show(byId("import-columns"), []);
      result(done, mapping);
    }).catch(failed);
  }

  // --- what became of it --------------------------------------------------------------------------------------------

  function number(count) { return count.toLocaleString("en-GB"); }

  function result(told, mapping) {
    var account = told.account;
    tell(number(account.rows) + " rows read = " + number(account.accepted) + " accepted + " +
      number(account.rejected.total) + " rejected + " + number(account.superseded.total) + " superseded.");
    var base = prefix + "import/" + told.id + "/";
    var links = [
      told.shown ? make("a", {"class": "button", href: prefix + "collections/" + told.id, text: "Open it in Panj"}) : null,
      make("a", {"class": "button", href: base + "package.zip", download: "", text: "Download the package"}),
      make("a", {"class": "button", href: base + "rejects.csv", download: "", text: "Download the rejects"}),
      make("a", {"class": "button", href: base + "report.json", download: "", text: "Download the account"}),
      mapping ? make("a", {"class": "button", download: "mapping.json", text: "Save the columns",
        href: "data:application/json," + encodeURIComponent(JSON.stringify(mapping, null, 2))}) : null];
    show(byId("import-result"), [
      make("h2", {id: "import-result-title", text: "What became of " + told.file}),
      make("p", {"class": "links"}, links),
      make("p", {"class": "fine", text: (told.shown ? "Shown to whoever has its address until " : "Kept for download until ") +
        told.until.replace("T", " ").replace("+00:00", " UTC") + "."}),
      reasons("Rejected", account.rejected), reasons("Superseded", account.superseded),
      notes(account.notices), table(told.rows)].filter(Boolean));
  }

  function reasons(title, part) {
    if (!part.total) { return null; }
    return make("div", {}, [make("h3", {text: title}), make("ul", {"class": "reasons"}, part.reasons.map(function (one) {
      var examples = one.examples.map(function (example) {
        return make("li", {text: "line " + example.line + (example.value ? ": “" + example.value + "”" : "")});
      });
      return make("li", {}, [make("strong", {text: number(one.count)}), " " + one.reason, make("ul", {"class": "fine"}, examples)]);
    }))]);
  }

  function notes(notices) {
    if (!notices.length) { return null; }
    return make("div", {}, [make("h3", {text: "Decided about the file"}),
      make("ul", {}, notices.map(function (one) { return make("li", {text: one}); }))]);
  }

  function table(rows) {
    if (!rows.length) { return make("p", {text: "No row became an event."}); }
    var heads = ["Line", "Event", "The file says", "Panj reads", "Place", "How closely"];
    return make("div", {"class": "preview", tabindex: "0", role: "region", "aria-label": "The first rows as events"}, [make("table", {}, [
      make("caption", {text: "The first " + rows.length + " events"}),
      make("thead", {}, [make("tr", {}, heads.map(function (head) { return make("th", {scope: "col", text: head}); }))]),
      make("tbody", {}, rows.map(function (row) {
        return make("tr", {}, [
          make("td", {text: String(row.line)}), make("td", {text: row.title}), make("td", {text: "“" + row.phrase + "”"}),
          make("td", {}, [make("span", {text: row.date}), make("span", {"class": "fine reason", text: row.reason})]),
          make("td", {text: row.place || "–"}),
          make("td", {}, [make("span", {text: row.precision})].concat(row.caveats.map(function (caveat) {
            return make("span", {"class": "fine reason", text: caveat});
          })))]);
      }))])]);
  }

  // --- choosing ------------------------------------------------------------------------------------------------------

  var drop = byId("import-drop");
  byId("import-file").addEventListener("change", function (chosen) { send(chosen.target.files[0]); });
  byId("import-form").addEventListener("submit", function (sent) { sent.preventDefault(); });
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    drop.addEventListener(kind, function (moved) {
      moved.preventDefault();
      drop.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop") { send(moved.dataTransfer.files[0]); }
    });
  });
  document.documentElement.setAttribute("data-bs-theme", window.panj_page.theme());
}());
