// Certificate codes, as declare/core/code.py has them.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ";
const LENGTH = 12;
const LONGEST_TEXT = 64;
const LOOKALIKES = { O: "0", I: "1", L: "1", S: "5", U: "V" };

/** The code that a text spells, in normal form, or null. */
export function read(text) {
  if (text.length > LONGEST_TEXT) return null;
  const symbols = text.replace(/[\s\p{Pd}]/gu, "").replace(/[a-z]/g, (c) => c.toUpperCase());
  const code = symbols.replace(/[OILSU]/g, (symbol) => LOOKALIKES[symbol]);
  const values = [...code].map((symbol) => ALPHABET.indexOf(symbol));
  const sum = values.reduce((total, value, place) => total + (place + 1) * value, 0);
  const good = values.length === LENGTH && !values.includes(-1) && sum % ALPHABET.length === 0;
  return good ? code : null;
}

/** In groups of four, as on paper. */
export const printed = (code) => code.match(/.{4}/g).join("-");
