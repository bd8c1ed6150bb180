/* Panj in a frame of another page: which part is shown, how it looks, and the talk with the page around it.

   Loaded before the other scripts (assets are read by name), so that the very first request already goes through
   here. Messages are objects {type: "panj:…"}; both sides check the origin and the window they come from.
   Out: ready, token-wanted, height {height}, selection {query, counts}, session-ended. In: token {token}.
   portal/embedding.md is the contract. */
(function () {
  "use strict";

  var PATIENCE = 10000;  // milliseconds to wait for a token
  var LOOK = ["theme", "lang", "accent"];
  var OPEN_TO_ALL = /^(assets\/|layers\/|embed\/|_dash-component-suites\/|_favicon)/;
  var root = document.documentElement;
  var part = root.getAttribute("data-embed") || "";
  var prefix = meta("panj-prefix") || "/";
  var framed = window.parent !== window;
  var allowed = meta("panj-parents").split(" ").filter(Boolean).map(function (one) { return one === "self" ? location.origin : one; });
  var tokenOnly = meta("panj-access") === "token";

  function meta(name) {
    var found = document.querySelector('meta[name="' + name + '"]');
    return (found && found.content) || "";
  }

  function address(path) { return prefix + path; }

  /* Path of an address of this host below the prefix; null for any other. */
  function below(url) {
    var whole = new URL(url, location.href);
    return whole.origin === location.origin && whole.pathname.indexOf(prefix) === 0 ? whole.pathname.slice(prefix.length) : null;
  }

  // --- what the page says of the embed itself ---------------------------------------------------------------------

  var sentences = {};

  /* One sentence of each kind; no words take it back. It stands outside of what Dash draws, which may not be there. */
  function say(kind, words) {
    if ((sentences[kind] || "") === (words || "")) { return; }
    sentences[kind] = words || "";
    var box = document.getElementById("embed-told");
    if (!box) {
      box = document.createElement("div");
      box.id = "embed-told";
      box.className = "notice";
      box.setAttribute("role", "alert");
      document.body.insertBefore(box, document.body.firstChild);
    }
    var told = Object.keys(sentences).filter(function (one) { return sentences[one]; });
    box.replaceChildren.apply(box, told.map(function (one) {
      var line = document.createElement("p");
      line.textContent = sentences[one];
      if (one === "session") { line.append(" ", checkLink()); }
      return line;
    }));
    box.hidden = !told.length;
  }

  function checkLink() {
    var link = document.createElement("a");
    link.href = address("embed/check");
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "What stops it?";
    return link;
  }

  // --- how it looks -------------------------------------------------------------------------------------------------

  function parts(query) { return query.replace(/^\?/, "").split("&").filter(Boolean); }
  function isLook(pair) {
    var key = pair.split("=")[0];
    return part ? LOOK.indexOf(key) >= 0 : key === "lang";
  }

  /* The query without the keys that only say how the page looks: those are no filters. */
  function strip(query) { return parts(query).filter(function (pair) { return !isLook(pair); }).join("&"); }
  function kept() { return parts(location.search).filter(isLook).join("&"); }
  function asked(key) {
    var found = new URLSearchParams(kept()).get(key) || "";
    return /^[A-Za-z0-9-]{1,20}$/.test(found) ? found : found.replace(/[^A-Za-z0-9-]/g, "?").slice(0, 20);
  }

  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  /* The theme the address asks for; without one the browser's own, never what another page of this host has kept. */
  function theme() {
    var wanted = asked("theme");
    if (wanted && ["light", "dark", "auto"].indexOf(wanted) < 0) { say("theme", "theme cannot be “" + wanted + "”; use light, dark or auto."); }
    return wanted === "light" || wanted === "dark" ? wanted : dark.matches ? "dark" : "light";
  }

  function luminance(hex) {
    return [1, 3, 5].map(function (at) {
      var share = parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }).reduce(function (sum, share, at) { return sum + share * [0.2126, 0.7152, 0.0722][at]; }, 0);
  }

  function contrast(a, b) {
    var pair = [luminance(a), luminance(b)].sort(function (x, y) { return y - x; });
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  }

  /* Borders, marks and the focus may take the portal's colour where it shows on all our grounds; text never does. */
  function paintAccent() {
    var wanted = asked("accent");
    root.style.removeProperty("--embed-accent");
    if (!wanted) { return; }
    var colour = "#" + wanted.toLowerCase();
    if (!/^#[0-9a-f]{6}$/.test(colour)) { say("accent", "accent cannot be “" + wanted + "”; write six hexadecimal digits such as 1f5a6b."); return; }
    var styles = getComputedStyle(root);
    var faint = ["--surface", "--page", "--raised"].some(function (ground) {
      return contrast(colour, styles.getPropertyValue(ground).trim()) < 3;
    });
    say("accent", faint ? "The accent " + wanted + " was not used: its contrast with this background is below 3 to 1." : "");
    if (!faint) { root.style.setProperty("--embed-accent", colour); }
  }

  // --- the page around ----------------------------------------------------------------------------------------------

  var parentOrigin = null;  // known for certain once a message has come from it

  /* The one origin around us where the browser tells it; a listed one is never guessed by trying. */
  function around() {
    if (parentOrigin) { return [parentOrigin]; }
    if (location.ancestorOrigins && location.ancestorOrigins.length) {
      return allowed.filter(function (one) { return one === location.ancestorOrigins[0]; });
    }
    return allowed;
  }

  function tell(message) {
    if (framed) { around().forEach(function (origin) { window.parent.postMessage(message, origin); }); }
  }

  window.addEventListener("message", function (heard) {
    if (!framed || heard.source !== window.parent || allowed.indexOf(heard.origin) < 0) { return; }
    var data = heard.data;
    if (!data || data.type !== "panj:token" || typeof data.token !== "string" || data.token.length > 8192) { return; }
    parentOrigin = heard.origin;
    if (data.token) { take(data.token); } else if (arrived) { arrived("refused"); }
  });

  // --- the token ----------------------------------------------------------------------------------------------------

  var token = null;   // in memory only: no cookie, no storage, no address
  var agedAt = 0;     // when this browser counts it as used up, by its own clock alone
  var asking = null;  // one wait, however many requests need it
  var arrived = null;
  var over = "";      // why the session has ended; "" while it has not

  /* A token's life is counted from its arrival, so that a clock that goes wrong here does no harm. */
  function lifetime(jwt) {
    try {
      var claims = JSON.parse(atob(jwt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
      return claims.exp - claims.iat > 0 ? (claims.exp - claims.iat) * 1000 : Infinity;
    } catch (_) { return Infinity; }
  }

  function take(jwt) {
    token = jwt;
    agedAt = performance.now() + lifetime(jwt);
    root.classList.add("has-token");
    if (arrived) { arrived(""); } else { resume(); }
  }

  /* Asks the page around for a token; resolves to "" when one has come, else to why none did. */
  function renew() {
    if (!asking) {
      asking = new Promise(function (done) {
        arrived = done;
        if (!framed || !around().length) { done("alone"); return; }
        setTimeout(done, PATIENCE, "silent");
        tell({type: "panj:token-wanted"});
      }).then(function (none) { asking = arrived = null; return none; });
    }
    return asking;
  }

  var WHY = {
    alone: "Panj needs a sign-in here: open it through the portal that shows it.",
    silent: "The page around this one sent no token within 10 seconds; its script has to answer panj:token-wanted.",
    refused: "The session has ended: sign in at the portal again and load its page anew.",
    "user-missing": "The portal did not say who you are: sign in there and load this page again.",
    "user-unknown": "This page is not open to you: ask whoever runs the portal.",
    "token-invalid": "The portal's token was refused, so nothing can be shown here.",
    "token-expired": "The portal's token had run out before it came here, so nothing can be shown.",
    other: "The server no longer answers this page: load the page around it anew."
  };

  function end(reason) {
    if (!over) { tell({type: "panj:session-ended"}); }
    over = reason;
    root.classList.add("session-ended");
    say("session", WHY[reason] || WHY.other);
  }

  function resume() {
    if (!over) { return; }
    var late = over === "silent" && !document.getElementById("page");
    over = "";
    root.classList.remove("session-ended");
    say("session", "");
    if (late) { location.reload(); }  // nothing could be drawn without the token that has now come
  }

  function reasonOf(answer) {
    return answer.clone().json().then(function (said) { return said.reason || "other"; }, function () { return "other"; });
  }

  var plain = window.fetch;
  var release = "";  // of the data of the last answer: a server that is a moment behind must not go back to an older one

  function send(request, options) {
    var headers = new Headers((options && options.headers) || (request instanceof Request ? request.headers : {}));
    if (token) { headers.set("Authorization", "Bearer " + token); }
    if (release) { headers.set("Panj-Release", release); }
    if (asked("lang")) { headers.set("Panj-Language", asked("lang")); }
    return plain.call(window, request instanceof Request ? request.clone() : request, Object.assign({}, options, {headers: headers}));
  }

  /* An answer after which nothing more is tried. */
  function settled(answer) {
    if (answer.status === 401 || answer.status === 403) { reasonOf(answer).then(end); return answer; }
    release = answer.headers.get("Panj-Release") || release;
    resume();
    return answer;
  }

  /* A refusal is answered once with a fresh token; a second one ends the session. */
  function again(request, options, answer, used, none) {
    if (token && token !== used) { return send(request, options).then(settled); }
    return reasonOf(answer).then(function (reason) {
      if (reason === "user-missing") { end(reason); return answer; }
      return (none ? Promise.resolve(none) : renew()).then(function (why) {
        if (!why) { return send(request, options).then(settled); }
        end(why);
        return answer;
      });
    });
  }

  /* What Dash is given in place of a refusal, which it reads as a crash: no change to what is drawn, and no drawing at
     all where there is nothing yet. Anything else of the page reads the refusal itself. */
  function forDash(path, answer) {
    if (answer.status !== 401 && answer.status !== 403) { return answer; }
    if (path === "_dash-update-component") { return new Response(null, {status: 204}); }
    return path === "_dash-layout" || path === "_dash-dependencies" ? new Promise(function () {}) : answer;
  }

  window.fetch = function (request, options) {
    var path = below((request && request.url) || request);
    if (path === null || OPEN_TO_ALL.test(path)) { return plain.call(window, request, options); }
    return signedIn(request, options).then(function (answer) { return forDash(path, answer); });
  };

  function signedIn(request, options) {
    var spent = token ? performance.now() >= agedAt : tokenOnly && framed;
    return (spent ? renew() : Promise.resolve("")).then(function (none) {
      var used = token;
      return send(request, options).then(function (answer) {
        return answer.status === 401 ? again(request, options, answer, used, none) : settled(answer);
      });
    });
  }

  // --- its height ---------------------------------------------------------------------------------------------------

  var told = 0;

  /* A stage fills its frame: it asks for the shape of a screen; everything else for the height of its contents. */
  function height() {
    if (part === "brief" && document.getElementById("stage")) { return Math.max(Math.round(window.innerWidth * 9 / 16), 640); }
    return Math.ceil(document.body.getBoundingClientRect().height);
  }

  /* Until something stands here, the frame keeps the height that its host gave it. */
  function isEmpty() {
    var page = document.getElementById("page");
    if (over || part === "check") { return false; }
    if (part === "brief") { return !document.querySelector("#stage, .has-failed"); }
    if (!page || page.classList.contains("is-loading")) { return true; }
    return part === "event" && document.getElementById("event-card").hidden && document.getElementById("notice").hidden;
  }

  function tellHeight() {
    if (isEmpty()) { return; }
    var now = height();
    if (now && now !== told) { told = now; tell({type: "panj:height", height: now}); }
  }

  function paint() {
    root.setAttribute("data-bs-theme", theme());
    paintAccent();
  }

  if (part) {
    paint();
    dark.addEventListener("change", paint);
    new ResizeObserver(tellHeight).observe(document.body);
    window.addEventListener("resize", tellHeight);
  }
  root.classList.toggle("token-only", tokenOnly);
  if (framed) { tell({type: "panj:ready"}); }

  window.panj_embed = {
    part: part,
    framed: framed,
    tokenOnly: tokenOnly,
    allowed: allowed,
    address: address,
    strip: strip,
    kept: kept,
    asked: asked,
    theme: theme,
    dark: dark,
    paintAccent: paintAccent,
    say: say,
    tell: tell,
    tellHeight: tellHeight,
    askToken: renew,
    token: function () { return token; },
    origin: function () { return parentOrigin; }
  };
}());
