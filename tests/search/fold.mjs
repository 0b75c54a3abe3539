// Folds what stands in a file of JSON, a list of texts, for the test that compares it with Python's folding.
import { readFileSync } from "node:fs";
import { parts } from "./script.mjs";

const { fold, words } = parts(["folding"], ["fold", "words"]);
const texts = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => [fold(text), words(text)])));
