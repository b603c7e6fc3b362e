// C2SP signed notes, their keys, checkpoints and cosignatures (declare/core/note.py, cosignature.py).
import { hex, joined, same } from "../js/shared/offline/bytes.mjs";
import { fromBase64, toBase64 } from "./base64.mjs";
import { sha256 } from "./merkle.mjs";

export const LOG = 1;
export const WITNESS = 4;

const LONGEST = 256 * 1024;
const MOST_LINES = 100;
const KEY = 32;
const ID = 4;
const DASH = "— ";
const ROOT = 32;
const SIZE = /^(0|[1-9][0-9]{0,15})$/;
const NO_NAME = /[\p{White_Space}\p{Cs}\x00-\x1f+]/u;
const NO_TEXT = /[\x00-\x09\x0b-\x1f\p{Cs}]/u;
const UTF8 = new TextEncoder();

/** Whether a key can be called this. */
export const isName = (name) => name !== "" && !NO_NAME.test(name);

/** The four bytes that, with its name, identify a key in a note. */
const keyId = async (name, type, raw) =>
  (await sha256(joined(UTF8.encode(`${name}\n`), [type], raw))).slice(0, ID);

/** The text by which others know a key; throws for an unusable name. */
export async function vkey(name, type, raw) {
  if (!isName(name)) throw new Error("name");
  return `${name}+${hex(await keyId(name, type, raw))}+${toBase64(joined([type], raw))}`;
}

/** {name, id, raw, key, vkey} of the exact vkey of a log's key; throws for any other text. */
export async function verifier(text) {
  const [name, , ...rest] = text.split("+");
  const data = fromBase64(rest.join("+"));
  const raw = data.slice(1);
  if (data.length !== 1 + KEY || await vkey(name, LOG, raw) !== text) throw new Error("key");
  const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  return { name, raw, key, vkey: text, id: await keyId(name, LOG, raw) };
}

/** Text and signature lines of a note, none of them verified; throws for a bad form. */
export function split(note) {
  const end = note.lastIndexOf("\n\n");
  const block = note.slice(end + 2);
  const long = UTF8.encode(note).length > LONGEST;
  if (NO_TEXT.test(note) || long || end < 0 || !block.endsWith("\n")) throw new Error("form");
  const lines = block.slice(0, -1).split("\n");
  if (lines.length > MOST_LINES) throw new Error("signatures");
  return { text: note.slice(0, end + 1), lines: lines.map(signatureLine) };
}

function signatureLine(line) {
  const [name, ...encoded] = line.slice(DASH.length).split(" ");
  const data = fromBase64(encoded.join(" "));
  if (!line.startsWith(DASH) || !isName(name) || data.length <= ID) throw new Error("line");
  return { name, id: data.slice(0, ID), signature: data.slice(ID) };
}

/** The text of a note that this key has signed, once and well; throws for any other. */
export async function read(note, known) {
  const { text, lines } = split(note);
  const own = lines.filter(({ name, id }) => name === known.name && same(id, known.id));
  if (own.length !== 1) throw new Error(own.length ? "repeated" : "unsigned");
  const good = await crypto.subtle.verify("Ed25519", known.key, own[0].signature, UTF8.encode(text));
  if (!good) throw new Error("signature");
  return text;
}

/** {origin, size, root} of a note's text; throws for any other text. */
export function checkpoint(text) {
  const [origin, size, encoded, last, ...more] = text.split("\n");
  if (last !== "" || more.length || !isName(origin) || !SIZE.test(size)) throw new Error("checkpoint");
  const root = fromBase64(encoded);
  if (root.length !== ROOT || !Number.isSafeInteger(Number(size))) throw new Error("checkpoint");
  return { origin, size: Number(size), root, text };
}

/** A witness's line for the text of a note; `at` is in POSIX seconds. */
export async function cosignature(text, { name, raw, key }, at) {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(at));
  const message = UTF8.encode(`cosignature/v1\ntime ${at}\n${text}`);
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", key, message));
  return `${DASH}${name} ${toBase64(joined(await keyId(name, WITNESS, raw), time, signature))}\n`;
}
