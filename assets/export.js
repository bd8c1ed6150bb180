/* The export menu. The address is the state: each link takes its query at the moment it is used.

   The files come from the server; a PNG is drawn here from the server's SVG, caption and all. */
(function () {
  "use strict";

  var PIXELS = 2;  // of a PNG for each pixel of its SVG

  function menu() { return document.getElementById("export-menu"); }
  function links() { return Array.prototype.slice.call(document.querySelectorAll("[data-export]")); }

  // --- where a file is -------------------------------------------------------------------------------------------

  function isPng(name) { return /\.png$/.test(name); }
  function isPicture(name) { return /\.(svg|png)$/.test(name); }

  function address(name) {
    var query = window.panj_embed.strip(location.search);
    var more = isPicture(name) ? look(name) : "";
    var whole = [query, more].filter(Boolean).join("&");
    return window.panj_embed.address("export/" + name.replace(/\.png$/, ".svg")) + (whole ? "?" + whole : "");
  }

  /* How the picture looks on the screen: the theme, and what the lanes of the timeline are. */
  function look(name) {
    var theme = document.documentElement.getAttribute("data-bs-theme") || "light";
    var lanes = document.querySelector("#timeline-lanes input:checked");
    var parts = ["theme=" + encodeURIComponent(theme)];
    if (/^timeline/.test(name) && lanes) { parts.push("lanes=" + encodeURIComponent(lanes.value)); }
    return parts.join("&");
  }

  function follow() {
    links().forEach(function (link) { link.setAttribute("href", address(link.dataset.export)); });
  }

  // --- saving ----------------------------------------------------------------------------------------------------

  function save(link) {
    var name = link.dataset.export;
    if (link.getAttribute("aria-busy") === "true") { return; }
    link.setAttribute("aria-busy", "true");
    say("Preparing " + name + " …", false);
    fetch(address(name), {credentials: "same-origin", cache: "no-cache"}).then(function (answer) {
      if (!answer.ok) { throw new Refused("the server answered " + answer.status); }
      var saved = fileName(answer, name);
      return (isPng(name) ? answer.text().then(toPng) : answer.blob()).then(function (blob) {
        keep(blob, saved);
        say("Saved as " + saved + ".", false);
      });
    }).catch(function (error) {
      var why = error instanceof Refused ? error.why : "the server cannot be reached";
      say("Nothing was saved: " + why + ". Try again in a moment.", true);
    }).then(function () { link.removeAttribute("aria-busy"); });
  }

  function Refused(why) { this.why = why; }

  function fileName(answer, name) {
    var told = /filename="([A-Za-z0-9._-]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    return isPng(name) && told ? told[1].replace(/\.svg$/, ".png") : told ? told[1] : name;
  }

  function keep(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  /* An SVG as a PNG, at twice its size. */
  function toPng(svg) {
    var source = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}));
    return drawn(source).then(function (image) {
      var canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth * PIXELS;
      canvas.height = image.naturalHeight * PIXELS;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done, failed) {
        canvas.toBlob(function (blob) {
          if (blob) { done(blob); } else { failed(new Refused("this browser could not draw the picture")); }
        }, "image/png");
      });
    }).finally(function () { URL.revokeObjectURL(source); });
  }

  function drawn(source) {
    return new Promise(function (done, failed) {
      var image = new Image();
      image.onload = function () { done(image); };
      image.onerror = function () { failed(new Refused("this browser could not draw the picture")); };
      image.src = source;
    });
  }

  function say(words, isError) {
    var line = document.querySelector("[data-export-status]");
    if (line) {
      line.textContent = words;
      line.classList.toggle("is-error", isError);
    }
  }

  // --- the menu --------------------------------------------------------------------------------------------------

  function close(backToButton) {
    var open = menu();
    if (!open || !open.open) { return false; }
    var inside = open.contains(document.activeElement);
    open.open = false;
    if (backToButton && inside) { open.querySelector("summary").focus(); }
    return true;
  }

  function linkOf(event) { return event.target.closest ? event.target.closest("[data-export]") : null; }

  document.addEventListener("toggle", function (toggled) {
    if (toggled.target === menu() && toggled.target.open) { say("", false); follow(); }
  }, true);

  // Whatever a person does with a link (also "copy its address"), it has to be the right one by then.
  ["pointerdown", "focusin", "keydown", "contextmenu"].forEach(function (kind) {
    document.addEventListener(kind, function (event) { if (linkOf(event)) { follow(); } }, true);
  });

  document.addEventListener("click", function (click) {
    var link = linkOf(click);
    var plain = !(click.metaKey || click.ctrlKey || click.shiftKey || click.altKey || click.button);
    if (!link) { return; }
    follow();
    if (plain) {
      click.preventDefault();
      save(link);
    }
  });

  ["pointerdown", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (menu() && !menu().contains(event.target)) { close(false); }
    });
  });

  document.addEventListener("keydown", function (pressed) {
    if (pressed.key === "Escape" && close(true)) { pressed.stopPropagation(); }
  }, true);
})();
