// What can be written at a place of a query, from the catalogue's own vocabulary. Pure: the editor itself is in editor.js.
import { iriOf, prologue, tokens } from "./tokens.js";
import { say, shorten } from "./terms.js";

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const MOST = 80;
const WORDS = 4;
const TYPED = /(?:[?$][\p{L}\p{N}_]*|[\p{L}_][\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]*|:[\p{L}\p{N}_.-]*|[\p{L}\p{N}_][\p{L}\p{N}_'’-]*)$/u;
const KEYWORDS =
  "ASK BASE BIND BOUND CONSTRUCT COALESCE CONCAT CONTAINS COUNT DATATYPE DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP_CONCAT HAVING LANG LANGMATCHES LCASE LIMIT MINUS OFFSET OPTIONAL PREFIX REGEX REPLACE ROUND SAMPLE SELECT STR STRSTARTS STRENDS STRLEN SUBSTR UCASE UNION VALUES WHERE YEAR".split(
    " ",
  );
const PHRASES = ["GROUP BY", "ORDER BY", "NOT EXISTS"];

/** A word without accents and capitals, as readers type it. */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The vocabulary in the form that completion asks: terms with all that they can be sequence by. */
export class Vocabulary {
  /** @param {Object} vocabulary what the service says  @param {string} language the reader's language */
  constructor(vocabulary, language) {
    this.language = language;
    this.prefixes = new Map(Object.entries(vocabulary.prefixes));
    this.terms = [
      ...vocabulary.classes.map((entry) => this.#term(entry, "class")),
      ...vocabulary.properties.map((entry) => this.#term(entry, "property")),
      ...vocabulary.things.map((entry) => this.#term(entry, "thing")),
    ];
    this.byIri = new Map(this.terms.map((term) => [term.iri, term]));
  }

  #term(entry, kind) {
    const short = shorten(entry.iri, this.prefixes);
    const local = /[^#/:]*$/.exec(entry.iri)[0];
    const labels = [...new Set(Object.values(entry.label))];
    return { ...entry, kind, short, local: folded(local), folded: labels.map(folded), name: say(entry.label, this.language).text, labels };
  }
}

/** How well a term fits what is typed: 0 for not at all. */
function fit(term, typed) {
  if (typed === "") {
    return 1;
  }
  if (term.local.startsWith(typed)) {
    return 5;
  }
  if (term.folded.some((label) => label.startsWith(typed))) {
    return 4;
  }
  if (term.folded.some((label) => label.includes(` ${typed}`) || label.includes(`’${typed}`) || label.includes(`'${typed}`))) {
    return 3;
  }
  return typed.length > 2 && (term.local.includes(typed) || term.folded.some((label) => label.includes(typed))) ? 2 : 0;
}

/** Read what is before a place: what is expected there, the classes of the subject, and the property that it follows. */
function context(before, prefixes) {
  const classes = new Map();
  let [subject, predicate, role] = [null, null, "subject"];
  for (const token of before) {
    if (token.kind === "other" && "{}.".includes(token.text)) {
      [subject, predicate, role] = [null, null, "subject"];
    } else if (token.kind === "other" && token.text === ";") {
      [predicate, role] = [null, "predicate"];
    } else if (token.kind === "other" && token.text === ",") {
      role = "object";
    } else if (token.kind === "word" && token.text !== "a") {
      [subject, predicate, role] = [null, null, "subject"];
    } else if (token.kind === "other") {
      continue;
    } else if (role === "subject") {
      [subject, role] = [token.text, "predicate"];
    } else if (role === "predicate") {
      [predicate, role] = [iriOf(token, prefixes), "object"];
    } else {
      if (predicate === RDF_TYPE) {
        classes.set(subject, [...(classes.get(subject) ?? []), iriOf(token, prefixes)]);
      }
      role = "end";
    }
  }
  return { role, subject, predicate, classes };
}

/** How much a term is expected at a place; nothing where it would make no sense. */
function expected(term, { role, subject, predicate }, vocabulary, all) {
  if (role === "object" && predicate === RDF_TYPE) {
    return term.kind === "class" ? 1 : null;
  }
  if (role === "object") {
    const ranges = vocabulary.byIri.get(predicate)?.ranges ?? [];
    return term.kind === "thing" ? (ranges.includes(term.class) ? 20 : 10) : 0;
  }
  if (role === "predicate") {
    const known = all.get(subject) ?? [];
    return term.kind === "property" ? (known.some((iri) => term.classes.includes(iri)) ? 10 : 1) : null;
  }
  return term.kind === "thing" ? 0 : 2;
}

/** List what can be written at a place of a query.
 *
 * @param {string} text the query  @param {number} at the place  @param {Vocabulary} vocabulary what is known
 * @param {boolean} explicit whether the reader asked, so that nothing need be typed
 * @returns {{from: number, options: Array} | null} options of {kind, label, detail, insert, declare, term}, the fittest first;
 *   `declare` is a prefix that must be declared with it, or null
 */
export function completions(text, at, vocabulary, explicit) {
  const sequence = tokens(text);
  const inside = sequence.find((token) => token.from < at && (at < token.to || (at === token.to && token.kind === "comment")));
  if (inside && ["comment", "string", "iri"].includes(inside.kind)) {
    return null;
  }
  const typed = TYPED.exec(text.slice(0, at))?.[0] ?? "";
  if (typed === "" && !explicit) {
    return null;
  }
  const from = at - typed.length;
  const before = sequence.filter((token) => token.to <= from && token.kind !== "comment");
  const declared = prologue(sequence);
  if (/^[?$]/.test(typed)) {
    return listed(from, variables(sequence, typed, from));
  }
  if (before.at(-1)?.kind === "word" && before.at(-1).text.toUpperCase() === "PREFIX") {
    return listed(from, declarations(vocabulary, typed));
  }
  return listed(...termsAt(text, from, typed, before, sequence, declared, vocabulary, explicit));
}

function listed(from, options) {
  return options.length > 0 ? { from, options: options.slice(0, MOST) } : null;
}

function variables(sequence, typed, from) {
  const names = new Set(sequence.filter((token) => token.kind === "variable" && token.from !== from).map((token) => token.text.slice(1)));
  const fitting = [...names].filter((name) => name.startsWith(typed.slice(1)) && name !== typed.slice(1));
  return fitting.sort().map((name) => ({ kind: "variable", label: typed[0] + name, detail: "", insert: typed[0] + name, declare: null }));
}

function declarations(vocabulary, typed) {
  const fitting = [...vocabulary.prefixes].filter(([prefix]) => `${prefix}:`.startsWith(typed));
  return fitting.map(([prefix, iri]) => ({ kind: "prefix", label: `${prefix}:`, detail: iri, insert: `${prefix}: <${iri}>`, declare: null }));
}

function termsAt(text, from, typed, before, sequence, declared, vocabulary, explicit) {
  const prefixes = new Map([...vocabulary.prefixes, ...declared.prefixes]);
  const place = context(before, prefixes);
  const all = context(sequence, prefixes).classes;
  const colon = typed.indexOf(":");
  if (colon >= 0) {
    const namespace = prefixes.get(typed.slice(0, colon));
    const rest = folded(typed.slice(colon + 1));
    const within = vocabulary.terms.filter((term) => namespace !== undefined && term.iri.startsWith(namespace));
    return [from, ranked(within, rest, place, vocabulary, all).map((term) => option(term, declared, vocabulary))];
  }
  for (const start of starts(text, from)) {
    const phrase = folded(text.slice(start, from + typed.length));
    const fitting = ranked(vocabulary.terms, phrase, place, vocabulary, all, typed.length > 1 || explicit ? 1 : 4);
    if (fitting.length > 0 || start === from) {
      const names = start === from ? [...keywords(typed), ...prefixOptions(typed, declared, vocabulary)] : [];
      const options = fitting.map((term) => option(term, declared, vocabulary));
      return place.role === "subject" || place.role === "end" ? [start, [...names, ...options]] : [start, [...options, ...names]];
    }
  }
  return [from, []];
}

/** Where the words begin that may be one label: up to four words back, the longest first. */
function starts(text, from) {
  const places = [from];
  let at = from;
  for (let count = 1; count < WORDS; count += 1) {
    const word = /[\p{L}\p{N}_'’-]+ $/u.exec(text.slice(0, at));
    if (!word) {
      break;
    }
    at -= word[0].length;
    places.unshift(at);
  }
  return places;
}

function ranked(terms, typed, place, vocabulary, all, least = 1) {
  return terms
    .map((term) => ({ term, fit: fit(term, typed) }))
    .filter((each) => each.fit >= least)
    .map((each) => ({ ...each, worth: expected(each.term, place, vocabulary, all) }))
    .filter((each) => each.worth !== null)
    .map((each) => ({ ...each, rank: each.fit + each.worth }))
    .sort((one, other) => other.rank - one.rank || one.term.short.localeCompare(other.term.short))
    .map((each) => each.term);
}

function keywords(typed) {
  const written = typed.toUpperCase();
  const fitting = [...KEYWORDS, ...PHRASES].filter((word) => typed !== "" && word.startsWith(written) && word !== written).sort();
  return fitting.map((word) => ({ kind: "keyword", label: word, detail: "", insert: word, declare: null }));
}

function prefixOptions(typed, declared, vocabulary) {
  const fitting = [...new Map([...vocabulary.prefixes, ...declared.prefixes])].filter(([prefix]) => typed !== "" && prefix.startsWith(typed));
  return fitting.map(([prefix, iri]) => ({
    kind: "prefix",
    label: `${prefix}:`,
    detail: iri,
    insert: `${prefix}:`,
    declare: declared.prefixes.has(prefix) ? null : { prefix, iri },
  }));
}

/** Write a term as the query has it: with the prefix that it declares, with one that is declared with it, else whole. */
function option(term, declared, vocabulary) {
  const own = shorten(term.iri, declared.prefixes);
  const [prefix] = term.short.split(":", 1);
  const known = vocabulary.prefixes.get(prefix);
  const isFree = term.short !== term.iri && (declared.prefixes.get(prefix) ?? known) === known;
  const insert = own !== term.iri ? own : isFree ? term.short : `<${term.iri}>`;
  const declare = own === term.iri && isFree ? { prefix, iri: known } : null;
  const written = own !== term.iri ? own : term.short;
  const [label, detail] = term.kind === "thing" ? [term.name, vocabulary.byIri.get(term.class)?.name ?? ""] : [written, term.name];
  return { kind: term.kind, label, detail, insert, declare, term };
}

/** The change that declares a prefix: behind the query's own declarations, else before everything but comments. */
export function declaration(text, { prefix, iri }) {
  const sequence = tokens(text);
  const { end } = prologue(sequence);
  const written = `PREFIX ${prefix}: <${iri}>`;
  if (end !== null) {
    return { from: end, insert: `\n${written}` };
  }
  const first = sequence.find((token) => token.kind !== "comment");
  const from = first ? text.lastIndexOf("\n", first.from - 1) + 1 : text.length;
  return { from: first && from < (sequence.findLast((t) => t.kind === "comment" && t.to <= first.from)?.to ?? 0) ? first.from : from, insert: `${written}\n` };
}
