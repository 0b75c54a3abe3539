"""A SPARQL service described: SPARQL 1.1 Service Description, and VoID for what it answers from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.config import Settings
from catalogue.documents.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from catalogue.exports import void
from catalogue.exports.void import FORMATS, FORMATS_SPACE, Facts, term
from catalogue.query import RESULT_FORMATS
from catalogue.terms import RDF_TYPE, BlankNode, Literal, NamedNode, Triple

_FORMAT_NAMES = {
    **{name: FORMATS_SPACE + f"SPARQL_Results_{name.upper()}" for name in ("json", "xml", "csv", "tsv")},
    **{format_.name: FORMATS[format_].value for format_ in (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)},
}
_MOST_GRAPHS = 1_000


def describe_service(endpoint: str, settings: Settings, facts: Facts, graphs: Sequence[str]) -> list[Triple]:
    """Describe a SPARQL service and its dataset.

    Args:
        endpoint: the service's address.
        settings: the catalogue's settings.
        facts: what is counted of its statements.
        graphs: the IRIs of its named graphs, which are left out where there are more than 1,000.

    Returns:
        The statements: the `sd:Service`, its default dataset, the graphs, and the `void:Dataset` with its partitions.
    """
    return list(_service(NamedNode(endpoint), settings, facts, graphs))


def _service(endpoint: NamedNode, settings: Settings, facts: Facts, graphs: Sequence[str]) -> Iterator[Triple]:
    dataset, default = BlankNode("dataset"), BlankNode("default")
    yield Triple(endpoint, RDF_TYPE, term("sd:Service"))
    yield Triple(endpoint, term("sd:endpoint"), endpoint)
    for language in ("SPARQL10Query", "SPARQL11Query"):
        yield Triple(endpoint, term("sd:supportedLanguage"), term(f"sd:{language}"))
    yield Triple(endpoint, term("sd:feature"), term("sd:UnionDefaultGraph"))
    for name, iri in _FORMAT_NAMES.items():
        yield Triple(endpoint, term("sd:resultFormat"), NamedNode(iri))
        yield Triple(NamedNode(iri), term("dct:format"), Literal(RESULT_FORMATS[name].media_type))
    yield Triple(endpoint, term("sd:defaultDataset"), dataset)
    yield Triple(dataset, RDF_TYPE, term("sd:Dataset"))
    yield Triple(dataset, term("sd:defaultGraph"), default)
    yield Triple(default, RDF_TYPE, term("sd:Graph"))
    yield from void.dataset(default, settings, facts, endpoint.value)
    for number, iri in enumerate(graphs if len(graphs) <= _MOST_GRAPHS else ()):
        graph = BlankNode(f"graph{number}")
        yield Triple(dataset, term("sd:namedGraph"), graph)
        yield Triple(graph, RDF_TYPE, term("sd:NamedGraph"))
        yield Triple(graph, term("sd:name"), NamedNode(iri))
