import assert from "node:assert/strict";
import test from "node:test";
import { Vocabulary, completions, declaration } from "../../catalogue/pages/editor/completion.js";

const EX = "https://example.org/ns#";
const vocabulary = new Vocabulary(
  {
    prefixes: { ex: EX, skos: "http://www.w3.org/2004/02/skos/core#" },
    classes: [{ iri: `${EX}Garden`, label: { en: "garden", fr: "jardin" }, description: {}, count: 1 }],
    properties: [
      { iri: `${EX}grows`, label: { en: "grows", fr: "fait pousser" }, description: {}, classes: [`${EX}Garden`], ranges: [`${EX}Plant`] },
      { iri: `${EX}givenName`, label: { en: "given name" }, description: {}, classes: [`${EX}Person`], ranges: [] },
    ],
    things: [{ iri: "https://example.org/plant/bean", label: { en: "runner bean", fr: "haricot à rames" }, class: `${EX}Plant` }],
  },
  "en",
);

/** What is offered at the `|` of a query. */
function offered(query, explicit = false) {
  const at = query.indexOf("|");
  const found = completions(query.replace("|", ""), at, vocabulary, explicit);
  return found?.options.map((option) => option.insert) ?? [];
}

test("a class is found by its name and by its label in each language, and its prefix is declared with it", () => {
  for (const typed of ["Gard", "gard", "jard", "ex:G"]) {
    assert.deepEqual(offered(`SELECT * { ?x a ${typed}| }`), ["ex:Garden"], typed);
  }
  const [option] = completions("SELECT * { ?x a jard }", 20, vocabulary, false).options;
  assert.deepEqual([option.label, option.detail, option.declare], ["ex:Garden", "garden", { prefix: "ex", iri: EX }]);
});

test("accents need not be typed, and a label of several words is found by all of them", () => {
  assert.deepEqual(offered("SELECT * { ?x ex:grows haricot a|"), ["<https://example.org/plant/bean>"]);
  assert.deepEqual(offered("SELECT * { ?x fait pous| }"), ["ex:grows"]);
});

test("after a subject its properties come first, those of its class before others", () => {
  assert.deepEqual(offered("SELECT * { ?x a ex:Garden ; g| }").slice(0, 2), ["ex:grows", "ex:givenName"]);
  assert.deepEqual(offered("SELECT * { ?x g| . ?x a ex:Garden }").slice(0, 2), ["ex:grows", "ex:givenName"]);
});

test("the names that the query itself declares are used, and one that it gives to something else is not", () => {
  assert.deepEqual(offered(`PREFIX g: <${EX}> SELECT * { ?x a gard| }`), ["g:Garden"]);
  assert.deepEqual(offered("PREFIX ex: <urn:other:> SELECT * { ?x a gard| }"), [`<${EX}Garden>`]);
});

test("variables of the query are offered, and prefixes where one is declared", () => {
  assert.deepEqual(offered("SELECT ?n| { ?name ?p ?nick }"), ["?name", "?nick"]);
  assert.deepEqual(offered("PREFIX sk|"), ["skos: <http://www.w3.org/2004/02/skos/core#>"]);
  assert.deepEqual(offered("SEL|"), ["SELECT"]);
});

test("nothing is offered in comments, strings and addresses, nor before anything is typed", () => {
  for (const query of ["# gard|", "SELECT * { ?x ?y 'gard|' }", "SELECT * { <gard|> ?p 1 }", "SELECT * { ?x a | }"]) {
    assert.deepEqual(offered(query), [], query);
  }
  assert.deepEqual(offered("SELECT * { ?x a | }", true), ["ex:Garden"]);
});

test("a declaration stands behind those of the query, else before it and behind its first comments", () => {
  const put = (text) => {
    const { from, insert } = declaration(text, { prefix: "ex", iri: EX });
    return text.slice(0, from) + insert + text.slice(from);
  };
  assert.equal(put("SELECT * {}"), `PREFIX ex: <${EX}>\nSELECT * {}`);
  assert.equal(put("# title\nSELECT * {}"), `# title\nPREFIX ex: <${EX}>\nSELECT * {}`);
  assert.equal(put("BASE <urn:b>\nPREFIX a: <urn:a>\nSELECT * {}"), `BASE <urn:b>\nPREFIX a: <urn:a>\nPREFIX ex: <${EX}>\nSELECT * {}`);
});
