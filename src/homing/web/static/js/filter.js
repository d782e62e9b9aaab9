// Narrows a list as one types. Marks and letter case do not matter: "zoe" finds "Zoë".
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

document.addEventListener("input", (event) => {
  const id = event.target.dataset?.filter;
  const list = id && document.getElementById(id);
  if (!list) return;
  const wanted = plain(event.target.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.children) {
    const text = plain(item.textContent);
    item.hidden = !wanted.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  const none = document.querySelector(`[data-filter-none="${CSS.escape(id)}"]`);
  if (none) none.textContent = shown ? "" : none.dataset.words;
});

function showBoxes() {
  for (const box of document.querySelectorAll("[data-filter-box][hidden]")) box.hidden = false;
}
showBoxes();
document.addEventListener("htmx:after:process", showBoxes);
