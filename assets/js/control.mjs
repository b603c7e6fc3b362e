// Keeps the organiser's page of signing up to date while its countdown runs: every two seconds the
// newer page's parts replace the ones on the screen; once the door stands otherwise, it is reloaded.
const PERIOD = 2_000;

const door = document.querySelector("[data-door]");

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-door]");
  if (next?.dataset.door !== door.dataset.door) {
    location.reload();
    return;
  }
  for (const part of door.querySelectorAll("[data-part]")) {
    part.replaceWith(next.querySelector(`[data-part=${part.dataset.part}]`));
  }
}

setInterval(() => renew().catch(() => {}), PERIOD);
