"""Places: where a subject, a predicate and an object stand, and where what cannot be read stands."""

import pytest

from catalogue.turtle import NESTING_LIMIT, Blank, Iri, Literal, LocatedTriple, Span, locate
from catalogue.turtle.terms import XSD

PREFIXES = "PREFIX : <urn:x:> "


def words(text: str, triple: LocatedTriple) -> tuple[str, str, str]:
    """What stands at the three places of a triple."""
    spans = (triple.subject_place, triple.predicate_place, triple.object_place)
    subject, predicate, value = (text[span.offset : span.offset + span.length] for span in spans)
    return subject, predicate, value


def said(body: str) -> list[tuple[str, str, str]]:
    text = PREFIXES + body
    document = locate(text)
    assert document.errors == ()
    return [words(text, triple) for triple in document.triples]


def faults(text: str) -> list[tuple[str, str]]:
    return [(text[i.place.offset : i.place.offset + i.place.length], i.message["en"]) for i in locate(text).errors]


def test_each_part_of_a_triple_stands_at_its_token():
    assert said(":a :b :c ; a <urn:d>, 1.") == [(":a", ":b", ":c"), (":a", "a", "<urn:d>"), (":a", "a", "1")]


def test_a_literal_takes_in_its_language_tag_or_datatype():
    expected = [(":a", ":b", "'c'@en"), (":a", ":b", '"d" ^^ # e\n :f'), (":a", ":b", "'''g\nh'''")]
    assert said(":a :b 'c'@en, \"d\" ^^ # e\n :f , '''g\nh''' .") == expected


def test_a_blank_node_property_list_stands_where_it_opens():
    assert said(":a :b [ :c 1 ] .") == [("[", ":c", "1"), (":a", ":b", "[")]
    assert said("[ :c 1 ] :b [] .") == [("[", ":c", "1"), ("[", ":b", "[")]


def test_a_collection_stands_where_it_opens_its_later_nodes_at_their_items_and_its_end_where_it_closes():
    assert said(":a :b ( 1 2 ) .") == [
        ("(", "(", "1"),
        (":a", ":b", "("),
        ("2", "2", "2"),
        ("(", "(", "2"),
        ("2", "2", ")"),
    ]
    assert said("() :b () .") == [("(", ":b", "(")]


def test_a_place_counts_lines_and_columns_in_characters():
    document = locate("\ufeff<urn:a> # \U0001f600\r\n\t<urn:b>\r  '''\U0001f600\nc'''.\n")
    triple = document.triples[0]
    assert Span(1, 1, 1, 8, 1, 7) == triple.subject_place
    assert Span(2, 2, 2, 9, 15, 7) == triple.predicate_place
    assert Span(3, 3, 4, 5, 25, 9) == triple.object_place


def test_a_triple_says_its_terms():
    triples = locate("@base <http://a/b/> . @prefix : <c#> . _:d :e\\-f <../g>, 'h\\n\\u00E9'@FR, 01, true .").triples
    assert {Blank("d")} == {triple.subject for triple in triples}
    assert {Iri("http://a/b/c#e-f")} == {triple.predicate for triple in triples}
    assert [triple.object for triple in triples] == [
        Iri("http://a/g"),
        Literal("h\né", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "fr"),
        Literal("01", XSD + "integer"),
        Literal("true", XSD + "boolean"),
    ]


def test_a_blank_node_without_label_is_no_other():
    first, second = locate("[] <urn:a> _:1 .[] <urn:a> _:1 .").triples
    assert (Blank(1), Blank(2)) == (first.subject, second.subject)
    assert Blank("1") == first.object == second.object


def test_a_prefix_or_base_holds_from_its_declaration_to_the_next():
    triples = locate("PREFIX : <urn:a> BASE <urn:b> :c <d> : . @prefix : <urn:e> . base <urn:f> :c <d> : .").triples
    assert (Iri("urn:ac"), Iri("urn:d"), Iri("urn:a")) == (triples[0].subject, triples[0].predicate, triples[0].object)
    assert (Iri("urn:ec"), Iri("urn:d"), Iri("urn:e")) == (triples[1].subject, triples[1].predicate, triples[1].object)


