import assert from "node:assert/strict";
import test from "node:test";
import { numberColumns, steps } from "../../catalogue/pages/editor/chart.js";
import { comparison, numberOf } from "../../catalogue/pages/editor/table.js";
import { shorten } from "../../catalogue/pages/editor/terms.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const typed = (value, name) => ({ kind: "literal", value, language: "", datatype: name ? XSD + name : "" });

test("an axis has round steps from below the least to above the greatest number", () => {
  assert.deepEqual(steps(0, 709), [0, 200, 400, 600, 800]);
  assert.deepEqual(steps(-3, 0.5), [-3, -2, -1, 0, 1]);
  assert.deepEqual(steps(0, 0.3), [0, 0.1, 0.2, 0.3]);
  assert.ok(steps(5, 5).length >= 2);
});

test("numbers are those of the datatypes of numbers", () => {
  assert.equal(numberOf(typed("12", "integer")), 12);
  assert.equal(numberOf(typed("1.5e3", "double")), 1500);
  for (const term of [typed("12", ""), typed("x", "integer"), typed("NaN", "double"), typed("2023", "gYear"), null]) {
    assert.equal(numberOf(term), null);
  }
  assert.deepEqual(numberColumns({ variables: ["a", "b"], rows: [[typed("1", ""), typed("2", "decimal")]] }), [1]);
});

test("numbers sort by size, words as the language has them, what is not there last", () => {
  const compare = comparison({ label: (term) => term.value }, "fr");
  const sorted = (...terms) => terms.sort(compare).map((term) => term?.value ?? null);
  assert.deepEqual(sorted(typed("10", "integer"), null, typed("9", "integer")), ["9", "10", null]);
  assert.deepEqual(sorted(typed("zone"), typed("été"), typed("etc")), ["etc", "été", "zone"]);
});

test("an IRI is short with the longest namespace that fits", () => {
  const prefixes = new Map([["a", "urn:x:"], ["b", "urn:x:y:"]]);
  assert.deepEqual(["urn:x:y:z", "urn:x:1", "urn:x:z"].map((iri) => shorten(iri, prefixes)), ["b:z", "urn:x:1", "a:z"]);
});
