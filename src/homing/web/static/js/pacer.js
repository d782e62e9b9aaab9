// Two soft tones for the breath: one rising while it comes in, one falling, a little longer, while it goes out.
// Nothing sounds until it is switched on, and nothing goes on sounding once the page is left, hidden or blanked.
const SECONDS = { quicker: [3, 4], middle: [4, 6], slower: [6, 8] };
const LOUD = 0.08;
const pace = document.querySelector("[data-pace]");
if (pace && window.AudioContext) offer(pace);

function offer(pace) {
  const choice = pace.querySelector("[data-pace-sound]");
  const box = choice.querySelector("input");
  let sound = null;
  let timer = 0;
  box.checked = false;  // a browser may remember a tick; only a tap may begin
  choice.hidden = false;

  function begin() {
    sound ??= new AudioContext();
    sound.resume();
    clearTimeout(timer);
    breathe();
  }

  function breathe() {
    const [into, out] = SECONDS[pace.querySelector("[name=pace]:checked")?.value] ?? SECONDS.middle;
    for (const one of pace.querySelector(".pace-dot").getAnimations()) one.currentTime = 0;
    tone(sound, 196, 247, 0, into);
    tone(sound, 220, 165, into, out);
    timer = setTimeout(breathe, (into + out) * 1000);
  }

  function stop() {
    clearTimeout(timer);
    box.checked = false;
    sound?.close();
    sound = null;
  }

  pace.addEventListener("change", () => {
    if (!box.checked) return stop();
    if (sound) sound.close();
    sound = null;
    begin();
  });
  pace.closest("details")?.addEventListener("toggle", (event) => { if (!event.target.open) stop(); });
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  // Leaving quickly and locking blank the page before it goes: the sound must not outlive the words by a moment.
  new MutationObserver(stop).observe(document.documentElement, { attributeFilter: ["data-left"] });
}

function tone(sound, from, to, after, seconds) {
  const begin = sound.currentTime + after;
  const voice = sound.createOscillator();
  const loud = sound.createGain();
  voice.type = "sine";
  voice.frequency.setValueAtTime(from, begin);
  voice.frequency.linearRampToValueAtTime(to, begin + seconds);
  loud.gain.setValueAtTime(0, begin);
  loud.gain.linearRampToValueAtTime(LOUD, begin + seconds * 0.3);
  loud.gain.linearRampToValueAtTime(0, begin + seconds);
  voice.connect(loud).connect(sound.destination);
  voice.start(begin);
  voice.stop(begin + seconds);
}
