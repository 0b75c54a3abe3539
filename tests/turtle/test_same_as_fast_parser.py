"""The n-th located triple of a text is the n-th triple of the fast parser, so that each finding finds its place."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.turtle import Blank, Iri, LocatedDocument, Term, locate

SUITES = Path(__file__).parents[2].parent / "shared" / "conformance" / "rdf11"
ACTION = ox.NamedNode("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#action")
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

Key = tuple[str, ...]


def fast(text: str, base: str | None = None, *, trig: bool = False) -> tuple[list[ox.Quad], int]:
    """The triples of the fast parser, and the number of its errors."""
    parser = ox.parse(text.encode(), format=ox.RdfFormat.TRIG if trig else ox.RdfFormat.TURTLE, base_iri=base)
    quads, errors = [], 0
    while True:
        try:
            quads.append(next(parser))
        except SyntaxError:
            errors += 1
        except StopIteration:
            return quads, errors


def parsed_keys(quads: Iterable[ox.Quad]) -> list[tuple[Key, ...]]:
    """Triples by what they say, blank nodes by the order of their first appearance."""
    blanks: dict[str, str] = {}

    def key(term: object) -> Key:
        if isinstance(term, ox.DefaultGraph):
            return ()
        if isinstance(term, ox.NamedNode):
            return (term.value,)
        if isinstance(term, ox.BlankNode):
            return "blank", blanks.setdefault(term.value, str(len(blanks)))
        assert isinstance(term, ox.Literal)
        return term.value, term.datatype.value, term.language or ""

    return [(key(quad.subject), key(quad.predicate), key(quad.object), key(quad.graph_name)) for quad in quads]


def located_keys(document: LocatedDocument) -> list[tuple[Key, ...]]:
    blanks: dict[Blank, str] = {}

    def key(term: Term | None) -> Key:
        if term is None:
            return ()
        if isinstance(term, Iri):
            return (term.value,)
        if isinstance(term, Blank):
            return "blank", blanks.setdefault(term, str(len(blanks)))
        return term.lexical, term.datatype, term.language

    return [(key(t.subject), key(t.predicate), key(t.object), key(t.graph)) for t in document.triples]


def cases(suite: str, *kinds: str) -> list[object]:
    """The cases of an official suite, from its manifest: the text's file and its base."""
    folder = SUITES / suite
    if not folder.exists():
        return [pytest.param("", "", marks=pytest.mark.skip(f"needs shared/conformance/rdf11/{suite} beside the project"))]
    base = f"https://w3c.github.io/rdf-tests/rdf/rdf11/{suite}/"
    manifest = ox.Store()
    manifest.load(path=str(folder / "manifest.ttl"), base_iri=base)
    types = [ox.NamedNode(f"http://www.w3.org/ns/rdftest#Test{kind}") for kind in kinds]
    found = [quad.subject for type_ in types for quad in manifest.quads_for_pattern(None, RDF_TYPE, type_)]
    texts = sorted(next(manifest.quads_for_pattern(case, ACTION, None)).object.value for case in found)
    names = [iri.removeprefix(base) for iri in texts]
    return [pytest.param(f"{suite}/{name}", iri, id=name) for name, iri in zip(names, texts, strict=True)]


POSITIVE = [
    *cases("rdf-turtle", "TurtleEval", "TurtlePositiveSyntax"),
    *cases("rdf-trig", "TrigEval", "TrigPositiveSyntax"),
    *cases("rdf-n-triples", "NTriplesPositiveSyntax"),
]
NEGATIVE = [
    *cases("rdf-turtle", "TurtleNegativeSyntax", "TurtleNegativeEval"),
    *cases("rdf-trig", "TrigNegativeSyntax", "TrigNegativeEval"),
]


@pytest.mark.parametrize(("name", "base"), POSITIVE)
def test_the_triples_of_a_positive_official_case_are_the_same_in_the_same_order(name: str, base: str):
    text, trig = (SUITES / name).read_text("utf-8"), name.endswith(".trig")
    document = locate(text, base, trig=trig)
    assert document.errors == ()
    assert parsed_keys(fast(text, base, trig=trig)[0]) == located_keys(document)


