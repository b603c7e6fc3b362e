// Results on the page: the server writes every word, in templates with [data-slot] and
// [data-check]; a script only fills in what it found.

const LONG_NAME = 28;

/** A moment in the words of the page and the zone of this device. */
export function moment(date) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(date);
}

/** A copy of a template, with its slots filled and, of each check, only what became of it. */
export function filled(template, slots, checks = []) {
  const copy = template.content.cloneNode(true);
  for (const slot of copy.querySelectorAll("[data-slot]")) {
    slot.textContent = slots[slot.dataset.slot] ?? "";
  }
  for (const line of copy.querySelectorAll("[data-check]")) {
    const { check, passed } = line.dataset;
    if (!checks.some((one) => one.name === check && String(one.passed) === passed)) line.remove();
  }
  const name = copy.querySelector(".verdict__name");
  name?.classList.toggle("verdict__name--long", name.textContent.length > LONG_NAME);
  return copy;
}

/** Let the page have another verdict, here and in its title. */
export function announce(verdict, band, title) {
  document.querySelector("main").dataset.verdict = verdict;
  document.title = document.title.replace(/^.*?(?= · )/, title);
  band.querySelector("h1").focus({ preventScroll: true });
  scrollTo({ top: 0 });
}
