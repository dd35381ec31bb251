// Under a field that may hold so many characters (data-most) stands how many are written; nothing is cut off.
"use strict";
for (const field of document.querySelectorAll("textarea[data-most]")) {
  const count = document.createElement("span");
  count.id = `${field.id}-length`;
  const say = () => {
    const written = [...field.value.trim()].length, most = Number(field.dataset.most);
    count.textContent = written ? `${written} / ${most}` : "";
    count.className = written > most ? "length problem" : "length soft";
  };
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());
  field.addEventListener("input", say);
  field.after(count);
  say();
}
