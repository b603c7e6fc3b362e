// Proposes the wording of a position from office, region and acting prefix, as long as the person
// has not written one. The wording is the server's: <script type="application/json" id="positions">
// holds {office: {kind: "Sekretaris Daerah Kabupaten {name}"}} for the kinds nasional, provinsi,
// kabupaten and kota; {name} is the region's name without what it is.
import { position as proposed } from "./shared/position.mjs";

const table = document.getElementById("positions");
const position = document.querySelector('[name="position"]');

function chosen(name) {
  const fields = [...document.querySelectorAll(`[name="${name}"]`)];
  const radio = fields.find((field) => field.type !== "radio" || field.checked);
  return radio?.value ?? "";
}

function proposal(wordings) {
  const region = document.querySelector('select[name="region"]');
  const place = region?.selectedOptions[0]?.textContent.trim() ?? "";
  const words = { office: chosen("office"), acting: chosen("acting"), code: region?.value, place };
  return proposed(wordings, words);
}

if (table && position) {
  const wordings = JSON.parse(table.textContent);
  let latest = position.value && position.value === proposal(wordings) ? position.value : "";
  document.addEventListener("change", (event) => {
    if (!["office", "region", "acting"].includes(event.target.name)) return;
    if (position.value.trim() && position.value !== latest) return;
    latest = proposal(wordings);
    position.value = latest;
    document.dispatchEvent(new Event("prefilled"));
  });
}
