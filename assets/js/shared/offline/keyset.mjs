// The published certificate keys, for WebCrypto (declare/verify/keyset.py).
import { fromBase64url, hex } from "./bytes.mjs";
import { kidOf } from "./token.mjs";

/**
 * {keys: Map(kid → {key, sample}), host}. `host` is where the set was fetched: a page knows that
 * better than the set does. Throws for a set that is none; where the browser has no Ed25519, a
 * NotSupportedError.
 */
export async function keySet(jwks, host) {
  const entries = await Promise.all(jwks.keys.map(entry));
  return { keys: new Map(entries), host };
}

async function entry({ kty, crv, kid, x, purpose }) {
  const raw = fromBase64url(x);
  const computed = await kidOf(raw);
  if (kty !== "OKP" || crv !== "Ed25519" || hex(fromBase64url(kid)) !== computed) throw new Error("kid");
  const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
  return [computed, { key, sample: purpose === "sample" }];
}
