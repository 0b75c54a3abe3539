// The answer as a table whose columns sort.
import { element, filled } from "./dom.js";

const NUMERIC = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(integer|decimal|double|float|int|long|short|byte|(non)?(Negative|Positive|negative|positive)\w*|unsigned\w+)$/;

/** The number that a term is, or null. */
export function numberOf(term) {
  const number = term?.kind === "literal" && NUMERIC.test(term.datatype) ? Number(term.value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** Make the comparison of two terms: what is not there last, numbers by size, all else by its words in the reader's language. */
export function comparison(terms, language) {
  const collator = new Intl.Collator(language, { numeric: true });
  return (one, other) => {
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null);
    }
    const [first, second] = [numberOf(one), numberOf(other)];
    return first !== null && second !== null ? first - second : collator.compare(terms.label(one), terms.label(other));
  };
}

/** Draw an answer's table: the first `limit` rows in the order of the column that the reader chooses. */
export function table(answer, terms, { language, texts, limit }) {
  const body = element("tbody");
  const heads = answer.variables.map((name, at) => {
    const button = element("button", { type: "button", title: filled(texts.sort, { name }), click: () => sort(at) }, name);
    return element("th", { scope: "col" }, button);
  });
  const compare = comparison(terms, language);
  let sorted = { at: -1, direction: 1 };

  function show(rows) {
    body.replaceChildren(...rows.slice(0, limit).map((row) => element("tr", {}, ...row.map((term) => terms.cell(term)))));
  }

  function sort(at) {
    const direction = sorted.at === at ? -sorted.direction : 1;
    sorted = { at, direction };
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[at].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    const hasValue = (row) => row[at] !== null;
    const order = (one, other) => (hasValue(one) && hasValue(other) ? direction : 1) * compare(one[at], other[at]);
    show([...answer.rows].sort(order));
  }

  show(answer.rows);
  const whole = element("table", { class: "terms" }, element("thead", {}, element("tr", {}, ...heads)), body);
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "answer-title" }, whole);
}
