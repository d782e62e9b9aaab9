// Makes each window of the picture a slider: arrows, Home and End, a pull with pointer or finger. A tap shows its card.
// The picture never decides: what the server answers is drawn, and without an answer the sash goes back.
const PULL = 22;  // CSS pixels outward for one degree
const MOVED = 6;  // less than this is a tap
const LAST = 3;
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 1, PageDown: -1, Home: -LAST, End: LAST };
const KEY_REST_MS = 350;  // several arrows in a row are one move

const picture = document.querySelector("[data-bubble]");
const list = document.querySelector("[data-bubble-list]");
const status = document.querySelector("[data-bubble-said]");
const timers = new Map();
const turns = new Map();  // how often each window was asked to move; an older answer than the newest is not drawn

const words = () => picture.dataset.stepWords.split("|");
const card = (one) => list.querySelector(`[data-card="${CSS.escape(one.dataset.window)}"]`);
const held = (step) => Math.min(Math.max(step, 0), LAST);

if (picture && list) begin();

function begin() {
  const hint = document.querySelector("[data-bubble-hint]");
  if (hint) hint.textContent = hint.dataset.words;
  picture.dataset.bubbleLive = "";
  for (const one of picture.querySelectorAll(".bw")) slider(one);
  document.addEventListener("submit", onSubmit);
}

function slider(one) {
  one.dataset.href = one.getAttribute("href");
  one.removeAttribute("href");
  one.setAttribute("role", "slider");
  one.setAttribute("tabindex", "0");
  one.setAttribute("aria-label", one.dataset.name);
  one.setAttribute("aria-valuemin", "0");
  one.setAttribute("aria-valuemax", String(LAST));
  one.dataset.kept = one.dataset.step;
  draw(one, Number(one.dataset.step), one.dataset.valuetext);
  one.addEventListener("keydown", onKey);
  one.addEventListener("pointerdown", onDown);
  one.addEventListener("touchstart", onTouch, { passive: false });
}

// A finger on the window itself pulls it; one on its label, or two, still move the page. (touch-action does not reach
// into a drawing everywhere.)
function onTouch(event) {
  if (event.touches.length === 1 && event.target.matches(".bw-touch")) event.preventDefault();
}

function draw(one, step, text) {
  one.dataset.step = String(step);
  one.setAttribute("aria-valuenow", String(step));
  one.setAttribute("aria-valuetext", text ?? words()[step]);
  one.querySelector(".bw-word").textContent = words()[step];
}

function putBack(one) {
  draw(one, Number(one.dataset.kept), one.dataset.valuetext);
}

function onKey(event) {
  const one = event.currentTarget;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    return show(one);
  }
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  draw(one, held(Number(one.dataset.step) + KEYS[event.key]));
  clearTimeout(timers.get(one));
  timers.set(one, setTimeout(() => move(one), KEY_REST_MS));
}

function onDown(event) {
  if (event.button !== 0 || !event.isPrimary) return;
  const one = event.currentTarget;
  const from = Number(one.dataset.step);
  const { x, y } = outward(one);
  let far = 0;
  one.setPointerCapture(event.pointerId);
  one.dataset.held = "";

  function pull(next) {
    const [across, down] = [next.clientX - event.clientX, next.clientY - event.clientY];
    far = Math.max(far, Math.hypot(across, down));
    if (far >= MOVED) draw(one, held(from + Math.round((across * x + down * y) / PULL)));
  }

  function end(last) {
    for (const [name, what] of [["pointermove", pull], ["pointerup", end], ["pointercancel", end]]) {
      one.removeEventListener(name, what);
    }
    delete one.dataset.held;
    if (last.type === "pointercancel") return putBack(one);
    if (far < MOVED) return show(one);
    move(one);
  }

  one.addEventListener("pointermove", pull);
  one.addEventListener("pointerup", end);
  one.addEventListener("pointercancel", end);
}

// Which way is out, on the screen: the drawing may be turned or scaled.
function outward(one) {
  const { c, d } = one.querySelector(".bw-touch").getScreenCTM();
  const length = Math.hypot(c, d);
  return { x: -c / length, y: -d / length };
}

function show(one) {
  const found = card(one);
  if (!found) return location.assign(one.dataset.href);
  for (const other of list.querySelectorAll("[data-shown]")) other.removeAttribute("data-shown");
  found.dataset.shown = "";
  if (!matchMedia("(min-width: 56.25em)").matches) list.prepend(found);
  found.scrollIntoView({ block: "nearest" });
  found.querySelector("a").focus({ preventScroll: true });
}

function move(one) {
  clearTimeout(timers.get(one));
  if (one.dataset.step === one.dataset.kept) return putBack(one);
  const form = card(one)?.querySelector("form:has(.openings)");
  const button = form?.querySelectorAll("button[name=opening]")[Number(one.dataset.step)];
  if (button) send(form, button, one);
}

function onSubmit(event) {
  const form = event.target;
  const one = picture.querySelector(`[data-window="${CSS.escape(form.dataset?.move ?? "")}"]`);
  if (!form.dataset?.move || !list.contains(form)) return;
  event.preventDefault();
  send(form, event.submitter, one);
}

async function send(form, button, one) {
  const id = form.dataset.move;
  const turn = (turns.get(id) ?? 0) + 1;
  turns.set(id, turn);
  const body = new URLSearchParams(new FormData(form, button));
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    page = null;
  }
  if (turns.get(id) !== turn || document.documentElement.hasAttribute("data-left")) return;
  if (page?.querySelector("[data-bubble]")) return take(page, id, one, button);
  if (page && !page.querySelector("[data-bubble-list]") && page.querySelector("main")) return location.assign("/bubble");
  if (one) putBack(one);
  say(status.dataset.failed);
}

// Draws what the answer holds of this window, in the picture and in the list, and says it.
function take(page, id, one, button) {
  const told = page.querySelector(`[data-card="${CSS.escape(id)}"]`);
  const old = list.querySelector(`[data-card="${CSS.escape(id)}"]`);
  if (!told || !old) return location.assign("/bubble");
  const focused = old.contains(document.activeElement) ? button : null;
  const fresh = document.adoptNode(told);
  if ("shown" in old.dataset) fresh.dataset.shown = "";
  old.replaceWith(fresh);
  if (focused) (fresh.querySelector(`button[name="${focused.name}"][value="${focused.value}"]`) ?? fresh.querySelector("a")).focus();
  if (one) {
    one.dataset.kept = fresh.dataset.step;
    one.dataset.valuetext = fresh.dataset.valuetext;
    putBack(one);
  }
  say(page.querySelector(".notice-error")?.textContent ?? fresh.dataset.said);
}

function say(text) {
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
}
