// A log that is not what it says. The text is Indonesian, with {names} for values; words.mjs turns it
// into the language of the page.

export class Refuted extends Error {
  /** @param {string} text @param {Record<string, unknown>} values @param {string[]} evidence notes */
  constructor(text, values = {}, evidence = []) {
    super(text);
    this.values = values;
    this.evidence = evidence;
  }
}
