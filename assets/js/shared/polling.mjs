// Asking a server again and again without being a burden: hundreds of phones look at one page.

const HIDDEN_FACTOR = 6;
const LONGEST = 60_000;

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** `time` milliseconds, give or take a quarter, so that a hall does not ask in step. */
export const jitter = (time) => time * (0.75 + Math.random() / 2);

/**
 * Hands the JSON at `url` to `receive` about every `period` milliseconds, for as long as `receive`
 * does not answer `false`. A failed request doubles the pause; a hidden page asks rarely, and at
 * once when it is seen again.
 */
export async function poll(url, period, receive) {
  let pause = period;
  for (;;) {
    await Promise.race([wait(jitter(document.hidden ? pause * HIDDEN_FACTOR : pause)), seen()]);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      pause = period;
      if (receive(await answer.json()) === false) return;
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
  }
}

/** Resolves when a page that is hidden now becomes visible. */
function seen() {
  return new Promise((resolve) => {
    if (!document.hidden) return;
    document.addEventListener("visibilitychange", resolve, { once: true });
  });
}
