// What a certificate says, in its one encoding (declare/core/payload.py).
import { same } from "./bytes.mjs";
import { decode, encode } from "./cbor.mjs";
import { read } from "./code.mjs";

const [ISSUER, ISSUED_AT, TOKEN_ID, PLEDGE] = [1, 6, 7, -70001];
const ORIGIN = /^([a-z0-9._:[\]-]{1,255})\/log\/[a-z0-9-]{3,60}$/;
// Control, format, unassigned, surrogate and private-use characters; line and paragraph separators.
const REFUSED = /[\p{C}\p{Zl}\p{Zp}]/u;
const LONGEST = 1024;
const LONGEST_NAME = 120;
const LONGEST_POSITION = 160;
const SALT = 16;

/** {origin, host, time, code, index, salt, name, position}; throws for any other bytes. */
export function payload(bytes) {
  if (bytes.length > LONGEST) throw new Error("size");
  const claims = decode(bytes);
  const [index, salt, name, position, ...more] = claims.get(PLEDGE);
  const held = {
    origin: claims.get(ISSUER), time: claims.get(ISSUED_AT), index, salt, name, position,
    code: String.fromCharCode(...claims.get(TOKEN_ID)),
  };
  const wrong = more.length ? "form" : fault(held);
  if (wrong) throw new Error(wrong);
  if (!same(encoded(held), bytes)) throw new Error("form");
  return { ...held, host: ORIGIN.exec(held.origin)[1] };
}

function encoded({ origin, time, code, index, salt, name, position }) {
  return encode(new Map([
    [ISSUER, origin], [ISSUED_AT, time], [TOKEN_ID, new TextEncoder().encode(code)],
    [PLEDGE, [index, salt, name, position]],
  ]));
}

/** The first field that is out of its range, or undefined. */
function fault({ origin, time, code, index, salt, name, position }) {
  const good = {
    origin: ORIGIN.test(origin),
    time: Number.isSafeInteger(time) && time >= 0,
    code: read(code) === code,
    index: Number.isSafeInteger(index) && index > 0,
    salt: salt instanceof Uint8Array && salt.length === SALT,
    name: text(name, LONGEST_NAME),
    position: text(position, LONGEST_POSITION),
  };
  return Object.keys(good).find((field) => !good[field]);
}

function text(value, longest) {
  return typeof value === "string" && value !== "" && value.normalize("NFC") === value
    && !REFUSED.test(value) && new TextEncoder().encode(value).length <= longest;
}
