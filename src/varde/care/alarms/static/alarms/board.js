// Makes the board live: stream, sound, keys and what is read aloud. The page works by reload without it.
"use strict";
(() => {
  const board = document.getElementById("board");
  if (!board) return;
  const tone = window.vardeTone;
  const said = board.dataset;
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");

  // Stream: each number makes htmx fetch the fragment. A lost stream is opened again, also when the server said no.
  let source = null;
  let wait = 1000;
  const fire = (name) => document.dispatchEvent(new CustomEvent(name));
  const listen = () => {
    source = new EventSource(said.stream);
    source.onopen = () => { wait = 1000; };
    source.addEventListener("tick", () => document.body.dispatchEvent(new CustomEvent("varde:tick")));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      fire("htmx:sseError");
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 15000);
    };
  };
  if (window.EventSource) listen();
  window.addEventListener("pagehide", () => source && source.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

  // What is on the board now, read from the fragment.
  const state = () => document.getElementById("board-state");
  const ids = () => new Set((state().dataset.loud || "").split(" ").filter(Boolean));
  const all = () => new Set((state().dataset.fresh || "").split(" ").filter(Boolean));
  let known = all();
  let knownCritical = Number(state().dataset.critical);
  let fresh = 0;
  let freshCritical = 0;
  const polite = document.getElementById("board-polite");
  const assertive = document.getElementById("board-assertive");
  const words = (count, one, many) => (count === 1 ? one : many.replace("{n}", String(count)));
  let lastUrgent = 0;
  const speak = () => {
    if (!fresh) return;
    const parts = [words(fresh, said.oneNew, said.manyNew)];
    if (freshCritical) parts.push(words(freshCritical, said.oneCritical, said.manyCritical));
    const urgent = freshCritical && Date.now() - lastUrgent > 10000;
    if (urgent) lastUrgent = Date.now();
    (urgent ? assertive : polite).textContent = parts.join(", ");
    fresh = 0;
    freshCritical = 0;
  };
  setInterval(speak, 5000);

  const icon = document.querySelector("link[rel=icon]");
  const calm = icon.href;
  const title = document.title.replace(/^\(\d+\) /, "");
  const show = () => {
    const now = state().dataset;
    const loud = ids().size;
    document.title = loud ? "(" + loud + ") " + title : title;
    icon.href = loud ? said.loudIcon : calm;
    tone.ring(!loud ? "" : Number(now.critical) ? "critical" : "serious");
    board.toggleAttribute("data-flash", Boolean(loud) && !reduced.matches);
  };
  const compare = () => {
    const now = all();
    const critical = Number(state().dataset.critical);
    const added = [...now].filter((id) => !known.has(id)).length;
    if (added && !fresh) setTimeout(speak, 1000);
    fresh += added;
    if (added) freshCritical += Math.max(0, Math.min(added, critical - knownCritical));
    known = now;
    knownCritical = critical;
    show();
  };
  document.addEventListener("htmx:afterSwap", compare);
  show();

  // Sound: a shift begins with a press that plays the tone.
  document.querySelectorAll("[data-start-shift]").forEach((button) => button.addEventListener("click", () => tone.start(true)));
  document.addEventListener("varde:sound", (event) => {
    document.querySelectorAll("[data-start-shift]").forEach((button) => { button.hidden = event.detail.on; });
    document.querySelectorAll("[data-sound-is-on]").forEach((word) => { word.hidden = !event.detail.on; });
  });
  document.querySelectorAll("[data-start-shift]").forEach((button) => { button.hidden = false; });
  tone.start(false);

  // Age: counted here between two fetches.
  const pad = (number) => String(number).padStart(2, "0");
  const older = () => document.querySelectorAll("[data-since-opened]").forEach((word) => {
    const gone = Math.max(0, Math.floor((Date.now() - Date.parse(word.dataset.sinceOpened)) / 1000));
    const [hours, minutes, seconds] = [Math.floor(gone / 3600), Math.floor(gone % 3600 / 60), gone % 60];
    word.textContent = hours ? hours + ":" + pad(minutes) + ":" + pad(seconds) : minutes + ":" + pad(seconds);
  });
  setInterval(older, 1000);

  // Keys: only while focus is inside the board, and never with Ctrl, Alt or Meta. Can be turned off (WCAG 2.1.4).
  const chosen = document.getElementById("board-keys");
  const KEPT = "varde.board.keys";
  chosen.checked = localStorage.getItem(KEPT) !== "off";
  chosen.addEventListener("change", () => localStorage.setItem(KEPT, chosen.checked ? "on" : "off"));
  const links = () => [...board.querySelectorAll("[data-alarm]")];
  const row = () => document.activeElement.closest("[data-row]");
  const step = (by) => {
    const list = links();
    const here = row() ? list.indexOf(row().querySelector("[data-alarm]")) : -1;
    const next = list[here < 0 ? 0 : Math.min(Math.max(here + by, 0), list.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const take = () => {
    const button = (row() || board.querySelector("[data-row][data-new]") || board).querySelector("[data-take]");
    if (button) button.form.requestSubmit(button);
  };
  const help = () => document.getElementById("board-help").showModal();
  const KEYS = { j: () => step(1), k: () => step(-1), t: take, "?": help };
  board.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (!chosen.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
