// A witness's key and memory, in one encrypted file: the content of the two files of `cosign`
// (declare/outside/witness.py), the line of the key and the last note of each log.
import { hex, joined } from "../js/shared/offline/bytes.mjs";
import { fromBase64, toBase64 } from "./base64.mjs";
import { WITNESS, vkey } from "./note.mjs";
import { Refuted } from "./refuted.mjs";

export const FORMAT = "declare/saksi/1";
export const SHORTEST = 12;

const ROUNDS = 600_000;
// PKCS #8 of an Ed25519 key (RFC 8410): this, and the seed of 32 bytes.
const PKCS8 = Uint8Array.from("302e020100300506032b657004220420".match(/../g), (pair) => parseInt(pair, 16));
const PREFIX = "PRIVATE+KEY";
const UTF8 = new TextEncoder();

/** A new key under a name. Throws Refuted for a name that no key can have. */
export async function generate(name) {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const seed = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).slice(-32);
  return witness(name, seed);
}

/** {name, seed, raw, key, vkey}. */
async function witness(name, seed) {
  const make = (extractable) => crypto.subtle.importKey("pkcs8", joined(PKCS8, seed), "Ed25519", extractable, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", await make(true));
  const raw = fromBase64(`${x.replaceAll("-", "+").replaceAll("_", "/")}=`);
  return { name, seed, raw, key: await make(false), vkey: await named(name, raw) };
}

async function named(name, raw) {
  try {
    return await vkey(name, WITNESS, raw);
  } catch {
    throw new Refuted("Nama kunci tidak boleh memuat spasi atau tanda tambah. Pakai nama domain lembaga.");
  }
}

/** The text of the file. */
export async function write({ name, seed, vkey: known }, logs, passphrase) {
  const id = known.split("+")[1];
  const key = `${PREFIX}+${name}+${id}+${toBase64(joined([WITNESS], seed))}\n`;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = UTF8.encode(JSON.stringify({ key, logs }));
  const data = await crypto.subtle.encrypt(bound(iv, known), await derived(passphrase, salt), plain);
  const fields = { salt, iv, data: new Uint8Array(data) };
  const encoded = Object.fromEntries(Object.entries(fields).map(([field, bytes]) => [field, hex(bytes)]));
  return `${JSON.stringify({ format: FORMAT, vkey: known, ...encoded }, null, 1)}\n`;
}

/** {witness, logs} of a file. Throws Refuted for another file and another passphrase. */
export async function open(text, passphrase) {
  const file = parsed(text);
  let inside;
  try {
    const key = await derived(passphrase, fromText(file.salt));
    const plain = await crypto.subtle.decrypt(bound(fromText(file.iv), file.vkey), key, fromText(file.data));
    inside = JSON.parse(new TextDecoder().decode(plain));
  } catch {
    throw new Refuted("Sandi ini tidak membuka berkas kunci, atau berkasnya rusak.");
  }
  const [, , name, , ...secret] = inside.key.trim().split("+");
  const opened = await witness(name, fromBase64(secret.join("+")).slice(1));
  if (opened.vkey !== file.vkey) throw new Refuted("Berkas kunci ini rusak.");
  return { witness: opened, logs: inside.logs };
}

function parsed(text) {
  try {
    const file = JSON.parse(text);
    if (file.format === FORMAT) return file;
  } catch {
    // Not even JSON: the same answer.
  }
  throw new Refuted("Ini bukan berkas kunci saksi.");
}

const bound = (iv, known) => ({ name: "AES-GCM", iv, additionalData: UTF8.encode(`${FORMAT}\n${known}`) });

async function derived(passphrase, salt) {
  const secret = await crypto.subtle.importKey("raw", UTF8.encode(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const rounds = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(rounds, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const fromText = (text) => Uint8Array.from(text.match(/[0-9a-f]{2}/g), (pair) => parseInt(pair, 16));
