"""Terms: the classes and properties of an ontology, as its page lists them, and those that are deprecated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalogue.collation import name_key
from catalogue.messages import say
from catalogue.model import deprecated_terms
from catalogue.names import local_name
from catalogue.pages.addresses import anchor_of
from catalogue.pages.parts import Link
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer
from catalogue.terms import RDF_TYPE, NamedNode


class TermView(NamedTuple):
    """A term of an ontology.

    Attributes:
        label: what it is called.
        anchor: where it is on the page; empty where it is an entry too, which has the place.
        iri: its IRI.
        comment: what it means.
        replaced_by: what is to be used instead, where it is deprecated.
    """

    label: str
    anchor: str
    iri: str
    comment: str
    replaced_by: Sequence[Link] = ()


def terms(viewer: Viewer, document: str) -> Sequence[tuple[str, Sequence[TermView]]]:
    """List the classes and the properties that the ontologies of a document define, by their local names.

    Args:
        viewer: the page.
        document: the IRI of the document.

    Returns:
        Titles with terms, those that are deprecated last, if any; nothing where no ontology has this document.
    """
    edition, language = viewer.edition, viewer.language
    if document not in edition.vocabulary_documents.by_document:
        return ()
    classes: list[TermView] = []
    properties: list[TermView] = []
    deprecated: list[TermView] = []
    replaced = deprecated_terms(edition.shapes_graph)
    for term in edition.vocabulary_documents.terms(document):
        types = {
            local_name(type_.value) for type_ in edition.shapes_graph.objects(term, RDF_TYPE) if isinstance(type_, NamedNode)
        }
        if types:
            anchor = "" if term in edition.things else anchor_of(term.value.removeprefix(document).removeprefix("#"))
            comment = say(edition.model.comments.get(term.value, {}), language)
            links = [viewer.link(node) for node in replaced.get(term, ())]
            view = TermView(edition.label(term, language), anchor, term.value, comment, links)
            (deprecated if term in replaced else classes if "Class" in types else properties).append(view)
    sections = [(string("vocabulary_classes", language), classes), (string("vocabulary_properties", language), properties)]
    sections += [(string("vocabulary_deprecated", language), deprecated)] if deprecated else []
    return [(title, sorted(views, key=_by_name)) for title, views in sections]


def _by_name(view: TermView) -> tuple[object, ...]:
    return name_key(local_name(view.iri)), view
