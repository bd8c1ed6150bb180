/* embed/check: what would stop an embed here. The server's side comes from check.json, the rest is tried. Each line
   is a verdict ("ok", "problem" or "unknown"), one sentence, and the setting to change. */
(function () {
  "use strict";

  var embed = window.panj_embed;
  var list = document.getElementById("check-list");
  if (!embed || embed.part !== "check" || !list) { return; }

  var LABELS = {ok: "OK", problem: "Problem", unknown: "Cannot know here"};
  var SIGNS = {ok: "✓", problem: "✕", unknown: "?"};
  var origin = null;  // of the page around us, or of the one asked about
  var violations = [];
  document.addEventListener("securitypolicyviolation", function (broken) { violations.push(broken.effectiveDirective); });

  function line(title, verdict, words, setting) { return {title: title, verdict: verdict, words: words, setting: setting || ""}; }

  function originOf(text) {
    try { return new URL(text).origin; } catch (_) { return ""; }
  }

  function plural(seconds) { return seconds + (seconds === 1 ? " second" : " seconds"); }

  // --- the single looks: each takes what the server said and what came over the wire ------------------------------

  function framing(server, wire) {
    var title = "Framing";
    var setting = "PANJ_FRAME_ANCESTORS";
    if (wire.frameOptions) {
      return line(title, "problem", "A proxy adds the header X-Frame-Options (" + wire.frameOptions + "), which Panj never sends.", "the proxy in front: remove that header");
    }
    if (wire.ancestors.length > 1) {
      return line(title, "problem", "A proxy adds a second policy with frame-ancestors; the browser obeys both.", "the proxy in front: leave Content-Security-Policy to Panj");
    }
    if (embed.framed) {
      if (origin && embed.allowed.indexOf(origin) < 0) { return line(title, "problem", origin + " shows this frame but is not in the list, so no messages pass.", setting); }
      return line(title, "ok", "This page stands in a frame of " + (origin || "another page") + ", and the browser allows it.");
    }
    if (!origin) {
      return line(title, "unknown", "This page stands in a tab of its own. Write ?parent= and the portal's origin after its address.", setting);
    }
    if (embed.allowed.indexOf(origin) < 0) {
      return line(title, "problem", origin + " may not show Panj in a frame; the browser would draw an error in its place. Allowed: " + (embed.allowed.join(", ") || "nobody") + ".", setting);
    }
    if (origin.indexOf("https:") === 0 && location.protocol === "http:") {
      return line(title, "problem", "A page at https cannot show a frame at http: Panj needs https too.", "the proxy in front");
    }
    return line(title, "ok", origin + " may show Panj in a frame.");
  }

  function sandbox() {
    if (!embed.framed) { return line("Sandbox", "unknown", "This page stands in no frame. A sandbox has to have allow-scripts and allow-same-origin."); }
    if (window.origin === "null") {
      return line("Sandbox", "problem", "The sandbox of this frame takes its origin away, so the page cannot ask its own server.", 'the frame: sandbox="allow-scripts allow-same-origin …"');
    }
    return line("Sandbox", "ok", "Scripts run here and may ask their own server.");
  }

  function cookies(server) {
    var refused = server.viewer.reason === "user-missing";
    if (server.access.indexOf("header") >= 0 && refused) {
      return line("Cookies", "problem", "The proxy in front named no user. In a frame of another site the browser keeps back its cookie, unless that is SameSite=None; Secure; Partitioned.", "PANJ_ACCESS=header token, or serve Panj under the portal's own site");
    }
    return line("Cookies", "ok", "Panj sets no cookie and needs none" + (navigator.cookieEnabled ? "." : "; they are off here."));
  }

  function viewer(server, token) {
    var title = "Sign-in";
    var reason = server.viewer.reason;
    if (server.access.indexOf("open") >= 0) { return line(title, "ok", "Nobody has to sign in.", "PANJ_ACCESS=open"); }
    if (server.viewer.accepted) { return line(title, "ok", token ? "The portal sent a token, and it is accepted." : "The proxy in front named a user."); }
    if (reason === "user-unknown") { return line(title, "problem", "The proxy named a user whom the scope file does not list.", "PANJ_SCOPES"); }
    if (server.access.indexOf("token") < 0) {
      return line(title, "problem", "No user was named: the header " + server.user_header + " did not come from a proxy that Panj trusts.", "PANJ_TRUSTED_PROXIES, PANJ_USER_HEADER");
    }
    if (!embed.framed) { return line(title, "unknown", "A token is wanted, and only the page around a frame can send one.", "PANJ_ACCESS=" + server.access.join(" ")); }
    if (!token) { return line(title, "problem", "A token is wanted, and the page around did not answer panj:token-wanted within 10 seconds.", "the portal's page: see its listener"); }
    if (!server.token.arrived) { return line(title, "problem", "The token was sent but did not arrive.", "the proxy in front: pass the header Authorization on"); }
    return line(title, "problem", "The token was refused (" + reason + "): " + server.viewer.detail, tokenSetting(reason));
  }

  function tokenSetting(reason) {
    return reason === "token-expired" ? "the portal's token endpoint: a new token at each request, and its clock"
      : "the portal's token endpoint; PANJ_EMBED_KEYS_FILE, PANJ_EMBED_ISSUER, PANJ_EMBED_AUDIENCE";
  }

  function claimsOf(token) {
    try { return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))); } catch (_) { return {}; }
  }

  function clock(server, token, at) {
    var title = "Clock";
    var leeway = server.token.leeway;
    var issued = token ? claimsOf(token).iat : undefined;
    var ahead = Math.round(issued - server.now);
    if (ahead > leeway) { return line(title, "problem", "The token begins " + plural(ahead) + " after the server's time: the portal's clock is fast.", "the portal's clock (NTP), or this server's"); }
    if (-ahead > server.token.longest_life + leeway) { return line(title, "problem", "The token was made " + plural(-ahead) + " ago by the server's time: the portal's clock is slow, or it keeps tokens.", "the portal's clock (NTP) and its cache"); }
    if (typeof issued === "number") { return line(title, "ok", "The portal's clock and the server's agree to within " + plural(leeway) + "."); }
    var off = Math.round(Math.abs(server.now - at));
    if (off > leeway) { return line(title, "unknown", "This browser's clock and the server's differ by " + plural(off) + ". Panj does not depend on the browser's; make sure that the portal's is right."); }
    return line(title, "ok", "This browser's clock and the server's agree to within " + plural(leeway) + ".");
  }

  function prefix(server, wire) {
    var title = "Address";
    var path = server.prefix + "embed/check";
    if (location.pathname !== path) { return line(title, "problem", "Browsers see this page at " + location.pathname + ", the server thinks at " + path + ".", "PANJ_PREFIX, PANJ_PREFIX_STRIPPED"); }
    if (!wire.assets) { return line(title, "problem", "The files under " + server.prefix + "assets/ do not answer.", "PANJ_PREFIX, and the proxy in front"); }
    if (server.address !== location.origin) {
      return line(title, "problem", "The server thinks that it is " + server.address + ", the browser sees " + location.origin + ": links in exports will be wrong.", "PANJ_PROXY_HOPS, and X-Forwarded-Proto and -Host of the proxy");
    }
    return line(title, "ok", "Panj answers under " + location.origin + server.prefix + ", as it is set.");
  }

  function webgl() {
    var context = document.createElement("canvas").getContext("webgl2");
    var lose = context && context.getExtension("WEBGL_lose_context");
    if (lose) { lose.loseContext(); }
    return context ? line("WebGL 2", "ok", "The map can be moved and zoomed.")
      : line("WebGL 2", "problem", "This browser offers none here: the map is a still picture that the server draws, all else works.", "the browser: graphics acceleration");
  }

  function storage() {
    try { localStorage.getItem("panj-theme"); }
    catch (_) { return line("Storage", "ok", "It is closed here, and an embed needs none: its theme comes from the address. The full page will not remember the theme."); }
    return line("Storage", "ok", "It is open; an embed uses none.");
  }

  function policy(server, wire) {
    var title = "Policy";
    if (!wire.policy) { return line(title, "problem", "The header Content-Security-Policy did not arrive.", "the proxy in front: pass it on"); }
    var wanted = server.frame_ancestors.join(" ");
    if (wire.ancestors[0] !== wanted) { return line(title, "problem", "frame-ancestors arrived as “" + (wire.ancestors[0] || "nothing") + "”, the server sends “" + wanted + "”.", "the proxy in front: leave the header as it is"); }
    if (violations.length) { return line(title, "problem", "Something here wants what the policy forbids: " + violations.join(", ") + ".", "browser extensions, or a proxy that changes pages"); }
    return line(title, "ok", "The policy arrived as it was sent, and nothing on this page breaks it.");
  }

  // --- what is tried ----------------------------------------------------------------------------------------------

  /* Headers as they arrive here; a second policy of a proxy stands after a comma. */
  function overTheWire() {
    return Promise.all([
      window.fetch(location.href, {cache: "no-store"}),
      window.fetch(document.querySelector('link[rel="stylesheet"]').href).then(function (file) { return file.ok; }, function () { return false; })
    ]).then(function (both) {
      var policy = both[0].headers.get("Content-Security-Policy") || "";
      var found = policy.match(/frame-ancestors [^;,]*/g) || [];
      return {policy: policy, ancestors: found.map(function (one) { return one.replace("frame-ancestors ", "").trim(); }),
        frameOptions: both[0].headers.get("X-Frame-Options") || "", assets: both[1]};
    });
  }

  function askServer(token) {
    var begun = Date.now();
    var headers = token ? {Authorization: "Bearer " + token} : {};
    return window.fetch(embed.address("embed/check.json"), {headers: headers, cache: "no-store"}).then(function (answer) {
      return answer.json();
    }).then(function (server) { return {server: server, at: (begun + Date.now()) / 2000}; });
  }

  /* A token is asked for where only one could open the door. */
  function withToken(first) {
    var wanted = embed.framed && first.server.access.indexOf("token") >= 0 && !first.server.viewer.accepted;
    if (!wanted) { return Promise.resolve({token: "", told: first}); }
    return embed.askToken().then(function (none) {
      var token = none ? "" : embed.token();
      return askServer(token).then(function (told) { return {token: token, told: told}; });
    });
  }

  // --- what is shown ----------------------------------------------------------------------------------------------

  function element(name, classes, words) {
    var made = document.createElement(name);
    made.className = classes;
    made.textContent = words;
    return made;
  }

  function show(lines, server) {
    list.replaceChildren.apply(list, lines.map(function (one) {
      var row = element("li", "is-" + one.verdict, "");
      var words = element("div", "check-words", "");
      words.append(element("p", "check-title", one.title), element("p", "", one.words));
      if (one.setting) { words.append(element("p", "check-setting", (one.verdict === "ok" ? "Setting: " : "To change: ") + one.setting)); }
      var verdict = element("span", "check-verdict", " " + LABELS[one.verdict]);
      var sign = element("span", "", SIGNS[one.verdict]);
      sign.setAttribute("aria-hidden", "true");
      verdict.prepend(sign);
      row.append(verdict, words);
      return row;
    }));
    var problems = lines.filter(function (one) { return one.verdict === "problem"; }).length;
    var unknown = lines.filter(function (one) { return one.verdict === "unknown"; }).length;
    var result = document.getElementById("check-result");
    result.classList.toggle("has-problems", problems > 0);
    result.textContent = (problems ? problems + (problems === 1 ? " problem" : " problems") : "Nothing stops an embed here") +
      (unknown ? "; " + unknown + " that cannot be known here." : ".");
    var details = document.getElementById("check-server");
    details.hidden = false;
    details.querySelector("pre").textContent = JSON.stringify(server, null, 1);
  }

  function askedParent() {
    var asked = new URLSearchParams(location.search).get("parent");
    if (asked !== null) { return originOf(asked); }
    var before = originOf(document.referrer);
    return before === location.origin ? "" : before;
  }

  origin = embed.framed ? (location.ancestorOrigins ? location.ancestorOrigins[0] : originOf(document.referrer)) : askedParent();
  document.getElementById("check-result").textContent = "Looking …";
  Promise.all([askServer("").then(withToken), overTheWire()]).then(function (both) {
    var token = both[0].token, told = both[0].told, wire = both[1], server = told.server;
    show([framing(server, wire), sandbox(), viewer(server, token), cookies(server), clock(server, token, told.at), prefix(server, wire),
      policy(server, wire), webgl(), storage()], server);
  }, function () {
    document.getElementById("check-result").textContent = window.origin === "null"
      ? 'The sandbox of this frame takes its origin away: write sandbox="allow-scripts allow-same-origin".'
      : "The server did not answer embed/check.json: PANJ_PREFIX or the proxy in front sends it elsewhere.";
    document.getElementById("check-result").classList.add("has-problems");
  });
}());
