"""Terms: the classes and properties of an ontology, as its page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalogue.collation import collation_key
from catalogue.edition import Edition
from catalogue.messages import say
from catalogue.names import local_name
from catalogue.pages.strings import string
from catalogue.terms import RDF_TYPE, NamedNode


class TermView(NamedTuple):
    """A term of an ontology.

    Attributes:
        label: what it is called.
        anchor: where it is on the page; empty where it is an entry too, which has the place.
        iri: its IRI.
        comment: what it means.
    """

    label: str
    anchor: str
    iri: str
    comment: str


def terms(edition: Edition, document: str, language: str) -> Sequence[tuple[str, Sequence[TermView]]]:
    """List the classes and the properties that the ontologies of a document define, by label.

    Args:
        edition: the catalogue.
        document: the IRI of the document.
        language: the page's language.

    Returns:
        Titles with terms; nothing where no ontology has this document.
    """
    if document not in edition.vocabulary_documents.by_document:
        return ()
    classes: list[TermView] = []
    properties: list[TermView] = []
    for term in edition.vocabulary_documents.terms(document):
        types = {
            local_name(type_.value) for type_ in edition.shapes_graph.objects(term, RDF_TYPE) if isinstance(type_, NamedNode)
        }
        if types:
            anchor = "" if term in edition.things else term.value.removeprefix(document).removeprefix("#")
            comment = say(edition.model.comments.get(term.value, {}), language)
            view = TermView(edition.label(term, language), anchor, term.value, comment)
            (classes if "Class" in types else properties).append(view)
    titles = string("vocabulary_classes", language), string("vocabulary_properties", language)
    return [(title, sorted(views, key=_by_name)) for title, views in zip(titles, (classes, properties), strict=True)]


def _by_name(view: TermView) -> tuple[object, ...]:
    return collation_key(local_name(view.iri)), view
