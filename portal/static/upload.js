// Sends the chosen files in pieces, so that a lost connection or a reload costs one piece and not the file. The form
// works without this; what cannot be sent in pieces goes the form's way.
"use strict";
(() => {
  const form = document.querySelector("form[data-uploads]");
  if (!form || !window.fetch || !window.crypto?.subtle) return;
  const { uploads, case: held, largest } = form.dataset;
  const field = form.querySelector("input[type=file]");
  const backup = "backup" in form.dataset; // of a phone: it is read as soon as it is whole
  const shown = form.querySelector("[data-progress]");
  const bar = shown.querySelector("progress");
  const words = shown.querySelector("[data-said]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const PIECE = 2 * 1024 * 1024;
  const PATIENCE = [1, 2, 4, 8, 15, 15, 30, 30, 60, 60]; // seconds between tries without a network

  const wait = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const say = (text, problem) => {
    words.textContent = text;
    shown.hidden = false;
    shown.classList.toggle("bad", Boolean(problem));
  };

  // The same file is known again after a reload: by its name, size, date and both ends of its content.
  async function fingerprint(file) {
    const ends = [file.slice(0, 65536), file.slice(Math.max(0, file.size - 65536))];
    const parts = [new TextEncoder().encode(`${file.name}\n${file.size}\n${file.lastModified}\n`)];
    for (const end of ends) parts.push(new Uint8Array(await end.arrayBuffer()));
    return hex(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
  }

  async function ask(address, options) {
    for (const seconds of [...PATIENCE, 0]) {
      try {
        const answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token, ...options.headers } });
        if (answer.status < 500) return answer;
      } catch (problem) {
        if (!seconds) throw problem;
      }
      say(shown.dataset.waiting);
      await wait(seconds);
    }
    throw new Error("no answer");
  }

  async function send(file, description) {
    if (file.size > Number(largest)) throw { message: shown.dataset.tooLarge };
    const given = new URLSearchParams({
      case: held, name: file.name, size: file.size, type: file.type, description, fingerprint: await fingerprint(file),
    });
    const begun = await ask(uploads, { method: "POST", body: given });
    if (!begun.ok) throw await begun.json().catch(() => ({}));
    let { id, offset } = await begun.json();
    const address = `${uploads}${id}/`;
    while (offset < file.size) {
      bar.value = offset / file.size;
      const percent = Math.floor((100 * offset) / file.size);
      say(shown.dataset.sending.replace("NAME", file.name).replace("PERCENT", percent));
      const answer = await ask(`${address}?offset=${offset}`, {
        method: "PUT", body: file.slice(offset, offset + PIECE), headers: { "Content-Type": "application/octet-stream" },
      });
      const said = await answer.json().catch(() => ({}));
      if (!answer.ok && answer.status !== 409) throw said;
      offset = said.offset; // another tab may have sent more, or less, than this one thinks
    }
    bar.value = 1;
    say(shown.dataset.sealing.replace("NAME", file.name));
    const done = await ask(address, { method: "POST", body: new URLSearchParams(backup ? { backup: 1 } : {}) });
    if (!done.ok) throw await done.json().catch(() => ({}));
    return (await done.json()).address; // of the page to go on with, where it is another one
  }

  form.addEventListener("submit", async (event) => {
    const chosen = [...field.files];
    if (!chosen.length) return; // the form's own answer says what is missing
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const leaving = (leave) => leave.preventDefault();
    window.addEventListener("beforeunload", leaving);
    const refused = [];
    let onward = location.pathname;
    const again = new DataTransfer(); // what the network lost can be sent again; what was received or refused cannot
    for (const file of chosen) {
      try {
        onward = (await send(file, form.elements.description?.value ?? "")) ?? onward;
      } catch (problem) {
        const words = problem instanceof Error ? "" : problem.message; // the browser's own are nobody's language
        refused.push(`${file.name}：${words || shown.dataset.failed}`);
        if (!words) again.items.add(file);
      }
    }
    window.removeEventListener("beforeunload", leaving);
    button.disabled = false;
    if (!refused.length) return location.assign(onward);
    say(refused.join(" "), true);
    field.files = again.files; // nothing left in it: the way on is open again
    if (refused.length < chosen.length) {
      const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
      document.getElementById("anew")?.replaceWith(page.getElementById("anew"));
      shown.after(...page.querySelectorAll("main > .notice")); // which of them were received, and as what
      document.dispatchEvent(new Event("anew"));
    }
  });
})();
