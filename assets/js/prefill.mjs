// Proposes the wording of a position from office, region and acting prefix, as long as the person
// has not written one. The wording is the server's: <script type="application/json" id="positions">
// holds {office: {kind: "Sekretaris Daerah Kabupaten {name}"}} for the kinds nasional, provinsi,
// kabupaten and kota; {name} is the region's name without what it is.

const table = document.getElementById("positions");
const position = document.querySelector('[name="position"]');

const abbreviated = (acting) => acting && `${acting[0].toUpperCase()}${acting.slice(1)}.`;

function chosen(name) {
  const fields = [...document.querySelectorAll(`[name="${name}"]`)];
  const radio = fields.find((field) => field.type !== "radio" || field.checked);
  return radio?.value ?? "";
}

function kindOf(code, place) {
  if (code === "00") return "nasional";
  if (!code.includes(".")) return "provinsi";
  return place.startsWith("Kota ") ? "kota" : "kabupaten";
}

function proposal(wordings) {
  const region = document.querySelector('select[name="region"]');
  const place = region?.selectedOptions[0]?.textContent.trim() ?? "";
  if (!region?.value) return "";
  const wording = wordings[chosen("office")]?.[kindOf(region.value, place)] ?? "";
  const title = wording.replace("{name}", place.replace(/^(Provinsi|Kabupaten|Kota) | Province$/, ""));
  return [title && abbreviated(chosen("acting")), title].filter(Boolean).join(" ");
}

if (table && position) {
  const wordings = JSON.parse(table.textContent);
  let proposed = position.value && position.value === proposal(wordings) ? position.value : "";
  document.addEventListener("change", (event) => {
    if (!["office", "region", "acting"].includes(event.target.name)) return;
    if (position.value.trim() && position.value !== proposed) return;
    proposed = proposal(wordings);
    position.value = proposed;
    document.dispatchEvent(new Event("prefilled"));
  });
}
