// The list: filters with names offered, and keys that walk over the rows and judge them.

import { combo } from "./combo.js";
import { keys } from "./keys.js";
import { current, decide, filterOf, go, refused, say, texts } from "./talk.js";

for (const input of document.querySelectorAll(".filters [data-complete]")) {
  combo(input, {
    address: (q) => `/complete/${input.dataset.complete}?${new URLSearchParams({ q })}`,
    describe: () => "",
    take: () => input.form.requestSubmit(),
  });
}
for (const select of document.querySelectorAll(".filters select")) select.addEventListener("change", () => select.form.requestSubmit());

const links = () => [...document.querySelectorAll("table.rows a.open")];
const here = () => document.activeElement?.closest?.("tr[data-event]");
function step(by) {
  const all = links(), now = all.indexOf(here()?.querySelector("a.open"));
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  else document.querySelector(by > 0 ? ".pages [rel=next]" : ".pages [rel=prev]")?.focus();
}

async function judge(action) {
  const row = here();
  if (!row) return step(1);
  const told = await decide(action, { event: row.dataset.event, seen: row.dataset.status, filter: {} });
  if (!told.ok) return refused(told);
  const number = links().indexOf(row.querySelector("a.open"));
  await refresh();
  (links()[number + 1] ?? links().at(-1))?.focus();
  say(texts.done);
}

async function refresh() {
  const fresh = await current();
  if (!fresh) return location.reload();
  document.getElementById("list").replaceWith(document.adoptNode(fresh.getElementById("list")));
}

keys({
  j: () => step(1), k: () => step(-1), n: () => step(1), p: () => step(-1),
  Enter: () => (here()?.querySelector("a.open") ?? links()[0])?.click(),
  e: () => (here()?.querySelector("a.open") ?? links()[0])?.click(),
  a: () => judge("accept"), x: () => judge("reject"),
  u: async () => {
    const told = await decide("undo", { filter: filterOf(document.getElementById("list").dataset.filter) });
    if (!told.ok) return refused(told);
    go(location.pathname + location.search, told.message);
  },
  "/": () => document.getElementById("q").focus(),
});
