// A calm clock for one turn of listening: a bar that fills. No sound, nothing goes on by itself, nothing is sent.
const turn = document.querySelector("[data-turn]");
if (turn) run(turn);

function run(turn) {
  const seconds = Number(turn.dataset.turn);
  const bar = turn.querySelector("progress");
  const words = turn.querySelector("[data-turn-over]");
  const began = performance.now();
  bar.hidden = false;
  const timer = setInterval(() => {
    const passed = (performance.now() - began) / 1000;
    bar.value = Math.min(passed, seconds);
    if (passed < seconds) return;
    clearInterval(timer);
    words.textContent = words.dataset.turnOver;
  }, 1000);
}
