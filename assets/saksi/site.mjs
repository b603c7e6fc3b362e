// Downloads the files of a published log by its address (declare/outside/site.py).
import { ORIGIN } from "./entry.mjs";
import { Refuted } from "./refuted.mjs";

const WIDTH = 256;
const LARGEST = 32 * 1024 * 1024;
const PATIENCE = 30_000;

export class Site {
  /** The address of a log, or of a page of its event. Throws Refuted where no log can be. */
  constructor(address) {
    const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null;
    const slug = /^\/(?:log|acara)\/([^/]+)/.exec(url?.pathname ?? "")?.[1] ?? "";
    const origin = `${url?.host}/log/${slug}`;
    if (!["http:", "https:"].includes(url?.protocol) || !ORIGIN.test(origin)) {
      throw new Refuted("Ini bukan alamat buku ikrar. Salin alamatnya dari halaman saksi acara itu.");
    }
    Object.assign(this, { base: url.origin, slug, origin, url: `${url.origin}/log/${slug}` });
  }

  /** The log's key in the site's declare.json, which proves nothing. */
  async listedKey() {
    const directory = JSON.parse(await text(`${this.base}/.well-known/declare.json`));
    const log = directory.logs.find(({ origin }) => origin === this.origin);
    if (!log) throw new Refuted("Situs ini tidak mencantumkan buku ikrar {origin}.", { origin: this.origin });
    return log.vkey;
  }

  /** The note of a size, or the latest. */
  checkpoint(size = null) {
    return text(`${this.url}/checkpoint${size === null ? "" : `/${size}`}`);
  }

  /** The first `size` entries. */
  async entries(size) {
    const all = [];
    for (let number = 0; number * WIDTH < size; number += 1) {
      const width = Math.min(WIDTH, size - number * WIDTH);
      const path = `tile/entries/${spelled(number)}${width < WIDTH ? `.p/${width}` : ""}`;
      const entries = bundle(await download(`${this.url}/${path}`));
      if (entries?.length !== width) throw new Refuted("Berkas {path} tidak memuat {width} catatan.", { path, width });
      all.push(...entries);
    }
    return all;
  }
}

/** A tile's number as in paths (C2SP tlog-tiles): 1234067 is x001/x234/067. */
function spelled(number) {
  const last = String(number % 1000).padStart(3, "0");
  const above = Math.floor(number / 1000);
  return above ? `${spelled(above).replace(/([0-9]{3})$/, "x$1")}/${last}` : last;
}

/** The entries of a bundle, or null. */
function bundle(bytes) {
  const entries = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes[at] * 256 + bytes[at + 1];
    if (!(end <= bytes.length)) return null;
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}

async function text(url) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await download(url));
  } catch (fault) {
    throw fault instanceof Refuted ? fault : new Refuted("{url} bukan teks.", { url });
  }
}

async function download(url) {
  const options = { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  const unavailable = (why) => new Refuted("{url} tidak dapat diunduh ({why}).", { url, why });
  let bytes;
  try {
    const answer = await fetch(url, options);
    if (!answer.ok) throw unavailable(answer.status);
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch (fault) {
    throw fault instanceof Refuted ? fault : unavailable(fault.name);
  }
  if (bytes.length > LARGEST) throw unavailable("> 32 MB");
  return bytes;
}
