// Keys that act while nobody types. Escape leaves a field; with a modifier a key belongs to the browser.

const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

export function keys(table) {
  document.body.dataset.keys = "ready";
  const help = document.querySelector("#keys .more");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (typing(event.target)) {
      if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
      return;
    }
    if (event.key === "?") {
      help.hidden = !help.hidden;
      event.preventDefault();
      return;
    }
    const act = table[event.key];
    if (act && !(event.key === "Enter" && event.target.closest("a, button, summary, #point"))) {
      event.preventDefault();
      act(event);
    }
  });
}
