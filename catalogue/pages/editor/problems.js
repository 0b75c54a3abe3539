// What is wrong in a query, at its place: what its grammar says while it is written, and what the service said when it was sent.
import { SparqlLanguage } from "codemirror-lang-sparql";
import { filled } from "./dom.js";
import { prologue, tokens } from "./tokens.js";

/** List the prefixes that a query uses and nobody declares: {from, to, message}. */
export function undeclared(text, known, texts) {
  const listed = tokens(text);
  const { prefixes } = prologue(listed);
  const missing = listed.filter((token) => token.kind === "name" && !isKnown(token, prefixes, known) && !isDeclaration(token, listed));
  return missing.map((token) => {
    const prefix = token.text.slice(0, token.text.indexOf(":"));
    return { from: token.from, to: token.to, message: filled(texts.undeclared, { prefix: `${prefix}:` }) };
  });
}

function isKnown(token, prefixes, known) {
  const prefix = token.text.slice(0, token.text.indexOf(":"));
  return prefixes.has(prefix) || known.has(prefix);
}

function isDeclaration(token, listed) {
  return listed[listed.indexOf(token) - 1]?.text.toUpperCase() === "PREFIX";
}

/** The first place where the text is none that SPARQL 1.1 knows, as a list; what follows from it is not told. */
export function syntax(text, texts) {
  if (text.trim() === "") {
    return [];
  }
  let first = null;
  SparqlLanguage.parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError && (first === null || node.from < first.from)) {
        first = { from: node.from, to: node.to };
      }
    },
  });
  return first === null ? [] : [placed(text, first.from, texts.syntax, texts.syntax_end)];
}

/** A problem at a place, underlined to the end of the token there; where the text ends, its last token is. */
export function placed(text, at, message, atEnd = message) {
  const listed = tokens(text).filter((token) => token.kind !== "comment");
  const token = listed.find((one) => at < one.to);
  const last = listed.at(-1);
  if (token === undefined) {
    return { from: last?.from ?? 0, to: last?.to ?? text.length, message: atEnd };
  }
  return { from: Math.max(token.from, at), to: token.to, message };
}

/** The place in a text of a line and a column in characters, both from 1. */
export function offset(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const characters = [...(lines[line - 1] ?? "")].slice(0, Math.max(0, column - 1));
  return Math.min(text.length, before + characters.join("").length);
}
