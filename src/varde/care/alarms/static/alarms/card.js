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
  // What somebody has typed stays too: fields with an id, by what they hold.
  const fields = () => [...card.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((one) => one.id);
  const ticks = (one) => one.type === "checkbox" || one.type === "radio";
  const untouched = (one) => {
    if (ticks(one)) return one.checked === one.defaultChecked;
    if (one.options) return one.selectedIndex === Math.max(0, [...one.options].findIndex((line) => line.defaultSelected));
    return one.value === one.defaultValue;
  };
  let typed = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.shouldSwap) typed = fields().filter((one) => !untouched(one)).map((one) => [one.id, ticks(one) ? one.checked : one.value]);
  });
  const restore = () => typed.forEach(([id, value]) => {
    const one = document.getElementById(id);
    if (!one || !untouched(one)) return;
    if (ticks(one)) one.checked = value;
    else one.value = value;
  });
  ["htmx:oobAfterSwap", "htmx:afterSwap", "htmx:afterSettle"].forEach((name) => document.addEventListener(name, restore));
})();
