/* Lists narrowed down and sorted in place. Without this script, each choice is a link to a list of its own. */
(() => {
  "use strict";
  const SHOWN = 200, FEW = 10, PAUSE = 200, MARKS = /\p{M}/gu;
  const fold = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase();
  const beginnings = (text) => [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map((match) => text.slice(match.index));
  const numbers = (text) => new Set((text || "").split(" ").filter(Boolean).map(Number));
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const collator = (() => {
    const options = { numeric: true, sensitivity: "base" };
    try { return new Intl.Collator(document.documentElement.lang, options); } catch { return new Intl.Collator(undefined, options); }
  })();

  /* An item: its label, the numbers of its choices, the texts and keys of its cells, and its element. */
  const readItem = (element) => {
    const cells = [...element.querySelectorAll(":scope > td")].map((cell) => [cell.textContent.trim(), cell.dataset.key || ""]);
    const values = element.dataset.cells ? JSON.parse(element.dataset.cells) : cells;
    return {
      element,
      label: (element.querySelector("a") || element).textContent,
      choices: numbers(element.dataset.choices),
      texts: values.map(([text]) => text),
      keys: values.map(([, key]) => key),
      isAgain: "again" in element.dataset,
    };
  };
  const loadedItem = ([href, label, language, choices, texts, keys, line, image, letter]) =>
    ({ href, label, language, choices: numbers(choices), texts, keys, line, image, letter, isAgain: false });

  /* The things of a list of several pages are in a script, which pages from files can load too. */
  const load = (source) => new Promise((resolve, reject) => {
    const script = make("script", { src: source });
    script.addEventListener("load", () => { if (script.things) resolve(script.things); else reject(new Error(source)); });
    script.addEventListener("error", () => { reject(new Error(source)); });
    document.head.append(script);
  });

  class List {
    constructor(root) {
      this.root = root;
      this.body = root.querySelector("[data-items]");
      this.own = [...this.body.children];
      this.headers = [...root.querySelectorAll("thead th")];
      this.names = this.headers.map((header) => header.textContent);
      this.columns = JSON.parse(this.body.dataset.columns || "null") || this.names;
      this.order = this.headers.map((header) => header.getAttribute("aria-sort"));
      this.isWhole = !root.dataset.src;
      this.items = this.isWhole ? this.own.map(readItem) : null;
      this.facets = [];
      this.chosen = new Set();
      this.text = "";
      this.sort = null;
      this.limit = SHOWN;
      const isAlone = !root.querySelector(".pager");
      if (!isAlone && this.isWhole) return;
      if (this.own.length < 2) return;
      root.classList.add("live");
      if (!("narrowed" in root.dataset)) this.addFilters();
      this.addSorting();
      this.addTools();
      const facets = root.querySelector(".narrow");
      if (facets && matchMedia("(max-width: 40rem)").matches) facets.open = false;
      addEventListener("hashchange", () => this.read());
      this.read();
    }

    /* Each choice becomes a box to tick. */
    addFilters() {
      for (const section of this.root.querySelectorAll(".facet")) {
        const facet = [];
        for (const link of section.querySelectorAll(".option[data-choice]")) {
          const box = make("input", { type: "checkbox" }), label = make("label", { class: "option", "data-href": link.href || "" }, box, ...link.childNodes);
          const option = { number: Number(link.dataset.choice), name: link.dataset.name, box, label, count: label.querySelector(".count") };
          box.addEventListener("change", () => { this.choose(option.number, box.checked); });
          link.replaceWith(label);
          facet.push(option);
        }
        const heading = section.querySelector("h2"), group = section.querySelector("ul");
        section.setAttribute("role", "group");
        if (heading && group) section.setAttribute("aria-label", heading.textContent);
        this.facets.push(facet);
      }
    }

    /* Cards have no headings to press: they are sorted by a choice of what they show. */
    addOrder() {
      this.select = make("select", {}, make("option", { value: "" }, "–"));
      this.columns.forEach((name, column) => {
        for (const sign of ["", "-"]) this.select.append(make("option", { value: `${column}${sign}` }, `${name} ${sign ? "↓" : "↑"}`));
      });
      this.select.addEventListener("change", () => {
        const chosen = this.select.value;
        this.sort = chosen ? { column: parseInt(chosen, 10), direction: chosen.endsWith("-") ? -1 : 1 } : null;
        this.changed(true);
      });
      return make("label", { class: "by-name" }, make("span", {}, this.body.dataset.textSort), this.select);
    }

    addSorting() {
      this.headers.forEach((header, column) => {
        const button = make("button", { type: "button", class: "sort" }, ...header.childNodes);
        header.append(button);
        button.addEventListener("click", () => {
          const now = this.sort && this.sort.column === column ? this.sort.direction : 0;
          this.sort = now < 0 ? null : { column, direction: now === 0 ? 1 : -1 };
          this.changed(true);
        });
      });
    }

    addTools() {
      const texts = this.root.dataset;
      this.status = make("p", { class: "hits", role: "status" });
      const resetting = () => {
        const button = make("button", { type: "button", class: "reset" }, texts.textReset);
        button.addEventListener("click", () => { this.clear(); });
        return button;
      };
      this.reset = resetting();
      this.reset.hidden = true;
      this.nothing = make("p", { class: "nothing", hidden: "" }, `${texts.textNothing} `, resetting());
      this.more = make("button", { type: "button", class: "more", hidden: "" }, texts.textMore);
      this.more.addEventListener("click", () => {
        const first = this.limit;
        this.limit += SHOWN;
        this.apply();
        const link = this.body.children[first] && this.body.children[first].querySelector("a");
        if (link) link.focus();
      });
      const tools = make("div", { class: "tools" });
      if (!("narrowed" in texts) && (this.facets.length || this.own.length > FEW)) {
        this.field = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
        let waiting = 0;
        this.field.addEventListener("input", () => {
          clearTimeout(waiting);
          waiting = setTimeout(() => { this.text = this.field.value; this.changed(); }, PAUSE);
        });
        tools.append(make("label", { class: "by-name" }, make("span", {}, texts.textByName), this.field));
      }
      if (!this.headers.length) tools.append(this.addOrder());
      tools.append(this.status, this.reset);
      this.root.prepend(tools);
      this.root.append(this.nothing, this.more);
    }

    clear() {
      this.chosen.clear();
      this.text = "";
      this.sort = null;
      this.changed(true);
      (this.field || this.body.querySelector("a") || this.root).focus();
    }

    choose(number, isChosen) {
      if (isChosen) this.chosen.add(number); else this.chosen.delete(number);
      this.changed(true);
    }

    get isActive() { return this.chosen.size > 0 || this.sort !== null || fold(this.text).trim() !== ""; }

    /* The state stands in the fragment of the address: it can be kept and sent, and no server sees it. */
    read() {
      const hash = location.hash.slice(1);
      if (hash && !hash.includes("=")) return;
      const given = new URLSearchParams(hash), names = new Set((given.get("choices") || "").split(","));
      this.chosen = new Set(this.facets.flat().filter((option) => names.has(option.name)).map((option) => option.number));
      this.text = this.field ? given.get("text") || "" : "";
      const sort = /^(\d{1,3})(-?)$/.exec(given.get("sort") || "");
      this.sort = sort && Number(sort[1]) < this.columns.length ? { column: Number(sort[1]), direction: sort[2] ? -1 : 1 } : null;
      this.limit = SHOWN;
      if (this.isActive || this.wasActive) this.update();
      this.carry();
    }

    /* A choice is a step that the reader can take back; what is typed is none. */
    write(isStep) {
      const state = new URLSearchParams(), names = this.facets.flat().filter((option) => this.chosen.has(option.number));
      if (names.length) state.set("choices", names.map((option) => option.name).join(","));
      if (this.text.trim()) state.set("text", this.text);
      if (this.sort) state.set("sort", `${this.sort.column}${this.sort.direction < 0 ? "-" : ""}`);
      const hash = state.toString().replaceAll("%2C", ",");
      const address = hash ? `#${hash}` : location.pathname + location.search;
      try { if (isStep) history.pushState(null, "", address); else history.replaceState(null, "", address); } catch { /* a page from a file */ }
      this.carry();
    }

    /* The same choices in the other languages: no name in the address depends on one. */
    carry() {
      for (const link of document.querySelectorAll(".languages a[hreflang]")) link.hash = this.isActive ? location.hash : "";
    }

    changed(isStep = false) {
      this.limit = SHOWN;
      this.write(isStep);
      this.update();
    }

    async update() {
      if (!this.items) {
        this.loading = this.loading || load(this.root.dataset.src);
        try { this.items = this.items || (await this.loading).map(loadedItem); } catch { this.leave(); return; }
      }
      this.apply();
    }

    /* Without its data, a list of several pages goes to the list of the one choice. */
    leave() {
      const option = this.facets.flat().find((each) => this.chosen.has(each.number));
      this.loading = null;
      if (option && option.label.dataset.href) location.assign(option.label.dataset.href);
    }

    apply() {
      const words = fold(this.text).split(/\s+/).filter(Boolean), isActive = this.isActive;
      const named = this.items.filter((item) => {
        if (isActive && item.isAgain) return false;
        if (!words.length) return true;
        item.folded = item.folded || fold(item.label);
        return words.every((word) => item.folded.includes(word));
      });
      const chosen = this.facets.map((facet) => facet.filter((option) => this.chosen.has(option.number)).map((option) => option.number));
      const failing = named.map((item) => chosen.map((each) => each.length > 0 && !each.some((number) => item.choices.has(number))));
      const failures = failing.map((fails) => fails.filter(Boolean).length);
      const hits = named.filter((_, place) => failures[place] === 0);
      this.facets.forEach((facet, which) => {
        const counts = new Map();
        named.forEach((item, place) => {
          if (item.isAgain || failures[place] > (failing[place][which] ? 1 : 0)) return;
          for (const number of item.choices) counts.set(number, (counts.get(number) || 0) + 1);
        });
        for (const option of facet) this.showOption(option, counts.get(option.number) || 0);
      });
      this.show(this.sorted(hits), isActive);
    }

    showOption(option, count) {
      const isChosen = this.chosen.has(option.number);
      option.box.checked = isChosen;
      option.label.classList.toggle("none", count === 0 && !isChosen);
      if (option.count.textContent !== String(count)) option.count.textContent = String(count);
    }

    /* What is called as the typed text begins comes first, then where a word does, then where it stands within one. */
    nearest(items) {
      const text = fold(this.text).trim();
      const rank = (item) => (item.folded.startsWith(text) ? 0 : beginnings(item.folded).some((each) => each.startsWith(text)) ? 1 : 2);
      return text ? items.slice().sort((a, b) => rank(a) - rank(b)) : items;
    }

    sorted(items) {
      if (!this.sort) return this.nearest(items);
      const { column, direction } = this.sort;
      const text = (item) => (column === 0 ? item.label : item.texts[column - 1] || ""), key = (item) => (column === 0 ? "" : item.keys[column - 1] || "");
      const keys = items.map(key).filter(Boolean), areNumbers = keys.length > 0 && keys.every((each) => !Number.isNaN(Number(each)));
      const compared = (a, b) => {
        if (!keys.length) return collator.compare(text(a), text(b));
        return areNumbers ? Number(key(a)) - Number(key(b)) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
      };
      const isEmpty = (item) => (keys.length ? !key(item) : !text(item));
      return items.slice().sort((a, b) => isEmpty(a) - isEmpty(b) || (isEmpty(a) ? 0 : direction * compared(a, b)));
    }

    show(items, isActive) {
      this.wasActive = isActive;
      this.headers.forEach((header, column) => {
        if (this.sort && this.sort.column === column) header.setAttribute("aria-sort", this.sort.direction > 0 ? "ascending" : "descending");
        else if (!this.sort && this.order[column]) header.setAttribute("aria-sort", this.order[column]);
        else header.removeAttribute("aria-sort");
      });
      if (this.select) this.select.value = this.sort ? `${this.sort.column}${this.sort.direction < 0 ? "-" : ""}` : "";
      if (this.field && document.activeElement !== this.field) this.field.value = this.text;
      this.root.classList.toggle("flat", isActive);
      this.reset.hidden = !isActive || items.length === 0;
      this.nothing.hidden = items.length > 0;
      this.status.textContent = isActive ? this.root.dataset.textHits.replace("{n}", String(items.length)) : "";
      for (const part of this.root.querySelectorAll(".pager, .marks, .trail")) part.hidden = isActive;
      const shown = isActive && !this.isWhole ? items.slice(0, this.limit) : items;
      this.body.replaceChildren(...(isActive ? shown.map((item) => this.element(item)) : this.own));
      this.more.hidden = !isActive || shown.length === items.length;
    }

    element(item) {
      if (item.element) return item.element;
      const link = make("a", { href: this.root.dataset.root + item.href, dir: "auto" }, item.label);
      if (item.language) link.lang = item.language;
      item.element = this.headers.length ? this.row(item, link) : this.card(item, link);
      return item.element;
    }

    row(item, link) {
      const cells = item.texts.map((text, column) => {
        const cell = make("td", { "data-h": this.names[column + 1] }, text);
        if (this.headers[column + 1].classList.contains("number")) cell.className = "number";
        return cell;
      });
      return make("tr", {}, make("th", { scope: "row" }, link), ...cells);
    }

    card(item, link) {
      const head = make("div", { class: "card-head" }), texts = item.texts.filter(Boolean);
      const image = item.image && make("img", { src: this.root.dataset.root + item.image, alt: "", loading: "lazy", width: "42", height: "42" });
      if (image) head.append(make("span", { class: "logo" }, image));
      else if (item.letter) head.append(make("span", { class: "logo", "aria-hidden": "true" }, item.letter));
      head.append(make("h2", {}, link));
      const card = make("li", { class: "card" }, head);
      if (item.line) card.append(make("p", { class: "line", dir: "auto" }, item.line));
      if (texts.length) card.append(make("p", { class: "small" }, texts.join(" · ")));
      return card;
    }
  }

  for (const root of document.querySelectorAll("[data-list]")) new List(root);
})();
