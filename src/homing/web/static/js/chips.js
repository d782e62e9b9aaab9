// New words become chosen chips. Without this module the text field itself is sent.
function add(input) {
  const box = input.closest("[data-chip-add]");
  const words = input.value.split(",").map((word) => word.trim()).filter(Boolean);
  if (!words.length) return;
  const chips = box.querySelector("[data-chip-list]");
  for (const word of words) chips.append(chip(box, input.name, word));
  input.value = "";
  input.focus();
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function chip(box, name, word) {
  const made = box.querySelector("template").content.firstElementChild.cloneNode(true);
  const tick = made.querySelector("input");
  tick.name = name;
  tick.value = word;
  tick.checked = true;
  made.querySelector("[data-chip-word]").textContent = word;
  return made;
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.isComposing || !input.matches?.("[data-chip-add] input[type=text]")) return;
  if (event.key !== "," && (event.key !== "Enter" || !input.value.trim())) return;
  event.preventDefault();
  add(input);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-chip-add] button");
  if (button) add(button.closest("[data-chip-add]").querySelector("input[type=text]"));
});
function showButtons() {
  for (const button of document.querySelectorAll("[data-chip-add] button[hidden]")) button.hidden = false;
}
showButtons();
document.addEventListener("htmx:after:process", showButtons);
