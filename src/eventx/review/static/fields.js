// Cells edited in place. A cell is sent when it is left or Enter is pressed; what was not taken yet says so and is sent again.

import { combo } from "./combo.js";
import { decide, refused, say, texts } from "./talk.js";

const PLACE = ["country", "admin1", "admin2", "latitude", "longitude"];

export function fields(desk, { reason, refresh }) {
  const of = (column) => document.getElementById(`f-${column}`);
  const pending = new Set();

  async function send(values) {
    const changes = {};
    for (const [column, after] of Object.entries(values)) {
      const field = of(column);
      const before = field ? field.dataset.before : desk.dataset[column] ?? "";
      if (String(after ?? "") !== before) changes[column] = { before, after };
    }
    const names = Object.keys(changes);
    if (!names.length) return true;
    const boxes = names.map((name) => of(name)?.closest(".field")).filter(Boolean);
    boxes.forEach((box) => { box.classList.add("unsaved"); box.classList.remove("wrong"); });
    names.forEach((name) => pending.add(name));
    const told = await decide("edit", { event: desk.dataset.event, changes, reason: reason().value });
    names.forEach((name) => pending.delete(name));
    if (told.ok) {
      boxes.forEach((box) => box.classList.remove("unsaved"));
      for (const name of names) if (of(name)) of(name).dataset.before = String(changes[name].after ?? "");
      reason().value = "";
      say(texts.saved);
      await refresh();
      return true;
    }
    boxes.forEach((box) => { box.classList.remove("unsaved"); box.classList.add("wrong"); });
    for (const [name, message] of Object.entries(told.columns ?? {})) {
      const note = document.getElementById(`f-${name}-note`);
      if (note) note.textContent = message;
    }
    refused(told);
    return false;
  }

  document.querySelectorAll("#form [name]").forEach((field) => {
    field.addEventListener("change", () => send({ [field.name]: field.value }));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && field.tagName !== "TEXTAREA") { event.preventDefault(); field.blur(); }
      if (event.key === "Escape" && !event.defaultPrevented) { field.value = field.dataset.before; field.blur(); }
    });
  });
  document.querySelectorAll("#form [data-complete]").forEach((field) => complete(field, {
    country: () => of("country").value, date: () => of("event_date").value, set: send, of,
  }));
  window.addEventListener("beforeunload", (event) => { if (pending.size) event.preventDefault(); });
  return { send, of };
}

// What a chosen name brings with it: an actor its class, a place its province, country and point.
export function complete(field, { country, date, set }) {
  const place = field.dataset.complete === "place";
  const own = field.name.endsWith("2") ? "inter2" : "inter1";
  combo(field, {
    address: (q) => `/complete/${field.dataset.complete}?${new URLSearchParams({ q, country: country(), date: date() })}`,
    describe: (one) => place ? [one.kind, one.admin1, one.country].filter(Boolean).join(", ") : [one.inter, one.hint].filter(Boolean).join(" · "),
    take: (one) => {
      const values = { [field.name]: one.name };
      if (place) PLACE.forEach((name) => { values[name] = one[name] ?? ""; });
      else if (one.inter) values[own] = one.inter;
      set(values);
    },
  });
}
