// What every page has of the search: it loads the rest when a reader turns to the field, which `/` leads to.
(() => {
  const engine = new URL("search-engine.js", document.currentScript.src).href;
  const forms = [...document.querySelectorAll("form.search")];
  let isAsked = false;

  function load() {
    if (!isAsked) {
      isAsked = true;
      const script = document.createElement("script");
      script.src = engine;
      script.addEventListener("error", () => (isAsked = false));
      document.head.append(script);
    }
  }

  function isWriting(target) {
    return target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName));
  }

  document.addEventListener("keydown", (event) => {
    const isPlain = event.key === "/" && !(event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented);
    if (isPlain && forms.length && !isWriting(event.composedPath()[0])) {
      event.preventDefault();
      forms[0].querySelector("input").focus();
      forms[0].querySelector("input").select();
    }
  });
  for (const form of forms) {
    form.addEventListener("focusin", load);
    if ("page" in form.dataset || form.contains(document.activeElement)) {
      load();
    }
  }
})();
