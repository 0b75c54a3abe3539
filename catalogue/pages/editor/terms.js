// How a term is shown: things of the catalogue by their names and linked to their pages, literals with what they are.
import { element } from "./dom.js";

const LOCAL_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Words of a text by language: in the language that is wanted, else in English, else in any. */
export function say(texts, language) {
  for (const tag of [language, language.split("-")[0], "en", ""]) {
    if (Object.hasOwn(texts, tag)) {
      return { text: texts[tag], language: tag };
    }
  }
  const [tag, first] = Object.entries(texts)[0] ?? ["", ""];
  return { text: first, language: tag };
}

/** An IRI in short: `prefix:local` where a prefix fits, else itself. The longest namespace wins. */
export function shorten(iri, prefixes) {
  let short = iri;
  let longest = 0;
  for (const [prefix, namespace] of prefixes) {
    if (namespace.length > longest && iri.startsWith(namespace) && LOCAL_NAME.test(iri.slice(namespace.length))) {
      short = `${prefix}:${iri.slice(namespace.length)}`;
      longest = namespace.length;
    }
  }
  return short;
}

/** Shows terms: knows the catalogue's names of things, once these have come. */
export class Terms {
  #labels = new Map();

  /** @param {{base: string, root: string, language: string, texts: Object}} facts what the page is */
  constructor(facts) {
    this.facts = facts;
    this.prefixes = new Map();
  }

  /** Learn the catalogue's vocabulary. */
  learn(vocabulary) {
    this.prefixes = new Map(Object.entries(vocabulary.prefixes));
    for (const entry of [...vocabulary.classes, ...vocabulary.properties, ...vocabulary.things]) {
      if (Object.keys(entry.label).length > 0) {
        this.#labels.set(entry.iri, say(entry.label, this.facts.language));
      }
    }
  }

  /** The words for a term in one line, for charts and for sorting. */
  label(term) {
    if (term === null) {
      return "";
    }
    return term.kind === "uri" ? (term.label ?? this.#named(term.value).text) : term.kind === "bnode" ? `_:${term.value}` : term.value;
  }

  /** A table's cell with a term. */
  cell(term) {
    if (term === null) {
      return element("td", { class: "unbound" }, element("span", { title: this.facts.texts.unbound }, "–"));
    }
    return element("td", {}, ...this.#content(term));
  }

  #content(term) {
    if (term.kind === "uri") {
      const named = term.label === undefined ? this.#named(term.value) : { text: term.label, language: term.tongue };
      const lang = named.language && named.language !== this.facts.language ? named.language : null;
      const href = term.href ?? this.#address(term.value);
      return [element(href ? "a" : "span", { href: href || null, title: term.value, lang }, named.text)];
    }
    const tag = term.language || (term.datatype && shorten(term.datatype, this.prefixes));
    const shown = element("span", { lang: term.language || null }, this.label(term));
    return tag ? [shown, " ", element("small", { class: "tag" }, tag)] : [shown];
  }

  #named(iri) {
    const known = this.#labels.get(iri);
    if (known) {
      return known;
    }
    const short = shorten(iri, this.prefixes);
    return { text: short === iri && iri.startsWith(this.facts.base) ? iri.slice(this.facts.base.length) : short, language: "" };
  }

  /** Where an IRI leads: a thing of the catalogue to its page on this site, a web address to itself, anything else nowhere. */
  #address(iri) {
    if (!iri.startsWith(this.facts.base)) {
      return /^https?:\/\//.test(iri) ? iri : "";
    }
    const root = new URL(this.facts.root || "./", document.baseURI);
    const address = new URL(`./${iri.slice(this.facts.base.length)}`, root);
    return address.href.startsWith(root.href) ? address.href : "";
  }
}
