// Answers for maps: rows with a place in WKT, or with latitude and longitude, as GeoJSON (RFC 7946).
import { iriOf, prologue, tokens } from "./tokens.js";

const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const EPSG_4326 = /^https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/0\/4326$/;
const WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#";
const PREDICATES = {
  latitude: ["http://schema.org/latitude", "https://schema.org/latitude", `${WGS84}lat`],
  longitude: ["http://schema.org/longitude", "https://schema.org/longitude", `${WGS84}long`],
};
const NAMES = { latitude: /^(lat|latitude)$/i, longitude: /^(lon|lng|long|longitude)$/i };
const DEPTHS = { POINT: 0, MULTIPOINT: 1, LINESTRING: 1, MULTILINESTRING: 2, POLYGON: 2, MULTIPOLYGON: 3 };
const TYPES = {
  POINT: "Point",
  MULTIPOINT: "MultiPoint",
  LINESTRING: "LineString",
  MULTILINESTRING: "MultiLineString",
  POLYGON: "Polygon",
  MULTIPOLYGON: "MultiPolygon",
};
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Find the columns of an answer that say where: `{wkt}`, `{latitude, longitude}`, or null. */
export function placeColumns(answer, query, known) {
  const wkt = answer.variables.findIndex((_, at) => answer.rows.some((row) => row[at]?.datatype === WKT));
  if (wkt >= 0) {
    return { wkt };
  }
  const asked = askedFor(query, known);
  const latitude = column(answer, "latitude", asked);
  const longitude = column(answer, "longitude", asked);
  return latitude >= 0 && longitude >= 0 ? { latitude, longitude } : null;
}

function column(answer, which, asked) {
  const isOne = (name) => asked[which].has(name) || NAMES[which].test(name);
  return answer.variables.findIndex((name, at) => isOne(name) && answer.rows.some((row) => NUMBER.test(row[at]?.value ?? "")));
}

/** The variables that a query gives the values of a property of latitude or longitude. */
function askedFor(query, known) {
  const listed = tokens(query).filter((token) => token.kind !== "comment");
  const prefixes = new Map([...known, ...prologue(listed).prefixes]);
  const asked = { latitude: new Set(), longitude: new Set() };
  listed.forEach((token, at) => {
    const iri = listed[at + 1]?.kind === "variable" ? iriOf(token, prefixes) : null;
    for (const which of ["latitude", "longitude"]) {
      if (PREDICATES[which].includes(iri)) {
        asked[which].add(listed[at + 1].text.slice(1));
      }
    }
  });
  return asked;
}

/** Give the rows that have a place as a FeatureCollection, and the number of those that have none. */
export function geojson(answer, columns) {
  const features = answer.rows.map((row) => feature(answer.variables, row, columns)).filter((each) => each !== null);
  return { collection: { type: "FeatureCollection", features }, left: answer.rows.length - features.length };
}

function feature(variables, row, columns) {
  const geometry = columns.wkt === undefined ? point(row, columns) : fromWkt(row[columns.wkt]?.value ?? "");
  if (geometry === null) {
    return null;
  }
  const shown = variables.map((name, at) => [name, row[at], at]).filter(([, term, at]) => term !== null && at !== columns.wkt);
  const id = row.find((term) => term?.kind === "uri");
  return {
    type: "Feature",
    ...(id ? { id: id.value } : {}),
    geometry,
    properties: Object.fromEntries(shown.map(([name, term]) => [name, term.value])),
  };
}

function point(row, { latitude, longitude }) {
  const [y, x] = [row[latitude]?.value ?? "", row[longitude]?.value ?? ""];
  return NUMBER.test(x) && NUMBER.test(y) ? checked({ type: "Point", coordinates: [Number(x), Number(y)] }) : null;
}

/** Read WKT, with the coordinate reference system that GeoSPARQL writes before it; null when it is none that maps know. */
export function fromWkt(wkt) {
  const match = /^\s*(?:<([^>]*)>\s*)?([A-Z]+?)\s*(?:ZM?)?\s*(\(.*\))\s*$/is.exec(wkt);
  const kind = match?.[2].toUpperCase();
  const system = match?.[1] ?? CRS84;
  if (!match || !Object.hasOwn(DEPTHS, kind) || !(system === CRS84 || EPSG_4326.test(system))) {
    return null;
  }
  const coordinates = nested(match[3], DEPTHS[kind], kind === "MULTIPOINT", EPSG_4326.test(system));
  return coordinates === null ? null : checked({ type: TYPES[kind], coordinates });
}

function nested(wkt, depth, bare, swapped) {
  const inner = wkt.trim().replace(/^\((.*)\)$/s, "$1");
  if (depth === 0) {
    return position(inner, swapped);
  }
  const parts = split(inner).map((part) =>
    depth === 1 ? position(bare ? part.trim().replace(/^\((.*)\)$/s, "$1") : part, swapped) : nested(part, depth - 1, bare, swapped),
  );
  return parts.includes(null) ? null : parts;
}

function split(wkt) {
  const parts = [];
  let depth = 0;
  let from = 0;
  [...wkt].forEach((character, at) => {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (character === "," && depth === 0) {
      parts.push(wkt.slice(from, at));
      from = at + 1;
    }
  });
  return [...parts, wkt.slice(from)];
}

function position(wkt, swapped) {
  const numbers = wkt.trim().split(/\s+/);
  if (numbers.length < 2 || !numbers.every((number) => NUMBER.test(number))) {
    return null;
  }
  const [first, second, height] = numbers.map(Number);
  return [...(swapped ? [second, first] : [first, second]), ...(height === undefined ? [] : [height])];
}

/** A geometry whose positions are on Earth, else null. */
function checked(geometry) {
  const flat = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates.flat(DEPTHS[geometry.type.toUpperCase()] - 1);
  return flat.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90) ? geometry : null;
}
