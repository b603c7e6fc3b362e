// Keeps the wall up to date: asks for the count, and when it changed or a while has passed, for the
// page itself, whose parts replace the ones on the screen. The map stays and only changes colours.
import { poll } from "./shared/polling.mjs";

const PERIOD = 2_000;
const AT_LEAST_EVERY = 15_000;

const wall = document.querySelector("[data-wall]");
let renewed = Date.now();

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-wall]");
  if (next.dataset.state !== wall.dataset.state) {
    location.reload();
    return;
  }
  for (const part of document.querySelectorAll("[data-part]")) {
    part.replaceWith(page.querySelector(`[data-part=${part.dataset.part}]`));
  }
  for (const area of wall.querySelectorAll("[data-area]")) {
    const newer = next.querySelector(`[data-area="${area.dataset.area}"]`);
    area.setAttribute("class", newer.getAttribute("class"));
  }
  wall.dataset.numbers = next.dataset.numbers;
  renewed = Date.now();
}

function receive({ registered, present, signed }) {
  const changed = wall.dataset.numbers !== `${registered} ${present} ${signed}`;
  if (changed || Date.now() - renewed > AT_LEAST_EVERY) renew().catch(() => {});
}

if (wall.dataset.count) poll(wall.dataset.count, PERIOD, receive);
