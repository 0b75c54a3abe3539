// The editor in the place of the form's text area. It stands in a shadow root, where its styles are adopted style sheets: the page
// need not allow inline styles.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, pickedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, lintKeymap, linter } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, tooltips } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { completions, declaration } from "./completion.js";
import { element, filled } from "./dom.js";
import { offset, placed, syntax, undeclared } from "./problems.js";
import { say, shorten } from "./terms.js";

const LINT_DELAY = 600;
const ICONS = { class: "C", property: "p", thing: "•", prefix: ":", variable: "?", keyword: "k" };

const language = SparqlLanguage.configure({
  props: [
    styleTags({
      "PrefixedName Pname_ns Pname_ln": tags.propertyName,
      "IriRef Iri/IriRef": tags.url,
      "Langtag ^^": tags.annotation,
      "A_predicate A_predicate/...": tags.keyword,
      "Var Var/...": tags.variableName,
      "BooleanLiteral/...": tags.bool,
      "NumericLiteral/...": tags.number,
    }),
  ],
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName], color: "var(--variable)" },
  { tag: [tags.string, tags.annotation], color: "var(--string)" },
  { tag: [tags.number, tags.bool], color: "var(--string)" },
  { tag: [tags.propertyName, tags.url, tags.namespace, tags.typeName], color: "var(--name)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--ink)", background: "var(--paper)", border: "1px solid var(--edge)", borderRadius: "6px", fontSize: ".92rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "65vh", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "17rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-gutters": { background: "var(--panel)", color: "var(--soft)", borderRight: "1px solid var(--line)", borderRadius: "6px 0 0 6px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--panel) 60%, transparent)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)", color: "inherit" },
  ".cm-tooltip": {
    background: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "6px",
    boxShadow: "0 4px 18px rgb(0 0 0 / .18)",
    maxWidth: "min(34rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "15rem", minWidth: "min(20rem, 80vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem", display: "flex", gap: ".6rem", alignItems: "baseline" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-completionLabel": { fontFamily: "var(--mono)", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--soft)", marginLeft: "auto", overflow: "hidden", textOverflow: "ellipsis" },
  "li[aria-selected] .cm-completionDetail, li[aria-selected] .cm-completionIcon": { color: "inherit" },
  ".cm-completionIcon": { width: "1em", opacity: "1", color: "var(--soft)", fontFamily: "var(--mono)", paddingRight: "0" },
  ...Object.fromEntries(Object.entries(ICONS).map(([kind, icon]) => [`.cm-completionIcon-${kind}::after`, { content: `'${icon}'` }])),
  ".cm-tooltip.cm-completionInfo": { padding: ".5rem .8rem", maxWidth: "20rem", fontSize: ".88rem" },
  ".cm-completionInfo p": { margin: ".2rem 0" },
  ".cm-completionInfo .names": { fontWeight: "600" },
  ".cm-completionInfo .more": { color: "var(--soft)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--wrong) 1.5px", textUnderlineOffset: ".25em" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--wrong)" },
  ".cm-panels": { background: "var(--panel)", color: "var(--ink)", borderTop: "1px solid var(--line)" },
});

/** What the service said of the query as it stands; forgotten once the query changes. */
const setReported = StateEffect.define();
const reported = StateField.define({
  create: () => null,
  update(value, transaction) {
    const fault = transaction.effects.find((effect) => effect.is(setReported));
    return fault ? fault.value : transaction.docChanged ? null : value;
  },
});

/** Put an editor into the place of a text area.
 *
 * @param {HTMLTextAreaElement} area the text area  @param {{texts: Object, language: string}} facts what the page is
 * @param {() => void} run called when the reader runs the query by keyboard
 */
export function edit(area, facts, run) {
  const known = { vocabulary: null };
  const host = element("div", { class: "editor" });
  area.before(host);
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ state: EditorState.create({ doc: area.value, extensions: extensions(facts, run, known) }), parent: root, root });
  area.hidden = true;
  area.required = false;
  area.labels[0]?.addEventListener("click", () => view.focus());
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(query) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query }, selection: { anchor: 0 }, scrollIntoView: true });
    },
    focus: () => view.focus(),
    learn(vocabulary) {
      known.vocabulary = vocabulary;
      forceLinting(view);
    },
    /** Underline what the service said is wrong at a line and a column, and go there; null when it said nothing. */
    tell(problem) {
      const text = view.state.doc.toString();
      const fault = problem && placed(text, offset(text, problem.line, problem.column), problem.detail || problem.title);
      if (fault && problem.endLine) {
        fault.to = Math.max(fault.from + 1, offset(text, problem.endLine, problem.endColumn));
      }
      view.dispatch({ effects: setReported.of(fault), ...(fault ? { selection: { anchor: fault.from }, scrollIntoView: true } : {}) });
      forceLinting(view);
    },
  };
}

