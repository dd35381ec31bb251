// Saves a paper three seconds after the last key. Without script the button does the same. What clashes with somebody
// else's words, or comes after the session ended, is kept by the portal; then the page saves no more by itself.
"use strict";
(() => {
  const form = document.getElementById("draft");
  if (!form || !("saves" in form.dataset)) return;
  const saved = document.getElementById("saved");
  const seen = form.elements.namedItem("seen");
  let timer = 0, busy = false, again = false, stopped = false;

  async function save() {
    if (stopped) return;
    if (busy) { again = true; return; }
    busy = true;
    again = false;
    try {
      const answer = await fetch(location.href, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
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
    busy = false;
    if (again) save();
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 3000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
  });
})();
