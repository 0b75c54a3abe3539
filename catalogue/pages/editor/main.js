// The SPARQL page: an editor in the place of the plain form's text area, answers without loading the page again. Nothing is kept
// anywhere but in the address.
import { readPage } from "./answers.js";
import { Vocabulary } from "./completion.js";
import { filled } from "./dom.js";
import { edit } from "./editor.js";
import { library } from "./library.js";
import { notesOf } from "./notes.js";
import { Problem, ask, vocabularyOf } from "./service.js";
import { Terms } from "./terms.js";
import { addressOf, counted, shown, problemShown } from "./views.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const { texts, language } = facts;
const form = document.querySelector("form.editing");
const area = form.querySelector("textarea");
const status = form.querySelector(".status");
const cancel = form.querySelector(".cancel");
const section = document.getElementById("answer");
const body = section.querySelector(".body");
const terms = new Terms(facts);
const editor = edit(area, facts, run);
let running = null;
let kept = addressed();

function show(...nodes) {
  body.replaceChildren(...nodes);
  section.hidden = nodes.length === 0;
}

function showAnswer(answer, query, release) {
  const download = async (format) => {
    const response = await fetch(facts.endpoint, { method: "POST", body: new URLSearchParams({ query, format }) });
    return response.blob();
  };
  show(...shown(answer, { facts, terms, query, release, download, go: goTo }));
}

function showProblem(problem) {
  editor.tell(problem.line ? problem : null);
  show(problemShown(problem, texts, () => goTo(problem)));
}

/** Take the reader to the place of a problem or a note. */
function goTo({ line, column, detail, title, text }) {
  editor.tell({ line, column, detail: detail || text, title });
  editor.focus();
}

async function run() {
  running?.abort();
  const own = new AbortController();
  const query = editor.text;
  const start = performance.now();
  running = own;
  cancel.hidden = false;
  status.textContent = texts.running;
  editor.tell(null);
  try {
    const { answer, release } = await ask(facts.endpoint, query, { language, texts, signal: own.signal });
    await learning;
    remember(query);
    showAnswer(answer, query, release);
    const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format((performance.now() - start) / 1000);
    const count = answer.boolean === null ? counted(answer, texts, language) : answer.boolean ? texts.yes : texts.no;
    status.textContent = filled(texts.done, { count, seconds });
  } catch (error) {
    if (running === own || error.name !== "AbortError") {
      failed(error);
    }
  } finally {
    if (running === own) {
      running = null;
      cancel.hidden = true;
    }
  }
}

function failed(error) {
  if (error instanceof Problem) {
    status.textContent = error.title;
    showProblem(error);
  } else if (error.name === "AbortError") {
    status.textContent = texts.cancelled;
  } else {
    status.textContent = texts.problem_answer;
    throw error;
  }
}

/** The query in the page's address, or null. */
function addressed() {
  return new URLSearchParams(location.search).get("query");
}

/** Keep the query in the address, so that it can be shared and gone back to. */
function remember(query) {
  const asked = new URLSearchParams(location.search);
  if (asked.get("query") !== query) {
    const tongue = asked.get("lang");
    history.pushState(null, "", addressOf(location.pathname, { ...(tongue ? { lang: tongue } : {}), query }));
  }
  kept = query;
  for (const link of document.querySelectorAll(".languages a")) {
    link.href = addressOf(link.href, { lang: link.hreflang, query });
  }
}

async function learn() {
  const vocabulary = await vocabularyOf(facts.vocabulary);
  if (vocabulary !== null) {
    terms.learn(vocabulary);
    editor.learn(new Vocabulary(vocabulary, language));
  }
}

/** Begin where the page that was sent left off: with its answer, its problem, or nothing. */
function begin() {
  if (facts.problem?.line) {
    editor.tell(facts.problem);
  }
  if (!facts.sent || facts.problem) {
    return;
  }
  const answer = readPage(section);
  if (answer === null) {
    run();
  } else {
    showAnswer({ ...answer, notes: notesOf(section) }, facts.sent, facts.release);
  }
}

const learning = learn();
form.querySelector(".format").hidden = true;
form.querySelector(".keys").hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
cancel.addEventListener("click", () => running?.abort());
window.addEventListener("popstate", () => {
  const query = addressed();
  if (query === kept) {
    return; // another place of the same page
  }
  kept = query;
  editor.text = query ?? area.defaultValue;
  if (query !== null) {
    run();
  } else {
    show();
  }
});
const shelf = document.querySelector(".library");
if (shelf) {
  library(shelf, (query, title) => {
    editor.text = query;
    editor.focus();
    status.textContent = filled(texts.library_put, { title });
  });
}
learning.then(begin);