def test_the_base_may_come_from_outside():
    assert locate("<> <a> <#b> .", "http://c/d").triples[0].object == Iri("http://c/d#b")


STRAY = "the text has characters that look like a space, or like nothing, and that Turtle does not know"


@pytest.mark.parametrize(
    ("where", "why", "text"),
    [
        ("oops", "expected a subject, found `oops`", "oops"),
        ("'a'", "expected a predicate, found `'a'`", "<urn:a> 'a' <urn:b> ."),
        ("<urn:b>", "no value follows `<urn:b>`; write one, or remove the predicate", "<urn:a> <urn:b> ."),
        ("x:", "the prefix `x:` is not declared", "x:y <urn:b> <urn:c> ."),
        ("<b>", "a relative IRI needs a base, and none is declared", "<urn:a> <b> <urn:c> ."),
        ("<urn:a b>", "an IRI has no spaces; in addresses of the web a space is written `%20`", "<urn:a b> <urn:b> <urn:c> ."),
        ("<urn:a", "the IRI is not closed: `>` is missing", "<urn:a\n <urn:b> <urn:c> ."),
        ("'c .", "the string is not closed: its last quotation mark is missing", "<urn:a> <urn:b> 'c .\n"),
        ("\\q", "this backslash escapes nothing; a backslash in a text is written `\\\\`", "<urn:a> <urn:b> 'c\\q' ."),
        ("\\uD800", "`\\uD800` is not an escape", "<urn:a> <urn:b> '\\uD800' ."),
        ("\\U00110000", "`\\U00110000` is not an escape", "<urn:a> <urn:b> '\\U00110000' ."),
        ("\\n", "an IRI has `/`, not backslashes", "<urn:a\\n> <urn:b> <urn:c> ."),
        ("@a", "`@a` is not a language tag; write one such as `@en` or `@pt-BR`", "<urn:a> <urn:b> 'c'@a ."),
        ("1", "expected the IRI of a datatype, found `1`", "<urn:a> <urn:b> 'c'^^1 ."),
        ("]", "expected `.` at the end of the statement, found `]`", "<urn:a> <urn:b> <urn:c> ] ."),
        (".", "expected `]`, `;` or `,`, found `.`", "<urn:a> <urn:b> [ <urn:c> 1 ."),
        ("ex", "a prefix ends with a colon: `ex:`", "@prefix ex <urn:a> ."),
        ("ex:", "expected an IRI between `<` and `>`, found `ex:`", "BASE ex:"),
        ("<<", "`<<` is RDF 1.2, not Turtle 1.1", "<< <urn:a> <urn:b> <urn:c> >> <urn:d> 1 ."),
        ("{|", "`{|` is RDF 1.2, not Turtle 1.1", "<urn:a> <urn:b> <urn:c> {| <urn:d> 1 |} ."),
        ("", "the file stops in the middle of a statement", "<urn:a> <urn:b> 'c' # d"),
        ("\x0c", f"{STRAY}: U+000C", "<urn:a>\x0c<urn:b> <urn:c> ."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(where: str, why: str, text: str):
    assert [(where, why)] == faults(text)


def test_a_text_that_stops_early_is_at_fault_where_it_stops():
    assert Span(1, 12, 1, 12, 11, 0) == locate("<urn:a> a 1\n# that was all").errors[0].place


def test_a_long_token_is_not_told_whole():
    assert len(faults(f"<urn:a> '{'b' * 1000}' 1 .")[0][1]) < 100


def test_every_message_is_there_in_french():
    messages = [locate(text).errors[0].message for text in ("x", "x:", "<", "'", "<a>", "<urn:a>", "\\", "<<")]
    assert all(message["fr"] != message["en"] for message in messages)


def test_reading_goes_on_behind_a_fault_with_the_next_predicate_or_statement():
    text = "<urn:a> a <urn:b>, oops ; a <urn:c> . <urn:d> a <urn:e> . x . <urn:f> a <urn:g> ."
    document = locate(text)
    assert [words(text, triple)[2] for triple in document.triples] == ["<urn:b>", "<urn:c>", "<urn:e>", "<urn:g>"]
    assert len(document.errors) == 2


GOOD = "<urn:d> a <urn:e> ."


@pytest.mark.parametrize(
    ("broken", "why", "repaired"),
    [
        ("<urn:a> a <urn:b>", "`.` is missing at the end of the statement", "<urn:a> a <urn:b> ."),
        ("<urn:a> a <urn:b> ;", "`.` is missing at the end of the statement", "<urn:a> a <urn:b> ; ."),
        ("<urn:a> a <urn:b> ,", "expected an object, found `<urn:d>`", "<urn:a> a <urn:b> ."),
        ("<urn:a> a", "expected an object, found `<urn:d>`", None),
        ("<urn:a>", "expected a predicate, found `<urn:d>`", None),
        ("<urn:a> <urn:b> [ a <urn:c>", "`[` is not closed", "<urn:a> <urn:b> [ a <urn:c> ] ."),
        ("<urn:a> <urn:b> ( 1 2", "`(` is not closed", None),
        ("<urn:a> <urn:b> 1\n  <urn:c> 2 .", "`;` is missing before the next predicate", "<urn:a> <urn:b> 1 ;\n  <urn:c> 2 ."),
        ("<urn:a> <urn:b> 'c .", "the string is not closed: its last quotation mark is missing", "<urn:a> <urn:b> 'c' ."),
        (
            "<urn:a> <urn:b> 'c ;\n  a <urn:c> .",
            "the string is not closed: its last quotation mark is missing",
            "<urn:a> <urn:b> 'c' ;\n  a <urn:c> .",
        ),
        ('<urn:a> <urn:b> """c .\n\nd', "the string is not closed: its last quotation mark is missing", None),
        ("@prefix : <urn:x>", "`.` is missing at the end of the statement", "@prefix : <urn:x> ."),
        ("<urn:a> <urn:b> <urn:c", "the IRI is not closed: `>` is missing", None),
    ],
)
def test_a_broken_statement_hides_nothing_and_tells_its_repair(broken: str, why: str, repaired: str | None):
    text = f"{broken}\n{GOOD}\n"
    document = locate(text)
    [issue] = document.errors
    assert why == issue.message["en"]
    assert words(text, document.triples[-1]) == ("<urn:d>", "a", "<urn:e>")
    if repaired is None:
        assert issue.repair is None or issue.repair.text
    else:
        assert issue.repair is not None
        start = issue.repair.place.offset
        mended = text[:start] + issue.repair.text + text[start + issue.repair.place.length :]
        assert f"{repaired}\n{GOOD}\n" == mended
        assert locate(mended).errors == ()


def test_an_unclosed_bracket_is_told_with_the_place_where_it_opens():
    [issue] = locate(f"<urn:a> <urn:b> [ <urn:c> ( 1 \n{GOOD}").errors
    [(place, message)] = issue.related
    assert (27, "opened here", "`(` is not closed") == (place.column, message["en"], issue.message["en"])


def test_an_undeclared_prefix_is_told_once_with_its_name():
    [issue] = locate("x:a x:b x:c .").errors
    assert ("prefix", "x") == (issue.kind, issue.prefix)


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("[ <urn:b> ", "]")])
def test_nesting_has_a_limit(opening: str, closing: str):
    """Deep nesting ends in an issue, never in a stack overflow."""

    def nested(depth: int) -> str:
        return f"<urn:a> <urn:b> {opening * depth}1{closing * depth} ."

    assert locate(nested(NESTING_LIMIT)).errors == ()
    assert f"nested more than {NESTING_LIMIT} deep" == locate(nested(NESTING_LIMIT + 1)).errors[0].message["en"]
    assert len(locate(nested(100_000)).errors) == 1


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\n", " \r\n\t"])
def test_a_text_that_says_nothing_has_no_fault(text: str):
    assert ((), ()) == (locate(text).triples, locate(text).errors)
