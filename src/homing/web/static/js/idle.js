// Locks when nothing was touched for a while, in no open tab.
import { blank } from "./blank.js";
import { onHere, sayClose, sayHere } from "./tabs.js";

const TELL_EVERY_MS = 1000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "input", "wheel", "scroll", "touchmove"];
const seconds = Number(document.body?.dataset.idleSeconds);
if (seconds > 0) watch(seconds * 1000);

function watch(limit) {
  let last = Date.now();
  let told = 0;
  let timer = setTimeout(check, limit);

  function check() {
    clearTimeout(timer);
    const left = last + limit - Date.now();
    if (left > 0) timer = setTimeout(check, left);
    else lock();
  }

  function here() {
    const now = Date.now();
    if (now - last >= limit) return lock();  // the device slept: lock before anything else
    last = now;
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    sayHere();
  }

  onHere(() => { last = Date.now(); });
  for (const name of SIGNS) addEventListener(name, here, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
}

// The door is asked for only after the lock has fallen: a request that overtook it would show the open diary again.
async function lock() {
  blank();
  try {
    await fetch("/lock", { method: "POST", keepalive: true, redirect: "manual" });
  } catch {
    // the server is gone, and the open diary with it
  }
  sayClose("lock");
  location.replace("/");
}
