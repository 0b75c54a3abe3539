"""Mistakes in shapes: what is wrong with a statement of the shapes, before its place is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from catalogue.lint.kinds import KINDS, Kind, Severity
from catalogue.messages import Text
from catalogue.terms import NamedNode, Node, Term, Triple

_NOTHING: Text = {}


class Statement(NamedTuple):
    """A statement of the shapes and its file."""

    subject: Node
    predicate: NamedNode
    value: Term
    file: str


class Wrong(NamedTuple):
    """What is wrong with a statement.

    Attributes:
        message: what is wrong, by language.
        advice: how to mend it, by language.
        replacement: Turtle to write in place of the term that is wrong, or None.
        safe: whether the replacement surely says what was meant.
        inner: the characters of the value (a literal) that are wrong, from the first to the one after the last, or None.
        is_inside: whether the replacement stands in the place of these characters, not of the whole value.
        is_datatype: whether the datatype of the value (a literal) is wrong, and the replacement is another one.
    """

    message: Text
    advice: Text = _NOTHING
    replacement: str | None = None
    safe: bool = False
    inner: tuple[int, int] | None = None
    is_inside: bool = False
    is_datatype: bool = False


class Mistake(NamedTuple):
    """A mistake in the shapes.

    Attributes:
        kind: what kind of finding it is.
        subject: the subject of the statement that it is about.
        predicate: its predicate, or None when the subject itself is wrong.
        value: its object, or None when the predicate itself is wrong.
        file: the file of the statement.
        wrong: what is wrong.
        severity: how grave it is, when not as its kind.
        without: the statements that a validator cannot be given because of it.
        added: triples that say to a validator what is meant.
    """

    kind: Kind
    subject: Node
    predicate: NamedNode | None
    value: Term | None
    file: str
    wrong: Wrong
    severity: Severity | None = None
    without: tuple[Statement, ...] = ()
    added: tuple[Triple, ...] = ()

    @property
    def gravity(self) -> Severity:
        """How grave it is."""
        return self.severity or self.kind.severity


def at_value(kind: str, statement: Statement, wrong: Wrong, *, severity: Severity | None = None, runs: bool = False) -> Mistake:
    """Give a mistake in the value of a statement.

    Args:
        kind: the short name of its kind.
        statement: the statement.
        wrong: what is wrong with its value.
        severity: how grave it is, when not as its kind.
        runs: whether a validator can be given the statement all the same.
    """
    without = () if runs or (severity or KINDS[kind].severity) is not Severity.VIOLATION else (statement,)
    return Mistake(KINDS[kind], *statement, wrong, severity, without)


def at_predicate(kind: str, statement: Statement, wrong: Wrong, without: Iterable[Statement] = ()) -> Mistake:
    """Give a mistake in the predicate of a statement, with the statements that a validator cannot be given."""
    subject, predicate, _, file = statement
    return Mistake(KINDS[kind], subject, predicate, None, file, wrong, without=tuple(without))


def at_subject(kind: str, subject: Node, file: str, wrong: Wrong, without: Iterable[Statement] = ()) -> Mistake:
    """Give a mistake in a subject, with the statements that a validator cannot be given."""
    return Mistake(KINDS[kind], subject, None, None, file, wrong, without=tuple(without))
