// Elements of the results: texts become text, never markup.

/** A text without the signs that would turn what stands around it (UAX #9); other children as they are. */
function still(child) {
  return typeof child === "string" ? child.replace(/[\u202a-\u202e\u2066-\u2069]/g, "") : child;
}

/** An element with attributes, listeners (attributes that are functions, by the name of the event) and children. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false && value !== "") {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children.map(still));
  return node;
}

/** A template with its placeholders filled: `{count} results`. */
function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, key) => (Object.hasOwn(values, key) ? String(values[key]) : whole));
}

/** How many results there are, in a sentence. */
function counted(texts, { entries, isWhole }, language) {
  if (!entries.length) {
    return texts.none;
  }
  const count = entries.length.toLocaleString(language);
  const results = entries.length === 1 ? texts.one : filled(texts.many, { count });
  return isWhole ? results : `${texts.partly} ${results}`;
}

/** The link to an entry, with its type and, where there is room, what describes it. */
function result(entry, root, { isShort }) {
  const language = document.documentElement.lang;
  const name = element("bdi", { lang: entry.language || language, class: "name" }, entry.name);
  const link = element("a", { href: root + entry.address }, name);
  const type = element("span", { class: "type", dir: "auto", lang: language }, entry.type);
  if (isShort) {
    link.append(" ", type);
    return element("li", {}, link);
  }
  return element("li", {}, link, " ", type, ...(entry.text ? [element("p", { dir: "auto", lang: entry.textLanguage }, entry.text)] : []));
}

/** Have the arrow keys go from a field to links and on from one to the next; Escape goes back.
 *
 * @param {HTMLElement} within what holds both  @param {HTMLInputElement} input  @param {() => HTMLElement[]} links
 * @param {(() => void) | null} leave called when a reader leaves the links, or what hides them, by Escape
 */
function walk(within, input, links, leave) {
  within.addEventListener("keydown", (event) => {
    const all = links();
    const place = all.indexOf(document.activeElement);
    const isInside = place >= 0 || document.activeElement === input;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!isInside || event.isComposing) {
      return;
    }
    if (event.key === "Escape" && (place >= 0 || (leave && all.length))) {
      event.preventDefault();
      input.focus();
      leave?.();
    } else if (step && all.length && place + step >= -1) {
      event.preventDefault();
      (all[Math.min(place + step, all.length - 1)] ?? input).focus();
    }
  });
}
