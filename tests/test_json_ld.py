"""JSON-LD: the same graph as Turtle for each reader, in the form that the shapes say, with keys that stay."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from conftest import edition_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pyld import jsonld as pyld

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.model import EntityType
from catalogue.serialise import ntriples
from catalogue.sources import parse
from catalogue.terms import RDF, RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Term, Triple

BASE = "https://x.example/"
PREFIXES = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <{BASE}ns#> . @prefix rdf: <{RDF}> .
@prefix xsd: <{XSD}> . @prefix dash: <http://datashapes.org/dash#> .
"""
KINDS = {
    "text": "sh:datatype rdf:langString",
    "one-text": "sh:datatype rdf:langString ; sh:uniqueLang true",
    "any-text": "sh:or ( [ sh:datatype rdf:langString ] [ sh:datatype xsd:string ] )",
    "string": "sh:datatype xsd:string",
    "integer": "sh:datatype xsd:integer",
    "count": "sh:datatype xsd:nonNegativeInteger",
    "decimal": "sh:datatype xsd:decimal",
    "boolean": "sh:datatype xsd:boolean",
    "date": "sh:datatype xsd:date",
    "when": "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )",
    "thing": "sh:nodeKind sh:IRI",
    "part": "sh:class x:T",
    "list": "sh:node dash:ListShape",
    "members": "sh:memberShape [ sh:nodeKind sh:IRI ]",
    "anything": "sh:order 1",
}
NAMES = ["a", "b", "name", "schema", "urn", "https", "dct", "été", "in-season", "v1.2", "1", "iri", "label", "T"]
"""Local names of properties: some are those of prefixes and schemes, and some are no names that a program would like."""


def edition_with(shapes: str, triples: list[Triple] | None = None) -> Edition:
    """An edition in English and French with shapes and data."""
    shape = parse((PREFIXES + shapes).encode(), "shapes.ttl")
    data = parse(ntriples(triples or []), "data/a.ttl")
    settings_ = Settings(Path("nowhere").resolve(), BASE, {"en": "x"}, languages=("en", "fr"), publisher={"en": "x"})
    return Edition(settings_, [data], [shape], Graph(BASE, [data]), Graph(BASE, [shape]), None)


def canonical(lines: str | bytes) -> ox.Dataset:
    """Read N-Triples so that two graphs are equal where they are isomorphic."""
    dataset = ox.Dataset(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def as_rdflib(data: bytes) -> ox.Dataset:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rdflib, "NORMALIZE_LITERALS", False)
        return canonical(rdflib.Graph().parse(data=data.decode(), format="json-ld").serialize(format="nt"))


def as_pyld(data: bytes) -> ox.Dataset:
    return canonical(pyld.to_rdf(json.loads(data), {"format": "application/n-quads", "documentLoader": never}))


def as_oxigraph(data: bytes) -> ox.Dataset:
    return canonical(ox.serialize(ox.parse(data, format=ox.RdfFormat.JSON_LD), format=ox.RdfFormat.N_QUADS) or b"")


def never(address: str, _options: dict[str, Any]) -> None:
    pytest.fail(f"{address} is not to be fetched")


READERS = [as_rdflib, as_pyld, as_oxigraph]


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Shapes of one class with some properties, each of a kind, with one value or several."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    properties = [
        f"[ sh:path <{BASE}ns#{name}> ; {draw(st.sampled_from(sorted(KINDS.values())))}"
        f"{draw(st.sampled_from(['', ' ; sh:maxCount 1', ' ; sh:maxCount 2']))} ]"
        for name in names
    ]
    listed = f"; sh:property {', '.join(properties)}" if properties else ""
    return f"x:S a sh:NodeShape ; sh:targetClass x:T {listed} ."


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=6)
nodes = st.sampled_from(
    [
        NamedNode(f"{BASE}a"),
        NamedNode(f"{BASE}b"),
        NamedNode("urn:b"),
        NamedNode("schema:a"),
        NamedNode("x:b#"),
        NamedNode(f"{BASE}ns#T"),
    ]
    + [BlankNode(f"b{number}") for number in range(4)]
)


def typed(forms: list[str], datatype: str) -> st.SearchStrategy[Literal]:
    return st.sampled_from(forms).map(lambda form: Literal(form, datatype=NamedNode(datatype)))


literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["fr", "en", "en-gb", "zh-hant"])),
    typed(["0", "-0", "01", "+1", "-7", "12345678901234567890", "x", "1e3"], XSD + "integer"),
    typed(["0", "5", "-5", "x"], XSD + "nonNegativeInteger"),
    typed(["1.50", "1", "-.5", "x"], XSD + "decimal"),
    typed(["1.5E0", "INF"], XSD + "double"),
    typed(["true", "false", "1", "x"], XSD + "boolean"),
    typed(["2023-05-17", "x"], XSD + "date"),
    typed(["2023"], XSD + "gYear"),
    typed(["x"], "urn:datatype"),
)
predicates = st.sampled_from(
    [*(NamedNode(f"{BASE}ns#{name}") for name in NAMES), NamedNode("http://purl.org/dc/terms/title"), RDF_TYPE]
    + [NamedNode(RDF + name) for name in ("first", "rest")]
    + [NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), NamedNode("urn:p")]
)
objects = st.one_of(nodes, literals, st.just(NamedNode(RDF + "nil")))
statements = st.lists(st.builds(Triple, nodes, predicates, objects), max_size=14)


@st.composite
def lists(draw: st.DrawFn) -> list[Triple]:
    """A list that is a value, whose members may be lists, with its triples."""
    members = draw(st.lists(st.one_of(nodes, literals), max_size=3))
    cells: list[Node] = [BlankNode(f"l{draw(st.integers(0, 9))}{number}") for number in range(len(members))]
    head: Term = cells[0] if cells else NamedNode(RDF + "nil")
    triples = [Triple(draw(nodes), NamedNode(f"{BASE}ns#{draw(st.sampled_from(NAMES))}"), head)]
    for cell, member, rest in zip(cells, members, [*cells[1:], NamedNode(RDF + "nil")], strict=False):
        triples += [Triple(cell, NamedNode(RDF + "first"), member), Triple(cell, NamedNode(RDF + "rest"), rest)]
    return triples


@given(shapes(), statements, lists(), st.booleans())
@settings(max_examples=250)
def test_any_triples_are_the_same_graph_for_every_reader(
    shape: str,
    some: list[Triple],
    listed: list[Triple],
    is_graph: bool,  # noqa: FBT001 - drawn
):
    triples = list(dict.fromkeys([*some, *listed]))
    assume(triples)
    expected = canonical(ntriples(triples))
    write = jsonld.graph if is_graph else jsonld.document
    written = write(edition_with(shape), triples)
    for reader in READERS:
        assert expected == reader(written), reader
    assert is_graph or "@graph" not in json.loads(written)


def documents(edition: Edition) -> dict[str, dict[str, Any]]:
    """Give the documents of all things by their IRIs."""
    iris = (thing.value for thing in edition.things if "#" not in thing.value)
    return {iri: json.loads(publish.represent(edition, iri, "application/ld+json")) for iri in iris}


def schema_of(edition: Edition, type_: EntityType) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(jsonld.schema(edition, type_))
    Draft202012Validator.check_schema(found)
    return found


def conform(edition: Edition) -> int:
    """Tell how many documents of things conform to the schemas of all their types; fail at the first that does not."""
    written, count = documents(edition), 0
    for type_ in edition.model.types.values():
        validator = Draft202012Validator(schema_of(edition, type_))
        for thing in edition.instances(type_):
            if thing.value in written:
                validator.validate(written[thing.value])
                count += 1
    return count


def test_every_document_conforms_to_the_schemas_of_its_types(folder: Path):
    assert conform(edition_of(folder)) >= 3


def test_every_document_of_the_first_catalogue_conforms(first_edition: Edition):
    assert conform(first_edition) > 1000


def test_every_document_of_a_thing_is_one_object_that_each_reader_reads_alike(folder: Path):
    edition = edition_of(folder)
    for iri, document in documents(edition).items():
        assert ("@graph" not in document, iri) == (True, document["@id"])
        expected = canonical(publish.represent(edition, iri, "application/n-triples"))
        for reader in READERS:
            assert expected == reader(publish.represent(edition, iri, "application/ld+json")), (iri, reader)


def without_context(document: Any) -> Any:
    """Give a document without its context, in one order; what no shape speaks of is an array, which no frame knows."""
    if isinstance(document, dict):
        members = {key: value if isinstance(value, list) or ":" not in key else [value] for key, value in document.items()}
        return {key: without_context(value) for key, value in sorted(members.items()) if key != "@context"}
    return sorted(map(without_context, document), key=repr) if isinstance(document, list) else document


def test_the_frame_of_a_type_makes_its_documents_of_the_graph(folder: Path):
    edition = edition_of(folder)
    for iri, document in documents(edition).items():
        type_ = edition.type_of(NamedNode(iri))
        assert type_ is not None
        frame = {**json.loads(jsonld.frame(edition, type_)), "@id": iri}
        quads = publish.represent(edition, iri, "application/n-triples").decode()
        expanded = pyld.from_rdf(quads, {"useNativeTypes": False})
        framed = pyld.frame(expanded, frame, {"omitGraph": True, "pruneBlankNodeIdentifiers": True})
        assert without_context(document) == without_context(framed)
