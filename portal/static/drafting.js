// Saves a paper three seconds after the last key. Without script the button does the same. What clashes with somebody
// else's words, or comes after the session ended, is kept by the portal; then the page saves no more by itself.
"use strict";
(() => {
  const form = document.getElementById("draft");
  if (!form || !("saves" in form.dataset)) return;
  const saved = document.getElementById("saved");
  const seen = form.elements.namedItem("seen");
  let timer = 0, saving = null, again = false, stopped = false, waiting = false;

  async function send() {
    try {
      const answer = await fetch(location.href, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(20000),
      });
      if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        stopped = true;
        saved.textContent = form.dataset.closed;
      } else {
        const told = await answer.json();
        saved.textContent = told.said || told.problem;
        if (answer.ok) seen.value = told.version;
        else if (answer.status === 409) stopped = true;
      }
    } catch {
      saved.textContent = form.dataset.failed;
    }
  }

  async function save() {
    if (stopped) return;
    if (saving) { again = true; return; }
    again = false;
    saving = send();
    await saving;
    saving = null;
    if (again && !waiting) save();
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(save, 3000);
  }

  form.addEventListener("input", soon);
  // Typed before this script was there.
  if ([...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue)) soon();
  form.addEventListener("submit", async (pressed) => {
    clearTimeout(timer);
    if (!saving) { stopped = true; return; }
    // What is on its way is kept before what the button sends: each of the two would be the other's clash.
    pressed.preventDefault();
    if (waiting) return;
    waiting = true;
    await saving;
    stopped = true;
    form.requestSubmit(pressed.submitter);
  });
})();
