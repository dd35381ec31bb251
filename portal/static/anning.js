// On every page, and none needs it: the page for no network, sharing, and what was typed and not yet sent.
"use strict";
(() => {
  if (window.isSecureContext) navigator.serviceWorker?.register("/offline.js").catch(() => {});

  // "Back" to a form that was refused asks for its page, as browsers may neither keep it nor send the form again: they would
  // show an error of their own.
  history.replaceState(history.state, "");

  // What is to be mended is seen and read out at once, also where its form stands far down the page.
  const wrong = document.querySelector(".errors");
  if (wrong) {
    wrong.tabIndex = -1;
    wrong.focus();
  }

  const opened = (kind) => {
    try {
      const found = window[kind];
      found.length;
      return found;
    } catch {
      return null; // closed by the browser's settings: nothing is kept
    }
  };
  const store = opened("localStorage");
  const tab = opened("sessionStorage");
  const MARK = "anning-typed:";
  const keys = () => Object.keys(store ?? {}).filter((key) => key.startsWith(MARK));
  const forget = () => keys().forEach((key) => store.removeItem(key));

  // ── Away from here at once: this page is blank before the other is there, the session ends, and "back" leads, in this tab,
  // to the other page alone until somebody opens the front page anew (not by "back"). Pages that the browser keeps as they
  // were are put away blank.
  const AWAY = "anning-away";
  const exit = document.querySelector("a[data-exits]");
  const go = () => {
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(exit.href);
  };
  const away = () => Boolean(exit && tab?.getItem(AWAY));
  addEventListener("pagehide", () => (document.documentElement.hidden = true));
  addEventListener("pageshow", () => {
    if (away()) go();
    else document.documentElement.hidden = false;
  });
  const anew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (anew && location.pathname === "/") tab?.removeItem(AWAY);
  if (away()) return go();
  exit?.addEventListener("click", (event) => {
    event.preventDefault();
    try {
      tab?.setItem(AWAY, "1");
    } catch {
      // full: this page at least is replaced
    }
    forget();
    const token = exit.dataset.exits;
    const leaving = { method: "POST", keepalive: true, headers: { "X-CSRFToken": token }, body: new URLSearchParams({ at_once: 1 }) };
    if (token) fetch("/leave/", leaving).catch(() => {});
    go();
  });

  // ── A link to something folded opens it.
  const unfold = () => {
    const to = document.querySelector("main :target");
    if (!to?.closest("details:not([open])")) return;
    for (let fold = to.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    to.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // ── Sharing: a public page, as the page names it ("here" on pages of the law), never with what stands behind its path.
  for (const button of document.querySelectorAll("button[data-shares]")) {
    if (!navigator.share && !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const path = button.dataset.shares === "here" ? location.pathname : button.dataset.shares;
      const url = new URL(path, location.origin).href;
      try {
        if (navigator.share) return await navigator.share({ title: button.dataset.title, url });
        await navigator.clipboard.writeText(url);
        button.textContent = button.dataset.done;
      } catch {
        // closed again, or not allowed: nothing was shared
      }
    });
  }

  // ── What is typed stays on this device until it is sent, until somebody leaves, or for seven days (docs/limits.md).
  const LIFE = 7 * 24 * 3600 * 1000;
  if (!store) return;
  const read = (key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };
  const failed = document.querySelector("[data-not-sent]"); // the page for no network, or a refusal: it stands at any address
  // Whether this page came of the form at that path: then what was sent is at the portal, or on this page again.
  const answers = (path) => {
    try {
      const { origin, pathname } = new URL(document.referrer);
      return origin === location.origin && pathname === path;
    } catch {
      return false; // opened anew: what the network swallowed is still to be given back
    }
  };
  for (const key of keys()) {
    const kept = read(key);
    const over = !kept || Date.now() - kept.at > LIFE || kept.at > Date.now();
    const arrived = kept?.sent && !failed && answers(key.slice(MARK.length).split("#")[0]);
    if (over || arrived) store.removeItem(key);
  }
  if (failed) {
    for (const key of keys()) store.setItem(key, JSON.stringify({ ...read(key), sent: false }));
    return;
  }
  if (["/leave/", "/accounts/logout/"].includes(location.pathname)) {
    for (const form of document.querySelectorAll("main form")) form.addEventListener("submit", forget);
    return;
  }

  const words = document.body.dataset;
  for (const field of document.querySelectorAll("main form[method=post] textarea[name]")) {
    if (field.readOnly || field.closest("form[data-saves]")) continue;
    const key = `${MARK}${location.pathname}#${field.form.getAttribute("action") ?? ""}#${field.name}`;
    const kept = read(key);
    // What a quick hand wrote before this script was there stays, below what is given back.
    const now = field.value;
    if (kept && kept.before === field.defaultValue && kept.text !== now) {
      field.value = now === field.defaultValue ? kept.text : `${kept.text}\n${now}`;
      const told = document.createElement("p");
      told.className = "hint";
      told.setAttribute("role", "status");
      const drop = document.createElement("button");
      Object.assign(drop, { type: "button", className: "link", textContent: words.drop });
      drop.addEventListener("click", () => {
        field.value = now;
        keep();
        told.remove();
        field.focus();
      });
      told.append(`${words.told} `, drop);
      field.after(told);
    } else if (kept) store.removeItem(key);
    const keep = () => {
      try {
        if (field.value === field.defaultValue) store.removeItem(key);
        else store.setItem(key, JSON.stringify({ at: Date.now(), before: field.defaultValue, text: field.value }));
      } catch {
        // full: the field itself still has it
      }
    };
    field.addEventListener("input", keep);
    field.form.addEventListener("submit", () => {
      const typed = read(key);
      if (typed) store.setItem(key, JSON.stringify({ ...typed, sent: true }));
    });
  }
})();
