// A consent is read as it stands: where something above it was changed, it is put away until the page shows it anew.
// Without script the portal says so when it is given.
"use strict";
(() => {
  const consent = document.getElementById("consent");
  const form = consent?.closest("form");
  const renew = form?.querySelector("button[name=again][value='1']");
  if (!renew) return;
  const line = renew.parentElement;
  line.hidden = true; // nothing was changed yet
  form.addEventListener("input", (event) => {
    if (consent.contains(event.target)) return;
    consent.hidden = true;
    line.hidden = false;
    renew.classList.remove("quiet");
  });
})();
