// Asks an index: `node ask.mjs FOLDER FILE` writes, for each query of a file of JSON, the entries, whether they have all words,
// and which files were loaded.
import { readFileSync } from "node:fs";
import { fromFolder, parts } from "./script.mjs";

const { Index } = parts(["folding", "ranking"], ["Index"]);
const answers = [];
for (const query of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
  const loaded = [];
  const index = new Index(fromFolder(process.argv[2], loaded));
  const { entries, isWhole } = await index.find(query);
  const shown = await index.entries(entries.slice(0, 8));
  answers.push({ entries, isWhole, shown, loaded: [...new Set(loaded)] });
}
process.stdout.write(JSON.stringify(answers));
