// The parts of the script that searches, as plain scripts have them: the names of some, given to a test.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const FOLDER = new URL("../../catalogue/pages/assets/search/", import.meta.url);

/** Run parts of the script in one scope, and give some of what they name. */
export function parts(files, names) {
  const source = files.map((file) => readFileSync(new URL(`${file}.js`, FOLDER), "utf8")).join("\n");
  return vm.runInThisContext(`(() => {\n"use strict";\n${source}\nreturn { ${names.join(", ")} };\n})()`);
}

/** Make what loads the files of an index from a folder, and notes their names in `loaded`. */
export function fromFolder(folder, loaded = []) {
  return async (name) => {
    let content;
    loaded.push(name);
    const catalogueSearch = (its, given) => {
      content = its === name ? given : undefined;
    };
    new Function("catalogueSearch", readFileSync(`${folder}/${name}.js`, "utf8"))(catalogueSearch);
    return content;
  };
}
