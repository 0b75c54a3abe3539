"""Mistakes in shapes: what is wrong with a statement of the shapes, before its place is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.lint.kinds import KINDS, Kind, Severity
from catalogue.messages import Text
from catalogue.terms import NamedNode, Node, Term

_NOTHING: Text = {}


class Statement(NamedTuple):
    """A statement of the shapes and the file that says it."""

    subject: Node
    predicate: NamedNode
    value: Term
    file: str


class Wrong(NamedTuple):
    """What is wrong with a value.

    Attributes:
        message: what is wrong, by language.
        advice: how to mend it, by language.
        replacement: Turtle to write in the value's place, or None.
        safe: whether the replacement surely says what was meant.
        inner: the characters of the value (a literal) that are wrong, from the first to the one after the last, or None.
    """

    message: Text
    advice: Text = _NOTHING
    replacement: str | None = None
    safe: bool = False
    inner: tuple[int, int] | None = None


@dataclass(frozen=True)
class Mistake:
    """A mistake in the shapes.

    Attributes:
        kind: what kind of finding it is.
        subject: the subject of the statement that it is about.
        predicate: its predicate, or None when the subject itself is meant.
        value: its object, or None when the predicate itself is meant.
        file: the file that says it.
        message: what is wrong, by language.
        advice: how to mend it, by language; may be empty.
        inner: the characters of the value (a literal) that are wrong, from the first to the one after the last, or None.
        replacement: Turtle to write in place of the term that is meant, or None.
        safe: whether the replacement surely says what was meant.
        severity: how grave it is, when not as its kind.
        without: the statements that a validator cannot be given because of it.
    """

    kind: Kind
    subject: Node
    predicate: NamedNode | None
    value: Term | None
    file: str
    message: Text
    advice: Text = field(default_factory=dict)
    inner: tuple[int, int] | None = None
    replacement: str | None = None
    safe: bool = False
    severity: Severity | None = None
    without: tuple[Statement, ...] = ()

    @property
    def gravity(self) -> Severity:
        """How grave it is."""
        return self.severity or self.kind.severity


def at_value(
    kind: str,
    statement: Statement,
    wrong: Wrong,
    *,
    severity: Severity | None = None,
    runs: bool = False,
) -> Mistake:
    """Give a mistake in the value of a statement.

    Args:
        kind: the short name of its kind.
        statement: the statement.
        wrong: what is wrong with its value.
        severity: how grave it is, when not as its kind.
        runs: whether a validator can be given the statement all the same.
    """
    grave = severity or KINDS[kind].severity
    without = () if runs or grave is not Severity.VIOLATION else (statement,)
    return Mistake(
        KINDS[kind],
        statement.subject,
        statement.predicate,
        statement.value,
        statement.file,
        wrong.message,
        wrong.advice,
        wrong.inner,
        wrong.replacement,
        wrong.safe,
        severity,
        without,
    )
