// Finding a choice by words of its label and group: anywhere, in any order, without their accents.

const MOST = 20;

/** Lower case, letters and digits, parted by single spaces: what is compared. */
export const plain = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim();

const joined = (text) => plain(text).replaceAll(" ", "");

/** What a choice is found by: its label and group, its other names, each also without spaces. */
export const known = (...names) =>
  names.filter(Boolean).map((name) => `${plain(name)} ${joined(name)}`).join(" ");

/**
 * The choices ({label, words}) that have every word of a text, at most 20, first those with a word
 * of their label that begins so; all of them, in their order, for a text without words.
 */
export function matching(all, text) {
  const words = plain(text).split(" ").filter(Boolean);
  const found = all.filter((choice) => words.every((word) => choice.words.includes(word)));
  const first = words[0] ?? "";
  const rank = ({ label }) => plain(label).split(" ").findIndex((word) => word.startsWith(first));
  const early = (choice) => (rank(choice) < 0 ? 9 : rank(choice));
  return words.length ? found.sort((a, b) => early(a) - early(b)).slice(0, MOST) : found;
}
