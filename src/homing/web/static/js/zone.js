// Tells the form which time zone the device is in, so that a moment stays on the day it was lived.
export function fillZones(root = document) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of root.querySelectorAll("input[name=zone]")) {
    if (!input.value && zone) input.value = zone;
  }
}

fillZones();
document.addEventListener("htmx:after:process", (event) => fillZones(event.target));
