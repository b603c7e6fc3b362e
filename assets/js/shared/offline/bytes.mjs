// Bytes: comparing, joining and spelling them.

export const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The bytes of base64url without padding (RFC 4648 §5); throws for anything else. */
export function fromBase64url(text) {
  if (!/^[\w-]*$/.test(text)) throw new Error("base64url");
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
