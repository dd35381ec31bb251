// Exhibits are put in order by dragging, or by the buttons up and down; both only write the numbers that can be typed as well.
"use strict";
(function () {
  const list = document.querySelector(".ordering");
  if (!list || list.querySelectorAll("[data-row]").length < 2) return;
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const field = (row) => row.querySelector("input[name$='-number']");
  const group = (row) => Number((/^\s*(\d{1,3})/.exec(field(row).value) || [0, 0])[1]);
  const staysOut = (row) => row.querySelector("select[name$='-travels']").value === "left_out";

  function renumber(moved) {
    const all = rows().filter((row) => !staysOut(row));
    const place = all.indexOf(moved);
    if (place >= 0) { // it joins the group of the row above it; at the top, of the row below
      const beside = all[place - 1] || all[place + 1];
      field(moved).dataset.group = group(beside) || 1;
    }
    let last = 1;
    const counts = {};
    all.forEach((row) => {
      const own = Math.max(Number(field(row).dataset.group) || group(row) || last, last);
      delete field(row).dataset.group;
      counts[own] = (counts[own] || 0) + 1;
      field(row).value = `${own}-${counts[own]}`;
      last = own;
    });
  }

  function button(words, about, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = words;
    made.setAttribute("aria-label", `${words} ${about}`);
    made.addEventListener("click", act);
    return made;
  }

  function shift(row, up) {
    const beside = up ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return;
    if (up) beside.before(row); else beside.after(row);
    renumber(row);
  }

  rows().forEach((row) => {
    const about = row.querySelector("h3").firstChild.textContent.trim();
    const tools = document.createElement("div");
    tools.className = "tools";
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.textContent = "⠿";
    handle.title = list.dataset.drag;
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      row.classList.add("dragged");
      const move = (at) => {
        const found = document.elementFromPoint(at.clientX, at.clientY);
        const over = found && found.closest("[data-row]");
        if (!over || over === row || !list.contains(over)) return;
        const box = over.getBoundingClientRect();
        if (at.clientY < box.top + box.height / 2) over.before(row); else over.after(row);
      };
      const end = () => {
        row.classList.remove("dragged");
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        renumber(row);
      };
      // On the document: a row that moves in the page loses what its handle had captured.
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    });
    const up = button(list.dataset.up, about, () => { shift(row, true); up.focus(); });
    const down = button(list.dataset.down, about, () => { shift(row, false); down.focus(); });
    tools.append(handle, up, down);
    row.prepend(tools);
  });
})();
