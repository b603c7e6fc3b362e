// The two languages of the page: Indonesian stands in it, English is looked up.
import { ENGLISH } from "./english.mjs";

const language = () => document.documentElement.lang;

/** A text in the language of the page, with its values. Throws for one that English lacks. */
export function say(text, values = {}) {
  if (!Object.hasOwn(ENGLISH, text)) throw new Error(`no English: ${text}`);
  const words = language() === "en" ? ENGLISH[text] : text;
  return words.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

const shown = (value) => (typeof value === "number" ? number(value) : String(value));

export const number = (value) => value.toLocaleString(language() === "en" ? "en-GB" : "id-ID");

/** POSIX seconds, in the zone of this device. */
export function moment(seconds) {
  const style = { dateStyle: "long", timeStyle: "long" };
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "id-ID", style).format(date);
}

/** Turn the page to the other language. */
export function turn() {
  document.documentElement.lang = language() === "en" ? "id" : "en";
  for (const element of document.querySelectorAll("[data-text]")) {
    element.dataset.text ||= element.textContent;
    element.textContent = say(element.dataset.text);
  }
  document.title = say("Saksi Buku Ikrar");
}
