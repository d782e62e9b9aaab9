// Tells the form which time zone the device is in, so that a moment stays on the day it was lived.
function fillZones() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll("input[name=zone]")) {
    if (!input.value && zone) input.value = zone;
  }
}

fillZones();
document.addEventListener("htmx:after:process", fillZones);
