// The tokens of SPARQL, as far as completion and the search for columns of places must know them; errors pass as `other`.

const TOKEN =
  /(?<space>\s+)|(?<comment>#[^\n\r]*)|(?<iri><[^<>"{}|^`\\\s]*>)|(?<string>"""(?:[^\\]|\\.)*?(?:"""|$)|'''(?:[^\\]|\\.)*?(?:'''|$)|"(?:[^"\\\n\r]|\\.)*(?:"|$)?|'(?:[^'\\\n\r]|\\.)*(?:'|$)?)|(?<variable>[?$][\p{L}\p{N}_]+)|(?<name>(?:[\p{L}](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?)?:(?:(?:[\p{L}\p{N}_:%-]|\\.)(?:[\p{L}\p{N}_.:%-]|\\.)*(?<!\.))?)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<other>.)/gsu;

/** List the tokens of a text, each with its kind, words and place; spaces are left out. */
export function tokens(text) {
  const listed = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind !== "space") {
      listed.push({ kind, text: match[0], from: match.index, to: match.index + match[0].length });
    }
  }
  return listed;
}

/** What a query declares: its prefixes, and the place behind its last declaration, where another may stand. */
export function prologue(listed) {
  const prefixes = new Map();
  let end = null;
  const significant = listed.filter((token) => token.kind !== "comment");
  for (let at = 0; at < significant.length; at += 1) {
    const [head, name, iri] = significant.slice(at, at + 3);
    const word = head.kind === "word" ? head.text.toUpperCase() : "";
    if (word === "PREFIX" && name?.kind === "name" && iri?.kind === "iri") {
      prefixes.set(name.text.slice(0, -1), iri.text.slice(1, -1));
      end = iri.to;
      at += 2;
    } else if (word === "BASE" && name?.kind === "iri") {
      end = name.to;
      at += 1;
    } else {
      break;
    }
  }
  return { prefixes, end };
}

/** The IRI that a token writes with these prefixes, or null. */
export function iriOf(token, prefixes) {
  if (token?.kind === "iri") {
    return token.text.slice(1, -1);
  }
  if (token?.kind === "word" && token.text === "a") {
    return "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  }
  if (token?.kind !== "name") {
    return null;
  }
  const colon = token.text.indexOf(":");
  const namespace = prefixes.get(token.text.slice(0, colon));
  return namespace === undefined ? null : namespace + token.text.slice(colon + 1).replace(/\\(.)/g, "$1");
}
