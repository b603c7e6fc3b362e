// Base64 with padding (RFC 4648 §4), in its one spelling.

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** Throws for any second spelling of the same bytes. */
export function fromBase64(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Error("base64");
  return bytes;
}
