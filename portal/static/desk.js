// Keys of the desk: each is written beside what it opens (data-key), and `?` shows those of this page. A key follows a
// link, or opens a form and puts the cursor into it; none of them does an act. Printing opens what is folded.
"use strict";
(() => {
  const OFF = "desk-keys-off";
  const dialog = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const turnedOff = document.getElementById("keys-off");
  if (!dialog || !opener) return;

  const isOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return turnedOff.checked; }
  };
  const offered = () => [...document.querySelectorAll("[data-key]")];
  const rows = document.querySelector("[data-rows]");
  const named = (one) => one.dataset.does || one.textContent.replace(/\s+/g, " ").trim();

  const show = () => {
    const found = offered().map((one) => [one.dataset.key, named(one)]);
    if (rows) found.unshift(["j k", rows.dataset.does]);
    const turning = new Set([...document.querySelectorAll(".turning a")].map(named));
    if (turning.size) found.push(["← →", [...turning].join(" ")]);
    dialog.querySelector("dl").replaceChildren(...found.flatMap(([key, words]) => {
      const [term, said, kbd] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
      kbd.textContent = key;
      term.append(kbd);
      said.textContent = words;
      return [term, said];
    }));
    turnedOff.checked = isOff();
    dialog.showModal();
  };

  const go = (one) => {
    if (one.matches("a")) return one.click();
    let cursor = one;
    if (one.matches("summary")) {
      one.parentElement.open = true;
      cursor = one.parentElement.querySelector("textarea, select, input:not([type=hidden])") || one;
    }
    cursor.focus();
    cursor.scrollIntoView({ block: "nearest" });
  };

  const move = (by) => {
    const links = [...rows.querySelectorAll("tbody th a")];
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? links[0] : links[here + by];
    if (next) next.focus();
  };

  opener.hidden = false;
  opener.addEventListener("click", show);
  turnedOff.addEventListener("change", () => {
    try { localStorage.setItem(OFF, turnedOff.checked ? "1" : ""); } catch { /* for this page alone */ }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (dialog.open || isOff()) return;
    // For one frame after the dialog closes its hidden box still has the focus: a key pressed then is not typed into it.
    const field = event.target.closest("input, textarea, select, [contenteditable]");
    if (field && !dialog.contains(field)) return;
    const step = rows && { j: 1, k: -1 }[event.key];
    const one = offered().find((found) => found.dataset.key === event.key);
    if (event.key !== "?" && !step && !one) return;
    event.preventDefault();
    if (event.key === "?") show();
    else if (step) move(step);
    else go(one);
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".case-main details:not([open])")];
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
