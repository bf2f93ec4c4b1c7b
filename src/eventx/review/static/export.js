// The export: the files are written, then listed.

import { current, decide, refused, texts } from "./talk.js";

const form = document.getElementById("export"), outcome = document.getElementById("outcome");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  outcome.textContent = texts.saving;
  const told = await decide("export", { which: form.elements.which.value });
  outcome.textContent = told.ok ? told.message : "";
  if (!told.ok) return refused(told);
  const fresh = await current();
  if (fresh) document.getElementById("files").replaceWith(document.adoptNode(fresh.getElementById("files")));
});
