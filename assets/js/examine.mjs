// A certificate without its site: the text of its QR against pinned keys. The same as
// declare/verify/offline.py finds, over the same corpus (tests/corpus).
import { hex } from "./shared/offline/bytes.mjs";
import { printed, read as readCode } from "./shared/offline/code.mjs";
import { keySet } from "./shared/offline/keyset.mjs";
import { payload } from "./shared/offline/payload.mjs";
import { token, undigits, verified } from "./shared/offline/token.mjs";

export { keySet, printed };

const ADDRESS = /^(?:https?:\/\/)?([^/?#\s]+)\/v\/([^/?#\s]+)(?:\?[^#\s]*)?(?:#([0-9]\S*)|#.*)?$/;
// A code typed in digits alone is shorter, and no token begins with a zero.
const DIGITS = /^[1-9][0-9]{64,}$/;

/** {host, code, digits}: an address and digits of a QR, digits alone, or a code alone. */
export function read(text) {
  const address = ADDRESS.exec(text.trim());
  if (address) {
    const [, host, code, digits] = address;
    return { host: host.toLowerCase(), code: readCode(code), digits };
  }
  const alone = DIGITS.test(text.trim());
  return alone ? { digits: text.trim() } : { code: readCode(text.trim()) };
}

/**
 * {finding, code, checks, held, commit}: finding is authentic, sample, mismatch or unknown; checks
 * are [{name, passed}]; held is what the token says, once its form is good, and commit is what the
 * ledger holds of that.
 */
export async function examine(reading, { keys, host }) {
  const form = (passed) => ({ name: "form", passed });
  if (!reading.digits) return { finding: "unknown", code: reading.code, checks: [form(false)] };
  const stated = parse(reading.digits);
  if (!stated) return { finding: "mismatch", code: reading.code, checks: [form(false)] };
  const { sealed, held } = stated;
  const known = keys.get(sealed.kid);
  const checks = [
    form(true),
    ...(reading.host ? [{ name: "address", passed: reading.host === held.host && reading.code === held.code }] : []),
    { name: "host", passed: host === held.host },
    { name: "key", passed: Boolean(known) },
    ...(known ? [{ name: "signature", passed: await verified(sealed, known.key) }] : []),
  ];
  const commit = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", sealed.payload)));
  return { finding: finding(checks, known), code: held.code, checks, held, commit };
}

/** What digits spell in their one encoding, or undefined. */
function parse(digits) {
  try {
    const sealed = token(undigits(digits));
    return { sealed, held: payload(sealed.payload) };
  } catch {
    return undefined;
  }
}

/** A contradiction comes first; then what is not known here; then what is only an exercise. */
function finding(checks, known) {
  const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  if (failed.some((name) => name !== "host" && name !== "key")) return "mismatch";
  if (failed.length) return "unknown";
  return known.sample ? "sample" : "authentic";
}
