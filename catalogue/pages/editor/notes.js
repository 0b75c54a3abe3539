// Notes: what the service tells beside an answer, in a header of Display Strings (RFC 9651) or on the page that was sent.
import { element, filled } from "./dom.js";

const NOTE = /%"((?:[^"%\\]|%[0-9a-f]{2})*)"((?:;[a-z*][\w.*-]*(?:=[^;,"]*)?)*)/g;

/** Read the header `Catalogue-Notes`. What cannot be read is left out.
 *
 * @returns {{text: string, line: number, column: number}[]} the notes; line and column are 0 where one has no place in the query
 */
export function readNotes(header) {
  return [...(header ?? "").matchAll(NOTE)].flatMap(([, encoded, parameters]) => {
    try {
      return [{ text: decodeURIComponent(encoded), line: number(parameters, "line"), column: number(parameters, "column") }];
    } catch {
      return [];
    }
  });
}

function number(parameters, name) {
  return Number(new RegExp(`;${name}=(\\d{1,9})(?:;|$)`).exec(parameters)?.[1] ?? 0);
}

/** Read the notes that the page was sent with. */
export function notesOf(section) {
  return [...section.querySelectorAll(".notes li")].map((item) => ({
    text: item.querySelector(".text").textContent,
    line: Number(item.dataset.line ?? 0),
    column: Number(item.dataset.column ?? 0),
  }));
}

/** Show notes; `go(note)` takes the reader to the place of one in the editor. */
export function noted(notes, texts, go) {
  const items = notes.map((note) => {
    const place = filled(texts.problem_place, note);
    const button = note.line ? element("button", { type: "button", class: "place", click: () => go(note) }, place) : null;
    return element("li", {}, element("span", { class: "text" }, note.text), " ", button);
  });
  return items.length > 0 ? element("ul", { class: "notes" }, ...items) : null;
}
