// Keeps a card or a callout live: each number on the stream makes htmx fetch what has changed.
"use strict";
(() => {
  const card = document.querySelector("[data-stream]");
  if (!card || !window.EventSource) return;
  let source = null;
  let wait = 1000;
  const listen = () => {
    source = new EventSource(card.dataset.stream);
    source.onopen = () => { wait = 1000; };
    source.addEventListener("tick", () => document.body.dispatchEvent(new CustomEvent("varde:tick")));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      document.dispatchEvent(new CustomEvent("htmx:sseError"));
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 15000);
    };
  };
  listen();
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  // What somebody has unfolded stays so when the buttons are renewed.
  let unfolded = [];
  document.addEventListener("htmx:beforeSwap", () => { unfolded = [...document.querySelectorAll("#alarm-acts details[open]")].map((one) => one.id); });
  const unfold = () => unfolded.forEach((id) => {
    const one = document.getElementById(id);
    if (one) one.open = true;
  });
  ["htmx:oobAfterSwap", "htmx:afterSwap", "htmx:afterSettle"].forEach((name) => document.addEventListener(name, unfold));
})();
