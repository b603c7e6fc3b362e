// The audit of a log's entries and checkpoints (declare/core/audit.py).
import { hex, same } from "../js/shared/offline/bytes.mjs";
import { decode } from "./entry.mjs";
import { leafHash, root } from "./merkle.mjs";
import { checkpoint, read } from "./note.mjs";
import { Refuted } from "./refuted.mjs";
import { State } from "./state.mjs";

const ILLEGAL = {
  open: "Catatan {index} tidak sah: buku ikrar tidak dimulai dengan satu pembukaan.",
  event: "Catatan {index} tidak sah: acaranya lain.",
  closed: "Catatan {index} tidak sah: penandatanganan sudah ditutup sebelumnya.",
  commit: "Catatan {index} tidak sah: sidik jarinya sudah ada di buku ikrar.",
  of: "Catatan {index} tidak sah: ikrar yang dirujuk tidak ada atau sudah dicabut.",
  signed: "Catatan {index} tidak sah: jumlah saat ditutup bukan jumlah yang tercatat.",
};
const MALFORMED = "Catatan {index} tidak sah: bentuknya salah ({fault}).";

/** {origin, size, state, counts, closingSize, leaves}. Throws Refuted at the first bad entry. */
export async function replay(origin, entries) {
  const state = new State();
  const counts = [0];
  let closingSize = null;
  for (const [index, bytes] of entries.entries()) {
    take(state, bytes, index);
    counts.push(state.signed);
    if (state.closing) closingSize ??= index + 1;
  }
  if (state.opening?.log !== origin) throw new Refuted("Catatan pertama tidak membuka {origin}.", { origin });
  const leaves = await Promise.all(entries.map(leafHash));
  return { origin, size: entries.length, state, counts, closingSize, leaves };
}

function take(state, bytes, index) {
  let entry;
  try {
    entry = decode(bytes);
  } catch (fault) {
    throw new Refuted(MALFORMED, { index, fault: fault instanceof SyntaxError ? "form" : fault.message });
  }
  const fault = state.apply(entry);
  if (fault) throw new Refuted(ILLEGAL[fault], { index });
}

/** The checkpoint in a note. Throws Refuted unless it is this log's and signed by it. */
export async function head(signed, known, origin) {
  let signedHead;
  try {
    signedHead = checkpoint(await read(signed, known));
  } catch {
    throw new Refuted("Titik periksa tidak ditandatangani dengan kunci {name} yang diberikan.", { name: known.name }, [signed]);
  }
  if (signedHead.origin !== origin) throw new Refuted("Titik periksa ini milik buku ikrar lain: {origin}.", signedHead);
  return signedHead;
}

/** Throw Refuted unless the entries give the root that was signed. */
export async function whole(log, signed) {
  const computed = await root(log.leaves.slice(0, signed.size));
  if (!same(computed, signed.root)) {
    throw new Refuted("Catatan yang diterbitkan menghasilkan akar {found}, bukan akar yang ditandatangani.", { found: hex(computed) });
  }
}

/** Throw Refuted unless the log continues an earlier checkpoint. */
export async function continues(log, earlier, notes) {
  if (earlier.size > log.size) {
    throw new Refuted("Buku ikrar mundur: dahulu memuat {before} catatan, sekarang {now}.", { before: earlier.size, now: log.size }, notes);
  }
  if (!same(await root(log.leaves.slice(0, earlier.size)), earlier.root)) {
    throw new Refuted("Buku ikrar bercabang: {size} catatan pertama bukan yang pernah disaksikan.", earlier, notes);
  }
}
