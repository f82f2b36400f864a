// While a form is filled in: says when something is not saved, and asks before the page is left. The page works without.
"use strict";
(() => {
  const form = document.getElementById("answers");
  if (!form) return;
  const words = document.getElementById("saved").dataset.failed;
  let typed = 0;
  let kept = 0;
  let sent = 0;

  const failed = () => {
    const line = document.getElementById("saved");
    line.dataset.state = "failed";
    line.textContent = words;
  };
  ["input", "change"].forEach((name) => form.addEventListener(name, () => { typed += 1; }));
  form.addEventListener("htmx:beforeRequest", () => { sent = typed; });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) kept = Math.max(kept, sent); else failed();
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => form.addEventListener(name, failed));

  // A message at a field came or went: the field itself says so too.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const box = event.detail.target;
    if (!box || !box.id.endsWith("_error")) return;
    const name = box.id.slice(0, -"_error".length);
    form.querySelectorAll(`[name="${name}"]`).forEach((field) => {
      if (document.getElementById(box.id).childElementCount) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    });
  });

  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && typed > kept) event.preventDefault(); });
})();
