// /v/<code>#<digits>: the site has said its verdict; this device checks the digits by itself, holds
// them against what the page shows, and turns the page to TIDAK COCOK where they contradict it.
import { outcome, recorded } from "./shared/offline/comparison.mjs";
import { published } from "./shared/offline/published.mjs";
import { announce, filled, moment } from "./shared/offline/results.mjs";

const box = document.querySelector("[data-digits]");
const main = document.querySelector("main");
const hasDigits = () => /^#[0-9]/.test(location.hash);

async function check() {
  const { examine, keySet, read } = await import(box.dataset.examine);
  const pinned = await published(box.dataset.keys, keySet);
  const result = await examine(read(location.href), pinned);
  const which = outcome(result, box.dataset, location.host);
  if (!which || main.dataset.verdict === "mismatch") return;
  const shown = { "recorded-name": box.dataset.name, "recorded-position": box.dataset.position };
  const slots = { ...result.held, ...shown, here: pinned.host, time: moment(pinned.time) };
  const checks = [...result.checks, { name: "record", passed: recorded(result, box.dataset) }];
  box.replaceChildren(filled(document.querySelector(`[data-outcome="${which}"]`), slots, checks));
  if (which === "mismatch") turn();
}

function turn() {
  const band = document.querySelector(".verdict");
  const other = document.querySelector('[data-band="mismatch"]').content.cloneNode(true);
  const parent = band.parentElement;
  band.replaceWith(other);
  parent.querySelector("h1").tabIndex = -1;
  announce("mismatch", parent, box.dataset.title);
}

// A browser without Ed25519, or a line that broke: the site's verdict stands as it is.
if (box && hasDigits()) check().catch(() => {});
addEventListener("hashchange", () => hasDigits() && location.reload());