@pytest.mark.parametrize(("name", "base"), NEGATIVE)
def test_a_negative_official_case_has_a_fault(name: str, base: str):
    """All of them: there is no list of exceptions."""
    assert locate((SUITES / name).read_text("utf-8"), base, trig=name.endswith(".trig")).errors


IRIS = st.sampled_from(
    ["<urn:a>", "<b>", "<#c>", "<?d>", "<caf\\u00E9>", ":", ":e", "ex:f.g", "ex:h\\-%20i", "ex:1", ":é", "also:f.g", "rdf:type"]
)
NODES = IRIS | st.sampled_from(["_:a", "_:b.c", "_:1"])
STRINGS = st.sampled_from(
    ["'a'", '"b"', "''", "'''c\nd'e'''", '"""c\r\nd\re"""', '"""f""g"""', "'\\t\\u00e9\\''", '"#"', "'.'", '"\U0001f600"']
)
SUFFIXES = st.sampled_from(
    [[], ["@fr"], ["@en"], ["@EN-gb"], ["@zh-Hant-TW"], ["^^", "ex:t"], ["^^", "<urn:u>"], ["^^", "xsd:date"]]
)
PLAIN = st.sampled_from(["1", "-02", "+3.5", ".5", "6e7", "8.E-9", "true", "false"])
LITERALS = st.builds(lambda string, suffix: [string, *suffix], STRINGS, SUFFIXES) | PLAIN.map(lambda word: [word])
VERBS = IRIS | st.sampled_from(["a", "rdf:type", f"<{RDF_TYPE.value}>", "ex:f.g", "also:f.g"])
SPACES = st.sampled_from([" ", "\n", "\r\n", "\r", "\t", "  ", " # 'note'. <\n", "\n\n"])


def separated(separator: str, lists: Iterable[list[str]]) -> list[str]:
    return [word for words in lists for word in (separator, *words)][1:]


