// Leave quickly: by the button, or Shift pressed three times within a second and a half.
// Not on Escape, which people press to stop a page from loading.
import { blank, tell } from "./blank.js";
import { sayClose } from "./tabs.js";

const WITHIN_MS = 1500;
const TIMES = 3;
const ELSEWHERE = "/measures";

export function leave() {
  blank();
  tell("/leave");
  sayClose("leave");
  location.replace(ELSEWHERE);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("form[data-leave]")) return;
  event.preventDefault();
  leave();
}, true);

let presses = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  presses = presses.filter((at) => event.timeStamp - at < WITHIN_MS);
  presses.push(event.timeStamp);
  if (presses.length >= TIMES) leave();
}, true);
addEventListener("pointerdown", () => { presses = []; }, true);
