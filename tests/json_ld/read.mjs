// Reads documents in JSON-LD, an array on standard input, and writes the N-Quads of each, as an array. Nothing is fetched or left out.
import { readFileSync } from "node:fs";
import jsonld from "jsonld";

const documentLoader = (address) => { throw new Error(`${address} is not to be fetched`); };
const options = { documentLoader, format: "application/n-quads", safe: true };
const read = await Promise.all(JSON.parse(readFileSync(0, "utf-8")).map((document) => jsonld.toRDF(document, options)));
process.stdout.write(JSON.stringify(read));
