// The field in the head of a page: answers appear below it as one types.

const SUGGESTED = 8;
const PAUSE = 80;

/** Call a function when nothing has come for a short while. */
function afterPause(call) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(call, PAUSE);
  };
}

/** Show answers below a form's field.
 *
 * @param {HTMLFormElement} form  @param {Index} index  @param {string} root the address of the release, ending in `/`
 */
function suggest(form, index, root) {
  const input = form.querySelector("input");
  const status = element("p", { class: "unseen", role: "status" });
  const list = element("ul", { class: "suggestions", hidden: true, mousedown: (event) => event.preventDefault() });
  form.append(list, status);
  let turn = 0;

  const close = () => {
    turn += 1;
    list.hidden = true;
    status.textContent = "";
  };

  async function answer() {
    turn += 1;
    const [mine, query] = [turn, input.value];
    if (!query.trim()) {
      close();
      return;
    }
    try {
      const [{ texts, textsLanguage }, found] = await Promise.all([index.start(), index.find(query)]);
      const shown = await index.entries(found.entries.slice(0, SUGGESTED));
      if (mine === turn) {
        list.lang = status.lang = textsLanguage || document.documentElement.lang;
        show(texts, found, shown, query);
      }
    } catch {
      close(); // what is missing is told by the page that the form leads to
    }
  }

  function show(texts, found, shown, query) {
    const message = counted(texts, found, document.documentElement.lang);
    const address = `${form.action}?q=${encodeURIComponent(query)}`;
    const all = element("li", { class: "all" }, element("a", { href: address }, filled(texts.all, { results: message })));
    const none = element("li", { class: "none" }, message);
    list.replaceChildren(...shown.map((entry) => result(entry, root, { isShort: true })), shown.length ? all : none);
    list.hidden = false;
    status.textContent = message;
  }

  const links = () => (list.hidden ? [] : [...list.querySelectorAll("a")]);
  input.addEventListener("input", afterPause(answer));
  input.addEventListener("focus", () => list.hidden && input.value && answer());
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  walk(form, input, links, close);
  if (input.value && form.contains(document.activeElement)) {
    answer();
  }
}
