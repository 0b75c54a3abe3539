"""Terms that a query names and nobody knows."""

from __future__ import annotations

from functools import cached_property

from catalogue.edition import Edition
from catalogue.lint.datatypes import unknown_term
from catalogue.lint.ontology import own_terms
from catalogue.lint.terms_used import is_described
from catalogue.names import namespace_of
from catalogue.near import Iris, is_certain, is_slip
from catalogue.published import Unknown, is_published
from catalogue.query.vocabulary import shaped
from catalogue.terms import RDF_TYPE, NamedNode


class Terms:
    """What the shapes, the ontology and the data know.

    Of the catalogue's own namespaces everything is known: what is not described there is a slip. So it is of published
    vocabularies. Of others the program knows only what the catalogue uses; what differs from that by one character is one too.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._found: dict[str, Unknown | None] = {}

    def unknown(self, iri: str) -> Unknown | None:
        """Tell that nobody knows an IRI; None when somebody does, or when the program cannot know."""
        if iri not in self._found:
            self._found[iri] = self._unknown(iri)
        return self._found[iri]

    def _unknown(self, iri: str) -> Unknown | None:
        try:
            node = NamedNode(iri)
        except ValueError:
            return None
        unknown = unknown_term(iri)
        if unknown is not None and not self._edition.settings.owns(iri) and not is_described(self._edition, node):
            return unknown
        if self._edition.shapes_graph.mentions(node) or self._edition.graph.mentions(node):
            return None
        namespace = namespace_of(iri)
        if namespace in self._own:
            near = self._own[namespace].nearest(iri)
            return Unknown(near, near is not None and is_certain(iri, near))
        if self._edition.settings.owns(iri):
            return None
        return self._slip(iri, namespace)

    def _slip(self, iri: str, namespace: str) -> Unknown | None:
        name, used = iri.removeprefix(namespace), self._used.get(namespace, ())
        near = next((other for other in used if is_slip(name, other.removeprefix(namespace))), None)
        return None if near is None or is_published(iri) else Unknown(near, is_certain(iri, near))

    @cached_property
    def _own(self) -> dict[str, Iris]:
        return own_terms(self._edition)

    @cached_property
    def _used(self) -> dict[str, list[str]]:
        """The properties and classes that the catalogue uses, by namespace, in the order of their names."""
        data = self._edition.graph
        said = [*data.all_predicates(), *data.values_of(RDF_TYPE), *shaped(self._edition)]
        found: dict[str, list[str]] = {}
        for iri in sorted({term.value for term in said if isinstance(term, NamedNode)}):
            found.setdefault(namespace_of(iri), []).append(iri)
        return found
