// Empties the page at once: hidden first (one style change), then without content, also for the back/forward cache.
export function blank() {
  document.documentElement.setAttribute("data-left", "");
  document.title = "";
  document.body?.replaceChildren();
}

// Posts without waiting; the request outlives the page.
export function tell(address) {
  try {
    if (navigator.sendBeacon?.(address)) return;
  } catch {
    // some browsers throw when beacons are switched off
  }
  fetch(address, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {});
}

// A page brought back from the browser's memory is asked for anew, so that a locked vault stays out of sight.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  blank();
  location.reload();
});
