// The drawn signature: <div data-pad hidden> with a canvas, [data-pad-clear] and a hidden input
// [data-pad-value] that gets [[[x,y],…],…] in whole numbers. Time and pressure, which the library
// also knows, are biometric and never leave this page.

const LARGEST = 20_000;
const NEAR = 2;

/** Leaves out points closer than `near` to the last one kept; the ends of a stroke stay. */
function thinned(points, near) {
  let [x, y] = [Infinity, Infinity];
  return points.filter((point, index) => {
    const keep = index === points.length - 1 || Math.hypot(point[0] - x, point[1] - y) >= near;
    if (keep) [x, y] = point;
    return keep;
  });
}

function drawing(strokes) {
  const lines = strokes.map(({ points }) => points.map(({ x, y }) => [Math.round(x), Math.round(y)]));
  for (let near = NEAR; ; near *= 2) {
    const text = JSON.stringify(lines.map((line) => thinned(line, near)));
    if (text.length <= LARGEST) return lines.length ? text : "";
  }
}

async function attend(box) {
  const canvas = box.querySelector("canvas");
  const value = document.querySelector("[data-pad-value]");
  const library = new URL("../vendor/signature_pad/signature_pad.min.js", import.meta.url);
  const { default: SignaturePad } = await import(library.href);
  box.hidden = false;
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  const pad = new SignaturePad(canvas, { penColor: "#1f1719", minDistance: NEAR });
  pad.addEventListener("endStroke", () => { value.value = drawing(pad.toData()); });
  box.querySelector("[data-pad-clear]").addEventListener("click", () => {
    pad.clear();
    value.value = "";
  });
}

const box = document.querySelector("[data-pad]");
if (box) attend(box);
