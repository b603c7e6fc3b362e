// saksi.html: a witness opens its key, checks a log, and has the line that cosigns it.
import { examine, line, remembered } from "./cosign.mjs";
import { show } from "./result.mjs";
import { SHORTEST, generate, open, write } from "./keyfile.mjs";
import { Refuted } from "./refuted.mjs";
import { Site } from "./site.mjs";
import { say, turn } from "./words.mjs";

const $ = (id) => document.getElementById(id);
const state = { witness: null, logs: {}, passphrase: "", site: null, result: null, refusal: null, file: "" };

/** Show only these of the steps after the key. */
function reach(...steps) {
  for (const step of ["step-result", "step-save", "step-line"]) $(step).hidden = !steps.includes(step);
}

const words = (fault) => (fault instanceof Refuted
  ? say(fault.message, fault.values)
  : say("Jawaban situs ini tidak dapat dibaca ({fault}).", { fault: fault.message }));

/** Runs `act` when a form is sent, one at a time; a refusal goes to `report`. */
function on(form, act, report) {
  $(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter ?? $(form).querySelector("button");
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    try {
      await act();
    } catch (fault) {
      report(fault);
    }
    button.removeAttribute("aria-disabled");
  });
}

const beside = (id) => (fault) => { $(id).textContent = words(fault); };

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([state.file], { type: "application/json" }));
  link.download = `saksi-${state.witness.name.replace(/[^\w.-]/g, "_")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function load() {
  $("load-error").textContent = "";
  const [file] = $("file").files;
  if (!file) throw new Refuted("Pilih berkas kunci.");
  const passphrase = $("passphrase").value;
  use(await open(await file.text(), passphrase), passphrase);
}

async function create() {
  $("create-error").textContent = "";
  const passphrase = $("fresh").value;
  if (passphrase.length < SHORTEST) throw new Refuted("Sandi sedikitnya 12 karakter.");
  if (passphrase !== $("again").value) throw new Refuted("Kedua sandi tidak sama.");
  const witness = await generate($("name").value.trim());
  state.file = await write(witness, {}, passphrase);
  use({ witness, logs: {} }, passphrase);
  save();
}

function use(opened, passphrase) {
  Object.assign(state, opened, { passphrase, result: null, refusal: null });
  for (const field of ["passphrase", "fresh", "again"]) $(field).value = "";
  $("load").hidden = $("make").hidden = true;
  $("vkey").value = state.witness.vkey;
  $("key").hidden = $("step-log").hidden = false;
  reach();
  render();
  $("key").focus();
}

async function check() {
  Object.assign(state, { result: null, refusal: null });
  $("refusal").hidden = true;
  $("reason").textContent = "";
  reach();
  $("progress").textContent = say("Sedang mengunduh dan menghitung…");
  state.site = new Site($("address").value);
  state.result = await examine(state.site, state.logs, $("log-key").value.trim());
  $("progress").textContent = "";
  render();
  reach("step-result");
  $("result-title").focus();
}

function refuse(fault) {
  $("progress").textContent = "";
  state.refusal = fault;
  render();
  $("refusal").hidden = false;
  $("refusal").focus();
}

/** The new key file is saved before the line is shown, so that no fork gets a second line. */
async function sign() {
  const logs = remembered(state.logs, state.result);
  state.file = await write(state.witness, logs, state.passphrase);
  $("line").value = await line(state.result, state.witness, Math.floor(Date.now() / 1000));
  state.logs = logs;
  save();
  reach("step-result", "step-save");
  $("save-title").focus();
}

function handIn() {
  const { base, slug } = state.site;
  $("hand-in").href = `${base}/acara/${slug}/saksi#${encodeURIComponent($("line").value.trim())}`;
  render();
  reach("step-result", "step-line");
  $("line-title").focus();
}

async function copy(id) {
  $(id).select();
  try {
    await navigator.clipboard.writeText($(id).value.trim());
  } catch {
    document.execCommand("copy");
  }
  $("told").textContent = say("Tersalin.");
}

/** Show everything that depends on the result and on the language. */
function render() {
  const origins = Object.keys(state.logs).join(", ");
  $("known").textContent = origins
    ? say("Berkas ini mengingat: {origins}.", { origins })
    : say("Belum ada titik periksa yang diingat berkas ini.");
  if (state.result) show(state.result);
  if (!state.refusal) return;
  const { evidence = [] } = state.refusal;
  $("reason").textContent = words(state.refusal);
  $("notes").value = evidence.join("\n\n");
  $("evidence").hidden = evidence.length < 2;
}

function other() {
  turn();
  const english = document.documentElement.lang === "en";
  Object.assign($("language"), { lang: english ? "id" : "en", textContent: english ? "Bahasa Indonesia" : "English" });
  for (const id of ["told", "load-error", "create-error"]) $(id).textContent = "";
  render();
}

async function begin() {
  $("served").hidden = location.protocol === "file:";
  const capable = await crypto.subtle?.generateKey("Ed25519", false, ["sign"]).catch(() => null);
  $("old").hidden = Boolean(capable);
  $("step-key").hidden = !capable || location.protocol !== "file:";
}

on("load", load, beside("load-error"));
on("create", create, beside("create-error"));
on("check", check, refuse);
$("sign").addEventListener("click", sign);
$("saved").addEventListener("click", handIn);
$("save-again").addEventListener("click", save);
$("language").addEventListener("click", other);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(button.dataset.copy));
}
begin();
