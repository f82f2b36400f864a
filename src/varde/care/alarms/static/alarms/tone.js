// The tone of the board. Made here, note by note, so that no file can be missing at 03:00.
// window.vardeTone: start() after a press, ring("critical" | "serious" | ""), and `on`.
"use strict";
(() => {
  const PATTERNS = {
    critical: { every: 1600, notes: [[988, 0, .16], [1319, .2, .16], [988, .4, .16], [1319, .6, .22]] },
    serious: { every: 4000, notes: [[784, 0, .22], [988, .28, .3]] },
    once: { every: 0, notes: [[784, 0, .18], [988, .2, .18], [1175, .4, .3]] },
  };
  let context = null;
  let level = "";
  let timer = 0;
  const tell = () => document.dispatchEvent(new CustomEvent("varde:sound", { detail: { on: tone.on } }));
  const play = (pattern) => {
    if (!tone.on) return;
    const start = context.currentTime + .02;
    pattern.notes.forEach(([pitch, at, length]) => {
      const sound = context.createOscillator();
      const loud = context.createGain();
      sound.type = "triangle";
      sound.frequency.value = pitch;
      loud.gain.setValueAtTime(0, start + at);
      loud.gain.linearRampToValueAtTime(.7, start + at + .02);
      loud.gain.setValueAtTime(.7, start + at + length - .04);
      loud.gain.linearRampToValueAtTime(0, start + at + length);
      sound.connect(loud).connect(context.destination);
      sound.start(start + at);
      sound.stop(start + at + length);
    });
  };
  const beat = () => { if (level) play(PATTERNS[level]); };
  const tone = {
    get on() { return Boolean(context) && context.state === "running"; },
    async start(test) {
      const Context = window.AudioContext || window.webkitAudioContext;
      if (!Context) return false;
      if (!context) {
        context = new Context();
        context.addEventListener("statechange", tell);
      }
      if (context.state !== "running") await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 500))]);
      if (test) play(PATTERNS.once);
      tell();
      if (level) beat();
      return tone.on;
    },
    ring(wanted) {
      if (wanted === level) return;
      level = wanted;
      clearInterval(timer);
      if (!level) return;
      beat();
      timer = setInterval(beat, PATTERNS[level].every);
    },
  };
  window.vardeTone = tone;
  document.addEventListener("varde:sound-on", () => tone.start(true));

  // The lock page knows a bare number and nothing else; it fetches it itself. Any press on the page lets the tone out.
  const lock = document.getElementById("desk-ringing");
  if (!lock) return;
  const heed = () => tone.ring(Number(lock.textContent) ? "serious" : "");
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => { if (!tone.on) tone.start(false); }));
  document.addEventListener("htmx:afterSwap", heed);
  tone.start(false);
  heed();
})();
