// The files of an index, loaded as plain scripts: they open from a disk too, where nothing may be fetched.

const waiting = new Map();

/** What the files of the index call. */
globalThis.catalogueSearch = (name, content) => waiting.get(name)?.(content);

/** Make what loads the files in a folder, each once; one that fails is tried again when it is asked for again. */
function loader(folder) {
  const loaded = new Map();
  const load = (name, stamp) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const failed = () => {
        loaded.delete(name);
        reject(new Error(name));
      };
      waiting.set(name, resolve);
      script.src = `${folder}${name}.js${stamp ? `?${stamp}` : ""}`;
      script.addEventListener("error", failed);
      script.addEventListener("load", () => {
        script.remove();
        failed(); // does nothing where the file has given what it has
      });
      document.head.append(script);
    });
  return (name, stamp) => {
    if (!loaded.has(name)) {
      loaded.set(name, load(name, stamp));
    }
    return loaded.get(name);
  };
}
