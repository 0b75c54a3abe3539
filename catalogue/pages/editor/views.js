// The answer on the page: its count, its table or chart, its files and its links.
import { chart, numberColumns } from "./chart.js";
import { element, filled, isSafe, save } from "./dom.js";
import { noted } from "./notes.js";
import { geojson, placeColumns } from "./places.js";
import { table } from "./table.js";

const LONGEST_ADDRESS = 7_000;
const SUFFIXES = { csv: "csv", tsv: "tsv", json: "srj", xml: "srx", turtle: "ttl", ntriples: "nt", jsonld: "jsonld" };

/** Words for how many rows or triples there are. */
export function counted(answer, texts, language) {
  const unit = answer.isGraph ? "triples" : "rows";
  const count = new Intl.NumberFormat(language).format(answer.count);
  return answer.count === 1 ? texts[`${unit}_one`] : filled(texts[unit], { count });
}

/** Show an answer.
 *
 * @param {Object} answer the answer  @param {Object} page {facts, terms, query, release, download, go}, where `download(format)` gives
 *   the bytes of the answer in a format, for queries too long for an address, and `go(note)` takes the reader to its place
 * @returns {Node[]} what stands in the answer's section
 */
export function shown(answer, page) {
  const notes = noted(answer.notes, page.facts.texts, page.go);
  return [...content(answer, page), ...(notes === null ? [] : [notes]), files(answer, page), links(page)];
}

function content(answer, { facts, terms }) {
  const { texts, language, rowsShown } = facts;
  if (answer.boolean !== null) {
    return [element("p", { class: "boolean" }, answer.boolean ? texts.yes : texts.no)];
  }
  if (answer.count === 0) {
    return [element("p", { class: "rows" }, texts.no_rows)];
  }
  const cut = answer.count > rowsShown ? ` ${filled(texts.shown, { shown: rowsShown, count: answer.count })}` : "";
  const number = element("p", { class: "rows" }, counted(answer, texts, language) + (cut && `.${cut}`));
  const settings = { language, texts, limit: rowsShown };
  if (answer.isGraph || numberColumns(answer).length === 0) {
    return [number, table(answer, terms, settings)];
  }
  return [number, ...eitherView(texts, () => table(answer, terms, settings), () => chart(answer, terms, settings))];
}

/** Two views of which one is seen, and the buttons that choose it. */
function eitherView(texts, ...views) {
  const place = element("div", { class: "view" });
  const buttons = [texts.view_table, texts.view_chart].map((name, at) =>
    element("button", { type: "button", "aria-pressed": at === 0 ? "true" : "false", click: () => choose(at) }, name),
  );
  function choose(at) {
    buttons.forEach((button, own) => button.setAttribute("aria-pressed", String(own === at)));
    place.replaceChildren(views[at]());
  }
  place.append(views[0]());
  return [element("div", { class: "views", role: "group", "aria-label": texts.views }, ...buttons), place];
}

/** The address of a query at an endpoint, whole. */
export function addressOf(endpoint, parameters) {
  const address = new URL(endpoint, document.baseURI);
  address.search = new URLSearchParams(parameters).toString();
  return address.href;
}

function files(answer, page) {
  const { facts, query } = page;
  const fits = ([name]) => (answer.boolean !== null ? facts.booleanFormats.includes(name) : facts.graphFormats.includes(name) === answer.isGraph);
  const given = facts.formats.filter(fits).map(([format, name]) => {
    const href = addressOf(facts.endpoint, { query, format });
    const keep = async (event) => {
      if (href.length > LONGEST_ADDRESS) {
        event.preventDefault();
        const file = await page.download(format);
        save(`answer.${SUFFIXES[format]}`, file.type, file);
      }
    };
    return element("a", { href, download: `answer.${SUFFIXES[format]}`, click: keep }, name);
  });
  const columns = answer.count > 0 ? placeColumns(answer, query, page.terms.prefixes) : null;
  const note = element("span", { class: "note", role: "status" });
  const map = columns && element("button", { type: "button", click: () => keepMap(answer, columns, note, facts.texts) }, "GeoJSON");
  return element("p", { class: "downloads" }, element("span", {}, facts.texts.downloads), ...given, map, note);
}

function keepMap(answer, columns, note, texts) {
  const { collection, left } = geojson(answer, columns);
  save("answer.geojson", "application/geo+json", JSON.stringify(collection));
  note.textContent = left > 0 ? filled(texts.map_left_out, { count: left }) : "";
}

function links({ facts, query, release }) {
  const { texts } = facts;
  const links = [[texts.link, addressOf(facts.endpoint, { query }), ""]];
  if (release) {
    const address = addressOf(`${facts.releases}${encodeURIComponent(release)}/sparql`, { query });
    links.push([texts.permalink, address, filled(texts.release, { release })]);
  }
  return element("ul", { class: "links" }, ...links.map(([name, href, note]) => item(name, href, note, texts)));
}

function item(name, href, note, texts) {
  const status = element("span", { class: "note", role: "status" });
  const copy = async () => {
    await navigator.clipboard.writeText(href);
    status.textContent = texts.copied;
  };
  const button = navigator.clipboard && isSafe(href) ? element("button", { type: "button", click: copy }, texts.copy) : null;
  return element("li", {}, element("a", { href }, name), note ? element("small", {}, note) : null, button, status);
}

/** Show a problem; `go` takes the reader to its place in the editor. */
export function problemShown(problem, texts, go) {
  const place = problem.line
    ? element("button", { type: "button", class: "place", click: go }, filled(texts.problem_place, { line: problem.line, column: problem.column }))
    : null;
  return element(
    "div",
    { class: "problem" },
    element("p", { class: "what" }, problem.title),
    problem.detail && problem.detail !== problem.title ? element("p", {}, problem.detail) : null,
    problem.limit ? element("p", {}, filled(texts.problem_limit, { limit: problem.limit })) : null,
    /^\d+$/.test(problem.retry) ? element("p", {}, filled(texts.retry, { seconds: problem.retry })) : null,
    place,
  );
}
