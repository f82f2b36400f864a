// A live page holds still under the hand: nothing is exchanged while somebody aims at a button or presses it, and what is
// typed stays. Aiming holds for two seconds at most: what is new must be seen.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  if (!live) return;

  // A row that moves between aim, press and release would lose the press, or give it to another row.
  const AIMING = 500;
  const AT_MOST = 2000;
  let down = false;
  let aimed = 0;
  let heldSince = 0;
  const aims = () => Date.now() - aimed < AIMING && (!heldSince || Date.now() - heldSince < AT_MOST);
  const release = () => {
    if (!heldSince || down) return;
    if (aims()) return setTimeout(release, AIMING / 2);
    heldSince = 0;
    document.body.dispatchEvent(new CustomEvent("varde:tick"));
  };
  const hold = () => {
    if (!heldSince) heldSince = Date.now();
    setTimeout(release, AIMING / 2);
  };
  live.addEventListener("pointermove", (event) => { if (event.target.closest("button, a, input, summary")) aimed = Date.now(); });
  live.addEventListener("pointerdown", () => { down = true; });
  ["pointerup", "pointercancel", "blur"].forEach((name) => window.addEventListener(name, () => { down = false; setTimeout(release, 50); }));

  // Fields with an id that somebody has written in, by what they hold.
  const fields = () => [...live.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((one) => one.id);
  const ticks = (one) => one.type === "checkbox" || one.type === "radio";
  const untouched = (one) => {
    if (ticks(one)) return one.checked === one.defaultChecked;
    if (one.tagName === "SELECT") return [...one.options].every((line, at) => line.selected === (line.defaultSelected || (!at && ![...one.options].some((each) => each.defaultSelected))));
    return one.value === one.defaultValue;
  };
  let typed = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (down || aims()) {
      hold();
      event.detail.shouldSwap = false;
      return;
    }
    typed = fields().filter((one) => !untouched(one)).map((one) => [one.id, ticks(one) ? one.checked : one.value]);
  });
  const restore = () => typed.forEach(([id, value]) => {
    const one = document.getElementById(id);
    if (!one || !untouched(one)) return;
    if (ticks(one)) one.checked = value;
    else one.value = value;
  });
  ["htmx:oobAfterSwap", "htmx:afterSwap", "htmx:afterSettle"].forEach((name) => document.addEventListener(name, restore));
})();
