// The service: a query goes there, an answer or a problem comes back.
import { readJson, readTriples } from "./answers.js";
import { readNotes } from "./notes.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
const LONGEST_WAIT = 10_000;

/** Why there is no answer: what the service's `application/problem+json` says (RFC 9457). */
export class Problem extends Error {
  constructor(title, { detail = "", line = 0, column = 0, endLine = 0, endColumn = 0, limit = "", retry = "" } = {}) {
    super(title);
    Object.assign(this, { title, detail, line, column, endLine, endColumn, limit, retry });
  }
}

/** Send a query and read its answer.
 *
 * @returns {Promise<{answer: Object, release: string}>}
 * @throws {Problem} when the service refuses it or does not answer; an AbortError when it is aborted
 */
export async function ask(endpoint, query, { language, texts, signal }) {
  const headers = { Accept: ACCEPT, "Accept-Language": language, "Content-Type": "application/sparql-query" };
  const response = await got(fetch(endpoint, { method: "POST", headers, body: query, signal }), texts);
  const text = await got(response.text(), texts);
  if (!response.ok) {
    throw refused(response, text, texts);
  }
  const isGraph = (response.headers.get("Content-Type") ?? "").startsWith("application/n-triples");
  try {
    const answer = { ...(isGraph ? readTriples(text) : readJson(text)), notes: readNotes(response.headers.get("Catalogue-Notes")) };
    return { answer, release: response.headers.get("Catalogue-Release") ?? "" };
  } catch {
    throw new Problem(texts.problem_answer);
  }
}

async function got(promise, texts) {
  try {
    return await promise;
  } catch (error) {
    throw error.name === "AbortError" ? error : new Problem(texts.problem_network);
  }
}

function refused(response, text, texts) {
  const retry = response.headers.get("Retry-After") ?? "";
  try {
    const { title, detail, position, limit } = JSON.parse(text);
    return new Problem(String(title), { detail: String(detail ?? ""), limit, retry, ...place(position) });
  } catch {
    return new Problem(`${response.status} ${response.statusText}`.trim() || texts.problem_answer, { retry });
  }
}

/** The place of a problem as whole numbers from 1; none where the service told none. */
function place(position) {
  const known = Object.entries(position ?? {}).filter(([, number]) => Number.isSafeInteger(number) && number > 0);
  const { line, column, endLine, endColumn } = Object.fromEntries(known);
  return line && column ? { line, column, endLine, endColumn } : {};
}

/** The vocabulary of the catalogue; null when it cannot be had: the editor works without. */
export async function vocabularyOf(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(LONGEST_WAIT) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
