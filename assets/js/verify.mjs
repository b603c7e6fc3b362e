// /verifikasi: scan or read a QR, check it on this device, and go on to the site's verdict where
// there is a network. The service worker answers with this same page where /v/… cannot be reached.
import { published } from "./shared/offline/published.mjs";
import { announce, filled, moment } from "./shared/offline/results.mjs";

const box = document.querySelector("[data-verify]");
const sentences = JSON.parse(document.getElementById("sentences").textContent);
const notice = box.querySelector("[data-notice]");
const camera = box.querySelector("[data-camera]");
const [start, stop] = ["[data-start]", "[data-stop]"].map((name) => box.querySelector(name));
// Where the worker answered for the site: there is no use in going there again.
const stranded = location.pathname.startsWith("/v/");

const say = (which, values = {}) => {
  notice.textContent = (sentences[which] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

const examiner = import(box.dataset.examine);
let stopCamera = () => {};

async function keys() {
  const { keySet } = await examiner;
  return published(box.dataset.keys, keySet);
}

/** The verdict on what a QR or a person said. */
async function check(text) {
  const { examine, read } = await examiner;
  const reading = read(text);
  const online = navigator.onLine && !stranded;
  if (!reading.digits) return online ? go(`/v/${reading.code ?? encodeURIComponent(text)}`) : say("code");
  const pinned = await keys();
  const result = await examine(reading, pinned);
  const good = result.finding === "authentic" || result.finding === "sample";
  if (online && good) return go(`/v/${result.code}#${reading.digits}`);
  return show(reading, result, pinned);
}

const go = (address) => location.assign(address);

async function checkOrSayWhy(text) {
  try {
    await check(text);
  } catch (fault) {
    say(fault.name === "NotSupportedError" || !crypto.subtle ? "unsupported" : "keyless");
  }
}

async function show(reading, { finding, code, checks, held }, pinned) {
  const { printed } = await examiner;
  const slots = {
    ...held, code: code && printed(code), here: pinned.host, host: held?.host ?? reading.host,
    time: moment(pinned.time), signed: held && moment(new Date(held.time * 1000)),
  };
  const band = document.querySelector("[data-band]");
  const details = filled(document.querySelector("[data-details]"), slots, checks);
  if (!held) details.querySelectorAll("[data-held]").forEach((line) => line.remove());
  if (!code) details.querySelector("[data-coded]").remove();
  offerSite(details.querySelector("[data-again]"), code, reading.digits, slots.host === pinned.host);
  band.replaceChildren(filled(document.querySelector(`[data-finding="${finding}"]`), slots));
  document.querySelector("[data-found]").replaceChildren(details);
  document.querySelector("[data-entry]").hidden = true;
  announce(finding, band, sentences.title);
}

/** The way to this site's own verdict; a certificate of another site is not asked for here. */
function offerSite(button, code, digits, ours) {
  if (!code || !ours) return button.remove();
  return button.addEventListener("click", () => {
    if (stranded) location.reload();
    else go(`/v/${code}#${digits}`);
  });
}

async function scan() {
  camera.hidden = stop.hidden = false;
  start.hidden = true;
  say("scanning");
  try {
    const { watch } = await import(box.dataset.scan);
    stopCamera = await watch(camera.querySelector("video"), box.dataset, (text) => {
      rest();
      checkOrSayWhy(text);
    });
    if (camera.hidden) stopCamera();
  } catch {
    rest();
    say("denied");
  }
}

function rest() {
  if (camera.hidden) return;
  stopCamera();
  camera.hidden = stop.hidden = true;
  start.hidden = false;
  say("");
}

async function readPicture({ target }) {
  const [file] = target.files;
  if (!file) return;
  rest();
  say("reading");
  const { still } = await import(box.dataset.scan);
  const text = await still(file, box.dataset).catch(() => undefined);
  target.value = "";
  say(text ? "" : "unread");
  if (text) await checkOrSayWhy(text);
}

/** What is typed is the site's to judge, but for digits and where there is no network. */
async function typed(event) {
  const text = event.target.elements.code.value;
  if (!text.trim() || (navigator.onLine && !stranded && !/\d{65}/.test(text))) return;
  event.preventDefault();
  await checkOrSayWhy(text);
}

async function prepare() {
  await navigator.serviceWorker?.register(box.dataset.worker, { scope: "/v" });
  await navigator.serviceWorker?.ready;
  const { host, time } = await keys();
  if (!notice.textContent) say("ready", { host, time: moment(time) });
}

box.hidden = false;
start.addEventListener("click", scan);
stop.addEventListener("click", rest);
start.hidden = !navigator.mediaDevices?.getUserMedia;
box.querySelector("[data-picture]").addEventListener("change", readPicture);
document.querySelector("[name=code]").form.addEventListener("submit", typed);
document.addEventListener("visibilitychange", () => document.hidden && rest());
if (stranded) {
  checkOrSayWhy(location.href);
  addEventListener("hashchange", () => checkOrSayWhy(location.href));
}
prepare().catch(() => {});
