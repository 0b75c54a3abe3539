// The page of the search: results with facets, as the address has them, which follows what is typed and chosen.

const PARTS = ["status", "found", "results", "narrow", "facets", "more", "start"];
const WIDE = "(min-width: 44rem)";
const STEP = 20;
const [MOST_FACETS, MOST_VALUES] = [6, 8];
/** How much of the results must have a value of a facet. */
const FEWEST_COVERED = 0.05;

/** What the address asks for: the query, and the values chosen of each facet. */
function asAddressed() {
  const parameters = new URLSearchParams(location.search);
  const chosen = new Map();
  for (const pair of parameters.getAll("f")) {
    const [facet, value = ""] = pair.split(" ", 2);
    chosen.set(facet, (chosen.get(facet) ?? new Set()).add(value));
  }
  return { query: parameters.get("q") ?? "", chosen };
}

/** Write what is asked for as the part of an address behind its `?`. */
function addressed(query, chosen) {
  const pairs = [...chosen].flatMap(([facet, values]) => [...values].map((value) => ["f", `${facet} ${value}`]));
  return new URLSearchParams([...(query ? [["q", query]] : []), ...pairs]).toString();
}

/** The facets of an index: their keys, names and values, and which values an entry has of each. */
class Facets {
  constructor({ facets, of }) {
    let number = 0;
    this.facets = facets.map(([key, name, values]) => ({
      key,
      name,
      values: values.map(([value, label]) => ({ value, label, number: number++ })),
    }));
    this.of = of.map((numbers) => new Set(numbers));
  }

  /** Those of entries that have one of the chosen values of each facet, one facet left out. */
  narrowed(entries, chosen, leftOut) {
    const wanted = this.facets
      .filter(({ key }) => key !== leftOut && chosen.get(key)?.size)
      .map(({ key, values }) => values.filter(({ value }) => chosen.get(key).has(value)).map(({ number }) => number));
    return entries.filter((entry) => wanted.every((numbers) => numbers.some((number) => this.of[entry].has(number))));
  }

  /** Count entries by the values of each facet: the first facets that divide them, of which enough of them have a value. */
  counts(entries, chosen) {
    const all = this.facets.map((facet) => this.#counted(facet, entries, chosen));
    const dividing = all.filter(({ values, covered }) => values.length > 1 && covered >= entries.length * FEWEST_COVERED);
    const shown = new Set(dividing.slice(0, MOST_FACETS));
    return all.filter((facet) => facet.isChosen || shown.has(facet));
  }

  #counted({ key, name, values }, entries, chosen) {
    const counts = new Map();
    for (const entry of this.narrowed(entries, chosen, key)) {
      for (const number of this.of[entry]) {
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
    }
    const wanted = chosen.get(key) ?? new Set();
    const shown = values
      .map(({ value, label, number }) => ({ value, label, count: counts.get(number) ?? 0, isChosen: wanted.has(value) }))
      .filter(({ count, isChosen }) => count || isChosen)
      .sort((one, other) => other.count - one.count);
    const covered = shown.reduce((sum, { count }) => sum + count, 0);
    return { key, name, values: shown, covered, isChosen: wanted.size > 0 };
  }
}

/** Show the results of what the address asks for, and of what is typed and chosen.
 *
 * @param {HTMLFormElement} form  @param {Index} index  @param {string} root the address of the release, ending in `/`
 */
function searchPage(form, index, root) {
  const input = form.querySelector("input");
  const part = (name) => document.querySelector(`[data-search="${name}"]`);
  const [status, found, list, narrow, aside, more, start] = PARTS.map(part);
  const language = document.documentElement.lang;
  let { query, chosen } = asAddressed();
  let [turn, shownCount] = [0, STEP];
  let [facets, answered] = [null, { entries: [], isWhole: true }];

  function follow() {
    const search = addressed(query, chosen);
    for (const link of document.querySelectorAll("header a[hreflang]")) {
      link.search = search;
    }
    try {
      history.replaceState(null, "", search ? `?${search}` : location.pathname);
    } catch {
      // a page on a disk keeps its address
    }
  }

  async function answer() {
    turn += 1;
    const mine = turn;
    follow();
    try {
      const [now, all] = await Promise.all([index.find(query), index.facets()]);
      if (mine === turn) {
        [answered, facets] = [now, facets ?? new Facets(all)];
        shownCount = STEP;
        await show(mine);
      }
    } catch {
      status.textContent = status.dataset.failed;
    }
  }

  async function show(mine) {
    const { texts, textsLanguage } = await index.start();
    const entries = facets.narrowed(answered.entries, chosen);
    const shown = await index.entries(entries.slice(0, shownCount));
    if (mine !== turn) {
      return;
    }
    const isAsked = query.trim() !== "";
    status.lang = textsLanguage || language;
    start.hidden = answered.entries.length > 0;
    found.hidden = !isAsked;
    status.textContent = isAsked ? counted(texts, { ...answered, entries }, language) : "";
    list.replaceChildren(...shown.map((entry) => result(entry, root, { isShort: false })));
    more.hidden = entries.length <= shownCount;
    showFacets(texts, textsLanguage);
  }

  function showFacets(texts, textsLanguage) {
    const focused = aside.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const open = new Set([...aside.querySelectorAll("details[open]")].map((details) => details.dataset.id));
    const counts = facets.counts(answered.entries, chosen);
    aside.replaceChildren(...counts.map((facet) => fieldset(facet, texts, textsLanguage, open)));
    narrow.hidden = !counts.length;
    if (focused !== null) {
      [...aside.querySelectorAll("input")].find((box) => box.dataset.id === focused)?.focus();
    }
  }

  function fieldset({ key, name, values }, texts, textsLanguage, open) {
    const boxes = values.map((value) => choice(key, value));
    const first = boxes.filter((_, place) => place < MOST_VALUES || values[place].isChosen);
    const rest = boxes.filter((box) => !first.includes(box));
    const children = [element("legend", { dir: "auto" }, name), ...first];
    if (rest.length) {
      const summary = element("summary", { lang: textsLanguage }, filled(texts["more-values"], { count: rest.length.toLocaleString(language) }));
      children.push(element("details", { "data-id": key, open: open.has(key) }, summary, ...rest));
    }
    return element("fieldset", {}, ...children);
  }

  function choice(key, { value, label, count, isChosen }) {
    const change = (event) => {
      const values = new Set(chosen.get(key));
      values[event.target.checked ? "add" : "delete"](value);
      chosen.set(key, values);
      shownCount = STEP;
      turn += 1;
      follow();
      show(turn);
    };
    const box = element("input", { type: "checkbox", "data-id": `${key} ${value}`, change });
    box.checked = isChosen;
    return element("label", {}, box, " ", element("bdi", {}, label), " ", element("span", { class: "count" }, count.toLocaleString(language)));
  }

  more.addEventListener("click", async () => {
    const place = list.children.length;
    shownCount += STEP;
    await show(turn);
    list.children[place]?.querySelector("a").focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    query = input.value;
    answer();
  });
  input.addEventListener(
    "input",
    afterPause(() => {
      query = input.value;
      answer();
    }),
  );
  walk(document.body, input, () => [...list.querySelectorAll("a")], null);
  narrow.open = matchMedia(WIDE).matches;
  input.value = input.value || query;
  query = input.value;
  answer();
}
