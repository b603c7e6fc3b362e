// CBOR (RFC 8949), as much as a token has: integers, bytes, text, arrays, maps and tags of definite
// length. Long forms, doubled keys and bytes behind the first item pass: who reads encodes what was
// read once more and compares, as declare/core/cbor.py says.
import { joined } from "./bytes.mjs";

const DEEPEST = 4;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

/** The first item in the bytes. Integers come as numbers; throws for what is none of the above. */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function argument(info) {
    const size = info < 24 ? 0 : 2 ** (info - 24);
    if (size > 8) throw new Error("length");
    const start = at;
    at += size;
    if (size === 0) return info;
    if (size === 1) return view.getUint8(start);
    if (size === 2) return view.getUint16(start);
    if (size === 4) return view.getUint32(start);
    return Number(view.getBigUint64(start));
  }

  function content(length) {
    if (length > bytes.length - at) throw new Error("short");
    at += length;
    return bytes.subarray(at - length, at);
  }

  function item(depth) {
    if (depth > DEEPEST) throw new Error("depth");
    const head = view.getUint8(at++);
    const value = argument(head & 31);
    if (!Number.isSafeInteger(value)) throw new Error("integer");
    const next = () => item(depth + 1);
    switch (head >> 5) {
      case 0: return value;
      case 1: return -1 - value;
      case 2: return content(value);
      case 3: return UTF8.decode(content(value));
      case 4: return items(value, next);
      case 5: return new Map(items(value, () => [next(), next()]));
      case 6: return new Tag(value, next());
      default: throw new Error("type");
    }
  }

  function items(count, next) {
    // Each takes a byte at least: a huge count is refused before anything is made for it.
    if (count > bytes.length - at) throw new Error("short");
    return Array.from({ length: count }, next);
  }

  return item(1);
}

/** The shortest form of a number, a text, bytes, an array, a map in its own order, or a tag. */
export function encode(value) {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return prefixed(3, new TextEncoder().encode(value));
  if (value instanceof Uint8Array) return prefixed(2, value);
  if (Array.isArray(value)) return joined(head(4, value.length), ...value.map(encode));
  if (value instanceof Map) return joined(head(5, value.size), ...[...value].flat().map(encode));
  if (value instanceof Tag) return joined(head(6, value.number), encode(value.value));
  throw new Error("type");
}

const prefixed = (major, bytes) => joined(head(major, bytes.length), bytes);

function head(major, value) {
  const size = [24, 2 ** 8, 2 ** 16, 2 ** 32].findIndex((limit) => value < limit);
  const width = [0, 1, 2, 4][size] ?? 8;
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(1, BigInt(value));
  const info = width ? 24 + Math.log2(width) : value;
  return joined([(major << 5) | info], bytes.subarray(9 - width));
}
