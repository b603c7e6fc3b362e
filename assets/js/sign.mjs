// Signing over a bad line: <form data-sign> with a hidden <p data-sign-lost> that says so.
//
// The identical POST may be repeated without harm, because signing is one act with one answer. So
// when the line is lost the form says so and sends itself again until it arrives. Whatever the
// server then answers, a redirect to the page after signing or a refusal, is what one sees.
import { jitter } from "./shared/polling.mjs";

const FIRST = 1_500;
const LONGEST = 30_000;
const PATIENCE = 20_000;

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** One try. Raises where there was no answer of the application: no line, or a server in trouble. */
async function post(form, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal });
    if (answer.status >= 500) throw new Error(String(answer.status));
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

async function deliver(form, lost) {
  const body = new URLSearchParams(new FormData(form));
  for (let pause = FIRST; ; pause = Math.min(pause * 2, LONGEST)) {
    try {
      return await post(form, body);
    } catch {
      lost.hidden = false;
      await Promise.race([wait(jitter(pause)), online()]);
    }
  }
}

const online = () => new Promise((resolve) => addEventListener("online", resolve, { once: true }));

/** Goes where a redirect led. A refusal the browser fetches by itself, by the same POST. */
function follow(form, answer) {
  if (answer.redirected) location.assign(answer.url);
  else form.submit();
}

function attend() {
  const form = document.querySelector("form[data-sign]");
  const lost = document.querySelector("[data-sign-lost]");
  if (!form || !lost) return;
  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    form.setAttribute("aria-busy", "true");
    const answer = await deliver(form, lost);
    lost.hidden = true;
    follow(form, answer);
  });
  addEventListener("beforeunload", (event) => {
    if (sending && !lost.hidden) event.preventDefault();
  });
}

attend();
