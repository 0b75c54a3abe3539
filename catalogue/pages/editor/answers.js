// Answers as the page has them: {variables, rows, boolean, isGraph, count}; a row has a term or null for each variable, and a term
// is {kind: "uri" | "literal" | "bnode", value, language, datatype}. Columns are known by their number: a variable may be called
// anything, `__proto__` too.

const KINDS = { uri: "uri", bnode: "bnode", literal: "literal", "typed-literal": "literal" };
const STRING = "http://www.w3.org/2001/XMLSchema#string";
const LINE =
  /^\s*(<[^<>\s]*>|_:[^\s<"]+)\s*(<[^<>\s]*>)\s*(<[^<>\s]*>|_:[^\s<"]+|"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>\s]*>)?)\s*\.\s*(?:#.*)?$/;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** Read the SPARQL 1.1 results in JSON. Throws when it is none. */
export function readJson(text) {
  const parsed = JSON.parse(text);
  if (typeof parsed.boolean === "boolean") {
    return { variables: [], rows: [], boolean: parsed.boolean, isGraph: false, count: 0 };
  }
  const variables = parsed.head.vars.map(String);
  const rows = parsed.results.bindings.map((binding) =>
    variables.map((name) => (Object.hasOwn(binding, name) ? readTerm(binding[name]) : null)),
  );
  return { variables, rows, boolean: null, isGraph: false, count: rows.length };
}

function readTerm(written) {
  const kind = Object.hasOwn(KINDS, written.type) ? KINDS[written.type] : "literal";
  const value = typeof written.value === "string" ? written.value : JSON.stringify(written.value);
  const datatype = written.datatype === STRING ? undefined : written.datatype;
  return term(kind, value, written["xml:lang"], kind === "literal" ? datatype : undefined);
}

function term(kind, value, language, datatype) {
  return { kind, value, language: language ?? "", datatype: datatype ?? "" };
}

/** Read N-Triples. Throws where a line is none. */
export function readTriples(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() && !line.trim().startsWith("#"));
  const rows = lines.map((line) => {
    const match = LINE.exec(line);
    if (!match) {
      throw new SyntaxError(line);
    }
    return match.slice(1, 4).map(writtenTerm);
  });
  return { variables: ["subject", "predicate", "object"], rows, boolean: null, isGraph: true, count: rows.length };
}

function writtenTerm(text) {
  if (text.startsWith("<")) {
    return term("uri", unescaped(text.slice(1, -1)));
  }
  if (text.startsWith("_:")) {
    return term("bnode", text.slice(2));
  }
  const end = text.lastIndexOf('"');
  const behind = text.slice(end + 1);
  const datatype = behind.startsWith("^^") ? unescaped(behind.slice(3, -1)) : undefined;
  return term("literal", unescaped(text.slice(1, end)), behind.startsWith("@") ? behind.slice(1) : undefined, datatype);
}

function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, one) =>
    one === undefined ? String.fromCodePoint(Number.parseInt(short ?? long, 16)) : (ESCAPES[one] ?? one),
  );
}

/** Read the answer that the page was sent with; null when there is none, or only the first rows of one. */
export function readPage(section) {
  const boolean = section.querySelector("[data-boolean]");
  if (boolean) {
    return { variables: [], rows: [], boolean: boolean.dataset.boolean === "true", isGraph: false, count: 0 };
  }
  const count = Number(section.querySelector("[data-count]")?.dataset.count ?? Number.NaN);
  const table = section.querySelector("table");
  const variables = [...(table?.tHead.rows[0].cells ?? [])].map((cell) => cell.textContent);
  const rows = [...(table?.tBodies[0].rows ?? [])].map((row) => [...row.cells].map(shownTerm));
  const isGraph = table?.hasAttribute("data-graph") ?? false;
  return count === rows.length ? { variables, rows, boolean: null, isGraph, count } : null;
}

function shownTerm(cell) {
  if (!cell.dataset.kind) {
    return null;
  }
  const shown = cell.firstElementChild;
  const { kind, value, language, datatype } = cell.dataset;
  const link = kind === "uri" ? { label: shown.textContent, href: shown.getAttribute("href") ?? "", tongue: shown.lang } : {};
  return { ...term(kind, value, language, datatype), ...link };
}
