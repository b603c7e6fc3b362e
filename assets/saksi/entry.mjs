// Ledger entries, in their one encoding (declare/core/entry.py).

const LONGEST = 512;
const FIELDS = {
  open: ["event", "log", "purpose", "statement", "time"],
  pledge: ["commit", "event", "office", "region"],
  correction: ["commit", "event", "of", "office", "region"],
  revocation: ["event", "of"],
  close: ["event", "signed", "time"],
};
const PURPOSES = ["live", "rehearsal", "sample"];
const SLUG = /^[a-z0-9-]{3,60}$/;
// Checked by form only, as regions are: an office that is added later must refute no log.
const OFFICE = /^[a-z_]{3,24}$/;
const HASH = /^[0-9a-f]{64}$/;
const REGION = /^[0-9]{2}(\.[0-9]{2})?$/;
export const ORIGIN = /^[a-z0-9._:[\]-]{1,255}\/log\/([a-z0-9-]{3,60})$/;

const is = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const count = (value) => Number.isSafeInteger(value) && value >= 0;
const RULES = {
  event: is(SLUG), log: is(ORIGIN), purpose: (value) => PURPOSES.includes(value),
  statement: is(HASH), time: count, commit: is(HASH), office: is(OFFICE),
  region: is(REGION), of: count, signed: count,
};

/** The entry that bytes encode; throws, naming what is wrong, for any other bytes. */
export function decode(bytes) {
  if (bytes.length > LONGEST || bytes.some((byte) => byte > 127)) throw new Error("form");
  const text = String.fromCharCode(...bytes);
  const entry = JSON.parse(text);
  const fields = Object.hasOwn(FIELDS, entry?.kind) ? FIELDS[entry.kind] : [];
  const wrong = fields.find((field) => !RULES[field](entry[field]));
  if (wrong) throw new Error(wrong);
  if (!fields.length || encoded(entry, fields) !== text) throw new Error("form");
  if (entry.kind === "open" && ORIGIN.exec(entry.log)[1] !== entry.event) throw new Error("log");
  if (entry.office === "other" && entry.region.length !== 2) throw new Error("region");
  return entry;
}

/** Only the fields that belong there, sorted: whatever else the text has makes it another one. */
function encoded(entry, fields) {
  const whole = { ...entry, v: 1 };
  return JSON.stringify(Object.fromEntries([...fields, "kind", "v"].sort().map((name) => [name, whole[name]])));
}
