// Swap where there is no network. What is done is written down on the device before anything is sent, and stays there
// until the server has answered: a reload, a flat battery or a lost line loses nothing. Each swap carries a key, so that
// one that arrives twice is done once. Nothing is kept but the codes of two items, a placement's key and the choices.
"use strict";
(() => {
  const form = document.getElementById("swap");
  if (!form || !window.fetch) return;
  const STORE = "varde.swaps";
  const box = document.getElementById("unsent");
  const list = box.querySelector("ul");
  const state = document.getElementById("unsent-state");
  const words = box.dataset;
  const who = form.dataset.who;

  const held = () => {
    try { return JSON.parse(localStorage.getItem(STORE) || "[]"); } catch { return []; }
  };
  const hold = (swaps) => localStorage.setItem(STORE, JSON.stringify(swaps));
  const change = (key, values) => hold(held().map((one) => (one.key === key ? { ...one, ...values } : one)));
  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = bytes.map((one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  const line = (one) => {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = `${one.values.old_code} → ${one.values.new_code}`;
    const said = document.createElement("p");
    const waits = one.state === "waiting";
    const text = waits ? (one.who === who ? words.waiting : words.other) : one.text;
    said.textContent = `${waits ? "⏳" : one.state === "done" ? "✓" : "⚠"} ${text}`;
    item.append(title, said);
    item.dataset.state = one.state;
    if (!waits) {
      const away = document.createElement("button");
      away.type = "button";
      away.className = "ds-button";
      away.dataset.variant = "tertiary";
      away.textContent = words.remove;
      away.setAttribute("aria-label", `${words.remove}: ${title.textContent}`);
      away.addEventListener("click", () => { hold(held().filter((other) => other.key !== one.key)); show(); });
      item.append(away);
    }
    return item;
  };
  const show = () => {
    const swaps = held();
    box.hidden = !swaps.length;
    list.replaceChildren(...swaps.map(line));
  };
  const tell = (text) => { state.textContent = text; };

  const cookie = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]*)/) || [])[1] || "";
  const post = async (one) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    const body = new URLSearchParams({ ...one.values, key: one.key, done_at: one.at });
    try {
      return await fetch(form.dataset.send, {
        method: "POST", body, credentials: "same-origin", signal: stop.signal,
        headers: { "X-CSRFToken": decodeURIComponent(cookie()), Accept: "application/json" },
      });
    } finally { clearTimeout(timer); }
  };

  // Gives true when the next one may be tried.
  const sendOne = async (one) => {
    let answer;
    try { answer = await post(one); } catch { tell(words.offline); return false; }
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.redirected || answer.status === 401 || (answer.status === 403 && !isJson)) { tell(words.login); return false; }
    if (!isJson) { tell(words.later); return false; }
    const word = await answer.json();
    change(one.key, { state: word.outcome, text: word.text });
    show();
    return true;
  };
  let busy = false;
  const sendAll = async () => {
    if (busy) return;
    busy = true;
    try {
      for (const one of held()) {
        if (one.state !== "waiting" || one.who !== who) continue;
        tell(words.sending);
        if (!(await sendOne(one))) return;
        tell("");
      }
    } finally { busy = false; }
  };

  form.addEventListener("submit", (event) => {
    if (!form.checkValidity()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const values = Object.fromEntries(new FormData(form));
    delete values.csrfmiddlewaretoken;
    delete values.key;
    try {
      hold([...held(), { key: newKey(), who, state: "waiting", at: new Date().toISOString(), values }]);
    } catch {
      form.submit();  // the browser lets us keep nothing: send it the ordinary way
      return;
    }
    form.querySelectorAll("[data-scan]").forEach((field) => { field.value = ""; });
    show();
    first.focus();
    sendAll();
  }, true);

  // The copy on the device is the same whichever item it is opened from.
  const asked = new URLSearchParams(window.location.search).get("gammel");
  const first = form.querySelector("[data-scan]");
  if (asked && !first.value) first.value = asked.slice(0, 200);

  document.getElementById("swap-key").value = newKey();
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", show);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(sendAll, 20000);
  show();
  sendAll();

  if (navigator.serviceWorker && form.dataset.worker) {
    navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope }).then(
      () => navigator.serviceWorker.ready,
    ).then(() => { document.getElementById("kept").hidden = false; }).catch(() => {});
  }
})();
