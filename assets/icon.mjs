// The mark as PNG, for telephones that install the verification page: assets/images/mark.svg is
// three rectangles, drawn here over a full square, since each telephone cuts its own corners.
import { crc32, deflateSync } from "node:zlib";

const VIEW = 34;
const INK = [0x1f, 0x17, 0x19];
const BARS = [
  { x: 7.5, y: 9.5, width: 19, height: 6, colour: [0xc8, 0x20, 0x3a] },
  { x: 7.5, y: 19, width: 19, height: 6, colour: [0xff, 0xff, 0xff] },
];

function colour(x, y) {
  const inside = (bar) => x >= bar.x && x < bar.x + bar.width && y >= bar.y && y < bar.y + bar.height;
  return BARS.find(inside)?.colour ?? INK;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The PNG (8 bits, RGB) of the mark, `side` pixels wide and high. */
export function icon(side) {
  const at = (pixel) => ((pixel + 0.5) * VIEW) / side;
  const places = [...Array(side).keys()].map(at);
  const rows = places.map((y) => [0, ...places.flatMap((x) => colour(x, y))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
