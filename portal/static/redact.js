// Boxes drawn on a page with a finger, a mouse or a pen. All it does is write the numbers that can be typed as well.
"use strict";
(function () {
  const form = document.querySelector("form[data-redact]");
  const canvas = form && form.querySelector("[data-canvas]");
  const picture = canvas && canvas.querySelector("img");
  if (!picture) return;
  const drawing = canvas.querySelector("svg");
  const list = form.querySelector("[data-rows]");
  const pen = form.querySelector("[data-pen]");
  const SIDES = ["left", "top", "width", "height"];
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const fields = (row) => SIDES.map((side) => row.querySelector(`[name=${side}]`));
  const number = (field) => parseFloat(field.value.replace(/[%％]/, ""));
  const box = (row) => {
    const values = fields(row).map(number);
    return values.every(Number.isFinite) ? values : null;
  };
  const within = (value) => Math.min(100, Math.max(0, value));

  function write(row, [left, top, right, bottom]) {
    const sides = [within(left), within(top), within(right), within(bottom)];
    const values = [sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]];
    fields(row).forEach((field, place) => { field.value = String(Math.round(values[place] * 100) / 100); });
    draw();
  }

  function draw() {
    drawing.querySelectorAll(".box").forEach((old) => old.remove());
    rows().forEach((row) => {
      const values = box(row);
      if (!values) return;
      const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      shape.setAttribute("class", row.contains(document.activeElement) ? "box held" : "box");
      ["x", "y", "width", "height"].forEach((name, place) => shape.setAttribute(name, String(values[place] * 10)));
      drawing.append(shape);
    });
  }

  function name(row, place) {
    row.setAttribute("aria-label", form.dataset.box.replace("N", String(place + 1)));
  }

  function equip(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = form.dataset.remove;
    button.addEventListener("click", () => {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      rows().forEach(name);
      draw();
      (next ? next.querySelector("input") : form.querySelector("[data-add]")).focus();
    });
    row.append(button);
  }

  function fresh() {
    const free = rows().find((row) => fields(row).every((field) => !field.value));
    if (free) return free;
    const made = list.querySelector("[data-row]").cloneNode(true);
    fields(made).forEach((field) => { field.value = ""; });
    made.querySelectorAll("button").forEach((old) => old.remove());
    list.append(made);
    equip(made);
    rows().forEach(name);
    return made;
  }

  const place = (event) => {
    const edge = drawing.getBoundingClientRect();
    return [within((event.clientX - edge.left) / edge.width * 100), within((event.clientY - edge.top) / edge.height * 100)];
  };
  const under = ([across, down]) => rows().reverse().find((row) => {
    const values = box(row);
    return values && across >= values[0] && across <= values[0] + values[2] && down >= values[1] && down <= values[1] + values[3];
  });

  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (event.pointerType === "touch" && pen.getAttribute("aria-pressed") !== "true")) return;
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    const start = place(event);
    const held = under(start);
    const from = held && box(held);
    let row = held;
    const move = (at) => {
      const now = place(at);
      if (!held) {
        if (!row && Math.abs(now[0] - start[0]) + Math.abs(now[1] - start[1]) < 0.6) return;
        row = row || fresh();
        write(row, [Math.min(start[0], now[0]), Math.min(start[1], now[1]), Math.max(start[0], now[0]), Math.max(start[1], now[1])]);
        return;
      }
      const left = Math.min(100 - from[2], Math.max(0, from[0] + now[0] - start[0]));
      const top = Math.min(100 - from[3], Math.max(0, from[1] + now[1] - start[1]));
      write(held, [left, top, left + from[2], top + from[3]]);
    };
    const end = () => {
      drawing.removeEventListener("pointermove", move);
      drawing.removeEventListener("pointerup", end);
      drawing.removeEventListener("pointercancel", end);
    };
    drawing.addEventListener("pointermove", move);
    drawing.addEventListener("pointerup", end);
    drawing.addEventListener("pointercancel", end);
  });

  pen.addEventListener("click", () => {
    const on = pen.getAttribute("aria-pressed") !== "true";
    pen.setAttribute("aria-pressed", String(on));
    canvas.classList.toggle("drawing", on);
  });
  form.querySelector("[data-add]").addEventListener("click", () => {
    const row = fresh();
    write(row, [40, 45, 60, 50]);
    fields(row)[0].focus();
  });
  list.addEventListener("input", draw);
  list.addEventListener("focusin", draw);
  // The arrow keys move and size a box by half a per cent, with Shift by five.
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 0.5, ArrowDown: -0.5 }[event.key];
    if (!step || !event.target.matches("input") || !Number.isFinite(number(event.target))) return;
    event.preventDefault();
    event.target.value = String(within(Math.round((number(event.target) + step * (event.shiftKey ? 10 : 1)) * 100) / 100));
    draw();
  });
  rows().forEach(equip);
  form.querySelectorAll(".scripted").forEach((part) => { part.hidden = false; });
  draw();
})();
