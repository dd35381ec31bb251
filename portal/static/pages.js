// Turns the pages of a copy with the arrow keys. Without script the links do the same.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, audio, video, dialog, .scrolls, .plate[tabindex]")) return;
  try { if (localStorage.getItem("desk-keys-off") === "1") return; } catch { /* kept nowhere */ }
  const rel = { ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next" }[event.key];
  const link = rel && document.querySelector(`a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
