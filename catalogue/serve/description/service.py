"""A SPARQL service described: SPARQL 1.1 Service Description, and VoID for what it answers from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.config import Settings
from catalogue.documents.addresses import DUMP
from catalogue.documents.formats import N_QUADS
from catalogue.names import STANDARD_PREFIXES
from catalogue.query import RESULT_FORMATS
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Triple

_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
_MOST_GRAPHS = 1_000


@dataclass(frozen=True)
class Facts:
    """What is counted of the statements that a service answers from.

    Attributes:
        triples: how many there are, each once.
        subjects: how many things statements are about.
        objects: how many different values there are.
        classes: how many things each class has, by IRI.
        properties: how many triples each property has, by IRI.
        graphs: the named graphs, by IRI.
        parts: the IRIs of the dumps of the parts that they consist of: the subject matter and the records.
    """

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    graphs: Sequence[str]
    parts: Sequence[str] = ()


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(STANDARD_PREFIXES[prefix] + local)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def describe_service(endpoint: str, settings: Settings, facts: Facts) -> list[Triple]:
    """Describe a SPARQL service and its dataset.

    Args:
        endpoint: the service's address.
        settings: the catalogue's settings.
        facts: what is counted of its statements; of more than 1,000 named graphs only their number is given.

    Returns:
        The statements: the `sd:Service`, its default dataset, the graphs, and the `void:Dataset` with its partitions.
    """
    return list(_service(NamedNode(endpoint), settings, facts))


def _service(endpoint: NamedNode, settings: Settings, facts: Facts) -> Iterator[Triple]:
    dataset, default = BlankNode("dataset"), BlankNode("default")
    yield Triple(endpoint, RDF_TYPE, _term("sd:Service"))
    yield Triple(endpoint, _term("sd:endpoint"), endpoint)
    for language in ("SPARQL10Query", "SPARQL11Query"):
        yield Triple(endpoint, _term("sd:supportedLanguage"), _term(f"sd:{language}"))
    yield Triple(endpoint, _term("sd:feature"), _term("sd:UnionDefaultGraph"))
    for name, local in _FORMAT_NAMES.items():
        yield Triple(endpoint, _term("sd:resultFormat"), NamedNode(_FORMATS + local))
        yield Triple(NamedNode(_FORMATS + local), _term("dct:format"), Literal(RESULT_FORMATS[name].media_type))
    yield Triple(endpoint, _term("sd:defaultDataset"), dataset)
    yield Triple(dataset, RDF_TYPE, _term("sd:Dataset"))
    yield Triple(dataset, _term("sd:defaultGraph"), default)
    yield Triple(default, RDF_TYPE, _term("sd:Graph"))
    yield from _void(default, endpoint, settings, facts)
    for number, iri in enumerate(facts.graphs if len(facts.graphs) <= _MOST_GRAPHS else ()):
        graph = BlankNode(f"graph{number}")
        yield Triple(dataset, _term("sd:namedGraph"), graph)
        yield Triple(graph, RDF_TYPE, _term("sd:NamedGraph"))
        yield Triple(graph, _term("sd:name"), NamedNode(iri))


def _void(dataset: Node, endpoint: NamedNode, settings: Settings, facts: Facts) -> Iterator[Triple]:
    yield Triple(dataset, RDF_TYPE, _term("void:Dataset"))
    for language, title in settings.title.items():
        yield Triple(dataset, _term("dct:title"), Literal(title, language=language) if language else Literal(title))
    if settings.license:
        yield Triple(dataset, _term("dct:license"), NamedNode(settings.license))
    yield Triple(dataset, _term("void:sparqlEndpoint"), endpoint)
    yield Triple(dataset, _term("void:uriSpace"), Literal(settings.namespace))
    yield Triple(dataset, _term("void:dataDump"), NamedNode(settings.base + settings.own(DUMP) + N_QUADS.suffix))
    for part in facts.parts:
        yield Triple(dataset, _term("void:subset"), NamedNode(part))
        yield Triple(NamedNode(part), RDF_TYPE, _term("void:Dataset"))
        yield Triple(NamedNode(part), _term("void:dataDump"), NamedNode(part + N_QUADS.suffix))
    counts: list[tuple[str, int]] = [
        ("void:triples", facts.triples),
        ("void:distinctSubjects", facts.subjects),
        ("void:distinctObjects", facts.objects),
        ("void:classes", len(facts.classes)),
        ("void:properties", len(facts.properties)),
    ]
    for name, count in counts:
        yield Triple(dataset, _term(name), _number(count))
    yield from _partitions(dataset, "class", facts.classes, "void:entities")
    yield from _partitions(dataset, "property", facts.properties, "void:triples")


def _partitions(dataset: Node, kind: str, counts: Mapping[str, int], counted: str) -> Iterator[Triple]:
    for number, (iri, count) in enumerate(sorted(counts.items())):
        part = BlankNode(f"{kind}{number}")
        yield Triple(dataset, _term(f"void:{kind}Partition"), part)
        yield Triple(part, _term(f"void:{kind}"), NamedNode(iri))
        yield Triple(part, _term(counted), _number(count))
