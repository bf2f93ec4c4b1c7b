// The form that makes a row of a dismissed mention.

import { complete } from "./fields.js";
import { decide, go, refused } from "./talk.js";

const form = document.getElementById("rescue");
const of = (column) => document.getElementById(`f-${column}`);
const set = (values) => { for (const [column, value] of Object.entries(values)) if (of(column)) of(column).value = value ?? ""; };
for (const field of form.querySelectorAll("[data-complete]")) {
  complete(field, { country: () => of("country").value, date: () => of("event_date").value, set });
}
document.querySelector("mark")?.scrollIntoView({ block: "center" });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const cells = Object.fromEntries([...form.querySelectorAll(".field [name]")].map((field) => [field.name, field.value]));
  form.querySelectorAll(".field").forEach((box) => { box.classList.remove("wrong"); box.querySelector(".note").textContent = ""; });
  const told = await decide("rescue", { problem: Number(form.dataset.problem), cells, reason: document.getElementById("reason").value });
  if (told.ok) return go(told.go, told.message);
  for (const [name, message] of Object.entries(told.columns ?? {})) {
    const note = document.getElementById(`f-${name}-note`);
    if (note) { note.textContent = message; note.closest(".field").classList.add("wrong"); }
  }
  refused(told);
});
