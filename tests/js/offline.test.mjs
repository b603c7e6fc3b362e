// The verifying module's own formats, by the vectors of the core.
import test from "node:test";
import assert from "node:assert/strict";
import { fromBase64url, hex, joined, same } from "../../assets/js/shared/offline/bytes.mjs";
import { Tag, decode, encode } from "../../assets/js/shared/offline/cbor.mjs";
import { printed, read } from "../../assets/js/shared/offline/code.mjs";
import { outcome } from "../../assets/js/shared/offline/comparison.mjs";
import { keySet } from "../../assets/js/shared/offline/keyset.mjs";
import { payload } from "../../assets/js/shared/offline/payload.mjs";
import { kidOf, token, undigits } from "../../assets/js/shared/offline/token.mjs";
import { jitter } from "../../assets/js/shared/polling.mjs";

// tests/core/vectors/payload.json
const ENCODED =
  "a4017818696b7261722e6578616d706c652f6c6f672f636f6e746f68061a5efaa02b074c30313233343536373839" +
  "41463a00011170840150000102030405060708090a0b0c0d0e0f6e53697469204e757268616c697a61782653656b" +
  "7265746172697320446165726168204b616275706174656e2042616e797577616e6769";
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

test("bytes are compared, joined and spelled", () => {
  assert.ok(same(bytes("0102"), [1, 2]));
  assert.ok(!same([1], [1, 2]));
  assert.equal(hex(joined([1], bytes("02ff"))), "0102ff");
  assert.deepEqual(fromBase64url("-_8"), bytes("fbff"));
  for (const text of ["+/8", "-_8=", "a b"]) assert.throws(() => fromBase64url(text), /base64url/);
});

test("a code is read in any usual spelling, and none with a slip", () => {
  for (const text of ["0123456789AF", "0123-4567-89af", " o123 4S67 89AF".replace("S", "5")]) {
    assert.equal(read(text), "0123456789AF");
  }
  assert.equal(read("OI23456789AF"), "0123456789AF");
  for (const text of ["", "0123456789AG", "1023456789AF", "0123456789A", "0".repeat(65)]) {
    assert.equal(read(text), null);
  }
  assert.equal(printed("0123456789AF"), "0123-4567-89AF");
});

test("CBOR has one encoding, and bounds", () => {
  const numbers = [[0, "00"], [23, "17"], [24, "1818"], [256, "190100"], [65536, "1a00010000"], [-70001, "3a00011170"]];
  for (const [value, encoded] of numbers) {
    assert.equal(hex(encode(value)), encoded);
    assert.equal(decode(bytes(encoded)), value);
  }
  const whole = new Tag(18, [bytes("01"), new Map([[1, "é"]]), "", []]);
  assert.deepEqual(decode(encode(whole)), whole);
  const refused = ["", "18", "42", "4201", "9affffffff", "ff", "f6", "1bffffffffffffffff", "8181818180", "62c328"];
  for (const text of refused) assert.throws(() => decode(bytes(text)));
  assert.throws(() => encode(undefined), /type/);
});

test("the vector of the payload is read, and no other bytes", () => {
  const held = payload(bytes(ENCODED));
  assert.equal(held.origin, "ikrar.example/log/contoh");
  assert.equal(held.host, "ikrar.example");
  assert.equal(held.time, 1593483307);
  assert.equal(held.code, "0123456789AF");
  assert.equal(held.index, 1);
  assert.equal(hex(held.salt), "000102030405060708090a0b0c0d0e0f");
  assert.equal(held.name, "Siti Nurhaliza");
  assert.equal(held.position, "Sekretaris Daerah Kabupaten Banyuwangi");
  assert.throws(() => payload(bytes(`${ENCODED}00`)), /form/);
  assert.throws(() => payload(bytes(ENCODED.replace("53697469", "53690a69"))), /name/);
  assert.throws(() => payload(bytes(ENCODED.replace("84015000", "84005000"))), /index/);
  assert.throws(() => payload(bytes(ENCODED.replace("3839", "3939"))), /code/);
  assert.throws(() => payload(new Uint8Array(1025)), /size/);
});

test("digits spell a token or are refused", () => {
  assert.deepEqual(undigits(String(0x01ff)), bytes("ff"));
  assert.deepEqual(undigits(String(0x0100ff)), bytes("00ff"));
  for (const text of ["", "0511", "-511", "5 11", "767", "1".repeat(4000)]) {
    assert.throws(() => undigits(text), /digits/);
  }
});

test("a token has its one form", () => {
  const header = encode(new Map([[1, -8], [4, bytes("01020304")]]));
  const parts = [header, new Map(), bytes("a0"), bytes("ff")];
  const read = token(encode(new Tag(18, parts)));
  assert.equal(read.kid, "01020304");
  assert.deepEqual(read.payload, bytes("a0"));
  assert.equal(hex(read.signed), hex(encode(["Signature1", header, new Uint8Array(), bytes("a0")])));
  const other = encode(new Map([[1, -7], [4, bytes("01020304")]]));
  for (const wrong of [new Tag(17, parts), new Tag(18, [...parts, 1]), new Tag(18, [other, ...parts.slice(1)])]) {
    assert.throws(() => token(encode(wrong)));
  }
  assert.throws(() => token(new Uint8Array(1201)), /size/);
});

test("a set of keys names each by its hash", async () => {
  assert.equal(await kidOf(bytes("00".repeat(32))), "66687aad");
  await assert.rejects(keySet({}, "ikrar.test"));
  const wrong = { kty: "OKP", crv: "Ed25519", kid: "AAAAAA", x: "A".repeat(43) };
  await assert.rejects(keySet({ keys: [wrong] }, "ikrar.test"), /kid/);
});

test("digits agree with the page, or contradict it", () => {
  const held = { origin: "a/log/x", host: "a", name: "Marlina", position: "Sekda" };
  const signed = [{ name: "signature", passed: true }];
  const page = { origin: "a/log/x", commit: "c", name: "Marlina", position: "Sekda" };
  const said = (finding, shown, here = "a", commit = "c", checks = signed) =>
    outcome({ finding, checks, held, commit }, shown, here);
  assert.equal(said("authentic", page), "match");
  assert.equal(said("sample", page), "match");
  assert.equal(said("authentic", { ...page, name: "" }), "match");
  assert.equal(said("authentic", { ...page, name: "Suparman" }), "mismatch");
  assert.equal(said("authentic", page, "a", "d"), "mismatch");
  assert.equal(said("mismatch", page), "mismatch");
  assert.equal(said("mismatch", page, "b"), "elsewhere");
  assert.equal(said("mismatch", page, "b", "c", []), "mismatch");
  assert.equal(said("authentic", {}), "unrecorded");
  assert.equal(said("mismatch", {}), undefined);
});

test("a pause is never more than a quarter off", () => {
  for (let turn = 0; turn < 50; turn += 1) assert.ok(Math.abs(jitter(100) - 100) <= 25);
});
