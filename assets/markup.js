// Views of plain words come as one piece of markup (components/shared/markup.py), escaped on the server.
(() => {
  "use strict";
  const fill = (node) => {
    node.innerHTML = node.getAttribute("data-markup");
  };
  const look = (changes) => {
    for (const change of changes) {
      if (change.type === "attributes") fill(change.target);
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.hasAttribute("data-markup")) fill(node);
        else node.querySelectorAll("[data-markup]").forEach(fill);
      }
    }
  };
  new MutationObserver(look).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-markup"],
  });
})();
