// Locks the screen when nobody has touched it for a while, and tells the server that somebody is there.
// The server decides in both cases: whoever holds an alarm stays logged in, and without this file it checks by itself.
"use strict";
(() => {
  const told = document.querySelector("meta[name=varde-idle]");
  if (!told) return;
  const limit = Number(told.content) * 1000;
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const post = (url) => fetch(url, { method: "POST", headers, credentials: "same-origin" });
  let touched = Date.now();
  let said = touched;
  const touch = () => {
    touched = Date.now();
    if (touched - said < 60000) return;
    said = touched;
    post(told.dataset.active).catch(() => {});
  };
  ["pointerdown", "keydown", "wheel", "touchstart"].forEach((name) => document.addEventListener(name, touch, { passive: true }));
  setInterval(async () => {
    if (Date.now() - touched < limit) return;
    try {
      const answer = await post(told.dataset.idle);
      if (!answer.ok || answer.redirected) { window.location.reload(); return; }
      const word = await answer.json();
      if (word.locked) window.location.assign(word.url + "?next=" + encodeURIComponent(window.location.pathname));
      else touched = Date.now() - limit + 60000;
    } catch { /* no contact: the server checks on the next request */ }
  }, 5000);
})();
