// A coarse picture of the map for code that must know where land is: one character a cell.
import { provinces, SCALE } from "./map.mjs";

const [LEFT, TOP, WIDTH, HEIGHT] = [0, 290, 7930, 2880];
const CELL = 40;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGH";

/** Whether a point lies in an outline (even-odd rule). */
function holds(outline, x, y) {
  let inside = false;
  outline.forEach(([x1, y1], index) => {
    const [x2, y2] = outline.at(index - 1);
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

/** Lines of cells, `.` for sea; before them a line with the codes of the letters' provinces. */
export function land(drawing) {
  const shapes = provinces(drawing);
  const columns = Math.ceil(WIDTH / CELL);
  const rows = Math.ceil(HEIGHT / CELL);
  const cells = Array.from({ length: rows }, () => Array(columns).fill("."));
  shapes.forEach(([, outlines], shape) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const x = (LEFT + (column + 0.5) * CELL) / SCALE;
        const y = (TOP + (row + 0.5) * CELL) / SCALE;
        if (outlines.some((outline) => holds(outline, x, y))) cells[row][column] = LETTERS[shape];
      }
    }
    for (const [x, y] of outlines.map((outline) => outline[0])) {
      const [row, column] = [(y * SCALE - TOP) / CELL, (x * SCALE - LEFT) / CELL].map(Math.floor);
      if (cells[row]?.[column] === ".") cells[row][column] = LETTERS[shape];
    }
  });
  const codes = shapes.map(([code], shape) => `${LETTERS[shape]}${code}`).join(" ");
  return `${codes}\n${cells.map((row) => row.join("")).join("\n")}\n`;
}
