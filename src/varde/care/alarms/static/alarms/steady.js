// A live page holds still under the hand: nothing is exchanged while a button is pressed down, and what is typed stays.
"use strict";
(() => {
  const live = document.querySelector("[data-live]");
  if (!live) return;

  // A row that moves between press and release would lose the press, or give it to another row.
  let down = false;
  let held = false;
  const release = () => {
    down = false;
    if (!held) return;
    held = false;
    document.body.dispatchEvent(new CustomEvent("varde:tick"));
  };
  live.addEventListener("pointerdown", () => { down = true; });
  ["pointerup", "pointercancel", "blur"].forEach((name) => window.addEventListener(name, () => setTimeout(release, 50)));

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
    if (down) {
      held = true;
      event.detail.shouldSwap = false;
      return;
    }
    typed = fields().filter((one) => !untouched(one)).map((one) => [one.id, ticks(one) ? one.checked : one.value]);
  });
  document.addEventListener("htmx:afterSettle", () => typed.forEach(([id, value]) => {
    const one = document.getElementById(id);
    if (!one || !untouched(one)) return;
    if (ticks(one)) one.checked = value;
    else one.value = value;
  }));
})();
