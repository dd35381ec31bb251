// What is typed into a form of the desk is kept by the portal a second after the last key, for its writer alone, and stands
// there again when they come back to the page. Nothing of it stays in the browser. While it is not kept, leaving asks.
"use strict";
(async () => {
  const { address, drop, changed, elsewhere, failed } = document.getElementById("typed").dataset;
  const OURS = ["csrfmiddlewaretoken", "form_mark", "seen", "revision", "typed_text", "digest"];
  const TEXT = "textarea, input[type=text], input[type=tel], input[type=email], input[type=date], input[type=number]";
  const forms = [...document.querySelectorAll("#content form")].filter((form) => form.method === "post");
  const fieldsOf = (form) => [...form.elements].filter((one) => one.name && one.matches(TEXT) && !one.readOnly);
  const nameOf = (form) => {
    const hidden = [...form.elements].filter((one) => one.type === "hidden" && !OURS.includes(one.name));
    const path = new URL(form.action, location.href).pathname;
    const alike = fieldsOf(form).map((one) => one.name).slice(0, 3);
    return [path, ...hidden.map((one) => `${one.name}=${one.value}`), ...alike].join("&").slice(0, 1000);
  };
  const kept = new Map(forms.filter((form) => fieldsOf(form).length).map((form) => [form, { name: nameOf(form), row: "" }]));
  if (!kept.size) return;
  const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const ask = async (body, more) => {
    const answer = await fetch(address, {
      method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify(body), ...more,
    });
    if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error();
    return answer.json();
  };
  const element = (tag, given) => Object.assign(document.createElement(tag), given);
  const say = (form, words) => {
    const state = kept.get(form);
    state.line ??= form.appendChild(element("p", { className: "soft typed-line" }));
    state.line.setAttribute("role", "status");
    state.line.textContent = words;
  };

  const written = (form) => {
    const seen = {};
    return fieldsOf(form).map((one) => {
      const nth = (seen[one.name] = (seen[one.name] ?? -1) + 1);
      return { name: one.name, nth, before: one.defaultValue, text: one.value };
    }).filter((one) => one.text !== one.before);
  };
  const save = async (form, more) => {
    const state = kept.get(form);
    clearTimeout(state.timer);
    if (!state.open || state.saving) return state.saving;
    const fields = written(form);
    state.open = false;
    const body = fields.length ? { page: location.pathname, form: state.name, fields } : { drop: state.row };
    state.saving = ask(body, more).then((told) => {
      state.row = told.row || "";
      say(form, told.told || "");
    }, () => {
      state.open = true;
      say(form, failed);
    });
    await state.saving;
    state.saving = null;
  };
  const soon = (form, after = 1000) => {
    const state = kept.get(form);
    state.open = true;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form), after);
  };

  // ── What was left here stands where it stood; where the page has changed meanwhile, beside it.
  const throwAway = (row, told, undo) => {
    const button = element("button", { type: "button", className: "link", textContent: drop });
    button.addEventListener("click", async () => {
      await ask({ drop: row }).then(() => { undo(); told.remove(); }, () => { button.after(` ${failed}`); });
    });
    return button;
  };
  const beside = (told, texts) => texts.forEach((text) => {
    const copy = element("textarea", { readOnly: true, rows: 4, value: text });
    copy.setAttribute("aria-label", told.textContent);
    told.append(copy);
  });
  const put = (left) => {
    const form = [...kept.keys()].find((one) => kept.get(one).name === left.form);
    const told = element("div", { className: "typed-back" });
    told.setAttribute("role", "status");
    const undone = [], others = [];
    for (const one of left.fields) {
      const field = form && fieldsOf(form).filter((found) => found.name === one.name)[one.nth];
      if (!field) others.push(one.text);
      else if (field.value === one.text) continue;
      else if (field.defaultValue === one.before && field.value === field.defaultValue) {
        undone.push([field, field.value]);
        field.value = one.text;
      } else others.push(one.text);
    }
    if (form) kept.get(form).row = left.row;
    if (!undone.length && !others.length) return;
    told.append(element("p", { textContent: `${left.told}${!form ? elsewhere : others.length ? changed : ""} ` }));
    told.firstChild.append(throwAway(left.row, told, () => {
      undone.forEach(([field, value]) => { field.value = value; });
      if (form) kept.get(form).row = "";
    }));
    beside(told, others);
    if (form) {
      (undone.length ? undone[0][0] : form.elements[0]).before(told);
      for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    } else (document.querySelector("#acts") ?? document.querySelector("#content")).prepend(told);
  };

  for (const [form, state] of kept) {
    form.addEventListener("input", () => soon(form));
    form.addEventListener("submit", async (pressed) => {
      clearTimeout(state.timer);
      if (state.saving) {
        // What is on its way would else be kept after the form was sent.
        pressed.preventDefault();
        await state.saving;
        form.requestSubmit(pressed.submitter);
        return;
      }
      state.open = false;
      if (!state.row) return;
      const row = form.elements.namedItem("typed_text") ?? form.appendChild(element("input", { type: "hidden", name: "typed_text" }));
      row.value = state.row;
    });
  }
  addEventListener("pagehide", () => kept.forEach((_state, form) => save(form, { keepalive: true })));
  addEventListener("beforeunload", (event) => {
    if ([...kept.values()].some((state) => state.open || state.saving)) event.preventDefault();
  });

  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ page: location.pathname })}`);
    if (answer.ok) (await answer.json()).left.forEach(put);
  } catch {
    // no network, or signed out: nothing is given back now
  }
  // Typed before this script was there.
  for (const form of kept.keys()) if (written(form).length && !kept.get(form).row) soon(form);
})();
