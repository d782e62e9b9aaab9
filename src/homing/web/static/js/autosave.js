// Keeps a draft in the open vault while one types. Never in the browser's own storage.
const WAIT_MS = 800;
const KEEPALIVE_LIMIT = 60_000;  // bytes; browsers refuse more in a request that outlives its page
const waiting = new Map();
const busy = new Set();

function status(form, kept) {
  const line = form.querySelector("[data-kept]");
  if (line) line.textContent = kept ? line.dataset.kept : line.dataset.notYet;
}

async function send(form, leaving = false) {
  clearTimeout(waiting.get(form));
  if (busy.has(form) && !leaving) return later(form);  // one at a time, so that an older text never lands last
  waiting.delete(form);
  busy.add(form);
  const body = new URLSearchParams(new FormData(form));
  const keepalive = leaving && body.toString().length < KEEPALIVE_LIMIT;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, keepalive, redirect: "manual" });
    if (!waiting.has(form)) status(form, answer.ok);
  } catch {
    status(form, false);
  } finally {
    busy.delete(form);
  }
}

function later(form) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => send(form), WAIT_MS));
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form;
    if (!form?.dataset?.autosave || event.target.closest("[data-unsent]")) return;
    status(form, false);
    later(form);
  });
}

// The real sending takes over; a late draft must not follow it.
document.addEventListener("submit", (event) => {
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
});
addEventListener("pagehide", () => {
  if (document.documentElement.hasAttribute("data-left")) return;
  for (const form of waiting.keys()) send(form, true);
});