def predicates(objects: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Lists of predicates and objects, with repeated and trailing semicolons."""
    values = st.lists(objects, min_size=1, max_size=3).map(lambda found: separated(",", found))
    pair = st.builds(lambda verb, found: [verb, *found], VERBS, values)
    ends = st.sampled_from([[], [";"], [";", ";"]])
    return st.builds(lambda pairs, end: [*separated(";", pairs), *end], st.lists(pair, min_size=1, max_size=3), ends)


def nested(objects: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    collections = st.lists(objects, max_size=4).map(lambda found: ["(", *(word for words in found for word in words), ")"])
    return collections | predicates(objects).map(lambda found: ["[", *found, "]"]) | st.just(["[", "]"])


OBJECTS = st.recursive(NODES.map(lambda word: [word]) | LITERALS, nested, max_leaves=12)
SUBJECTS = NODES.map(lambda word: [word]) | nested(OBJECTS)
DIRECTIVES = st.sampled_from(
    [
        ["@prefix", "ex:", "<urn:ex/>", "."],
        ["prefix", ":", "<#>"],
        ["@base", "<http://example.org/x/y>", "."],
        ["BASE", "<../z>"],
    ]
)
ALONE = predicates(OBJECTS).map(lambda found: ["[", *found, "]", "."])
STATEMENTS = st.builds(lambda subject, found: [*subject, *found, "."], SUBJECTS, predicates(OBJECTS)) | ALONE
NAMESPACES = """
    PREFIX : <http://example.org/#> @prefix ex: <urn:ex:> . @prefix also: <urn:ex:> . @prefix unused: <urn:unused:> .
    prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HEAD = ["@base", "<http://example.org/a/b?c>", ".", *NAMESPACES.split()]


@st.composite
def documents(draw: st.DrawFn, faults: int = 0) -> str:
    """Turtle texts with all that the grammar has; with faults, words are lost, doubled, exchanged or strange."""
    body = draw(st.lists(STATEMENTS | DIRECTIVES, max_size=5))
    words = [word for statement in body for word in statement]
    for _ in range(draw(st.integers(1, faults)) if faults and words else 0):
        place = draw(st.integers(0, len(words) - 1))
        strange = ["no:prefix", "oops", "@toolonglanguage", "'\\q'", "<a b>", "^^", "[", "]", "(", ")", ".", ";", ","]
        words[place : place + 1] = draw(st.sampled_from([[], [words[place]] * 2, *([word] for word in strange)]))
        words = words or ["."]
    return "".join(word + draw(SPACES) for word in (*HEAD, *words))


@given(documents())
def test_the_triples_of_any_turtle_text_are_the_same_in_the_same_order(text: str):
    document = locate(text)
    quads, errors = fast(text)
    assert ((), 0) == (document.errors, errors)
    assert parsed_keys(quads) == located_keys(document)


@st.composite
def datasets(draw: st.DrawFn) -> str:
    """TriG texts: statements, and graphs with and without names."""
    bodies = st.lists(STATEMENTS, max_size=3).map(lambda found: [word for statement in found for word in statement])
    bodies |= bodies.map(lambda words: words[:-1])
    labels = NODES.map(lambda word: [word]) | st.just(["[", "]"])
    names = st.just([]) | labels | labels.map(lambda label: ["GRAPH", *label]) | labels.map(lambda label: ["graph", *label])
    blocks = st.builds(lambda name, body: [*name, "{", *body, "}"], names, bodies)
    parts = draw(st.lists(blocks | STATEMENTS | DIRECTIVES, max_size=4))
    return "".join(word + draw(SPACES) for word in (*HEAD, *(word for part in parts for word in part)))


@given(datasets())
def test_the_quads_of_any_trig_text_are_the_same_in_the_same_order(text: str):
    document = locate(text, trig=True)
    quads, errors = fast(text, trig=True)
    assert ((), 0) == (document.errors, errors)
    assert parsed_keys(quads) == located_keys(document)


@given(documents(faults=3))
def test_a_broken_text_is_told_by_both(text: str):
    quads, errors = fast(text)
    document = locate(text)
    assert bool(errors) == bool(document.errors)
    if not errors:
        assert parsed_keys(quads) == located_keys(document)


NAMED = st.builds(lambda subject, found: [subject, *found, "."], IRIS, predicates(OBJECTS))


@st.composite
def broken_among_sound(draw: st.DrawFn) -> tuple[str, str]:
    """Statements that each begin a line, and the same with one of them broken."""
    statements = draw(st.lists(NAMED, min_size=2, max_size=4))
    number = draw(st.integers(0, len(statements) - 1))
    words = list(statements[number])
    place = draw(st.integers(1, len(words) - 1))
    words[place : place + 1] = draw(
        st.sampled_from([[], ["no:prefix"], ["oops"], ["'\\q'"], ["'open"], ["["], ["("], [","], [";"]])
    )
    lines = [[" ".join(statement)] for statement in statements]
    sound = [*lines[:number], *lines[number + 1 :]]
    broken = [*lines[:number], [" ".join(words)], *lines[number + 1 :]]
    head = " ".join(HEAD)
    return tuple(head + "\n" + "\n".join(line for [line] in part) + "\n" for part in (sound, broken))  # type: ignore[return-value]


@given(broken_among_sound())
def test_a_broken_statement_hides_none_of_the_others(texts: tuple[str, str]):
    """Blank nodes aside, which have other numbers then."""
    sound, broken = (
        [key for key in located_keys(locate(text)) if not any(part[:1] == ("blank",) for part in key)] for text in texts
    )
    assert [key for key in sound if key not in broken] == []


@given(st.text(st.characters()) | documents(faults=3).map(lambda text: text[: len(text) // 2]))
def test_any_text_is_read_without_an_error_raised(text: str):
    """What is told lies in the text."""
    for issue in (*locate(text).errors, *locate(text, trig=True).errors):
        assert 0 <= issue.place.offset <= issue.place.offset + issue.place.length <= len(text)
