// A page that waits for later work looks again every five seconds and shows what changed. Nothing typed is lost: a
// part of the page in which somebody writes stays as it is. Without script a link does the same. The event "anew" says
// that a page has begun to wait only now. A file that was just ordered is handed over as soon as it is there, once.
"use strict";
(() => {
  let waiting = false;
  function take() {
    const file = document.querySelector("a[data-take]");
    if (!file) return;
    const here = new URL(location.href);
    here.searchParams.delete("taken");
    history.replaceState(null, "", here);
    location.assign(file.href);
  }
  function again() {
    const shown = document.getElementById("anew");
    if (waiting || !shown || !("working" in shown.dataset)) return;
    waiting = true;
    const written = () => shown.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
      || [...shown.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
    setTimeout(async () => {
      try {
        const answer = await fetch(location.href);
        if (answer.ok && !written()) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const fresh = page.getElementById("anew");
          if (fresh && fresh.textContent !== shown.textContent) {
            shown.replaceWith(fresh);
            take();
          }
        }
      } catch {
        // no network now: the next look may do better
      }
      waiting = false;
      again();
    }, 5000);
  }
  document.addEventListener("anew", again);
  take();
  again();
})();
