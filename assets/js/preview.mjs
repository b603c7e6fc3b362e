// Shows how name and position will be printed while they are typed. Fields carry
// data-preview="front_title | name | back_title | position"; the place is macro `printed`.
// Nothing is re-cased or split: the parts are joined as core/name.py joins them.

const place = document.querySelector("[data-preview-of]");

const value = (part) => document.querySelector(`[data-preview="${part}"]`)?.value.trim() ?? "";

function show() {
  const named = [value("front_title"), value("name")].filter(Boolean).join(" ");
  const name = [named, value("back_title")].filter(Boolean).join(", ");
  place.querySelector("[data-preview-name]").textContent = name || "…";
  place.querySelector("[data-preview-position]").textContent = value("position") || "…";
}

if (place && document.querySelector("[data-preview]")) {
  document.addEventListener("input", show);
  document.addEventListener("change", show);
  document.addEventListener("prefilled", show);
  show();
}
