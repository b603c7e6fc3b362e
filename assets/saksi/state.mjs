// Which entry may come next, and what has been counted so far (declare/core/log_state.py).

export class State {
  size = 0;
  opening = null;
  closing = null;
  #commits = new Set();
  #standing = new Set();

  /** Unrevoked pledges. */
  get signed() {
    return this.#standing.size;
  }

  /** Take the next entry, or return why it may not stand here. */
  apply(entry) {
    const fault = this.#misplaced(entry) ?? this.#contradiction(entry);
    if (fault) return fault;
    if (entry.commit) this.#commits.add(entry.commit);
    if (entry.kind === "open") this.opening = entry;
    if (entry.kind === "pledge") this.#standing.add(this.size);
    if (entry.kind === "revocation") this.#standing.delete(entry.of);
    if (entry.kind === "close") this.closing = entry;
    this.size += 1;
    return null;
  }

  #misplaced({ kind, event }) {
    if ((kind === "open") === Boolean(this.opening)) return "open";
    if (this.opening && event !== this.opening.event) return "event";
    return this.closing && ["pledge", "close"].includes(kind) ? "closed" : null;
  }

  #contradiction({ of, commit, kind, signed }) {
    if (of !== undefined && !this.#standing.has(of)) return "of";
    // A revoked pledge's commit stays taken: a payload belongs to one entry for ever.
    if (commit && this.#commits.has(commit)) return "commit";
    return kind === "close" && signed !== this.signed ? "signed" : null;
  }
}
