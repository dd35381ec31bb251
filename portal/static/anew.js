// A page that waits for later work looks again every five seconds and shows what changed. Nothing typed is lost: a
// part of the page in which somebody writes stays as it is. Without script a link does the same.
"use strict";
(function again() {
  const shown = document.getElementById("anew");
  if (!shown || !("working" in shown.dataset)) return;
  const written = () => shown.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
    || [...shown.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href);
      if (answer.ok && !written()) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("anew");
        if (fresh && fresh.textContent !== shown.textContent) shown.replaceWith(fresh);
      }
    } catch {
      // no network now: the next look may do better
    }
    again();
  }, 5000);
})();
