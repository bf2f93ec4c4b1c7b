// Cells and their words find each other: pointing at one lights the other.

export function marks() {
  const all = [...document.querySelectorAll("mark[data-c]")];
  const byColumn = new Map();
  for (const mark of all) for (const column of mark.dataset.c.split(" ")) {
    if (!byColumn.has(column)) byColumn.set(column, []);
    byColumn.get(column).push(mark);
  }
  let lit = [];
  const light = (columns, marked = columns.flatMap((column) => byColumn.get(column) ?? [])) => {
    lit.forEach((one) => one.classList.remove("on"));
    lit = [...marked, ...columns.map((column) => document.querySelector(`.field[data-column="${CSS.escape(column)}"]`)).filter(Boolean)];
    lit.forEach((one) => one.classList.add("on"));
  };
  const columnOf = (target) => target.closest?.(".field[data-column]")?.dataset.column;
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.("mark[data-c]");
    if (mark) return light(mark.dataset.c.split(" "), [mark]);
    const column = columnOf(event.target) ?? columnOf(document.activeElement);
    light(column ? [column] : []);
  });
  document.addEventListener("focusin", (event) => {
    const column = columnOf(event.target);
    if (column) light([column]);
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-c]");
    if (!mark || !document.getSelection().isCollapsed) return;
    const field = mark.dataset.c.split(" ").map((column) => document.getElementById(`f-${column}`)).find(Boolean);
    field?.focus();
    field?.scrollIntoView({ block: "nearest" });
  });
  return {
    show(column) {
      const mark = byColumn.get(column)?.[0] ?? all[0];
      mark?.scrollIntoView({ block: "center" });
      if (column) light([column]);
    },
  };
}
