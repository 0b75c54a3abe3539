"""Classes: which nodes are SHACL instances of which (SHACL, section 1.1), for a whole set of nodes at a time."""

from __future__ import annotations

from catalogue.closure import closure
from catalogue.columns.sets import Mask, distinct
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.model.vocabulary import SUBCLASS
from catalogue.terms import RDF_TYPE


class Classes:
    """The classes of the data, and which stand above which.

    Args:
        columns: the data.
        ontology: more statements, of which those of `rdfs:subClassOf` count too.

    Attributes:
        columns: the data.
        type: the number of `rdf:type`.
    """

    def __init__(self, columns: Columns, ontology: Columns | None = None) -> None:
        self.columns = columns
        self.type = columns.intern(RDF_TYPE)
        self._direct: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for each in filter(None, (columns, ontology)):
            self._add(each)
        self._closures: tuple[dict[int, Numbers], dict[int, Numbers]] = ({}, {})

    def _add(self, columns: Columns) -> None:
        below, above = self._direct
        index = columns.forwards(columns.intern(SUBCLASS))
        for key, value in zip(index.keys.tolist(), index.values.tolist(), strict=True):
            lower, upper = self.columns.intern(columns.terms[key]), self.columns.intern(columns.terms[value])
            below.setdefault(upper, []).append(lower)
            above.setdefault(lower, []).append(upper)

    def stated(self) -> frozenset[tuple[str, str]]:
        """Give the statements of `rdfs:subClassOf`: what stands below, and what above."""
        value = self.columns.terms.value
        return frozenset((value(lower), value(each)) for lower, upper in self._direct[1].items() for each in upper)

    def below(self, class_: int) -> Numbers:
        """Give a class and its subclasses, ascending."""
        return self._closure(0, class_)

    def above(self, class_: int) -> Numbers:
        """Give a class and its superclasses, ascending."""
        return self._closure(1, class_)

    def _closure(self, way: int, class_: int) -> Numbers:
        closures, direct = self._closures[way], self._direct[way]
        if class_ not in closures:
            closures[class_] = distinct(numbers(closure([class_], lambda each: direct.get(each, ()))))
        return closures[class_]

    def instances(self, class_: int) -> Numbers:
        """Give the SHACL instances of a class, ascending."""
        return distinct(self.columns.backwards(self.type).of(self.below(class_))[1])

    def are_instances(self, nodes: Numbers, class_: int) -> Mask:
        """Tell which nodes are SHACL instances of a class."""
        return self.columns.forwards(self.type).lead(nodes, self.below(class_))
