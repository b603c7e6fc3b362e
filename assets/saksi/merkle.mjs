// The Merkle tree of RFC 6962, section 2.1, over all entries of a log (declare/core/merkle.py).
import { joined } from "../js/shared/offline/bytes.mjs";

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export const leafHash = (entry) => sha256(joined([0], entry));

/** The root over leaf hashes: MTH bottom-up, an odd last hash moves up unchanged. */
export async function root(leaves) {
  let row = leaves.length ? leaves : [await sha256(new Uint8Array())];
  while (row.length > 1) {
    const pairs = Array.from({ length: row.length >> 1 }, (_, at) => row.slice(2 * at, 2 * at + 2));
    const alone = row.slice(row.length & ~1);
    row = [...await Promise.all(pairs.map((pair) => sha256(joined([1], ...pair)))), ...alone];
  }
  return row[0];
}
