// Bundles the editor: `node build.mjs DIGEST FOLDER` writes editor.js and editor.LICENSES.txt into FOLDER. The digest of what the
// bundle is made of stands in its first line, so that it need not be made again.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const OPEN_LICENCES = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0"]);
const [digest, folder] = process.argv.slice(2);

/** The folders of the packages whose files are in the bundle, in the order of their names. */
function packagesOf(inputs) {
  const found = Object.keys(inputs).map((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(found.filter((name) => name !== undefined))].sort();
}

/** A package's name, version and licence with the licence's text; refuses what has none, or none that is open. */
async function notice(place) {
  const { name, version, license } = JSON.parse(await readFile(path.join(place, "package.json"), "utf8"));
  const file = (await readdir(place)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!OPEN_LICENCES.has(license) || file === undefined) {
    throw new Error(`${name} ${version}: no text of an open licence (${license})`);
  }
  return `${name} ${version} (${license})\n\n${(await readFile(path.join(place, file), "utf8")).trim()}\n`;
}

const { metafile, outputFiles } = await build({
  entryPoints: ["main.js"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  banner: { js: `/* ${digest} - licences: editor.LICENSES.txt */` },
  metafile: true,
  write: false,
  logLevel: "warning",
});
const notices = await Promise.all(packagesOf(metafile.inputs).map(notice));
const head = "The SPARQL page's editor (assets/editor.js) has in it these packages, each under its own licence.\n";
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, "editor.LICENSES.txt"), [head, ...notices].join(`\n${"-".repeat(72)}\n\n`));
await writeFile(path.join(folder, "editor.js"), outputFiles[0].contents);
