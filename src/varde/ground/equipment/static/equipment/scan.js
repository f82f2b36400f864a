// Scanning. A hand scanner types into whichever field has focus and presses Enter, which needs no script. Here: Enter goes
// on to the next code field of the form, and where the browser itself reads codes, the camera can be used.
"use strict";
(() => {
  const fields = [...document.querySelectorAll("input[data-scan]")];
  if (!fields.length) return;

  const after = (field) => {
    const own = fields.filter((one) => one.form === field.form && !one.readOnly);
    return own[own.indexOf(field) + 1];
  };
  const entered = (field) => {
    const next = after(field);
    if (next) next.focus();
    else if (field.dataset.scan === "send") field.form.requestSubmit();
  };
  fields.forEach((field) => field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !field.value.trim() || !after(field)) return;
    event.preventDefault();
    entered(field);
  }));

  const dialog = document.getElementById("camera");
  if (!dialog || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const video = dialog.querySelector("video");
  let stream = null;
  let target = null;
  const stop = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
  };
  const look = async (detector) => {
    while (stream) {
      let found = [];
      try { found = await detector.detect(video); } catch { /* no picture yet */ }
      if (stream && found.length) {
        target.value = found[0].rawValue.slice(0, 200);
        dialog.close();
        target.dispatchEvent(new Event("input", { bubbles: true }));
        target.focus();
        entered(target);
        return;
      }
      await new Promise((done) => { setTimeout(done, 150); });
    }
  };
  const open = async (field) => {
    target = field;
    const said = dialog.querySelector("[data-said]");
    said.textContent = "";
    dialog.showModal();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.play().catch(() => {});
      await look(new window.BarcodeDetector());
    } catch { said.textContent = dialog.dataset.refused; }
  };
  dialog.addEventListener("close", stop);
  fields.forEach((field) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.textContent = dialog.dataset.use;
    button.setAttribute("aria-label", `${dialog.dataset.use}: ${field.labels.length ? field.labels[0].textContent.trim() : ""}`);
    button.addEventListener("click", () => open(field));
    field.after(button);
  });
})();
