// What the digits of a QR say beside what the site shows of the same certificate.

/** Whether the digits say what was recorded: all of it by the ledger's hash, and what is shown. */
export function recorded({ held, commit }, page) {
  const shown = ["name", "position"].every((part) => !page[part] || page[part] === held?.[part]);
  return shown && held?.origin === page.origin && commit === page.commit;
}

/** match, mismatch, elsewhere (another name of this site), unrecorded, or undefined: nothing to say. */
export function outcome(result, page, here) {
  const { finding, checks, held } = result;
  const good = finding === "authentic" || finding === "sample";
  if (page.commit === undefined) return good ? "unrecorded" : undefined;
  const asRecorded = recorded(result, page);
  if (good && asRecorded) return "match";
  // Another name of the same site, perhaps an older one: the content is right, the place is not.
  const signed = checks.some((check) => check.name === "signature" && check.passed);
  const moved = held && held.host !== here && signed;
  return moved && asRecorded ? "elsewhere" : "mismatch";
}
