// What runs when all this is loaded: each form of a page has its answers.

for (const form of document.querySelectorAll("form.search")) {
  const root = new URL(form.dataset.root || ".", document.baseURI).href;
  const index = new Index(loader(new URL(form.dataset.index, document.baseURI).href));
  if ("page" in form.dataset) {
    searchPage(form, index, root);
  } else {
    suggest(form, index, root);
  }
}
