// On every page: what a form with errors needs when it arrives.

const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
    if (!field) return;
    event.preventDefault();
    const group = field.closest("fieldset, .govuk-form-group");
    (group?.querySelector("legend, label") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
