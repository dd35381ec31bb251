// A list with a box in each row: one box more ticks all or none of them, and Shift all from the last one on.
"use strict";
for (const place of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...document.querySelectorAll("#result_list input[name=filing]")];
  const all = place.querySelector("input");
  const look = () => {
    const ticked = boxes.filter((one) => one.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  let last = 0;
  boxes.forEach((box, here) => box.addEventListener("click", (event) => {
    const [from, to] = event.shiftKey ? [last, here].sort((one, other) => one - other) : [here, here];
    boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    last = here;
    look();
  }));
  all.addEventListener("click", () => {
    boxes.forEach((one) => { one.checked = all.checked; });
    look();
  });
  place.hidden = false;
  look();
}
