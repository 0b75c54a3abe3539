"""Serialising: what RDF/XML can say and what it cannot, and a stable order of terms."""

from itertools import permutations

import pytest
import rdflib

from catalogue.quads import Syntax, read
from catalogue.serialise import ntriples, rdf_xml, turtle
from catalogue.terms import RDF, XSD, BlankNode, Literal, NamedNode, Triple, sort_key

RESERVED = "RDF Description ID about parseType resource nodeID datatype li aboutEach aboutEachPrefix bagID".split()
"""RDF 1.1 XML Syntax, section 5.1: core syntax terms, rdf:Description, rdf:li and old terms."""
SUBJECT, PREDICATE = NamedNode("urn:e:s"), NamedNode("urn:e:p")


def triples(predicate: str, value: str = "x") -> list[Triple]:
    """State a text."""
    return [Triple(SUBJECT, NamedNode(predicate), Literal(value))]


@pytest.mark.parametrize("name", RESERVED)
def test_what_rdf_xml_keeps_for_itself_is_no_predicate(name: str):
    with pytest.raises(ValueError, match=f"<{RDF}{name}> is no element of XML"):
        rdf_xml(triples(RDF + name), {})


@pytest.mark.parametrize("name", ["type", "value", "_1", "first", "Li", "Bag"])
def test_other_terms_of_rdf_are_predicates_in_rdf_xml(name: str):
    graph = rdflib.Graph().parse(data=rdf_xml(triples(RDF + name), {"rdf": RDF}), format="xml")
    assert [str(predicate) for predicate in graph.predicates()] == [RDF + name]


@pytest.mark.parametrize("end", ["1", "-", ".", "\u00b7", "\u00d7", "\u037e", "é!", ""])
def test_a_predicate_that_ends_with_no_name_of_xml_is_refused(end: str):
    with pytest.raises(ValueError, match="is no element of XML"):
        rdf_xml(triples(f"urn:/{end}"), {})


@pytest.mark.parametrize("end", ["a", "é", "_", "日本", "a1", "a.b", "a\u00b7", "\u037f", "\uf900", "\ufdf0"])
def test_a_predicate_that_ends_with_a_name_of_xml_is_written(end: str):
    [quad] = read(rdf_xml(triples(f"urn:/{end}"), {}), Syntax.RDF_XML)
    assert quad.predicate.value == f"urn:/{end}"


@pytest.mark.parametrize("character", ["\0", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_does_not_have_is_refused_by_its_number(character: str):
    with pytest.raises(ValueError, match=f"XML has no character U\\+{ord(character):04X}"):
        rdf_xml(triples("urn:e:p", f"a{character}b"), {})


def test_what_xml_has_comes_back_from_rdf_xml():
    text = "\t\n\r é<&>\"' \u2028 \ud7ff \ue000 \ufffd \U00010000"
    blank = BlankNode("1a")
    written = rdf_xml(
        [*triples("urn:e:p", text), Triple(blank, PREDICATE, blank)], {"e": "urn:e:", "rdf": "urn:e:", "1": "urn:e:"}
    )
    graph = rdflib.Graph().parse(data=written, format="xml")
    assert rdflib.Literal(text) in set(graph.objects(rdflib.URIRef("urn:e:s")))
    [(subject, value)] = [(s, o) for s, o in graph.subject_objects() if isinstance(s, rdflib.BNode)]
    assert subject == value
    assert b'xmlns:e="urn:e:"' in written


def test_terms_have_one_order_iris_then_literals_then_blank_nodes():
    ordered = [
        NamedNode("urn:a"),
        NamedNode("urn:b"),
        Literal("1", datatype=NamedNode(XSD + "decimal")),
        Literal("1", datatype=NamedNode(XSD + "integer")),
        Literal("1"),
        Literal("a"),
        Literal("a", language="en"),
        Literal("a", language="fr"),
        Literal("b"),
        BlankNode("x"),
        BlankNode("y"),
    ]
    for start in range(len(ordered)):
        for some in permutations(ordered[start : start + 4]):
            assert sorted(some, key=sort_key) == ordered[start : start + 4]
    assert [sort_key(term)[0] for term in ordered] == [0, 0, *[1] * 7, 2, 2]


def test_statements_of_a_subject_stand_together_types_first_and_only_used_prefixes_are_declared():
    other = NamedNode("urn:e:a")
    listed = [
        Triple(SUBJECT, PREDICATE, Literal("b")),
        Triple(other, PREDICATE, SUBJECT),
        Triple(SUBJECT, PREDICATE, Literal("a")),
        Triple(SUBJECT, NamedNode(RDF + "type"), NamedNode("urn:t:T")),
    ]
    assert ntriples(listed).decode().splitlines() == [
        f"<urn:e:s> <{RDF}type> <urn:t:T> .",
        '<urn:e:s> <urn:e:p> "a" .',
        '<urn:e:s> <urn:e:p> "b" .',
        "<urn:e:a> <urn:e:p> <urn:e:s> .",
    ]
    written = turtle(listed, {"t": "urn:t:", "e": "urn:e:", "unused": "urn:u:"}).decode()
    assert written.splitlines()[:3] == ["@prefix e: <urn:e:> .", "@prefix t: <urn:t:> .", ""]
