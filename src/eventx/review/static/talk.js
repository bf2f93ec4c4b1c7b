// How the page speaks to the desk: decisions out, messages in. Nothing is shown as markup: texts are set as text.

export const texts = JSON.parse(document.body.dataset.texts);
const toast = document.getElementById("toast");
let fading = 0;

export function say(message, { bad = false, action = null } = {}) {
  clearTimeout(fading);
  toast.textContent = message;
  toast.className = bad ? "shown bad" : "shown";
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.name;
    button.addEventListener("click", action.run);
    toast.append(" ", button);
  }
  if (!bad) fading = setTimeout(() => { toast.className = ""; }, 3500);
}

// A decision that could not be sent stays in the page and is sent again until the desk answers.
export async function decide(action, body, { waiting = () => {} } = {}) {
  for (let pause = 500; ; pause = Math.min(pause * 2, 5000)) {
    let answer;
    try {
      answer = await fetch(`/do/${action}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin",
      });
    } catch {
      waiting();
      say(texts.waiting, { bad: true });
      await new Promise((done) => setTimeout(done, pause));
      continue;
    }
    const told = await answer.json().catch(() => ({ message: `${answer.status} ${answer.statusText}` }));
    return { ok: answer.ok, status: answer.status, ...told };
  }
}

// The page as it is now, parsed; null when it is not there any more. While nobody answers the page that stands is kept,
// with all that was typed into it.
export async function current() {
  for (let pause = 500; ; pause = Math.min(pause * 2, 5000)) {
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (answer) return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    await new Promise((done) => setTimeout(done, pause));
  }
}

// What a message says after the page has changed.
export function go(address, message) {
  if (message) sessionStorage.setItem("eventx-message", message);
  if (address === location.pathname + location.search) location.reload();
  else location.assign(address);
}

export function refused(told) {
  const again = told.status === 409 ? { name: texts.reload, run: () => location.reload() } : null;
  say(told.message, { bad: true, action: again });
}

const left = sessionStorage.getItem("eventx-message");
if (left) {
  sessionStorage.removeItem("eventx-message");
  say(left);
}

export function filterOf(query) {
  return Object.fromEntries(new URLSearchParams(query));
}
