// Checking a log as a witness does, and the line for it (declare/outside/cosign.py).
import { same } from "../js/shared/offline/bytes.mjs";
import { continues, head, replay, whole } from "./audit.mjs";
import { cosignature, verifier } from "./note.mjs";
import { Refuted } from "./refuted.mjs";

/**
 * {log, known, independent, continued, latest, chosen}: the result for a log that holds. The
 * closing checkpoint is chosen where there is one, otherwise the latest. `logs` is what this witness
 * remembers, by origin. Throws Refuted.
 */
export async function examine(site, logs, given) {
  const { known, independent, earlier } = await key(site, logs, given);
  const note = await site.checkpoint();
  const latest = await head(note, known, known.name);
  const log = await replay(known.name, await site.entries(latest.size));
  await whole(log, latest);
  const continued = earlier ? await head(earlier.note, known, log.origin) : null;
  if (continued) await continues(log, continued, [earlier.note, note]);
  const size = log.closingSize ?? log.size;
  const chosen = size === latest.size ? latest : await head(await site.checkpoint(size), known, log.origin);
  if (chosen.size !== size) throw new Refuted("Titik periksa {size} ternyata yang lain.", { size });
  await whole(log, chosen);
  return { log, known, independent, continued, latest: note, chosen };
}

/** The log's key: the remembered one, else the pasted one, else the site's own. */
async function key(site, logs, given) {
  const pasted = given ? await usable(given) : null;
  const origin = pasted?.name ?? site.origin;
  const earlier = Object.hasOwn(logs, origin) ? logs[origin] : null;
  const known = earlier ? await usable(earlier.vkey) : pasted ?? await usable(await site.listedKey());
  if (pasted && !same(pasted.raw, known.raw)) {
    throw new Refuted("Dahulu buku ikrar ini disaksikan dengan kunci lain: {vkey}", known);
  }
  if (!pasted && known.name !== site.origin) {
    throw new Refuted("Kunci yang diberikan situs ini milik buku ikrar lain: {name}.", known);
  }
  return { known, earlier, independent: Boolean(pasted || earlier?.independent) };
}

async function usable(text) {
  try {
    return await verifier(text.trim());
  } catch (fault) {
    if (fault.name === "NotSupportedError") throw fault;
    throw new Refuted("Ini bukan kunci buku ikrar. Salin seluruh baris vkey-nya.");
  }
}

/** What the witness is to remember before anybody sees its line. */
export const remembered = (logs, { log, known, independent, latest }) => ({
  ...logs, [log.origin]: { vkey: known.vkey, note: latest, independent },
});

/** The witness's line; `at` is in POSIX seconds. */
export const line = ({ chosen }, witness, at) => cosignature(chosen.text, witness, at);
