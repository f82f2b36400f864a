// Placing questions: by dragging, and by keys while a card has focus. The menu on each card does the same without this file.
"use strict";
(() => {
  const board = document.getElementById("board");
  if (!board) return;
  const told = document.getElementById("board-told");
  const handles = (root) => [...root.querySelectorAll("[data-question] summary")];
  const waiting = () => handles(board.querySelector(".waiting"));
  const cardOf = (node) => node && node.closest("[data-question]");
  let held = null;
  let after = null;

  // Every way of placing presses the button in the card's menu. Where focus goes when the board is drawn again: on to the
  // next that waits, or along with a card that was moved.
  board.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=place]");
    if (!button) return;
    const card = cardOf(button);
    const rest = waiting();
    const at = rest.findIndex((one) => cardOf(one) === card);
    const following = at < 0 ? card.querySelector("summary") : rest[at + 1] || rest[at - 1];
    after = following ? following.id : "waiting-title";
  });

  // Keys, while the handle of a card or its menu has focus: 1–4 place, 0 takes out, the arrows go to the next card.
  board.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const card = cardOf(event.target);
    if (!card) return;
    const button = card.querySelector(`button[data-key="${event.key}"]`);
    if (/^[0-4]$/.test(event.key) && button) {
      event.preventDefault();
      button.click();
    } else if (event.key === "Escape" && card.querySelector("details[open]")) {
      card.querySelector("details").open = false;
      card.querySelector("summary").focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches("summary")) {
      event.preventDefault();
      const all = handles(board);
      const next = all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    }
  });

  // Dragging.
  const dress = () => board.querySelectorAll("[data-question]:has(details)").forEach((card) => { card.draggable = true; });
  const cellOf = (event) => event.target.closest && event.target.closest("[data-cell]");
  const over = (cell) => board.querySelectorAll("[data-cell]").forEach((one) => one.toggleAttribute("data-over", one === cell));
  board.addEventListener("dragstart", (event) => {
    held = cardOf(event.target);
    if (!held) return;
    held.setAttribute("data-held", "");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.question);
  });
  board.addEventListener("dragover", (event) => {
    const cell = held && cellOf(event);
    over(cell);
    if (cell) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const cell = held && cellOf(event);
    if (!cell) return;
    event.preventDefault();
    const button = held.querySelector(`button[value="${held.dataset.question}:${cell.dataset.cell}"]`);
    if (button) button.click();
  });
  board.addEventListener("dragend", () => {
    if (held) held.removeAttribute("data-held");
    held = null;
    over(null);
  });

  // The board asks now and then what others have placed; not while somebody holds a card or has a menu open.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === board && (held || board.querySelector("details[open]"))) event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== board) return;
    dress();
    const words = document.getElementById("board-state").dataset.told;
    if (!words) return;
    told.textContent = words;
    const next = document.getElementById(after);
    if (next) next.focus();
  });
  dress();
})();
