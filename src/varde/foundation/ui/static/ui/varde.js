// What makes the pages quicker to use. Every page works without this file: it only improves what is there.
"use strict";
(() => {
  const each = (root, what, act) => root.querySelectorAll(what).forEach(act);

  // Copy buttons are hidden until somebody can answer them.
  const dress = (root) => {
    each(root, "[data-copy]", (button) => { button.hidden = !navigator.clipboard; });
    each(root, "dialog[data-open]", (dialog) => { if (!dialog.open) dialog.showModal(); });
  };

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      const word = copy.querySelector("span");
      const before = word.textContent;
      word.textContent = copy.dataset.done;
      setTimeout(() => { word.textContent = before; }, 2000);
      return;
    }
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
    each(document, "details.menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // A form is sent once, however often one presses; it is freed again if the page is shown from the cache.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.busy) { event.preventDefault(); return; }
    form.dataset.busy = "yes";
    setTimeout(() => { delete form.dataset.busy; }, 5000);
  });
  window.addEventListener("pageshow", () => each(document, "form[data-busy]", (form) => { delete form.dataset.busy; }));

  // What somebody is writing survives a fragment being replaced: fields with data-keep, found again by id.
  // The text stays in this page's memory; it may be about a person's health and is never stored.
  const kept = new Map();
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-keep]") && event.target.id) kept.set(event.target.id, event.target.value);
  });
  document.addEventListener("submit", (event) => each(event.target, "[data-keep]", (field) => kept.delete(field.id)));
  let held = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const field = document.activeElement;
    held = field && field.id ? { id: field.id, from: field.selectionStart, to: field.selectionEnd } : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    dress(event.target);
    each(document, "[data-keep]", (field) => { if (kept.has(field.id)) field.value = kept.get(field.id); });
    const field = held && document.getElementById(held.id);
    if (field && field !== document.activeElement) {
      field.focus({ preventScroll: true });
      if (held.from != null && field.setSelectionRange) field.setSelectionRange(held.from, held.to);
    }
  });

  // A page that renews itself waits while somebody aims at a button or presses it: it is never taken from under a finger.
  // Never longer than a second, however long somebody moves or presses: what is new must be seen and heard.
  const AIMING = 500;
  const AT_MOST = 1000;
  let pressing = false;
  let aimed = 0;
  let heldSince = 0; // forgotten only when an exchange has gone through, so that one hold never follows another
  const holds = () => (pressing || Date.now() - aimed < AIMING) && (!heldSince || Date.now() - heldSince < AT_MOST);
  const again = () => {
    if (!heldSince) return;
    if (holds()) setTimeout(again, AIMING / 2);
    else document.body.dispatchEvent(new CustomEvent("varde:tick"));
  };
  document.addEventListener("pointermove", (event) => { if (event.target.closest("[data-live] :is(button, a, input, summary)")) aimed = Date.now(); }, true);
  document.addEventListener("pointerdown", () => { pressing = true; }, true);
  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => setTimeout(() => { pressing = false; }, 300), true));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.requestConfig;
    if (!event.detail.shouldSwap || !asked || !asked.elt.hasAttribute("data-live")) return;
    if (!holds()) {
      heldSince = 0;
      return;
    }
    event.detail.shouldSwap = false;
    if (heldSince) return;
    heldSince = Date.now();
    setTimeout(again, AIMING / 2);
  });

  // "Ingen kontakt siden 02:14": shown when the stream or a fetch fails, gone when one succeeds.
  const lost = document.getElementById("contact-lost");
  const since = lost && lost.querySelector("[data-since]");
  const live = () => document.querySelector("[sse-connect], [data-live]");
  const noContact = () => {
    if (!lost || !lost.hidden || !live()) return;
    since.textContent = new Date().toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit" });
    lost.hidden = false;
    document.dispatchEvent(new CustomEvent("varde:contact", { detail: { on: false } }));
  };
  const contact = () => {
    if (!lost || lost.hidden) return;
    lost.hidden = true;
    document.dispatchEvent(new CustomEvent("varde:contact", { detail: { on: true } }));
  };
  ["htmx:sseError", "htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => document.addEventListener(name, noContact));
  ["htmx:sseOpen", "htmx:afterOnLoad"].forEach((name) => document.addEventListener(name, contact));
  window.addEventListener("offline", noContact);

  // "Lyd er av": whoever plays the tone says so with document.dispatchEvent(new CustomEvent("varde:sound", {detail: {on}})),
  // and hears "varde:sound-on" when somebody presses the button in the banner.
  const silent = document.getElementById("sound-off");
  if (silent) {
    document.addEventListener("varde:sound", (event) => { silent.hidden = event.detail.on; });
    silent.querySelector("[data-sound-on]").addEventListener("click", () => document.dispatchEvent(new CustomEvent("varde:sound-on")));
  }

  dress(document);
})();
