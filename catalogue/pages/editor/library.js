// The query library beside the editor: filtered by words, put into the editor by a click.
import { folded } from "./completion.js";

/** Make a library's links put their queries into the editor.
 *
 * @param {HTMLElement} section the library  @param {(query: string, title: string) => void} put called with the chosen query
 */
export function library(section, put) {
  const filter = section.querySelector(".filter");
  const none = section.querySelector(".none");
  const entries = [...section.querySelectorAll("li")].map((entry) => ({ entry, text: folded(entry.textContent) }));
  filter.hidden = false;
  filter.querySelector("input").addEventListener("input", (event) => {
    const wanted = folded(event.target.value).split(/\s+/);
    const hidden = entries.map(({ entry, text }) => (entry.hidden = !wanted.every((word) => text.includes(word))));
    none.hidden = !hidden.every(Boolean);
  });
  section.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-query]");
    if (link && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      put(new URL(link.href).searchParams.get("query"), link.textContent);
    }
  });
}
