// Turns the map of @svg-maps/indonesia (CC BY 4.0) into a sprite with one symbol a province.
//
// Changed against the original: points within a third of a unit of the line between their
// neighbours are left out, coordinates are whole numbers at ten times the scale (together a quarter
// of the size), ids are Kemendagri codes, and Natuna and Anambas, drawn there as three islands of
// Kalimantan Barat, belong to Kepulauan Riau as they do in law.

const CODES = {
  ac: 11, su: 12, sb: 13, ri: 14, ja: 15, ss: 16, be: 17, la: 18, bb: 19, kr: 21,
  jk: 31, jb: 32, jt: 33, yo: 34, ji: 35, bt: 36, ba: 51, nb: 52, nt: 53,
  kb: 61, kt: 62, ks: 63, ki: 64, ku: 65, sa: 71, st: 72, sn: 73, sg: 74, go: 75, sr: 76,
  ma: 81, mu: 82, pa: 91, pb: 92,
};
export const SCALE = 10;
const TOLERANCE = 0.3;
const NATUNA_SOUTH_END = 80;

/** Absolute points of each closed outline; the source knows only relative `m … z`. */
function outlines(data) {
  let start = [0, 0];
  return data.split("z").filter((part) => part.trim()).map((part) => {
    const numbers = part.match(/-?\d*\.?\d+(?:e-?\d+)?/g).map(Number);
    const points = [];
    let [x, y] = start;
    for (let i = 0; i < numbers.length; i += 2) {
      x += numbers[i];
      y += numbers[i + 1];
      points.push([x, y]);
    }
    start = points[0];
    return points;
  });
}

/** Ramer, Douglas and Peucker: drops the points that lie within the tolerance of the line. */
function simplified(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.hypot(dx, dy);
  const away = points.map(([x, y]) =>
    length
      ? Math.abs(dx * (y - first[1]) - dy * (x - first[0])) / length
      : Math.hypot(x - first[0], y - first[1]),
  );
  const farthest = away.indexOf(Math.max(...away));
  if (away[farthest] <= TOLERANCE) return [first, last];
  const head = simplified(points.slice(0, farthest + 1));
  return [...head.slice(0, -1), ...simplified(points.slice(farthest))];
}

function path(outline) {
  const closed = simplified([...outline, outline[0]]).slice(0, -1);
  const grid = closed.map((point) => point.map((value) => Math.round(value * SCALE)));
  const [first, ...rest] = grid;
  let [x, y] = first;
  let steps = "";
  for (const [nextX, nextY] of rest) {
    if (nextX === x && nextY === y) continue;
    const [dx, dy] = [nextX - x, nextY - y];
    steps += `${steps && dx >= 0 ? " " : ""}${dx}${dy >= 0 ? " " : ""}${dy}`;
    [x, y] = [nextX, nextY];
  }
  return steps && `M${first[0]} ${first[1]}l${steps}z`;
}

export function provinces(drawing) {
  const shapes = new Map();
  for (const [, id, data] of drawing.matchAll(/id="id-(..)"\s+name="[^"]*"\s+d="([^"]*)"/g)) {
    shapes.set(CODES[id], outlines(data));
  }
  const isNatuna = (outline) => outline[0][1] <= NATUNA_SOUTH_END;
  const borneo = shapes.get(CODES.kb);
  shapes.get(CODES.kr).push(...borneo.filter(isNatuna));
  shapes.set(CODES.kb, borneo.filter((outline) => !isNatuna(outline)));
  return [...shapes].sort(([a], [b]) => a - b);
}

/** The sprite; draw a province with `<use href="…#p12">` inside viewBox "0 290 7930 2880". */
export function sprite(drawing) {
  const shapes = provinces(drawing);
  if (shapes.length !== 34) throw new Error(`34 provinces expected, ${shapes.length} found`);
  const paths = shapes.map(([code, list]) => `<path id="p${code}" d="${list.map(path).join("")}"/>`);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 290 7930 2880">' +
    "<!-- svg-maps, Victor Cazanave, CC BY 4.0; simplified, Natuna and Anambas moved -->" +
    `<defs>${paths.join("")}</defs></svg>\n`
  );
}
