// COSE_Sign1 with Ed25519 and its digits, in their one encoding (declare/core/token.py).
import { hex, same } from "./bytes.mjs";
import { Tag, decode, encode } from "./cbor.mjs";

const SIGN1 = 18;
const [ALGORITHM, KEY_ID, EDDSA] = [1, 4, -8];
const KID = 4;
const MARK = 1;
const LONGEST = 1200;
const MOST_DIGITS = Math.floor((LONGEST + 1) * 8 * 10 / 33);

/** The bytes that decimal digits spell; throws if they spell no token. */
export function undigits(text) {
  if (!/^[1-9][0-9]*$/.test(text) || text.length > MOST_DIGITS) throw new Error("digits");
  const whole = BigInt(text).toString(16);
  const pairs = whole.padStart(whole.length + (whole.length % 2), "0").match(/../g);
  const [mark, ...bytes] = pairs.map((pair) => parseInt(pair, 16));
  if (mark !== MARK) throw new Error("digits");
  return Uint8Array.from(bytes);
}

/** {kid, payload, signature, signed}: what a token states, unverified; throws for a bad form. */
export function token(bytes) {
  if (bytes.length > LONGEST) throw new Error("size");
  const { value } = decode(bytes);
  const [header, , payload, signature] = value;
  const rebuilt = encode(new Tag(SIGN1, [header, new Map(), payload, signature]));
  const binary = [header, payload, signature].every((part) => part instanceof Uint8Array);
  const kid = header.slice(-KID);
  const protectedHeader = encode(new Map([[ALGORITHM, EDDSA], [KEY_ID, kid]]));
  if (!binary || !same(rebuilt, bytes) || !same(protectedHeader, header)) throw new Error("form");
  const signed = encode(["Signature1", header, new Uint8Array(), payload]);
  return { kid: hex(kid), payload, signature, signed };
}

/** Whether a key signed what the token says. That it is Ed25519 comes from the key. */
export const verified = ({ signature, signed }, key) =>
  crypto.subtle.verify("Ed25519", key, signature, signed);

/** The kid of a raw public key. */
export async function kidOf(raw) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", raw)).slice(0, KID));
}