function extensions(facts, run, known) {
  const { texts } = facts;
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    indentUnit.of("  "),
    language,
    syntaxHighlighting(colours),
    theme,
    reported,
    tooltips({ position: "absolute" }),
    autocompletion({ override: [(asked) => source(asked, known.vocabulary, facts)], icons: true, closeOnBlur: true, maxRenderedOptions: 80 }),
    linter((view) => diagnostics(view, known.vocabulary, texts), { delay: LINT_DELAY, needsRefresh: (update) => update.startState.field(reported) !== update.state.field(reported) }),
    keymap.of([
      { key: "Mod-Enter", run: () => (run(), true), preventDefault: true },
      { key: "Tab", run: acceptCompletion },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    EditorView.domEventHandlers({ beforeinput: overtype }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": texts.query, "aria-description": texts.keys, spellcheck: "false" }),
    EditorState.phrases.of({ Completions: texts.completions, Diagnostics: texts.diagnostics }),
  ];
}

/** Type over a selection. Browsers would do it with inline styles that keep the look of what was there, which the page forbids. */
function overtype(event, view) {
  const { main, ranges } = view.state.selection;
  if (event.inputType !== "insertText" || !event.data || ranges.length > 1 || main.empty || view.composing) {
    return false;
  }
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, insert))) {
    view.dispatch(insert());
  }
  event.preventDefault();
  return true;
}

/** What is wrong: what the service said of the query as it stands, what the grammar says, and prefixes that nobody declares. */
function diagnostics(view, known, texts) {
  const text = view.state.doc.toString();
  const fault = view.state.field(reported);
  const names = known ? undeclared(text, known.prefixes, texts) : [];
  const others = [...syntax(text, texts), ...names].filter((one) => one.from !== fault?.from);
  return [...(fault ? [fault] : []), ...others].map(({ from, to, message }) => ({ from, to, message, severity: "error" }));
}

function source(asked, vocabulary, facts) {
  const text = asked.state.doc.toString();
  const offered = vocabulary && completions(text, asked.pos, vocabulary, asked.explicit);
  if (!offered) {
    return null;
  }
  const options = offered.options.map((option) => ({
    label: option.insert,
    displayLabel: option.label,
    detail: option.detail,
    type: option.kind,
    info: option.term ? () => about(option.term, vocabulary, facts) : undefined,
    apply: (view, picked, from, to) => put(view, option, picked, from, to),
  }));
  return { from: offered.from, options, filter: false };
}

/** Write what was chosen, and declare its prefix with it. */
function put(view, { insert, declare }, picked, from, to) {
  const declared = declare === null ? [] : [declaration(view.state.doc.toString(), declare)];
  const shift = declared.reduce((sum, change) => sum + (change.from <= from ? change.insert.length : 0), 0);
  view.dispatch({
    changes: [...declared, { from, to, insert }],
    selection: { anchor: from + shift + insert.length },
    annotations: pickedCompletion.of(picked),
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}

/** What a term means: its names in all languages, what it is, and what it is used with. */
function about(term, vocabulary, { texts, language: tongue }) {
  const names = (iris) => iris.map((iri) => vocabulary.byIri.get(iri)?.name || shorten(iri, vocabulary.prefixes)).join(", ");
  const more = [];
  if (term.classes?.length > 0) {
    more.push(filled(texts.of_class, { classes: names(term.classes) }));
  }
  if (term.ranges?.length > 0) {
    more.push(filled(texts.values_in, { ranges: names(term.ranges) }));
  }
  if (term.kind === "class") {
    more.push(filled(texts.instances, { count: term.count }));
  }
  if (term.kind === "thing") {
    more.push(names([term.class]));
  }
  const described = term.description ? say(term.description, tongue).text : "";
  return element(
    "div",
    {},
    element("p", { class: "names" }, term.labels.join(" · ") || term.short),
    described ? element("p", {}, described) : null,
    ...more.map((line) => element("p", { class: "more" }, line)),
  );
}
