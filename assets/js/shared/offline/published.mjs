// The published keys, with the moment when they were fetched. The service worker answers with its
// copy where there is no network; its Date header is then what it was.

/** {keys, host, time} for this site; `make` is keySet of examine.mjs. Throws without keys. */
export async function published(address, make) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error("keys");
  const date = answer.headers.get("Date");
  const set = await make(await answer.json(), location.host);
  return { ...set, time: date ? new Date(date) : new Date() };
}
