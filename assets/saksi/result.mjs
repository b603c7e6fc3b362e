// The page's account of an examined log.
import { hex } from "../js/shared/offline/bytes.mjs";
import { moment, number, say } from "./words.mjs";

const $ = (id) => document.getElementById(id);
const make = (tag, text, name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name });

/** Show an examined log. */
export function show(result) {
  const item = (text) => make("li", text);
  $("warnings").replaceChildren(...warnings(result).map((text) => make("li", text, "notice notice--warning")));
  $("checks").replaceChildren(...checks(result).map(item));
  $("facts").replaceChildren(...facts(result).map(fact));
  $("root").replaceChildren(...hex(result.chosen.root).match(/.{4}/g).map((group) => make("span", group)));
}

function warnings({ independent, known, continued, log }) {
  return [
    !independent && say("Kunci buku ikrar berasal dari situs itu sendiri: tidak independen. Bandingkan dengan yang diumumkan di tempat lain: {vkey}", known),
    !log.state.closing && say("Penandatanganan belum ditutup. Yang disaksikan adalah titik periksa terbaru, bukan titik periksa penutup."),
    log.state.opening.purpose !== "live" && say("Ini acara contoh atau gladi, bukan deklarasi sesungguhnya."),
    !continued && say("Kunci ini belum pernah menyaksikan buku ikrar ini; yang terjadi sebelumnya tidak dapat dibandingkan."),
  ].filter(Boolean);
}

function checks({ continued, log }) {
  return [
    say("Tanda tangan penyelenggara pada titik periksa cocok dengan kunci yang diberikan."),
    say("Semua {size} catatan mengikuti aturan buku ikrar.", log),
    say("Akar yang dihitung ulang dari catatan sama dengan akar yang ditandatangani."),
    continued && say("Buku ikrar ini lanjutan dari titik periksa {size} yang dahulu disaksikan.", continued),
  ].filter(Boolean);
}

function facts({ log, chosen }) {
  const { opening, closing, signed } = log.state;
  const counted = log.counts[chosen.size];
  return [
    ["Buku ikrar", log.origin],
    ["Titik periksa", number(chosen.size)],
    ["Menandatangani", number(counted)],
    ["Ditutup", closing ? moment(closing.time) : say("Belum ditutup")],
    ...(counted === signed ? [] : [["Setelah pencabutan sesudahnya", number(signed)]]),
    ["SHA-256 naskah ikrar", opening.statement],
  ];
}

function fact([name, value]) {
  const row = document.createElement("div");
  row.append(make("dt", say(name)), make("dd", value));
  return row;
}
