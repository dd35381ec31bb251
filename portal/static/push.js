// Asks this browser for an address at its maker's push service, once its user agreed, and sends it with the form.
"use strict";
(() => {
  const form = document.querySelector("form[data-push]");
  if (!form || !window.isSecureContext || !("PushManager" in window) || !navigator.serviceWorker) return;
  const button = form.querySelector("button");
  const not = form.querySelector("[data-push-not]");
  button.hidden = false;
  not.hidden = true;

  function bytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  }

  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      const worker = await navigator.serviceWorker.ready;
      const key = bytes(form.dataset.push);
      const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      form.elements.endpoint.value = subscription.endpoint;
      form.submit();
    } catch {
      button.disabled = false;
      not.hidden = false;
    }
  });
})();
