// Checks JSON-LD of schema.org against its types: reads an object of documents by name, writes what is wrong with each, by name.
// A thing of a document is a value of the type `Thing` of schema-dts, or the compiler of TypeScript says which property is wrong.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const MOST = 1000;
const documents = JSON.parse(readFileSync(0, "utf8"));
const things = Object.entries(documents).flatMap(([name, document]) => document["@graph"].map((thing) => ({ name, thing })));
const file = join(dirname(fileURLToPath(import.meta.url)), "documents.ts");
const text = [
  'import type { Thing } from "schema-dts";',
  ...things.map(({ thing }, number) => `export const _${number}: Thing = ${JSON.stringify(thing)};`),
].join("\n");

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.getSourceFile = (path, ...rest) =>
  path === file ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : getSourceFile(path, ...rest);
host.fileExists = (path) => path === file || fileExists(path);
host.readFile = (path) => (path === file ? text : readFile(path));

const wrong = {};
for (const diagnostic of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
  const line = diagnostic.file === undefined ? 0 : diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line;
  const name = line > 0 ? things[line - 1].name : "";
  (wrong[name] ??= []).push(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n").slice(0, MOST));
}
process.stdout.write(JSON.stringify(wrong));
