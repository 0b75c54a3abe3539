import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "./script.mjs";

const { Facets, addressed, filled } = parts(["elements", "field", "page"], ["Facets", "addressed", "filled"]);

const FACETS = {
  facets: [
    ["type", "type", [["award", "Awards"], ["initiative", "Initiatives"]]],
    ["season", "season", [["season/1", "Season 1"], ["season/2", "Season 2"]]],
    ["status", "status", [["status/won", "won"], ["status/lost", "lost"]]],
  ],
  of: [[0, 2, 4], [0, 3, 4], [1, 2], [1, 2, 3]],
};
const chosen = (pairs) => new Map(Object.entries(pairs).map(([facet, values]) => [facet, new Set(values)]));

test("values of one facet widen, those of several narrow", () => {
  const facets = new Facets(FACETS);
  const all = [0, 1, 2, 3];
  assert.deepEqual(facets.narrowed(all, chosen({})), all);
  assert.deepEqual(facets.narrowed(all, chosen({ season: ["season/2"] })), [1, 3]);
  assert.deepEqual(facets.narrowed(all, chosen({ season: ["season/1", "season/2"], type: ["award"] })), [0, 1]);
  assert.deepEqual(facets.narrowed(all, chosen({ season: ["season/9"], nothing: ["x"] })), []);
});

test("a facet counts what its other values would give, and is shown where it divides", () => {
  const counts = new Facets(FACETS).counts([0, 1, 2, 3], chosen({ season: ["season/2"] }));
  assert.deepEqual(
    counts.map(({ key, values }) => [key, values.map(({ value, count, isChosen }) => [value, count, isChosen])]),
    [
      ["type", [["award", 1, false], ["initiative", 1, false]]],
      ["season", [["season/1", 3, false], ["season/2", 2, true]]],
    ],
  );
});

test("what is chosen is shown though nothing has it", () => {
  const [season] = new Facets(FACETS).counts([0], chosen({ season: ["season/2"] }));
  assert.deepEqual([season.key, season.values.map(({ value, count }) => [value, count])], ["season", [["season/1", 1], ["season/2", 0]]]);
});

test("an address has what is asked for", () => {
  assert.equal(addressed("é &", chosen({ "ontology#inSeason": ["season/2"] })), "q=%C3%A9+%26&f=ontology%23inSeason+season%2F2");
  assert.equal(addressed("", chosen({ type: [] })), "");
});

test("a template is filled with what is given", () => {
  assert.equal(filled("{count} of {other} {toString}", { count: "2" }), "2 of {other} {toString}");
});
