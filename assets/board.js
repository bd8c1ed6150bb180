/* The negotiation board: a move under the pointer or the focus shows what it answers and what answers it. */
(function () {
  "use strict";

  function cardOf(move) { return document.querySelector('.board-card[data-moves~="' + CSS.escape(move) + '"]'); }

  function clear() {
    document.querySelectorAll(".board-card.is-linked").forEach(function (card) { card.classList.remove("is-linked"); });
  }

  function show(happening) {
    var on = happening.target instanceof Element ? happening.target : null;
    var card = on && on.closest(".board-card");
    clear();
    if (!card) { return; }
    var one = on.closest("[data-to-move]");
    var moves = one ? [one.getAttribute("data-to-move")] : card.getAttribute("data-linked").split(" ").filter(Boolean);
    moves.forEach(function (move) {
      var other = cardOf(move);
      if (other && other !== card) { other.classList.add("is-linked"); }
    });
  }

  /* Pressing a link opens the event (panj.js); here its card only comes into sight. */
  function follow(press) {
    var on = press.target instanceof Element ? press.target.closest(".board-card [data-to-move]") : null;
    var card = on && cardOf(on.getAttribute("data-to-move"));
    if (card) { card.scrollIntoView({block: "nearest", inline: "nearest"}); }
  }

  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("click", follow);
})();
