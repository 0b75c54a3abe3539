"""Vocabularies: the ontologies of the shapes by the document that their IRIs lead to, with their terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue.columns.graph import Graph
from catalogue.names import document_of
from catalogue.terms import NamedNode


class Vocabularies:
    """The ontologies that a catalogue defines inside its base.

    Args:
        graph: the shapes and the ontologies.
        ontologies: the ontologies that have documents.
    """

    def __init__(self, graph: Graph, ontologies: Sequence[NamedNode]) -> None:
        self._graph = graph
        by_document: dict[str, list[NamedNode]] = {}
        for ontology in ontologies:
            by_document.setdefault(document_of(ontology.value), []).append(ontology)
        self.by_document: Mapping[str, Sequence[NamedNode]] = by_document
        """The ontologies by the IRI of their document: `<ns>` and `<ns#>` have the same."""

    def terms(self, document: str) -> Iterator[NamedNode]:
        """List the terms of a document's ontologies: what the shapes and ontologies describe in their namespaces.

        Args:
            document: the IRI of the document. Its fragments are its terms; so are the names right below one that ends in `/`.
        """
        ontologies = self.by_document.get(document, ())
        for node in self._graph.all_subjects() if ontologies else ():
            if isinstance(node, NamedNode) and node not in ontologies and _is_term(node.value, document):
                yield node


def _is_term(iri: str, document: str) -> bool:
    """Tell whether an IRI is a name in the namespace of a document."""
    if not iri.startswith(document):
        return False
    name = iri[len(document) :]
    return name.startswith("#") if not document.endswith("/") else bool(name) and "#" not in name[1:] and "/" not in name
