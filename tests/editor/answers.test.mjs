import assert from "node:assert/strict";
import test from "node:test";
import { readJson, readTriples } from "../../catalogue/pages/editor/answers.js";

const json = (vars, ...bindings) => JSON.stringify({ head: { vars }, results: { bindings } });

test("a row has a term or nothing for each variable, whatever the variables are called", () => {
  const words = '{"head":{"vars":["__proto__","constructor","toString"]},"results":{"bindings":[{"__proto__":{"type":"literal","value":"a"}}]}}';
  const { variables, rows } = readJson(words);
  assert.deepEqual(variables, ["__proto__", "constructor", "toString"]);
  assert.deepEqual(rows[0].map((term) => term?.value ?? null), ["a", null, null]);
});

test("a literal keeps its language and any datatype but string", () => {
  const typed = (datatype) => readJson(json(["n"], { n: { type: "literal", value: "1", datatype } })).rows[0][0].datatype;
  assert.equal(typed("http://www.w3.org/2001/XMLSchema#string"), "");
  assert.equal(typed("http://www.w3.org/2001/XMLSchema#integer"), "http://www.w3.org/2001/XMLSchema#integer");
  assert.equal(readJson(json(["n"], { n: { type: "literal", value: "a", "xml:lang": "fr" } })).rows[0][0].language, "fr");
});

test("what is no answer is refused", () => {
  for (const words of ["", "[]", "{}", "null", '{"head":{}}', "<html>"]) {
    assert.throws(() => readJson(words), undefined, words);
  }
});

test("triples are read with their escapes", () => {
  const { rows, isGraph } = readTriples('<urn:a> <urn:p> "x\\"\\n\\u00e9\\U0001F600"@fr .\n# no\n\n_:b <urn:p> "1"^^<urn:t> .\n');
  assert.equal(isGraph, true);
  assert.equal(rows[0][2].value, 'x"\né😀');
  assert.deepEqual([rows[0][2].language, rows[1][0].kind, rows[1][2].datatype], ["fr", "bnode", "urn:t"]);
  assert.throws(() => readTriples("<urn:a> <urn:p> .\n"), SyntaxError);
});
