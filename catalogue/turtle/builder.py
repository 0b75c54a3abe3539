"""Builder: what has been read of a Turtle text so far, and what is open."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.errors import text
from catalogue.turtle.issues import SyntaxIssue, UnreadableError
from catalogue.turtle.located import LocatedTriple
from catalogue.turtle.places import Span
from catalogue.turtle.terms import RDF_FIRST, RDF_REST, Blank, Iri, Node, Term

NESTING_LIMIT = 128
"""How many brackets and parentheses may be open at once."""


@dataclass(slots=True)
class Frame:
    """What is open: the statement, or a bracket or parenthesis in it.

    Attributes:
        opener: `[`, `(`, or nothing for the statement.
        subject: the subject of the triples in it.
        subject_place: where the subject is written.
        predicate: the predicate read last; `rdf:first` until there is one.
        predicate_place: where the predicate is written.
        of_subject: whether it is the statement's subject.
    """

    opener: str
    subject: Node
    subject_place: Span
    predicate: Iri
    predicate_place: Span
    of_subject: bool = False


class Builder:
    """The triples and issues so far, and the frames that are open, the innermost last."""

    def __init__(self) -> None:
        self.triples: list[LocatedTriple] = []
        self.issues: list[SyntaxIssue] = []
        self.frames: list[Frame] = []
        self._blanks = 0

    def report(self, issue: SyntaxIssue) -> None:
        """Add an issue, unless its place has one already: of two faults in one place the first is told."""
        if not self.issues or self.issues[-1].place.offset != issue.place.offset:
            self.issues.append(issue)

    def blank(self) -> Blank:
        """Make a blank node that has no label."""
        self._blanks += 1
        return Blank(self._blanks)

    def open(self, opener: str, subject: Node, place: Span, *, of_subject: bool = False) -> None:
        """Open a statement, a bracket or a parenthesis.

        Args:
            opener: `[`, `(`, or nothing for a statement.
            subject: the subject of the triples in it.
            place: where the subject is written.
            of_subject: whether it is the statement's subject.

        Raises:
            UnreadableError: too much is open already.
        """
        if len(self.frames) > NESTING_LIMIT:
            message = text(f"nested more than {NESTING_LIMIT} deep", f"imbriqué sur plus de {NESTING_LIMIT} niveaux")
            raise UnreadableError(message, place)
        self.frames.append(Frame(opener, subject, place, RDF_FIRST, place, of_subject))

    def emit(self, value: Term, place: Span) -> None:
        """Add the triple of the innermost subject and predicate and an object."""
        frame = self.frames[-1]
        self.triples.append(
            LocatedTriple(frame.subject, frame.predicate, value, frame.subject_place, frame.predicate_place, place)
        )

    def emit_rest(self, rest: Node, place: Span) -> None:
        """Add the triple that leads from the innermost list node to the next, and go there.

        Args:
            rest: the next list node, or `rdf:nil`.
            place: where the next item is written, or the end of the collection.
        """
        frame = self.frames[-1]
        here = frame.subject_place
        self.triples.append(LocatedTriple(frame.subject, RDF_REST, rest, here, here, place))
        frame.subject, frame.subject_place, frame.predicate_place = rest, place, place
