"""Located triples: what a Turtle text says, and where."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.turtle.issues import SyntaxIssue
from catalogue.turtle.places import Span
from catalogue.turtle.terms import Iri, Node, Term


@dataclass(frozen=True, slots=True)
class LocatedTriple:
    """A triple and where its parts are written.

    A blank node property list and a collection stand where they open. The node of a collection's later item stands where the
    item does, its `rdf:nil` where the collection closes; `rdf:first` and `rdf:rest`, which nobody writes, stand where their
    subject does. The place of a literal takes in its language tag or datatype.

    Attributes:
        subject: the subject.
        predicate: the predicate.
        object: the object.
        subject_place: where the subject is written.
        predicate_place: where the predicate is written.
        object_place: where the object is written.
    """

    subject: Node
    predicate: Iri
    object: Term
    subject_place: Span
    predicate_place: Span
    object_place: Span


@dataclass(frozen=True, slots=True)
class LocatedDocument:
    """What a Turtle text says, and where.

    Attributes:
        triples: its triples, in the order in which the fast parser gives them.
        errors: what could not be read, in the order of the text; empty when the text is Turtle 1.1.
    """

    triples: tuple[LocatedTriple, ...]
    errors: tuple[SyntaxIssue, ...]
