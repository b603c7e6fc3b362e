// Finding a choice by words of its label and group: anywhere, in any order, without their accents.

const MOST = 20;

/** Lower case, letters, digits and spaces only: what is compared. */
export const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[^a-z0-9 ]/g, "");

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
