"""Located triples: what a Turtle text says, and where."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.turtle.issues import SyntaxIssue
from catalogue.turtle.places import Lines, Span
from catalogue.turtle.terms import Iri, Node, Term


class LocatedTriple:
    """A triple and where its parts are written.

    A blank node property list and a collection stand where they open. The node of a collection's later item stands where the
    item does, its `rdf:nil` where the collection closes; `rdf:first` and `rdf:rest`, which nobody writes, stand where their
    subject does. The place of a literal takes in its language tag or datatype.

    Attributes:
        subject: the subject.
        predicate: the predicate.
        object: the object.
        graph: the graph that it is in (TriG); none for the default graph.
    """

    __slots__ = ("_at", "_lines", "graph", "object", "predicate", "subject")

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of a triple and their places
        self,
        subject: Node,
        predicate: Iri,
        value: Term,
        graph: Node | None,
        lines: Lines,
        at: tuple[int, int, int, int, int, int],
    ) -> None:
        self.subject = subject
        self.predicate = predicate
        self.object = value
        self.graph = graph
        self._lines = lines
        self._at = at

    def __eq__(self, other: object) -> bool:
        """Tell whether both stand at the same place; both are of one text."""
        return isinstance(other, LocatedTriple) and self._at == other._at and self.predicate == other.predicate

    def __hash__(self) -> int:
        return hash(self._at)

    @property
    def extents(self) -> tuple[int, int, int, int, int, int]:
        """Where its subject, its predicate and its object begin and end, in characters."""
        return self._at

    @property
    def subject_place(self) -> Span:
        """Where the subject is written."""
        return self._lines.span(*self._at[:2])

    @property
    def predicate_place(self) -> Span:
        """Where the predicate is written."""
        return self._lines.span(*self._at[2:4])

    @property
    def object_place(self) -> Span:
        """Where the object is written."""
        return self._lines.span(*self._at[4:])


@dataclass(frozen=True, slots=True)
class LocatedDocument:
    """What a Turtle text says, and where.

    Attributes:
        triples: its triples, in the order in which the fast parser gives them.
        errors: what could not be read, in the order of the text; empty when the text is Turtle 1.1.
        lost: the IRIs of what is described in part only, or not at all, because of that.
    """

    triples: tuple[LocatedTriple, ...]
    errors: tuple[SyntaxIssue, ...]
    lost: frozenset[str] = frozenset()
