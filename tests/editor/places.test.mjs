import assert from "node:assert/strict";
import test from "node:test";
import { fromWkt, geojson, placeColumns } from "../../catalogue/pages/editor/places.js";

const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
const literal = (value, datatype = "") => ({ kind: "literal", value, datatype, language: "" });
const answer = (variables, ...rows) => ({ variables, rows, boolean: null, isGraph: false, count: rows.length });

test("each kind of geometry is read", () => {
  for (const [words, type, coordinates] of [
    ["POINT(2.35 48.85)", "Point", [2.35, 48.85]],
    ["point z (2 48 35)", "Point", [2, 48, 35]],
    ["LINESTRING (0 1, 2 3)", "LineString", [[0, 1], [2, 3]]],
    ["POLYGON((0 0,1 0,1 1,0 0),(.1 .1,.2 .1,.2 .2,.1 .1))", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]], [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.1]]]],
    ["MULTIPOINT((1 2),(3 4))", "MultiPoint", [[1, 2], [3, 4]]],
    ["MULTIPOINT(1 2, 3 4)", "MultiPoint", [[1, 2], [3, 4]]],
    ["MULTIPOLYGON(((0 0,1 0,1 1,0 0)))", "MultiPolygon", [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]],
  ]) {
    assert.deepEqual(fromWkt(words), { type, coordinates }, words);
  }
});

test("the order of the axes is that of the reference system, and one that maps do not know is refused", () => {
  const point = { type: "Point", coordinates: [2.35, 48.85] };
  assert.deepEqual(fromWkt("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(2.35 48.85)"), point);
  assert.deepEqual(fromWkt("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(48.85 2.35)"), point);
  assert.equal(fromWkt("<http://www.opengis.net/def/crs/EPSG/0/2154> POINT(652000 6862000)"), null);
});

test("what is no place on Earth is none", () => {
  for (const words of ["", "POINT EMPTY", "POINT(a b)", "POINT(1)", "POINT(500 1)", "CIRCLE(1 2)", "constructor(1 2)", "POLYGON((0 0, x))"]) {
    assert.equal(fromWkt(words), null, words);
  }
});

test("columns are found by their datatype, by their names, and by the properties that the query asks for", () => {
  const numbers = [literal("48.85"), literal("2.35")];
  assert.deepEqual(placeColumns(answer(["p"], [literal("POINT(1 2)", WKT)]), "", new Map()), { wkt: 0 });
  assert.deepEqual(placeColumns(answer(["lat", "long"], numbers), "", new Map()), { latitude: 0, longitude: 1 });
  const query = "PREFIX s: <http://schema.org/> SELECT * { ?x s:latitude ?y ; <http://www.w3.org/2003/01/geo/wgs84_pos#long> ?x2 }";
  assert.deepEqual(placeColumns(answer(["y", "x2"], numbers), query, new Map()), { latitude: 0, longitude: 1 });
  assert.equal(placeColumns(answer(["y", "x2"], numbers), "SELECT * {}", new Map()), null);
  assert.equal(placeColumns(answer(["lat", "long"], [literal("north"), literal("west")]), "", new Map()), null);
});

test("rows become features that carry all else they say, and those without a place are counted", () => {
  const thing = { kind: "uri", value: "urn:a", language: "", datatype: "" };
  const found = answer(["thing", "__proto__", "at"], [thing, literal("x"), literal("POINT(1 2)", WKT)], [thing, null, null]);
  const { collection, left } = geojson(found, { wkt: 2 });
  assert.equal(left, 1);
  assert.equal(JSON.stringify(collection.features[0].properties), '{"thing":"urn:a","__proto__":"x"}');
  assert.equal(collection.features[0].id, "urn:a");
});
