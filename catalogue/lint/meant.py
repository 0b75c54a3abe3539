"""Meant: what an author may have meant by an IRI inside the base that nothing describes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from catalogue.columns.graph import Graph
from catalogue.columns.kept import KeptColumns
from catalogue.columns.oddities import described
from catalogue.columns.sets import are_among, union
from catalogue.columns.table import IRI, Numbers
from catalogue.edition import Edition
from catalogue.edition.entities import INSTANCES
from catalogue.lint.upon import beside_data
from catalogue.model import REPLACED_BY, SUBCLASS, Asked
from catalogue.names import local_name, namespace_of
from catalogue.near import Iris, is_slip
from catalogue.reads import TERMS
from catalogue.terms import NamedNode, Triple

SUFFIX = re.compile(r"\.[A-Za-z0-9]+$")
"""The end of an address that leads to a file."""


def inside(edition: Edition, iris: Numbers, graph: Graph | None = None) -> Iterator[tuple[int, str]]:
    """Give those of some IRIs of a graph, or of the data when None, that are inside the base, with their numbers."""
    owns, terms = edition.settings.owns, (edition.graph if graph is None else graph).columns_for().terms
    return ((number, iri) for number, iri in zip(iris.tolist(), terms.values(iris), strict=True) if owns(iri))


class Entries:
    """What an author may have meant by an IRI inside the base that nothing describes.

    Args:
        edition: the catalogue.
    """

    def __init__(self, edition: Edition) -> None:
        columns = edition.graph.columns_for((INSTANCES,), TERMS)  # which things the shapes validate, and what is described
        self._edition = edition
        self._asked = Asked(edition.shacl, edition.model.classes)
        self._described = edition.graph
        kept = columns.beneath
        is_upon = kept is not None and edition.shapes and columns.number(SUBCLASS) not in columns.changes.predicates
        self._own, self._folders = self._upon(kept) if kept is not None and is_upon else self._afresh()

    def _afresh(self) -> tuple[Iris, Mapping[str, int]]:
        """Index the IRIs inside the base that are described, and count the entries of each folder."""
        edition = self._edition
        graphs = edition.graph, edition.shapes_graph
        own = Iris(iri for graph in graphs for _, iri in inside(edition, described(graph), graph))
        entries = edition.entities.validated if edition.shapes else described(edition.graph)
        return own, self._counted(entries)

    def _counted(self, entries: Numbers) -> Counter[str]:
        return Counter(namespace_of(iri) for _, iri in inside(self._edition, entries))

    def _upon(self, kept: KeptColumns) -> tuple[Iris, Mapping[str, int]]:
        """Do so upon the layer beneath: of that all is kept."""
        edition = self._edition
        columns, entities = edition.graph.columns_for(), edition.entities
        own, folders = kept.once("meant", beside_data(edition), lambda: self._beneath(kept))
        touched = union(*columns.changes.ends())
        touched = touched[columns.kinds(touched) == IRI]
        were, are = are_among(kept.terms_at(0), touched), columns.counts(0, touched) > 0
        of_shapes = edition.shapes_graph.files_of
        gone, new = (
            [iri for _, iri in inside(edition, terms) if not of_shapes(NamedNode(iri))]
            for terms in (touched[were & ~are], touched[are & ~were])
        )
        before = entities.validated_beneath(kept)
        counts = Counter(folders)
        counts.update(self._counted(touched[are_among(entities.validated, touched)]))
        counts.subtract(self._counted(touched[are_among(before, touched)]))
        return own.changed(gone, new), +counts

    def _beneath(self, kept: KeptColumns) -> tuple[Iris, Counter[str]]:
        edition = self._edition
        subjects = kept.terms_at(0)
        iris = subjects[edition.graph.columns_for().kinds(subjects) == IRI]
        shapes = edition.shapes_graph
        of_data = (iri for _, iri in inside(edition, iris))
        of_shapes = (iri for _, iri in inside(edition, described(shapes), shapes))
        return Iris([*of_data, *of_shapes]), self._counted(edition.entities.validated_beneath(kept))

    def near(self, iri: str) -> NamedNode | None:
        """Give the entry that is most like an IRI; none of another document, where they are fragments."""
        without_suffix = SUFFIX.sub("", iri)
        is_file = without_suffix != iri and self._described.files_of(NamedNode(without_suffix))
        nearest = without_suffix if is_file else self._own.nearest(iri)
        return NamedNode(nearest) if nearest and _may_share_document(iri, nearest) else None

    def are_beside(self, iri: str) -> bool:
        """Tell whether an IRI lies in a folder of entries."""
        return namespace_of(iri) in self._folders

    def are_parts(self, iri: str) -> bool:
        """Tell whether an IRI with a fragment is that of a part of a document in a folder of entries."""
        document, _, fragment = iri.partition("#")
        return bool(fragment) and self.are_beside(document)

    def are_slipped_from(self, iri: str) -> bool:
        """Tell whether the folder of an IRI is a slip of one with an entry of its name."""
        folder = namespace_of(iri)
        slips = (other + iri.removeprefix(folder) for other in self._folders if is_slip(folder, other))
        return any(self._described.files_of(NamedNode(other)) for other in slips if _may_share_document(iri, other))

    def is_asked(self, triple: Triple) -> bool:
        """Tell whether a shape asks that the value of a triple be described, or it replaces a thing."""
        return triple.predicate == REPLACED_BY or self._asked.of(
            self._described.columns_for().number(triple.subject), triple.predicate.value
        )


def _may_share_document(iri: str, other: str) -> bool:
    """Tell whether two fragments may be meant to be of one document; what is no fragment is not asked here.

    >>> _may_share_document("urn:x/b#it", "urn:x/a#it"), _may_share_document("urn:x/plnt#it", "urn:x/plant#it")
    (False, True)
    """
    (document, _, fragment), (its_document, _, its_fragment) = iri.partition("#"), other.partition("#")
    if not fragment or not its_fragment or document.lower() == its_document.lower():
        return True
    return namespace_of(document) == namespace_of(its_document) and is_slip(local_name(document), local_name(its_document))
