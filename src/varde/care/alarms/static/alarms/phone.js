// A phone on a bad line: a press that could not be sent stays on the page and is sent again until it is through.
// Every press carries a token, so that one that arrives twice is done once. Nothing is kept outside this page.
// An answer that leads nowhere (a refusal, or the panel for 113) is fetched by sending the form itself once more.
"use strict";
(() => {
  const word = document.getElementById("unsent");
  if (!word) return;
  const waiting = [];
  let busy = false;
  const tell = (text) => { word.hidden = !text; word.textContent = text; };
  const send = async () => {
    if (busy || !waiting.length) return;
    busy = true;
    const { form, body } = waiting[0];
    tell(waiting.length > 1 || form.dataset.failed ? word.dataset.unsent : word.dataset.sending);
    try {
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), 15000);
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", signal: stop.signal, headers: { "X-Requested-With": "press" } });
      clearTimeout(timer);
      if (answer.status >= 500) throw new Error("server");
      waiting.shift();
      if (answer.ok && answer.redirected) window.location.assign(answer.url);
      else form.submit();
    } catch {
      form.dataset.failed = "yes";
      tell(word.dataset.unsent);
    }
    busy = false;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-press]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    if (!waiting.some((one) => one.form === form)) waiting.push({ form, body });
    else waiting.find((one) => one.form === form).body = body;
    send();
  });
  setInterval(send, 3000);
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => { if (waiting.length && !busy) event.preventDefault(); });
})();
