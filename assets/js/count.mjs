// Keeps the red band of components/count.html up to date from hitung.json, number and marks alike.
import { poll } from "./shared/polling.mjs";

const PERIOD = 5_000;
const PITCH = 9;
const GAP = 3;

const band = document.querySelector("[data-count]");
const numbers = new Intl.NumberFormat(document.documentElement.lang);

/** The same rows as macro `strip` draws: filled column by column, one dash a person. */
function draw(strip, signed, total) {
  const rows = Number(strip.dataset.rows);
  const columns = Math.max(Math.ceil(total / rows), Number(strip.dataset.least));
  strip.setAttribute("viewBox", `0 0 ${columns * PITCH} ${rows * PITCH}`);
  strip.querySelectorAll("g").forEach((group, row) => {
    const [rest, done] = group.children;
    const inRow = (people) => Math.max(Math.ceil((people - row) / rows), 0) * PITCH;
    const [start, end] = [inRow(signed), inRow(total)];
    const y = row * PITCH + PITCH / 2;
    rest.setAttribute("d", end > start ? `M${start} ${y}H${end - GAP}` : "");
    done.setAttribute("d", start ? `M0 ${y}H${start - GAP}` : "");
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
