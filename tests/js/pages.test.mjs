// What page scripts compute: choices of a region, the wording of a position, the marks of a count.
import test from "node:test";
import assert from "node:assert/strict";
import { kindOf, position } from "../../assets/js/shared/position.mjs";
import { known, matching } from "../../assets/js/shared/search.mjs";
import { row } from "../../assets/js/shared/strip.mjs";

const choice = (label, group, ...others) => ({ label, words: known(label, group, ...others) });
const ALL = [
  choice("Kabupaten Kepulauan Siau Tagulandang Biaro", "Sulawesi Utara"),
  choice("Kabupaten Karo", "Sumatera Utara"),
  choice("Kota Medan", "Sumatera Utara"),
  choice("Sumatera Utara", "", "Sumut"),
  choice("Kabupaten Toli-Toli", "Sulawesi Tengah"),
  choice("Kabupaten Toba", "Sumatera Utara", "Toba Samosir"),
];
const labels = (text) => matching(ALL, text).map(({ label }) => label);

test("words are found anywhere and in any order", () => {
  assert.deepEqual(labels("biaro kep"), [ALL[0].label]);
  assert.deepEqual(labels("SIÁU"), [ALL[0].label]);
  assert.deepEqual(labels("tiada"), []);
  assert.deepEqual(labels("  "), ALL.map(({ label }) => label));
});

test("a label that begins so stands before a group that does", () => {
  const inside = ["Kabupaten Karo", "Kota Medan", "Kabupaten Toba"];
  assert.deepEqual(labels("sumatera"), ["Sumatera Utara", ...inside]);
});

test("dots, hyphens, spaces and former names are no hindrance", () => {
  for (const text of ["Kab. Karo", "kab karo", "KAB.KARO"]) assert.deepEqual(labels(text), ["Kabupaten Karo"]);
  for (const text of ["tolitoli", "toli toli", "Toli-Toli"]) assert.deepEqual(labels(text), ["Kabupaten Toli-Toli"]);
  assert.deepEqual(labels("Toba Samosir"), ["Kabupaten Toba"]);
  assert.deepEqual(labels("sumut"), ["Sumatera Utara"]);
});

test("twenty are shown", () => {
  const many = Array.from({ length: 30 }, (_, number) => choice(`Kota ${number}`, ""));
  assert.equal(matching(many, "kota").length, 20);
  assert.equal(matching(many, "").length, 30);
});

const WORDINGS = {
  regional_head: { provinsi: "Gubernur {name}", kabupaten: "Bupati {name}", kota: "Wali Kota {name}" },
};

test("a position is proposed by office, region and acting prefix", () => {
  const of = (code, place, acting = "") => position(WORDINGS, { office: "regional_head", acting, code, place });
  assert.equal(of("12", "Sumatera Utara"), "Gubernur Sumatera Utara");
  assert.equal(of("12", "North Sumatra Province"), "Gubernur North Sumatra");
  assert.equal(of("12.06", "Kabupaten Karo", "plt"), "Plt. Bupati Karo");
  assert.equal(of("12.71", "Kota Medan", "pj"), "Pj. Wali Kota Medan");
  assert.equal(of("00", "Nasional", "plt"), "");
  assert.equal(of("", "", "plt"), "");
  assert.equal(position(WORDINGS, { office: "other", acting: "", code: "12", place: "x" }), "");
});

test("a region's kind is read from code and name", () => {
  assert.deepEqual([kindOf("00", ""), kindOf("12", ""), kindOf("12.71", "Kota Medan"), kindOf("12.06", "Kabupaten Karo")],
    ["nasional", "provinsi", "kota", "kabupaten"]);
});

test("marks fill column by column", () => {
  assert.deepEqual(row(0, 4, 0, 0), { done: "", rest: "" });
  assert.deepEqual(row(0, 4, 5, 8), { done: "M0 4.5H15", rest: "" });
  assert.deepEqual(row(1, 4, 5, 8), { done: "M0 13.5H6", rest: "M9 13.5H15" });
  assert.deepEqual(row(3, 4, 0, 3), { done: "", rest: "" });
});
