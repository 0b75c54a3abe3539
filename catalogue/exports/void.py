"""VoID: the data described for programs that look it over before they ask for any, the same from a release and a service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.config import Settings
from catalogue.documents import Format
from catalogue.documents.addresses import DUMP, HOME, VOID
from catalogue.documents.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from catalogue.edition import Edition
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF_TYPE, XSD, BlankNode, Literal, NamedNode, Node, Triple

FORMATS_SPACE = "http://www.w3.org/ns/formats/"
"""What the names of formats begin with (Unique URIs for File Formats)."""

FORMATS: Mapping[Format, NamedNode] = {
    TURTLE: NamedNode(FORMATS_SPACE + "Turtle"),
    JSON_LD: NamedNode(FORMATS_SPACE + "JSON-LD"),
    N_TRIPLES: NamedNode(FORMATS_SPACE + "N-Triples"),
    RDF_XML: NamedNode(FORMATS_SPACE + "RDF_XML"),
    TRIG: NamedNode(FORMATS_SPACE + "TriG"),
    N_QUADS: NamedNode(FORMATS_SPACE + "N-Quads"),
}
"""The names of the syntaxes of RDF."""


@dataclass(frozen=True)
class Facts:
    """What is counted of the statements.

    Attributes:
        triples: how many there are, each once.
        subjects: how many things statements are about.
        objects: how many different values there are.
        classes: how many things each class has, by IRI.
        properties: how many triples each property has, by IRI.
        parts: the IRIs of the dumps of the parts that they consist of: the subject matter and the records.
    """

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    parts: Sequence[str] = ()


def facts_of(edition: Edition, parts: Sequence[str]) -> Facts:
    """Count the statements of an edition, whose parts have dumps."""
    graph = edition.graph
    properties = {each.value: graph.count(predicate=each) for each in graph.all_predicates()}
    types = (each for each in graph.values_of(RDF_TYPE) if isinstance(each, NamedNode))
    classes = {each.value: graph.count(predicate=RDF_TYPE, value=each) for each in types}
    subjects, objects = graph.count_terms()
    return Facts(sum(properties.values()), subjects, objects, classes, properties, parts)


def document(edition: Edition, formats: Iterable[Format], parts: Sequence[str]) -> list[Triple]:
    """Describe the data of a release: the triples of the document where programs look for them (VoID, section 7.2).

    Args:
        edition: the catalogue.
        formats: those in which each entry is had.
        parts: the IRIs of the dumps of the parts that the data consists of.
    """
    settings, facts = edition.settings, facts_of(edition, parts)
    own, whole = NamedNode(settings.base + VOID), NamedNode(settings.base + settings.own(DUMP))
    examples = (next(iter(edition.instances(type_)), None) for type_ in edition.model.types.values())
    triples = [Triple(own, RDF_TYPE, term("void:DatasetDescription")), Triple(own, term("foaf:primaryTopic"), whole)]
    triples += dataset(whole, settings, facts, settings.sparql.address, edition.address)
    triples += (Triple(whole, term("void:feature"), FORMATS[format_]) for format_ in formats if format_ in FORMATS)
    triples += (Triple(whole, term("void:exampleResource"), each) for each in examples if each and not edition.is_record(each))
    triples += (Triple(whole, term("void:vocabulary"), NamedNode(each)) for each in _vocabularies(settings, facts))
    triples.append(Triple(whole, term("foaf:homepage"), NamedNode(settings.base)))
    catalogue = f"{edition.address}{settings.own(HOME)}{TURTLE.suffix}"
    triples.append(Triple(whole, NamedNode(STANDARD_PREFIXES["rdfs"] + "seeAlso"), NamedNode(catalogue)))
    return list(dict.fromkeys(triples))


def _vocabularies(settings: Settings, facts: Facts) -> list[str]:
    """List the namespaces that have a prefix and of which a term is used."""
    used = [*facts.classes, *facts.properties]
    return sorted({space for space in settings.prefixes.values() if any(iri.startswith(space) for iri in used)})


def dataset(node: Node, settings: Settings, facts: Facts, endpoint: str | None, address: str = "") -> Iterator[Triple]:
    """Describe the data as a `void:Dataset`.

    Args:
        node: what stands for it.
        settings: the catalogue's settings.
        facts: what is counted of it.
        endpoint: the address of the SPARQL service, if there is one.
        address: where the release lies; at the base when empty.
    """
    base = settings.base
    yield Triple(node, RDF_TYPE, term("void:Dataset"))
    for language, title in settings.title.items():
        yield Triple(node, term("dct:title"), Literal(title, language=language) if language else Literal(title))
    if settings.license:
        yield Triple(node, term("dct:license"), NamedNode(settings.license))
    if endpoint is not None:
        yield Triple(node, term("void:sparqlEndpoint"), NamedNode(endpoint))
    yield Triple(node, term("void:uriSpace"), Literal(settings.namespace))
    yield Triple(node, term("void:dataDump"), NamedNode((address or base) + settings.own(DUMP) + N_QUADS.suffix))
    for part in facts.parts:
        dump = (address or base) + part.removeprefix(base) + N_QUADS.suffix
        yield Triple(node, term("void:subset"), NamedNode(part))
        yield Triple(NamedNode(part), RDF_TYPE, term("void:Dataset"))
        yield Triple(NamedNode(part), term("void:dataDump"), NamedNode(dump))
    yield from _counts(node, facts)


def _counts(node: Node, facts: Facts) -> Iterator[Triple]:
    counts: list[tuple[str, int]] = [
        ("void:triples", facts.triples),
        ("void:distinctSubjects", facts.subjects),
        ("void:distinctObjects", facts.objects),
        ("void:classes", len(facts.classes)),
        ("void:properties", len(facts.properties)),
    ]
    for name, count in counts:
        yield Triple(node, term(name), _number(count))
    yield from _partitions(node, "class", facts.classes, "void:entities")
    yield from _partitions(node, "property", facts.properties, "void:triples")


def _partitions(node: Node, kind: str, counts: Mapping[str, int], counted: str) -> Iterator[Triple]:
    for number, (iri, count) in enumerate(sorted(counts.items())):
        part = BlankNode(f"{kind}{number}")
        yield Triple(node, term(f"void:{kind}Partition"), part)
        yield Triple(part, term(f"void:{kind}"), NamedNode(iri))
        yield Triple(part, term(counted), _number(count))


def term(name: str) -> NamedNode:
    """Give the term that a name with a standard prefix stands for.

    >>> term("void:Dataset").value
    'http://rdfs.org/ns/void#Dataset'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(STANDARD_PREFIXES[prefix] + local)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))
