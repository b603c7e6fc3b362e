// Keeps the red band of components/count.html up to date from hitung.json, number and marks alike.
import { poll } from "./shared/polling.mjs";
import { PITCH, row } from "./shared/strip.mjs";

const PERIOD = 5_000;

const band = document.querySelector("[data-count]");
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** The same rows as macro `strip` draws: filled column by column, one dash a person. */
function draw(strip, signed, total) {
  const rows = Number(strip.dataset.rows);
  const columns = Math.max(Math.ceil(total / rows), Number(strip.dataset.least));
  strip.setAttribute("viewBox", `0 0 ${columns * PITCH} ${rows * PITCH}`);
  strip.querySelectorAll("g").forEach((group, index) => {
    const paths = row(index, rows, signed, total);
    const [rest, done] = group.children;
    rest.setAttribute("d", paths.rest);
    done.setAttribute("d", paths.done);
  });
}

function receive({ signed, registered }) {
  band.querySelector("[data-count-signed]").textContent = numbers.format(signed);
  band.querySelector("[data-count-registered]").textContent = numbers.format(registered);
  for (const strip of band.querySelectorAll(".strip")) {
    draw(strip, signed, Math.max(registered, signed));
  }
}

if (band) poll(band.dataset.count, PERIOD, receive);
