// The witness's own reading of a log: entries, their order, the tree, notes and keys.
import test from "node:test";
import assert from "node:assert/strict";
import { hex } from "../../assets/js/shared/offline/bytes.mjs";
import { fromBase64, toBase64 } from "../../assets/saksi/base64.mjs";
import { decode } from "../../assets/saksi/entry.mjs";
import { leafHash, root } from "../../assets/saksi/merkle.mjs";
import { LOG, checkpoint, cosignature, isName, read, split, verifier, vkey } from "../../assets/saksi/note.mjs";
import { State } from "../../assets/saksi/state.mjs";

const UTF8 = new TextEncoder();
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

test("base64 has one spelling", () => {
  assert.equal(toBase64(bytes("00ff")), "AP8=");
  assert.deepEqual(fromBase64("AP8="), bytes("00ff"));
  for (const text of ["AP9=", "AP8", " AP8="]) assert.throws(() => fromBase64(text));
});

// RFC 6962's own tree of eight leaves, as in tests/core/vectors/merkle.json.
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = {
  0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
};

test("roots are those of RFC 6962", async () => {
  const leaves = await Promise.all(LEAVES.map((leaf) => leafHash(bytes(leaf))));
  for (const [size, expected] of Object.entries(ROOTS)) {
    assert.equal(hex(await root(leaves.slice(0, Number(size)))), expected);
  }
});

const OPEN = { event: "uji", kind: "open", log: "ikrar.test/log/uji", purpose: "live", statement: "0".repeat(64), time: 1, v: 1 };
const pledge = (commit, more = {}) => ({
  commit: commit.repeat(64), event: "uji", kind: "pledge", office: "regional_head", region: "12", v: 1, ...more,
});
const encoded = (entry) => UTF8.encode(JSON.stringify(entry));

test("an entry is read in its one encoding", () => {
  assert.deepEqual(decode(encoded(OPEN)), OPEN);
  assert.deepEqual(decode(encoded(pledge("a", { office: "later_office" }))), pledge("a", { office: "later_office" }));
  const { v, ...unversioned } = OPEN;
  const wrong = [
    [{ ...OPEN, log: "ikrar.test/log/lain" }, /log/], [{ ...OPEN, purpose: "x" }, /purpose/],
    [{ ...OPEN, time: -1 }, /time/], [unversioned, /form/], [{ ...OPEN, x: 1 }, /form/], [{ kind: "x" }, /form/],
    [pledge("g"), /commit/], [pledge("a", { region: "1" }), /region/], [pledge("a", { office: "A" }), /office/],
    [pledge("a", { office: "other", region: "12.06" }), /region/],
  ];
  for (const [entry, reason] of wrong) assert.throws(() => decode(encoded(entry)), reason);
  assert.throws(() => decode(UTF8.encode(JSON.stringify(OPEN, null, 1))), /form/);
  assert.throws(() => decode(UTF8.encode("x".repeat(513))), /form/);
});

test("entries stand where they may, and are counted", () => {
  const state = new State();
  assert.equal(state.apply(pledge("a")), "open");
  assert.equal(state.apply(OPEN), null);
  assert.equal(state.apply(OPEN), "open");
  assert.equal(state.apply(pledge("a", { event: "lain" })), "event");
  assert.equal(state.apply(pledge("a")), null);
  assert.equal(state.apply(pledge("a")), "commit");
  assert.equal(state.apply(pledge("b")), null);
  assert.equal(state.signed, 2);
  assert.equal(state.apply({ kind: "close", event: "uji", signed: 3, time: 2 }), "signed");
  assert.equal(state.apply({ kind: "close", event: "uji", signed: 2, time: 2 }), null);
  assert.equal(state.apply(pledge("c")), "closed");
  assert.equal(state.apply({ kind: "revocation", event: "uji", of: 1 }), null);
  assert.equal(state.apply({ kind: "revocation", event: "uji", of: 1 }), "of");
  assert.deepEqual([state.signed, state.size], [1, 5]);
});

// golang.org/x/mod/sumdb/note's own example, as in tests/core/vectors/note.json.
const PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const NOTE = `${TEXT}\n${LINE}`;

test("a note is split into its text and its lines", () => {
  const { text, lines } = split(NOTE);
  assert.equal(text, TEXT);
  assert.deepEqual(lines.map(({ name }) => name), ["PeterNeumann"]);
  for (const wrong of [TEXT, NOTE.slice(0, -1), `${TEXT}\n- x AAAAAAAA\n`, NOTE.replace("If", "If\t")]) {
    assert.throws(() => split(wrong));
  }
});

test("a name of a key has neither space nor plus", () => {
  assert.deepEqual(["ikrar.test/log/uji", "", "a b", "a+b", "a\n"].map(isName), [true, false, false, false, false]);
});

test("a checkpoint has a name, a size and a root", () => {
  const good = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  assert.equal(checkpoint(good).size, 20852163);
  for (const wrong of [good.slice(0, -1), `${good}x\n`, good.replace("20852163", "020"), good.replace("CsUY", "CsU")]) {
    assert.throws(() => checkpoint(wrong));
  }
});

test("a key is read in its one text, and none with another hash", async () => {
  const raw = fromBase64(PETER.split("+").slice(2).join("+")).slice(1);
  assert.equal(await vkey("PeterNeumann", LOG, raw), PETER);
  await assert.rejects(verifier(PETER.replace("c74f20a3", "c74f20a4")), /key/);
  await assert.rejects(verifier("PeterNeumann"));
});

test("signatures of a note are verified, and made", async () => {
  const known = await verifier(PETER);
  assert.equal(await read(NOTE, known), TEXT);
  await assert.rejects(read(`${NOTE}${LINE}`, known), /repeated/);
  await assert.rejects(read(NOTE.replace("answer", "Answer"), known), /signature/);
  await assert.rejects(read(NOTE, { ...known, name: "EnochRoot" }), /unsigned/);
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const line = await cosignature(TEXT, { name: "saksi.test", raw, key: pair.privateKey }, 1_600_000_000);
  const { signature } = split(`${TEXT}\n${line}`).lines[0];
  assert.equal(new DataView(signature.buffer).getBigUint64(signature.byteOffset), 1_600_000_000n);
  const message = UTF8.encode(`cosignature/v1\ntime 1600000000\n${TEXT}`);
  assert.ok(await crypto.subtle.verify("Ed25519", pair.publicKey, signature.slice(8), message));
});
