"""Fragments: the things that the documents of one IRI are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.edition import Edition, per_edition
from catalogue.names import document_of
from catalogue.terms import NamedNode


@per_edition
def _shared(edition: Edition) -> Mapping[str, Sequence[NamedNode]]:
    """List the things that a document is about, by its IRI, where a thing's IRI has a fragment; the one without is first."""
    fragments: dict[str, list[NamedNode]] = {}
    for thing in edition.things:
        if "#" in thing.value:
            fragments.setdefault(document_of(thing.value), []).append(thing)
    return {iri: [*plain(edition, iri), *things] for iri, things in fragments.items()}


def plain(edition: Edition, iri: str) -> Sequence[NamedNode]:
    """Give the thing that has an IRI, or nothing."""
    try:
        thing = NamedNode(iri)
    except ValueError:
        return ()
    return (thing,) if thing in edition.things else ()


def things_in(edition: Edition, document: str) -> Sequence[NamedNode]:
    """List the things that the documents of an IRI are about: the thing of that IRI, then those of its fragments.

    Args:
        edition: the catalogue.
        document: an IRI without a fragment.
    """
    return _shared(edition).get(document) or plain(edition, document)


def documents_of_things(edition: Edition) -> dict[str, None]:
    """List the IRIs of the documents about things, in the order of the things' IRIs."""
    return dict.fromkeys(document_of(thing.value) for thing in edition.things)
