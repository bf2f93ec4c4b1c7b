// A text field that offers names while one types (the combobox pattern: arrows choose, Enter takes, Escape closes).

export function combo(input, { address, describe, take }) {
  const list = document.createElement("ul");
  list.id = input.getAttribute("aria-controls");
  list.className = "choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? input.name);
  list.hidden = true;
  input.after(list);
  let found = [], at = -1, asked = 0, timer = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (number) => {
    at = (number + found.length) % found.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (number) => {
    const one = found[number];
    close();
    input.value = one.name;
    take(one);
  };
  const show = () => {
    list.replaceChildren(...found.map((one, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("bdi");
      name.textContent = one.name;
      const more = document.createElement("span");
      more.className = "dim";
      more.textContent = describe(one);
      item.append(name, " ", more);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(index); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const mine = ++asked;
    timer = setTimeout(async () => {
      const answer = await fetch(address(input.value), { credentials: "same-origin" }).catch(() => null);
      const names = answer?.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === input) { found = names; show(); }
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - (at < 0 ? 0 : 1));
    else if (event.key === "Enter" && at >= 0) choose(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", () => { asked++; close(); });
}
