// The desk of one row.

import { fields } from "./fields.js";
import { keys } from "./keys.js";
import { map } from "./map.js";
import { marks } from "./marks.js";
import { current, decide, filterOf, go, refused, say, texts } from "./talk.js";

const desk = document.getElementById("desk");
const filter = filterOf(desk.dataset.filter);
const reason = () => document.getElementById("reason");
let dirty = Promise.resolve();
let whys = false;

// The columns stand below the bar, whose height depends on its words.
const measured = new ResizeObserver(([one]) => desk.style.setProperty("--bar", `${one.target.offsetHeight}px`));
measured.observe(document.getElementById("bar"));

// After a decision the page is fetched again and its parts are exchanged, so that nobody loses the place.
async function refresh() {
  const fresh = await current();
  if (!fresh) return location.reload();
  for (const id of ["bar", "neighbours", "history", "derived"]) {
    const kept = id === "bar" ? reason().value : "";
    const open = document.getElementById(id).open;
    document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
    if (id === "bar") measured.observe(document.getElementById("bar"));
    if (open) document.getElementById(id).open = true;
    if (id === "bar") reason().value = kept;
  }
  desk.dataset.status = fresh.getElementById("desk").dataset.status;
  for (const box of document.querySelectorAll("#form .field")) {
    const now = fresh.querySelector(`.field[data-column="${box.dataset.column}"]`);
    const field = box.querySelector("[name]"), other = now.querySelector("[name]");
    if (document.activeElement !== field && !box.classList.contains("unsaved") && !box.classList.contains("wrong")) {
      field.value = other.value;
      field.dataset.before = other.dataset.before;
    }
    box.classList.toggle("changed", now.classList.contains("changed"));
    if (!box.classList.contains("wrong")) box.querySelector(".note").replaceWith(document.adoptNode(now.querySelector(".note")));
  }
  const lat = Number.parseFloat(form.of("latitude").value), lon = Number.parseFloat(form.of("longitude").value);
  if (Number.isFinite(lat) && Number.isFinite(lon)) drawn.set(lat, lon);
  drawn.precision(form.of("geo_precision").value);
}

const form = fields(desk, { reason, refresh });
const send = (values) => { dirty = form.send(values); return dirty; };
const drawn = map({ send });
const lights = marks();

// A field that is still being left must be taken before a verdict is.
async function settled() {
  if (document.activeElement?.closest("#form")) document.activeElement.blur();
  await new Promise((done) => setTimeout(done, 0));
  await dirty;
}

async function act(action, more = {}, body = {}) {
  await settled();
  const told = await decide(action, { event: desk.dataset.event, seen: desk.dataset.status, reason: reason().value, filter, ...body, ...more });
  if (!told.ok) return refused(told);
  if (told.go) return go(told.go, told.message);
  reason().value = "";
  say(told.message ?? texts.done);
  await refresh();
}

function reject(next) {
  const dialog = document.getElementById("ask"), field = document.getElementById("ask-reason");
  field.value = reason().value;
  dialog.returnValue = "no";
  dialog.showModal();
  field.focus();
  dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") act("reject", { reason: field.value, next }); }, { once: true });
}

// A row of several articles is asked which of them tell another incident; a row of one is doubled.
function split() {
  const dialog = document.getElementById("parting");
  if (!dialog) return act("split");
  dialog.returnValue = "no";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    const articles = [...dialog.querySelectorAll("input:checked")].map((box) => box.value);
    if (dialog.returnValue === "yes") act("split", { articles });
  }, { once: true });
}

function merge(into) {
  if (into) act("merge", { into });
  else say(texts.no_neighbour, { bad: true });
}

function why() {
  whys = !whys;
  document.getElementById("why").setAttribute("aria-expanded", String(whys));
  document.querySelectorAll("#form ul.why").forEach((one) => { one.hidden = !whys; });
}

desk.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { do: what, merge: into, absorb, take, value, undo } = button.dataset;
  if (what === "reject") reject(Boolean(button.dataset.next));
  else if (what === "split") split();
  else if (what === "undo") act("undo");
  else if (what) act(what, { next: Boolean(button.dataset.next) });
  else if (into) merge(into);
  else if (absorb) act("merge", { into: desk.dataset.event }, { event: absorb, seen: button.dataset.status });
  else if (take) send({ [take]: value });
  else if (undo) act("undo", { group: undo });
  else if (button.id === "why") why();
});
document.getElementById("ask-reason").addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); document.getElementById("ask").close("yes"); }
});

const follow = (id) => () => {
  const link = document.getElementById(id);
  if (link.href) location.assign(link.href);
  else say(texts.no_next);
};
const press = (what) => () => document.querySelector(`#bar [data-do="${what}"]`)?.click();
keys({
  n: follow("next"), j: follow("next"), p: follow("previous"), k: follow("previous"),
  a: press("accept"), x: press("reject"), s: press("split"), u: press("undo"),
  e: () => document.querySelector("#form [name]").focus(),
  m: () => merge(document.querySelector("#neighbours [data-merge]")?.dataset.merge),
  w: () => lights.show(document.querySelector(".field.on")?.dataset.column),
  r: why,
  l: () => location.assign(`/?${desk.dataset.filter}`),
});
