// The wording of a position that office, region and acting prefix propose.

const abbreviated = (acting) => acting && `${acting[0].toUpperCase()}${acting.slice(1)}.`;

/** nasional, provinsi, kabupaten or kota, by a region's code and its name. */
export function kindOf(code, place) {
  if (code === "00") return "nasional";
  if (!code.includes(".")) return "provinsi";
  return place.startsWith("Kota ") ? "kota" : "kabupaten";
}

/** "" where there is no region, or no wording for it. */
export function position(wordings, { office, acting, code, place }) {
  if (!code) return "";
  const wording = wordings[office]?.[kindOf(code, place)] ?? "";
  const title = wording.replace("{name}", place.replace(/^(Provinsi|Kabupaten|Kota) | Province$/, ""));
  return [title && abbreviated(acting), title].filter(Boolean).join(" ");
}
