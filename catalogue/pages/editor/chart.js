// The answer as a chart of bars or a line, drawn here: names from one column, numbers from another.
import { element, filled, shape } from "./dom.js";
import { numberOf } from "./table.js";

const MOST = { bar: 60, line: 1_000 };
const DATE = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(date|dateTime|gYear|gYearMonth)$/;
const BAR = 26;
const LONGEST_NAME = 40;

/** The columns that numbers can be drawn from, by their places. */
export function numberColumns(answer) {
  return answer.variables.map((_, at) => at).filter((at) => answer.rows.some((row) => numberOf(row[at]) !== null));
}

/** Make the view of a chart with its choices; it is drawn again when a choice or the width changes. */
export function chart(answer, terms, { language, texts }) {
  const numeric = numberColumns(answer);
  const names = answer.variables.map((_, at) => at);
  const first = names.find((at) => !numeric.includes(at)) ?? names[0];
  const numbers = numeric.find((at) => at !== first) ?? numeric[0];
  const kind = answer.rows.some((row) => DATE.test(row[first]?.datatype ?? "")) ? "line" : "bar";
  const drawing = element("div", { class: "drawing" });
  const note = element("p", { class: "note" });
  const choose = {
    kind: choice(texts.chart_kind, [["bar", texts.chart_bar], ["line", texts.chart_line]], kind, draw),
    names: choice(texts.chart_names, names.map((at) => [at, answer.variables[at]]), first, draw),
    numbers: choice(texts.chart_numbers, numeric.map((at) => [at, answer.variables[at]]), numbers, draw),
  };

  function draw() {
    const chosen = { kind: value(choose.kind), names: Number(value(choose.names)), numbers: Number(value(choose.numbers)) };
    const drawn = answer.rows.filter((row) => numberOf(row[chosen.numbers]) !== null).slice(0, MOST[chosen.kind]);
    const points = drawn.map((row) => ({ name: terms.label(row[chosen.names]), term: row[chosen.names], number: numberOf(row[chosen.numbers]) }));
    const title = filled(texts.chart_title, { numbers: answer.variables[chosen.numbers], names: answer.variables[chosen.names] });
    const draws = chosen.kind === "bar" ? bars : line;
    drawing.replaceChildren(draws(points, { title, language, width: Math.max(280, Math.floor(drawing.clientWidth) || 640) }));
    note.textContent = drawn.length < answer.rows.length ? filled(texts.chart_first, { shown: drawn.length }) : "";
  }

  new ResizeObserver(draw).observe(drawing);
  return element("div", { class: "chart" }, element("div", { class: "choices" }, ...Object.values(choose)), drawing, note);
}

function choice(label, options, chosen, change) {
  const made = options.map(([key, label]) => element("option", { value: key, selected: key === chosen }, label));
  return element("label", {}, `${label} `, element("select", { change }, ...made));
}

function value(label) {
  return label.querySelector("select").value;
}

/** Round steps of an axis from the least to the greatest number, zero among them for bars. */
export function steps(least, greatest, about = 5) {
  const raw = (greatest - least || Math.abs(greatest) || 1) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw) * power;
  const from = Math.floor(least / step);
  const to = Math.max(Math.ceil(greatest / step), from + 1);
  return Array.from({ length: to - from + 1 }, (_, at) => Number(((from + at) * step).toPrecision(12)));
}

function picture(width, height, title, ...drawn) {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title }, ...drawn);
}

function bars(points, { title, language, width }) {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const names = points.map(({ name }) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name));
  const left = Math.min(width * 0.42, 12 + 7.2 * Math.max(0, ...names.map((name) => name.length)));
  const fits = Math.floor((left - 12) / 7.2);
  const axis = steps(Math.min(0, ...points.map((p) => p.number)), Math.max(0, ...points.map((p) => p.number)), width < 500 ? 3 : 5);
  const right = 14 + 7.2 * Math.max(...points.map((p) => format.format(p.number).length));
  const at = (number) => left + ((number - axis[0]) / (axis.at(-1) - axis[0])) * (width - left - right);
  const height = points.length * BAR + 28;
  const grid = axis.flatMap((number) => [
    shape("line", { class: number === 0 ? "zero" : "grid", x1: at(number), x2: at(number), y1: 0, y2: height - 24 }),
    shape("text", { class: "tick", x: at(number), y: height - 6, "text-anchor": "middle" }, format.format(number)),
  ]);
  const drawn = points.map(({ name, number }, row) => {
    const [from, to] = [Math.min(at(0), at(number)), Math.max(at(0), at(number))];
    const short = names[row].length > fits ? `${names[row].slice(0, Math.max(1, fits - 1))}…` : names[row];
    return shape(
      "g",
      {},
      shape("title", {}, `${name}: ${format.format(number)}`),
      shape("text", { class: "name", x: left - 8, y: row * BAR + 18, "text-anchor": "end" }, short),
      shape("rect", { class: "bar", x: from, y: row * BAR + 4, width: Math.max(1, to - from), height: BAR - 8, rx: 2 }),
      shape("text", { class: "number", x: to + 6, y: row * BAR + 18 }, format.format(number)),
    );
  });
  return picture(width, height, title, ...grid, ...drawn);
}

/** Places from 0 to 1 along the line: by time or size where all names are dates or numbers, else one after the other. */
function along(points) {
  const moments = points.map(({ term }) => (DATE.test(term?.datatype ?? "") ? Date.parse(term.value) : (numberOf(term) ?? Number.NaN)));
  const all = moments.every((moment) => Number.isFinite(moment));
  const places = all ? moments : points.map((_, at) => at);
  const [least, greatest] = [Math.min(...places), Math.max(...places)];
  return places.map((place) => (greatest > least ? (place - least) / (greatest - least) : 0.5));
}

function line(points, { title, language, width }) {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const axis = steps(Math.min(...points.map((p) => p.number)), Math.max(...points.map((p) => p.number)));
  const left = 14 + 7.2 * Math.max(...axis.map((number) => format.format(number).length));
  const [height, bottom, right, top] = [320, 34, 24, 12];
  const y = (number) => top + (1 - (number - axis[0]) / (axis.at(-1) - axis[0] || 1)) * (height - top - bottom);
  const places = along(points);
  const placed = points
    .map((point, at) => ({ ...point, x: left + places[at] * (width - left - right), y: y(point.number) }))
    .sort((one, other) => one.x - other.x);
  const grid = axis.flatMap((number) => [
    shape("line", { class: "grid", x1: left, x2: width - right, y1: y(number), y2: y(number) }),
    shape("text", { class: "tick", x: left - 8, y: y(number) + 4, "text-anchor": "end" }, format.format(number)),
  ]);
  const path = placed.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" ");
  const dots = placed.map((point) =>
    shape("circle", { class: "dot", cx: point.x, cy: point.y, r: 3.5 }, shape("title", {}, `${point.name}: ${format.format(point.number)}`)),
  );
  return picture(width, height, title, ...grid, shape("polyline", { class: "line", points: path }), ...dots, ...ticksBelow(placed, width, height));
}

/** As many names below the line as there is room for. */
function ticksBelow(placed, width, height) {
  const ticks = [];
  let free = 0;
  for (const point of placed) {
    const name = point.name.slice(0, 16);
    const half = (name.length * 7.2) / 2;
    const x = Math.min(Math.max(point.x, half), width - half);
    if (x - half >= free) {
      ticks.push(shape("text", { class: "tick", x, y: height - 10, "text-anchor": "middle" }, name));
      free = x + half + 12;
    }
  }
  return ticks;
}
